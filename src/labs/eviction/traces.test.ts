/** Traces are what their names say, the same for the same seed, and files are read or refused with a line. */
import { expect, test } from 'vitest';
import type { TraceSettings } from '../../contract/lab-eviction.ts';
import { parseTrace } from './own-trace.ts';
import { makeTrace } from './traces.ts';

const base = { keys: 1000, skewHundredths: 100, accesses: 20_000, own: '' } as const;

function made(settings: TraceSettings, seed = 1) {
  const result = makeTrace(settings, seed);
  if (result.kind === 'problem') throw new Error(result.problem.kind);
  return result.trace;
}

test('same seed, same trace; keys are in range', () => {
  for (const kind of ['loop', 'zipf', 'shift', 'scan', 'sessions'] as const) {
    const trace = made({ kind, ...base });
    expect(trace.accesses.length).toBe(20_000);
    expect(trace.accesses.every((key) => key < trace.keyCount)).toBe(true);
    const text = trace.accesses.join();
    expect(made({ kind, ...base }).accesses.join() === text).toBe(true);
    expect(made({ kind, ...base }, 2).accesses.join() === text).toBe(kind === 'loop');
  }
});

test('shapes', () => {
  expect([...made({ kind: 'loop', ...base, keys: 3, accesses: 7 }).accesses]).toEqual([
    0, 1, 2, 0, 1, 2, 0,
  ]);
  const share = (of: Uint32Array, isIn: (key: number) => boolean) =>
    of.filter(isIn).length / of.length;
  const zipf = made({ kind: 'zipf', ...base }).accesses;
  // The first of a thousand ranks has 1 / H(1000) = 13.4 % of all accesses.
  expect(share(zipf, (key) => key === 0)).toBeCloseTo(0.134, 2);
  const shift = made({ kind: 'shift', ...base }).accesses;
  const quarters = [0, 1, 2, 3].map((quarter) =>
    shift.slice(quarter * 5000, quarter * 5000 + 5000),
  );
  quarters.forEach((part, quarter) => {
    expect(share(part, (key) => key === quarter * 250)).toBeCloseTo(0.134, 1);
  });
  const scan = made({ kind: 'scan', ...base }).accesses;
  expect([...scan.slice(800, 1000)]).toEqual(Array.from({ length: 200 }, (_, at) => 800 + at));
  const sessions = made({ kind: 'sessions', ...base });
  expect(sessions.firstSession).toBe(900);
  expect(share(sessions.accesses, (key) => key >= 900)).toBeCloseTo(0.1, 2);
});

test('files', () => {
  const keys = (text: string) => {
    const result = parseTrace(text);
    return result.kind === 'trace'
      ? `${[...result.trace.accesses].join(' ')} of ${result.trace.keyCount}`
      : `${result.problem.kind} ${result.problem.line}`;
  };
  const rows: readonly (readonly [text: string, expected: string])[] = [
    ['user:1\nuser:2\nuser:1\n', '0 1 0 of 2'],
    ['# LIRS\n*\n17\r\n4\r\n17', '0 1 0 of 2'],
    ['100 3 0 1\n101 1 0 2\n', '0 1 2 1 of 3'],
    ['100 3 0 1\nx\n', 'badLine 2'],
    ['', 'empty 0'],
    ['\n# only notes\n', 'empty 0'],
    [`a\n${'k'.repeat(600)}`, 'badLine 2'],
    ['a\n\uFFFDPNG\r\n', 'notText 2'],
    ['u\0s\0e\0r\0\n', 'notText 1'],
    ['사용자:1\n사용자:1', '0 0 of 1'],
    ['\uFEFF# with a mark\r\na\r\nb\r\na', '0 1 0 of 2'],
    ['a\rb\ra\r', '0 1 0 of 2'],
    ['time,key,size\n1,a,9\n2,b,9\n3,a,9\n', '0 1 0 of 2'],
    ['"Key";"Size"\n"a;""1""";1\n"a;""2""";1\n"a;""1""";2', '0 1 0 of 2'],
    ['ts\tobj_id\n1\t7\n2\t7\n3\t', 'badLine 4'],
    ['time,size\n1,9\n1,9\n', '0 1 1 of 2'],
    ['x,key\n', 'empty 0'],
    ['1 9999999 0 0', 'tooManyAccesses 1'],
    ['0 250000 0 0', 'tooManyKeys 1'],
  ];
  for (const [text, expected] of rows) expect(keys(text)).toBe(expected);
});
