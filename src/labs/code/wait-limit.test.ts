/** Loops without an end that wait are ended at their place; others go on. */
import { expect, test } from 'vitest';
import { limitWaits } from './wait-limit.ts';

test('the place that waits too often is told once, and waits for ever', async () => {
  const told: string[] = [];
  const mark = limitWaits(
    (value) => value,
    Promise,
    (line, column) => told.push(`${line}:${column}`),
    3,
  );
  const rounds = [0, 0];
  const loop = async (which: 0 | 1, max: number): Promise<void> => {
    while ((rounds[which] as number) < max) {
      await mark(null, 7 + which, 3);
      rounds[which] = (rounds[which] as number) + 1;
    }
  };
  void loop(0, 100);
  void loop(0, 100);
  await loop(1, 3);
  for (let turns = 0; turns < 20; turns++) await null;
  expect(rounds).toEqual([3, 3]);
  expect(told).toEqual(['7:3']);
});
