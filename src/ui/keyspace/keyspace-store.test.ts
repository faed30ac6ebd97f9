/** Patterns from typed text, windows, and folders that open by themselves under a filter. */
import { expect, test } from 'vitest';
import type { KeyTreePage, KeyTreeRequest } from '../../contract/key-tree.ts';
import { createKeyspaceStore, patternOf } from './keyspace-store.ts';

test('typed text becomes a pattern', () => {
  const rows: [string, string][] = [
    ['', ''],
    ['  ', ''],
    ['user', '*user*'],
    ['user:*', 'user:*'],
    ['한', '*\xed\x95\x9c*'],
  ];
  for (const [typed, pattern] of rows) expect(patternOf(typed)).toBe(pattern);
});

function host() {
  const requests: KeyTreeRequest[] = [];
  const keyTree = async (request: KeyTreeRequest): Promise<KeyTreePage> => {
    requests.push(request);
    const open = request.open.includes('a:');
    return {
      revision: 1,
      totalRows: open ? 2 : 1,
      totalKeys: 9,
      matchedKeys: 1,
      offset: request.offset,
      rows: [
        { kind: 'folder', prefix: 'a:', label: 'a', depth: 0, keys: 1, open },
        ...(open
          ? [
              {
                kind: 'key',
                key: 'a:b',
                label: 'b',
                depth: 1,
                type: 'string',
                length: 1,
                expiresAtMs: null,
              } as const,
            ]
          : []),
      ],
    };
  };
  return { requests, keyTree };
}

test('a filter opens the folders on the way, and forgets them again', async () => {
  const { requests, keyTree } = host();
  const store = createKeyspaceStore({ keyTree });
  store.setFilter('b');
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(store.getState().page?.totalRows).toBe(2);
  store.setFilter('');
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(requests.at(-1)?.open).toEqual([]);
  expect(store.getState().page?.totalRows).toBe(1);
});

test('only a window is asked for', async () => {
  const { requests, keyTree } = host();
  const store = createKeyspaceStore({ keyTree });
  store.setWindow(1000, 30);
  await store.refresh();
  expect(requests.at(-1)).toMatchObject({ offset: 976, limit: 78 });
});
