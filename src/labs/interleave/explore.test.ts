/** The figures of the course's races, each counted from every order on the real engine. */
import { expect, test } from 'vitest';
import type { Explored, InterleaveSettings, StepError } from '../../contract/lab-interleave.ts';
import {
  type InterleavePreset,
  interleavePresets as presets,
} from '../../contract/lab-interleave-presets.ts';
import { luaFromFile } from '../../hosts/node/lua-loader.ts';
import { countSchedules, explore, replay } from './explore.ts';

const lua = luaFromFile();

function run(settings: InterleaveSettings, schedulesMax?: number) {
  const work = explore(settings, lua, () => 0, schedulesMax);
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

function explored(settings: InterleaveSettings, schedulesMax?: number): Explored {
  const result = run(settings, schedulesMax);
  if (result.kind !== 'explored') throw new Error(JSON.stringify(result.problems));
  return result;
}

const figures: readonly (readonly [InterleavePreset, bad: number, of: number])[] = [
  ['lostUpdate', 4, 6],
  ['lostUpdate3', 84, 90],
  ['incr', 0, 6],
  ['writeDelCold', 1, 10],
  ['writeDelWarm', 0, 10],
  ['delWriteWarm', 2, 10],
  ['delWriteCold', 6, 10],
  ['twoWriters', 2, 6],
  ['doubleDelWarm', 1, 20],
  ['doubleDelCold', 3, 20],
  ['twoReaders', 70, 560],
  ['lease', 0, 560],
  ['leaseOne', 0, 10],
  ['versionsOne', 0, 15],
  ['lockBare', 1, 10],
  ['lockToken', 0, 10],
  ['transferBare', 12, 20],
  ['transferWatch', 0, 924],
  ['transferRetry', 0, 924],
];

/** In how many orders a cure leaves a copy for those who come afterwards. */
const cures: Readonly<Partial<Record<InterleavePreset, number>>> = {
  lease: 92,
  leaseOne: 1,
  versionsOne: 1,
};

test('every preset has figures', () => {
  expect(figures.map(([name]) => name).sort()).toEqual(Object.keys(presets).sort());
});

for (const [name, bad, of] of figures) {
  test(`${name}: ${bad} of ${of}`, () => {
    const found = explored(presets[name]);
    expect([found.bad, found.schedules, found.isSample]).toEqual([bad, of, false]);
    // A cure that never fills the cache would be none.
    const cure = cures[name];
    if (cure !== undefined) expect([found.filled, found.written]).toEqual([cure, of]);
  });
}

/** What the course says of its step on cures: old copies and new ones that stay, none, and turned away. */
test('a lease turns away the old row, and new ones whose reader was overtaken', () => {
  const kept = (name: InterleavePreset) => {
    const copies = { old: 0, new: 0, none: 0 };
    for (const { values, schedules } of explored(presets[name]).outcomes) {
      const copy = values.find((one) => one.kind === 'key' && one.name === 'item')?.value;
      copies[copy === 'old' || copy === 'new' ? copy : 'none'] += schedules;
    }
    return copies;
  };
  expect(kept('writeDelCold')).toEqual({ old: 1, new: 5, none: 4 });
  expect(kept('leaseOne')).toEqual({ old: 0, new: 1, none: 9 });
  const turnedAway = ['AABBA', 'ABABA', 'ABBAA', 'BAABA', 'BABAA'].map((order) => {
    const told = replay(presets.leaseOne, order, lua);
    return told?.steps.filter(({ client }) => client === 0).map(({ reply }) => reply);
  });
  expect(turnedAway.map((replies) => replies?.[1])).toEqual(['old', 'new', 'new', 'new', 'new']);
  for (const replies of turnedAway) expect(replies?.[2]).toBe('(integer) 0');
});

test('orders are counted as multinomials', () => {
  expect(countSchedules([2, 2])).toBe(6);
  expect(countSchedules([2, 2, 2])).toBe(90);
  expect(countSchedules([3, 3, 2])).toBe(560);
  expect(countSchedules([16, 16])).toBe(601080390);
  expect(countSchedules([0, 5])).toBe(1);
});

test('a replay tells every step and ends as the exploration said', () => {
  const told = replay(presets.lostUpdate, 'ABAB', lua);
  expect(told?.steps.map(({ client, sent, reply }) => [client, sent, reply])).toEqual([
    [0, 'GET n', '"0"'],
    [1, 'GET n', '"0"'],
    [0, 'SET n 1', 'OK'],
    [1, 'SET n 1', 'OK'],
  ]);
  expect(told?.start.keys).toEqual([{ name: 'n', value: '0', ttlMs: null }]);
  expect(told?.steps[3]?.state.keys).toEqual([{ name: 'n', value: '1', ttlMs: null }]);
  expect(told?.outcome.holds).toBe(false);
});

test('every example of every outcome replays to that outcome', () => {
  for (const name of ['delWriteCold', 'lockBare', 'transferBare'] as const) {
    for (const { examples, values, holds } of explored(presets[name]).outcomes) {
      for (const schedule of examples) {
        const told = replay(presets[name], schedule, lua);
        expect([told?.outcome.values, told?.outcome.holds]).toEqual([values, holds]);
      }
    }
  }
});

test('guards skip, time passes, and locks expire in a replay', () => {
  const told = replay(presets.lockBare, 'AABAB', lua);
  expect(told?.steps.map(({ kind, sent, reply }) => `${kind} ${sent} -> ${reply}`)).toEqual([
    'command SET lock A NX EX 10 -> OK',
    'wait if got is not nil: wait 11 s -> ',
    'command SET lock B NX EX 60 -> OK',
    'command DEL lock -> (integer) 1',
    'command GET lock -> (nil)',
  ]);
  expect(told?.steps[0]?.state.keys).toEqual([{ name: 'lock', value: 'A', ttlMs: 10_000 }]);
  expect(told?.steps[1]?.state.keys).toEqual([]);
  const other = replay(presets.lockBare, 'BABAA', lua);
  expect(other?.steps.map(({ kind }) => kind)).toEqual([
    'command',
    'command',
    'command',
    'skipped',
    'skipped',
  ]);
});

test('too many orders are sampled by seed, each once', () => {
  const steps = Array.from({ length: 9 }, () => 'INCR n').join('\n');
  const settings = { seed: 5, setup: '', clients: [steps, steps], invariant: 'n == 18' };
  const one = explored(settings, 200);
  expect(one).toMatchObject({ isSample: true, schedules: 200, schedulesTotal: 48620, bad: 0 });
  const examples = one.outcomes[0]?.examples ?? [];
  expect(new Set(examples).size).toBe(examples.length);
  expect(explored(settings, 200).outcomes[0]?.examples).toEqual(examples);
  expect(explored({ ...settings, seed: 6 }, 200).outcomes[0]?.examples).not.toEqual(examples);
});

test('types other than strings, errors and nil in invariants', () => {
  const base = { seed: 1, setup: 'RPUSH l 1\nSET s text', clients: ['e = INCR l', 'RPUSH l 2'] };
  const rows: readonly (readonly [invariant: string, holds: boolean | null])[] = [
    ["l == '[1, 2]'", true],
    ['A.e is error', true],
    ['nothing is nil', true],
    ['s + 1 == 2', null],
    ['key("s") == "text" and row("s") is nil', true],
    ['s', true],
  ];
  for (const [invariant, holds] of rows) {
    expect([invariant, explored({ ...base, invariant }).outcomes[0]?.holds]).toEqual([
      invariant,
      holds,
    ]);
  }
});

test('what goes wrong is told where it happened, beside the verdict and the outcome', () => {
  const check = (
    { setup = '', clients }: { setup?: string; clients: readonly string[] },
    before: readonly string[],
    outcomes: readonly (readonly [schedules: number, ...errors: string[]])[],
  ) => {
    const result = explored({ seed: 1, setup, clients, invariant: 'true' });
    const told = ({ place, line, text }: StepError) => `${place} ${line} ${text}`;
    expect(result.setupErrors.map(told)).toEqual(before);
    expect(result.outcomes.map((one) => [one.schedules, ...one.errors.map(told)])).toEqual(
      outcomes,
    );
  };
  const wrongType = 'WRONGTYPE Operation against a key holding the wrong kind of value';
  check({ clients: ['INCR n', 'INCR n'] }, [], [[2]]);
  check(
    { setup: '# begin\nLPUSH n', clients: ['PING', 'PING'] },
    ["setup 2 ERR wrong number of arguments for 'lpush' command"],
    [[2]],
  );
  check({ setup: 'SET n 1', clients: ['PING', 'LPUSH n 1'] }, [], [[2, `1 1 ${wrongType}`]]);
  // Only in the order in which the other came between.
  check({ clients: ['DEL n\nLPUSH n 1', 'SET n 1'] }, [], [[1], [1, `0 2 ${wrongType}`], [1]]);
  // A transaction's commands fail one by one; nil is never sent.
  check(
    { setup: 'SET n 1', clients: ['MULTI\nLPUSH n 1\nEXEC', ''] },
    [],
    [[1, `0 3 ${wrongType}`]],
  );
  check({ clients: ['x = GET n\nSET n {x}', ''] }, [], [[1, '0 2 nil cannot be sent']]);
  // However often it is tried.
  check(
    { setup: 'SET n a', clients: ['e = INCR n\nretry if e is error', ''] },
    [],
    [[1, '0 1 ERR value is not an integer or out of range']],
  );
  // A condition without a value is no false one.
  check(
    { clients: ['x = GET n\n# well\nretry if x + 1 > 2', ''] },
    [],
    [[1, '0 3 nil is no number']],
  );
});

test('problems name the place, the line and what is wrong there', () => {
  const check = (script: string, ...expected: readonly string[]) => {
    const result = run({ seed: 1, setup: '', clients: [script, 'PING'], invariant: 'true' });
    const problems = result.kind === 'problems' ? result.problems : [];
    expect(problems.map(({ line, kind, detail }) => `${line} ${kind} ${detail}`)).toEqual(expected);
  };
  check('GET a\n\n# note\nFROB a', '4 unknownCommand FROB');
  check('BLPOP q 0', '1 refusedCommand BLPOP');
  check('CONFIG SET maxmemory 1', '1 refusedCommand CONFIG');
  check('SET n {x + 1}', '1 unknownVariable x');
  check('x = GET n\nif x is OK: DEL n', '2 unknownVariable OK');
  check('x = GET n\nSET n {x +}', '2 expression ');
  check('SET n {x', '1 brace {x');
  check('SET n "a', '1 quotes SET n "a');
  check('if x is nil GET n', '1 guardForm if x is nil GET n');
  check('retry if x', '1 retryForm retry if x');
  check('wait 3', '1 waitForm wait 3');
  check('DB.SET k', '1 rowForm DB.SET k');
  check('nil = GET n', '1 variableName nil');
  check(Array.from({ length: 17 }, () => 'PING').join('\n'), '17 tooManySteps 16');
  // Once, however many there are, with what else is wrong there; their variables count as set.
  const last = ['x = GET n', 'FROB', 'if x is nil: PING'];
  check(
    [...Array.from({ length: 40 }, () => 'PING'), ...last].join('\n'),
    '17 tooManySteps 16',
    '42 unknownCommand FROB',
  );
  check('x = GET n\nEVAL "return {1, {2}}" 0\nSET "n{x}" \'{x}\'');
});

test('a script that does not end, or waits, is told as a problem', () => {
  const check = (setup: string, script: string, place: unknown) => {
    const settings = { seed: 1, setup, clients: ['PING', script], invariant: 'true' };
    expect(run(settings)).toMatchObject({ problems: [{ place, line: 1, kind: 'noReply' }] });
    expect(replay(settings, 'BA', lua)).toBe(null);
  };
  check('', 'EVAL "while true do end" 0', 1);
  check('EVAL "while true do end" 0', 'PING', 'setup');
});

test('problems of invariants', () => {
  const check = (invariant: string, expected: string) => {
    const result = run({ seed: 1, setup: '', clients: ['x = GET n'], invariant });
    const problems = result.kind === 'problems' ? result.problems : [];
    expect(problems.map(({ kind, detail }) => `${kind} ${detail}`)).toEqual([expected]);
  };
  check('', 'noInvariant ');
  check(' ', 'noInvariant ');
  check('n ==', 'expression ');
  check('n = 2', 'expression = 2');
  check('n == 2 2', 'expression 2');
  check('B.x is nil', 'unknownClient B');
  check('A.y is nil', 'unknownVariable A.y');
  check(`${'('.repeat(50)}1${')'.repeat(50)}`, 'expression (');
});
