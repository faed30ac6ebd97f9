/** Flat values and the eviction lab's settings are the same thing, and figures bear a policy's name. */
import { expect, test } from 'vitest';
import { type EvictionResult, evictionDefaults } from '../contract/lab-eviction.ts';
import {
  dotSettings,
  evictionFigureNames,
  evictionFigures,
  evictionSettings,
  evictionValues,
} from './eviction-lab.ts';

const policies = ['allkeys-lru', 'lru', 'opt'];

test('what is not given is as the lab opens with', () => {
  expect(evictionSettings({}, policies)).toEqual({
    ...evictionDefaults,
    policies: ['opt', 'lru', 'redis-allkeys-lru'],
  });
});

test('values become settings, and settings the same values', () => {
  const values = { trace: 'shift', keys: 500, skew: 0.9, capacity: 50, samples: 3, seed: 8 };
  const settings = evictionSettings(values, policies);
  expect(settings.trace).toMatchObject({ kind: 'shift', keys: 500, skewHundredths: 90 });
  expect(evictionValues(settings)).toMatchObject(values);
  expect(evictionSettings(evictionValues(settings), policies)).toEqual(settings);
  expect(dotSettings(settings)).toEqual({ seed: 8, keys: 500, samples: [3] });
});

test('figures are those that goals may ask for, by the policy they are of', () => {
  const none = { evictions: 0, resident: new Uint16Array(), evicted: new Uint16Array() };
  const result = {
    accesses: 200,
    policies: [
      { policy: 'lru', hits: 50, sessionMisses: 4, refused: 0, ...none },
      { policy: 'redis-volatile-lru', hits: 100, sessionMisses: 1, refused: 7, ...none },
    ],
  } as unknown as EvictionResult;
  const figures = evictionFigures(result);
  expect(figures).toMatchObject({
    'hit-lru': 0.25,
    'hit-volatile-lru': 0.5,
    'session-misses-lru': 4,
    'refused-volatile-lru': 7,
  });
  expect(Object.keys(figures).filter((name) => !evictionFigureNames.includes(name))).toEqual([]);
});
