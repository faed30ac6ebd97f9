/**
 * A slow command on demand: a list of numbers that SORT has to order as texts. Nothing is slowed
 * down by hand; the work is real, and the list is gone afterwards.
 */
import type { Ask } from './asking.ts';
import { textOf } from './replies.ts';

/** Sizes tried one after the other until SORT takes as long as is asked for. */
const SIZES = [20_000, 80_000, 240_000];
/** Few enough that filling is not slow itself. */
const BATCH = 2_000;

export interface SlowOutcome {
  /** How long the last SORT took. */
  readonly tookUs: number;
  readonly isSlow: boolean;
}

async function sortOnce(ask: Ask, key: string, from: number, size: number): Promise<number> {
  for (let at = from; at < size; at += BATCH) {
    const numbers = Array.from({ length: Math.min(BATCH, size - at) }, (_, i) =>
      String(((at + i) * 7919) % 1_000_003),
    );
    await ask('RPUSH', key, ...numbers);
  }
  const before = await sortUsec(ask);
  await ask('SORT', key, 'ALPHA', 'DESC', 'LIMIT', '0', '3');
  return Math.max(0, (await sortUsec(ask)) - before);
}

/** Time of all SORTs so far, as INFO commandstats counts it. */
async function sortUsec(ask: Ask): Promise<number> {
  const text = textOf(await ask('INFO', 'commandstats'));
  return Number(/^cmdstat_sort:.*?usec=(\d+)/m.exec(text)?.[1] ?? 0);
}

/** Leaves the data as they were; works in database 0. `thresholdUs` is what counts as slow. */
export async function makeSlowCommand(
  askAnywhere: Ask,
  thresholdUs: number,
  nowMs: number,
): Promise<SlowOutcome> {
  const ask: Ask = (...words) => {
    // Chosen with every command: the analysis of memory shares the connection.
    askAnywhere('SELECT', '0').catch(() => undefined);
    return askAnywhere(...words);
  };
  const key = `slow-example:${nowMs}`;
  let tookUs = 0;
  let have = 0;
  try {
    for (const size of SIZES) {
      tookUs = await sortOnce(ask, key, have, size);
      have = size;
      if (tookUs >= thresholdUs) break;
    }
  } finally {
    await ask('UNLINK', key);
  }
  return { tookUs, isSlow: tookUs >= thresholdUs };
}
