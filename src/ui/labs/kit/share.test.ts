/** Settings survive the way through an address; whatever else stands there is refused with a reason. */
import { expect, test } from 'vitest';
import { flag, integer, list, oneOf, packShared, shape, text, unpackShared } from './share.ts';

const check = shape({
  seed: integer(0, 100),
  name: text(2000),
  kind: oneOf(['a', 'b']),
  on: flag,
  sizes: list(integer(1, 9), 0, 3),
});
const settings = { seed: 7, name: '한 줄\n{x+1} ✓', kind: 'b', on: true, sizes: [1, 9] } as const;

const read = async (value: unknown) => unpackShared(await packShared(value), check);

test('what was packed comes out again, from letters that an address keeps', async () => {
  expect(await packShared(settings)).toMatch(/^[\w-]+$/);
  expect(await read(settings)).toEqual({ kind: 'settings', settings });
});

test('anything else is refused with its reason', async () => {
  const rows: readonly (readonly [unknown, unknown])[] = [
    [
      { ...settings, seed: 101 },
      { kind: 'badValue', field: 'seed' },
    ],
    [
      { ...settings, seed: 1.5 },
      { kind: 'badValue', field: 'seed' },
    ],
    [
      { ...settings, seed: '7' },
      { kind: 'badValue', field: 'seed' },
    ],
    [
      { ...settings, name: 'x'.repeat(2001) },
      { kind: 'badValue', field: 'name' },
    ],
    [
      { ...settings, kind: 'toString' },
      { kind: 'badValue', field: 'kind' },
    ],
    [
      { ...settings, sizes: [1, 2, 3, 4] },
      { kind: 'badValue', field: 'sizes' },
    ],
    [
      { ...settings, sizes: [1, 0] },
      { kind: 'badValue', field: 'sizes[1]' },
    ],
    [
      { ...settings, extra: 1 },
      { kind: 'unknownField', field: 'extra' },
    ],
    [{ seed: 1 }, { kind: 'badValue', field: 'name' }],
    [[settings], { kind: 'badValue', field: '' }],
    [null, { kind: 'badValue', field: '' }],
    [{ ...settings, name: 'x'.repeat(400_000) }, { kind: 'tooLarge' }],
  ];
  for (const [value, problem] of rows) {
    expect(await read(value)).toEqual({ kind: 'problem', problem });
  }
});

test('own names of objects are no fields', async () => {
  const hostile: unknown = JSON.parse(`{"__proto__": {"seed": 1}, "constructor": 1}`);
  expect(await read(hostile)).toMatchObject({ problem: { kind: 'unknownField' } });
});

test('a broken link is unreadable, never an exception', async () => {
  const whole = await packShared(settings);
  const rows = ['', '!', 'AAAA', whole.slice(0, whole.length / 2), `x${whole}`, '%00', '한'];
  for (const packed of rows) {
    expect(await unpackShared(packed, check)).toEqual({
      kind: 'problem',
      problem: { kind: 'unreadable' },
    });
  }
  expect(await unpackShared('A'.repeat(20_000), check)).toMatchObject({
    problem: { kind: 'tooLarge' },
  });
});
