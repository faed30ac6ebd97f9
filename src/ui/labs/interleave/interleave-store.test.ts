/** The order that is replayed: what is chosen while a replay is on its way. */
import { expect, test } from 'vitest';
import type {
  Exploration,
  InterleaveSettings,
  Replay,
  ScriptPlace,
} from '../../../contract/lab-interleave.ts';
import { interleavePresets } from '../../../contract/lab-interleave-presets.ts';
import { createInterleaveStore, type OwnScripts } from './interleave-store.ts';

test('one’s own scripts are there again after an experiment, and after a reload', () => {
  let saved: InterleaveSettings | null = null;
  const kept: OwnScripts = {
    load: () => saved,
    save: (own) => {
      saved = own;
    },
  };
  const host = { replayInterleaving: async () => null };
  const store = createInterleaveStore(interleavePresets.lostUpdate, host, kept);
  expect(store.getState().own).toBeNull();
  store.edit({ clients: ['INCR n', 'INCR n'], invariant: 'n == 3' });
  store.openPreset('lockBare');
  expect(store.getState()).toMatchObject({ preset: 'lockBare', own: { invariant: 'n == 3' } });
  store.openOwn();
  expect(store.getState()).toMatchObject({ preset: null, settings: { invariant: 'n == 3' } });
  const later = createInterleaveStore(interleavePresets.lostUpdate, host, kept);
  later.openOwn();
  expect(later.getState().settings.clients).toEqual(['INCR n', 'INCR n']);
});

test('problems stand in the order of the page', () => {
  const host = { replayInterleaving: async () => null };
  const store = createInterleaveStore(interleavePresets.lostUpdate, host);
  const at = (place: ScriptPlace, line: number) =>
    ({ place, line, kind: 'noSteps', detail: '' }) as const;
  const problems = [at('invariant', 1), at(1, 3), at(1, 2), at(0, 7), at('setup', 9)];
  store.finish(store.getState().settings, { kind: 'problems', problems });
  expect(store.getState().problems.map(({ place, line }) => [place, line])).toEqual([
    ['setup', 9],
    [0, 7],
    [1, 2],
    [1, 3],
    ['invariant', 1],
  ]);
});

test('moves made before the chosen replay has come belong to none', async () => {
  const arrivals: (() => void)[] = [];
  const store = createInterleaveStore(interleavePresets.lostUpdate, {
    replayInterleaving: (_settings, schedule) =>
      new Promise((resolve) =>
        arrivals.push(() => resolve({ schedule, steps: [{}, {}, {}] } as unknown as Replay)),
      ),
  });
  const outcomes = [{ examples: ['AABB', 'ABAB'] }];
  const result = { kind: 'explored', outcomes, bad: 1, schedules: 2 } as unknown;
  store.finish(store.getState().settings, result as Exploration);
  arrivals.shift()?.();
  await Promise.resolve();
  const second = store.choose({ outcome: 0, example: 1 });
  store.move(3);
  arrivals.shift()?.();
  await second;
  expect(store.getState()).toMatchObject({ replay: { schedule: 'ABAB' }, position: 0 });
});
