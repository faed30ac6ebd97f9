/**
 * The explorer's ready-made experiments: plain settings, each in two or three variants that differ
 * in what is to be compared. What they are called and what they show is said in the catalogues.
 *
 * Granularity: a round trip to Redis or to the database is one step, and so is a round trip that a
 * guard leaves out, so that every variant of an experiment has the same number of orders.
 */
import type { InterleaveSettings } from './lab-interleave.ts';

const lines = (...steps: readonly string[]): string => steps.join('\n');

const preset = (
  setup: readonly string[],
  clients: readonly (readonly string[])[],
  invariant: string,
): InterleaveSettings => ({
  seed: 1,
  setup: lines(...setup),
  clients: clients.map((steps) => lines(...steps)),
  invariant,
});

const getAndSet = ['x = GET n', 'SET n {x + 1}'];
const incr = ['INCR n', 'seen = GET n'];

const fill = ['c = GET item', 'if c is nil: row = DB.GET item', 'if c is nil: SET item {row}'];
const writeThenDel = ['DB.SET item new', 'DEL item'];
const delThenWrite = ['DEL item', 'DB.SET item new'];
const doubleDel = ['DEL item', 'DB.SET item new', 'DEL item'];
const fresh = 'item is nil or item == db.item';
const cold = ['DB.SET item old'];
const warm = ['DB.SET item old', 'SET item old'];

/** The value, or the reader's token when the lease was free; one script, so one step. */
const getOrLease = (token: string) =>
  `c = EVAL "local v = redis.call('GET', KEYS[1]) if v then return {v, ''} end if redis.call('SET', KEYS[2], ARGV[1], 'NX', 'EX', 10) then return {false, ARGV[1]} end return {false, ''}" 2 item lease ${token}`;
/** Stores the row when the token is still the lease's: whoever changed the row has deleted it. */
const setIfLeased = (token: string) =>
  `EVAL "if redis.call('GET', KEYS[2]) ~= ARGV[1] then return 0 end redis.call('SET', KEYS[1], ARGV[2]) redis.call('DEL', KEYS[2]) return 1" 2 item lease ${token} {row}`;
const leased = (token: string) => [getOrLease(token), 'row = DB.GET item', setIfLeased(token)];

/** Asks for the version first; the copy lies under a name that has the version in it. */
const versioned = [
  'v = GET version',
  'c = GET item:v{v}',
  'if c is nil: row = DB.GET item',
  'if c is nil: SET item:v{v} {row}',
];
const writeThenIncr = ['DB.SET item new', 'INCR version'];
/** What readers who come afterwards find. */
const freshVersion = 'key("item:v8") is nil or key("item:v8") == db.item';
const coldVersion = [...cold, 'SET version 7'];

const compareAndDelete = (token: string) =>
  `if got is not nil: EVAL "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0" 1 lock ${token}`;
const slowHolder = (release: string) => [
  'got = SET lock A NX EX 10',
  'if got is not nil: wait 11 s',
  release,
];
const quickHolder = ['got = SET lock B NX EX 60', 'if got is not nil: mine = GET lock'];
const stillMine = "B.got is nil or B.mine == 'B'";

const transfer = ['x = GET a', 'SET a {x - 10}', 'INCRBY b 10'];
const watched = ['WATCH a', 'x = GET a', 'MULTI', 'SET a {x - 10}', 'INCRBY b 10', 'done = EXEC'];
const accounts = ['SET a 100', 'SET b 0'];

export const interleavePresets = {
  lostUpdate: preset(['SET n 0'], [getAndSet, getAndSet], 'n == 2'),
  lostUpdate3: preset(['SET n 0'], [getAndSet, getAndSet, getAndSet], 'n == 3'),
  incr: preset(['SET n 0'], [incr, incr], 'n == 2'),
  writeDelCold: preset(cold, [fill, writeThenDel], fresh),
  writeDelWarm: preset(warm, [fill, writeThenDel], fresh),
  delWriteWarm: preset(warm, [fill, delThenWrite], fresh),
  delWriteCold: preset(cold, [fill, delThenWrite], fresh),
  twoWriters: preset(
    cold,
    [
      ['DB.SET item 1', 'SET item 1'],
      ['DB.SET item 2', 'SET item 2'],
    ],
    fresh,
  ),
  doubleDelWarm: preset(warm, [fill, doubleDel], fresh),
  doubleDelCold: preset(cold, [fill, doubleDel], fresh),
  twoReaders: preset(cold, [fill, fill, writeThenDel], fresh),
  leaseOne: preset(cold, [leased('A'), ['DB.SET item new', 'DEL item lease']], fresh),
  versionsOne: preset(coldVersion, [versioned, writeThenIncr], freshVersion),
  lease: preset(cold, [leased('A'), leased('B'), ['DB.SET item new', 'DEL item lease']], fresh),
  lockBare: preset([], [slowHolder('if got is not nil: DEL lock'), quickHolder], stillMine),
  lockToken: preset([], [slowHolder(compareAndDelete('A')), quickHolder], stillMine),
  transferBare: preset(accounts, [transfer, transfer], 'a + b == 100'),
  transferWatch: preset(accounts, [watched, watched], 'a + b == 100'),
  transferRetry: preset(
    accounts,
    [
      [...watched, 'retry if done is nil'],
      [...watched, 'retry if done is nil'],
    ],
    'a == 80 and b == 20',
  ),
} as const satisfies Readonly<Record<string, InterleaveSettings>>;

export type InterleavePreset = keyof typeof interleavePresets;
