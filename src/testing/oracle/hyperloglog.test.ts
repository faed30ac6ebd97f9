/**
 * Twenty thousand elements into HyperLogLogs of both servers: the same bytes at every moment that
 * is looked at, sparse, dense and merged.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findReal, ServerPair } from './servers.ts';

const real = findReal();
const elementCount = 20_000;
const batchSize = 50;

describe.skipIf(real === null)('HyperLogLogs have the bytes that redis-server gives them', () => {
  let pair: ServerPair;
  beforeAll(async () => {
    pair = await ServerPair.start(real!, real!.version.split('.').slice(0, 2).join('.'));
  });
  afterAll(() => pair.stop());

  async function check(commands: readonly (readonly string[])[]): Promise<string[]> {
    const [theirs, ours] = await pair.run(commands);
    const shown = (raw: string): string => Buffer.from(raw, 'latin1').toString('hex');
    for (const [n, { raw }] of theirs.entries()) {
      if (raw !== ours[n]!.raw) {
        expect(`${commands[n]!.slice(0, 4).join(' ')}: ${shown(ours[n]!.raw)}`).toBe(shown(raw));
      }
    }
    return theirs.map(({ text }) => text ?? '');
  }

  const elements = (from: number, size: number): string[] =>
    Array.from({ length: size }, (_, n) => `visitor:${from + n}`);

  test(`${elementCount} elements, looked at after each ${batchSize} while sparse, then more rarely`, async () => {
    const encodings = new Set<string>();
    for (let from = 0; from < elementCount; from += batchSize) {
      const look = from < 3000 || from % 1000 === 0;
      const [, encoding] = await check([
        ['PFADD', 'visitors', ...elements(from, batchSize)],
        ['PFDEBUG', 'ENCODING', 'visitors'],
        ...(look ? [['GET', 'visitors'], ...counted('visitors')] : []),
      ]);
      encodings.add(encoding!);
    }
    expect([...encodings]).toEqual(['sparse', 'dense']);
    const [last] = await check([['PFCOUNT', 'visitors']]);
    expect(Math.abs(Number(last) - elementCount) / elementCount).toBeLessThan(0.03);
  });

  const counted = (key: string): string[][] => [
    ['PFCOUNT', key],
    ['GET', key],
  ];

  test('one by one, with other limits of the sparse encoding', async () => {
    for (const limit of ['0', '20', '100', '16000']) {
      await check([
        ['DEL', 'one'],
        ['CONFIG', 'SET', 'hll-sparse-max-bytes', limit],
        ...elements(7000, 2500).flatMap((element, n) => [
          ['PFADD', 'one', element],
          ...(n % 100 < 2 ? [['GET', 'one']] : []),
        ]),
        ['PFDEBUG', 'DECODE', 'one'],
        ...counted('one'),
      ]);
    }
    await check([['CONFIG', 'SET', 'hll-sparse-max-bytes', '3000']]);
  });

  test('merged: sparse with sparse, sparse with dense, many into one that grows dense', async () => {
    const parts = Array.from({ length: 12 }, (_, n) => `part:${n}`);
    await check(parts.map((part, n) => ['PFADD', part, ...elements(n * 200, 20 + n * 60)]));
    for (const [n, part] of parts.entries()) {
      await check([
        ['PFMERGE', 'all', part],
        ['GET', 'all'],
        ['PFMERGE', `pair:${n}`, part, parts[(n + 5) % parts.length]!],
        ['GET', `pair:${n}`],
        ['PFCOUNT', part, `pair:${n}`, 'none'],
      ]);
    }
    await check([
      ['PFMERGE', 'part:1', 'visitors'],
      ['GET', 'part:1'],
      ['PFCOUNT', 'part:1', 'part:2'],
      ['PFDEBUG', 'GETREG', 'part:3'],
      ['GET', 'part:3'],
    ]);
  });
});
