/** Flat values and the explorer's scripts are the same thing, and what a lesson keeps says which they were. */
import { expect, test } from 'vitest';
import type { Explored, Replay } from '../contract/lab-interleave.ts';
import { interleavePresets as presets } from '../contract/lab-interleave-presets.ts';
import {
  interleaveChanges,
  interleaveFigureNames,
  interleaveFigures,
  interleaveSettings,
  interleaveValues,
  presetIds,
  presetOf,
  replayFigures,
  toldValues,
} from './interleave-lab.ts';

test('every experiment is told by its name, and comes back from it', () => {
  for (const preset of presetIds) {
    const settings = interleaveSettings({ preset });
    expect(settings).toEqual(presets[preset]);
    expect(presetOf(settings)).toBe(preset);
  }
});

test('texts stand in place of an experiment’s, a third client included or left out', () => {
  const settings = interleaveSettings({
    preset: 'lease',
    a: 'GET item',
    c: '',
    invariant: '1 == 1',
  });
  expect(settings.clients).toEqual(['GET item', presets.lease.clients[1]]);
  expect(settings.invariant).toBe('1 == 1');
  expect(interleaveSettings({ preset: 'incr', c: 'INCR n' }).clients).toHaveLength(3);
});

test('what a learner changed goes back to the same scripts', () => {
  const given = { preset: 'writeDelCold' };
  const check = (changed: Readonly<Record<string, string>>, told: unknown) => {
    const settings = interleaveSettings(interleaveValues(given, changed));
    expect(interleaveChanges(settings, given)).toEqual(told);
    const again = interleaveValues(given, interleaveChanges(settings, given));
    expect(interleaveSettings(again)).toEqual(settings);
  };
  check({}, {});
  check({ preset: 'leaseOne' }, { preset: 'leaseOne' });
  check({ b: 'DEL item' }, { b: 'DEL item' });
  check(
    { preset: 'lease', b: 'DEL item' },
    {
      a: presets.lease.clients[0],
      b: 'DEL item',
      c: presets.lease.clients[2],
    },
  );
});

test('another experiment brings its own texts, the step’s do not apply to it', () => {
  const given = { preset: 'incr', a: 'INCR n' };
  expect(interleaveValues(given, { preset: 'lostUpdate' })).toEqual({ preset: 'lostUpdate' });
  expect(interleaveValues(given, { b: 'DEL n' })).toEqual({ ...given, b: 'DEL n' });
});

test('a lesson keeps an experiment by its name, other scripts as somebody’s own', () => {
  expect(toldValues({ preset: 'incr' })).toEqual({ preset: 'incr' });
  expect(toldValues({ preset: 'incr', a: 'DEL n' })).toEqual({ preset: 'own', a: 'DEL n' });
  expect(toldValues({ preset: 'incr', order: 'AB' })).toEqual({ preset: 'incr', order: 'AB' });
});

test('figures are those that goals may ask for', () => {
  const result = { schedules: 10, bad: 1, filled: 2, written: 10, outcomes: [{}, {}] };
  const figures = interleaveFigures(result as unknown as Explored);
  expect(figures).toEqual({ schedules: 10, bad: 1, filled: 2, written: 10, outcomes: 2 });
  const watched = (holds: boolean | null) =>
    replayFigures({ outcome: { holds } } as unknown as Replay);
  expect([true, false, null].map(watched)).toEqual([
    { 'watched-bad': 0 },
    { 'watched-bad': 1 },
    { 'watched-bad': 1 },
  ]);
  const names: readonly string[] = interleaveFigureNames;
  expect([...Object.keys(figures), ...Object.keys(watched(true))].sort()).toEqual(
    [...names].sort(),
  );
});
