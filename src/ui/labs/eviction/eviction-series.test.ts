/** Results become lines and cells without losing or inventing anything. */
import { expect, test } from 'vitest';
import {
  AGE_BINS,
  type EvictionSettings,
  evictionDefaults,
  FREQUENCY_BINS,
  POLICY_IDS,
} from '../../../contract/lab-eviction.ts';
import { dashOf, toneOf } from '../kit/series.ts';
import {
  curveSeries,
  gridCells,
  isSameBySize,
  lastAccess,
  recentRatio,
  slotOf,
} from './eviction-series.ts';

test('the ratio of a window forgets what was before it', () => {
  const checkpoints = Array.from({ length: 20 }, (_, place) => ({
    at: (place + 1) * 10,
    hits: [place < 10 ? 0 : (place - 9) * 10],
  }));
  const ratios = recentRatio(checkpoints, 0).map(([, ratio]) => ratio);
  expect(ratios.slice(0, 11)).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0.1]);
  expect(ratios.at(-1)).toBe(1);
});

test('curves are put together by policy', () => {
  const points = [
    { policy: 'lru', capacity: 1, hitRatio: 0.1 },
    { policy: 'opt', capacity: 1, hitRatio: 0.2 },
    { policy: 'lru', capacity: 2, hitRatio: 0.3 },
  ] as const;
  expect(curveSeries(points, (policy) => policy.toUpperCase())).toEqual([
    {
      id: 'lru',
      label: 'LRU',
      slot: 1,
      points: [
        [1, 0.1],
        [2, 0.3],
      ],
    },
    { id: 'opt', label: 'OPT', slot: 0, points: [[1, 0.2]] },
  ]);
});

test('curves are of other settings when anything but the one size has changed', () => {
  const { trace } = evictionDefaults;
  const rows: readonly (readonly [change: Partial<EvictionSettings>, same: boolean])[] = [
    [{}, true],
    [{ capacity: evictionDefaults.capacity + 1 }, true],
    [{ trace: { ...trace }, policies: [...evictionDefaults.policies] }, true],
    [{ trace: { ...trace, own: 'a' } }, false],
    [{ policies: ['opt'] }, false],
    [{ seed: evictionDefaults.seed + 1 }, false],
    [{ samples: evictionDefaults.samples + 1 }, false],
  ];
  for (const [change, same] of rows) {
    expect(isSameBySize(evictionDefaults, { ...evictionDefaults, ...change })).toBe(same);
  }
});

test('an axis covers every line that is shown, and the whole of its own run', () => {
  const line = (...xs: readonly number[]) => ({
    id: xs.join(),
    label: '',
    slot: 0,
    points: xs.map((x) => [x, 0] as const),
  });
  const rows: readonly (readonly [lines: readonly number[][], least: number, end: number])[] = [
    [[], 50_000, 50_000],
    [[[250, 500]], 50_000, 50_000],
    // An own trace of one access over a run of the usual length.
    [[[1], [250, 50_000]], 1, 50_000],
    [[[250, 50_000], [1], []], 50_000, 50_000],
  ];
  for (const [lines, least, end] of rows) {
    expect(
      lastAccess(
        lines.map((xs) => line(...xs)),
        least,
      ),
    ).toBe(end);
  }
});

test('cells of a checkpoint', () => {
  const cells = AGE_BINS * FREQUENCY_BINS;
  const resident = new Uint16Array(cells * 2);
  const evicted = new Uint16Array(cells * 2);
  resident[cells] = 4;
  evicted[cells + FREQUENCY_BINS + 2] = 3;
  const result = { policy: 'lru', hits: 0, evictions: 3, sessionMisses: 0, refused: 0 } as const;
  expect(gridCells({ ...result, resident, evicted }, 0)).toEqual([]);
  expect(gridCells({ ...result, resident, evicted }, 1)).toEqual([
    { age: 0, frequency: 0, resident: 4, evicted: 0, glow: 0 },
    { age: 1, frequency: 2, resident: 0, evicted: 3, glow: 1 },
  ]);
});

test('no two policies or older runs look alike', () => {
  const slots = [...POLICY_IDS.map(slotOf), ...Array.from({ length: 6 }, (_, run) => 18 + run)];
  const looks = slots.map((slot) => `${toneOf(slot)} ${dashOf(slot)}`);
  expect(new Set(looks).size).toBe(slots.length);
});
