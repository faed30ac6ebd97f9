/** Files that are refused, consent before loading, and the browser's answers. */
import { expect, test } from 'vitest';
import { toUint8Array } from '../../base/bytes.ts';
import {
  type ChosenFile,
  createDataStore,
  type DataDeps,
  FILE_MAX_BYTES,
  fileNameFor,
  refusalOf,
} from './data-store.ts';

const file = (text: string, size = text.length): ChosenFile => ({
  name: 'dump.aof',
  size,
  arrayBuffer: async () => toUint8Array(text).slice().buffer,
  slice: (start, end) => ({ arrayBuffer: async () => toUint8Array(text).slice(start, end).buffer }),
});

function setUp(change: Partial<DataDeps> = {}) {
  const imported: Uint8Array[] = [];
  const saved: string[] = [];
  const store = createDataStore({
    exportAof: async () => toUint8Array('*1\r\n$4\r\nPING\r\n'),
    importFile: async (bytes) => imported.push(bytes),
    countKeys: async () => 7,
    download: (name) => saved.push(name),
    storage: undefined,
    now: () => new Date(2026, 1, 3, 23, 59),
    ...change,
  });
  return { store, imported, saved };
}

test('a file is named after the day', async () => {
  expect(fileNameFor(new Date(2026, 10, 20))).toBe('stampede-2026-11-20.aof');
  const { store, saved } = setUp();
  expect(await store.save()).toEqual({ name: 'stampede-2026-02-03.aof', sizeBytes: 14 });
  expect(saved).toEqual(['stampede-2026-02-03.aof']);
});

test('what is no file of Redis’s is told by its first bytes', () => {
  expect(refusalOf(toUint8Array(''))).toBe('empty');
  expect(refusalOf(toUint8Array('REDIS0011\xfa'))).toBeNull();
  expect(refusalOf(toUint8Array('SET a 1\r\n'))).toBe('unknown');
  expect(refusalOf(toUint8Array('#TS:1700000000\r\n'))).toBeNull();
  expect(refusalOf(toUint8Array('*1\r\n'))).toBeNull();
});

test('nothing is loaded before the person agrees', async () => {
  const { store, imported } = setUp();
  await store.choose(file('*1\r\n$4\r\nPING\r\n'));
  expect(store.getState().stage).toMatchObject({ kind: 'confirm', present: 7, sizeBytes: 14 });
  expect(imported).toHaveLength(0);
  store.dismiss();
  expect(await store.confirm()).toBeNull();
  expect(imported).toHaveLength(0);
  await store.choose(file('*1\r\n$4\r\nPING\r\n'));
  expect(await store.confirm()).toEqual({ name: 'dump.aof', keys: 1 });
  expect(store.getState().stage).toBeNull();
});

test('a refusal says why and keeps the engine from being asked', async () => {
  const { store, imported } = setUp();
  await store.choose(file('', FILE_MAX_BYTES + 1));
  expect(store.getState().stage).toMatchObject({ kind: 'refused', refusal: 'too-large' });
  // Said at once, without a question that could only end in a refusal.
  await store.choose(file('SET a 1\r\n'));
  expect(store.getState().stage).toMatchObject({ kind: 'refused', refusal: 'unknown' });
  await store.choose({
    ...file('*1\r\n'),
    slice: () => ({ arrayBuffer: () => Promise.reject(new Error('gone')) }),
  });
  expect(store.getState().stage).toMatchObject({ kind: 'refused', refusal: 'unreadable' });
  expect(await store.confirm()).toBeNull();
  expect(imported).toHaveLength(0);
});

test("the engine's own words stand beside its refusal", async () => {
  const importFile = () => Promise.reject(new Error("Byte 14: Unknown command 'NOPE'."));
  const { store } = setUp({ importFile });
  await store.choose(file('*1\r\n$4\r\nNOPE\r\n'));
  expect(await store.confirm()).toBeNull();
  expect(store.getState().stage).toMatchObject({
    refusal: 'damaged',
    detail: "Byte 14: Unknown command 'NOPE'.",
  });
});

test("the browser's answer is told as it is", async () => {
  const rows = [
    [undefined, 'unavailable', false],
    [{ persist: async () => false, persisted: async () => false }, 'refused', false],
    [{ persist: async () => true, persisted: async () => true }, 'kept', true],
  ] as const;
  for (const [storage, answer, persisted] of rows) {
    const { store } = setUp({ storage });
    await store.keep();
    expect(store.getState().storage).toMatchObject({ answer, persisted, used: null });
  }
});
