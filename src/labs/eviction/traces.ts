/**
 * Traces: which key is asked for, access by access. All but the learner's own are drawn from a seed.
 *
 * Keys are numbered from 0 without gaps, so policies can index arrays with them.
 */
import type { Random } from '../../base/ports.ts';
import { seededRandom } from '../../base/random.ts';
import {
  ACCESSES_MAX,
  OWN_KEYS_MAX,
  type TraceProblem,
  type TraceSettings,
} from '../../contract/lab-eviction.ts';

export interface Trace {
  readonly accesses: Uint32Array;
  readonly keyCount: number;
  /** Keys from here on are sessions; `keyCount` where there are none. */
  readonly firstSession: number;
}

export type MadeTrace =
  | { readonly kind: 'trace'; readonly trace: Trace }
  | { readonly kind: 'problem'; readonly problem: TraceProblem };

/** The hot set moves so many times. */
const SHIFTS = 3;
/** A scan reads this share of all keys once, after so many times as many ordinary accesses. */
const SCAN_SHARE = 0.2;
const SCAN_EVERY = 4;
/** Of the keys of the trace with sessions, and of its accesses, those that are sessions. */
const SESSION_KEYS_SHARE = 0.1;
const SESSION_ACCESSES_SHARE = 0.1;

export function makeTrace(settings: TraceSettings, seed: number): MadeTrace {
  if (settings.kind === 'own') return parseTrace(settings.own);
  const random = seededRandom(seed);
  const { keys, accesses, skewHundredths } = settings;
  const skew = skewHundredths / 100;
  const made: Trace = {
    loop: () => loop(keys, accesses),
    zipf: () => popular(keys, accesses, skew, random, 0),
    shift: () => popular(keys, accesses, skew, random, SHIFTS),
    scan: () => scans(keys, accesses, skew, random),
    sessions: () => sessions(keys, accesses, skew, random),
  }[settings.kind]();
  return { kind: 'trace', trace: made };
}

const withoutSessions = (accesses: Uint32Array, keyCount: number): Trace => ({
  accesses,
  keyCount,
  firstSession: keyCount,
});

/** Every key in turn, over and over: what LRU is worst at. */
function loop(keys: number, count: number): Trace {
  return withoutSessions(
    Uint32Array.from({ length: count }, (_, at) => at % keys),
    keys,
  );
}

/** Ranks by Zipf's law with any exponent, drawn from the cumulative weights by binary search. */
function zipfRanks(keys: number, skew: number, random: Random): () => number {
  const cumulative = new Float64Array(keys);
  let total = 0;
  for (let rank = 0; rank < keys; rank++) {
    total += (rank + 1) ** -skew;
    cumulative[rank] = total;
  }
  return () => {
    const target = random.unit() * total;
    let low = 0;
    let high = keys - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((cumulative[middle] as number) <= target) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}

/** Popular by Zipf's law; with shifts, which keys are popular changes at even intervals. */
function popular(keys: number, count: number, skew: number, random: Random, shifts: number): Trace {
  const rank = zipfRanks(keys, skew, random);
  const period = Math.ceil(count / (shifts + 1));
  const stride = Math.floor(keys / (shifts + 1));
  const accesses = Uint32Array.from(
    { length: count },
    (_, at) => (rank() + Math.floor(at / period) * stride) % keys,
  );
  return withoutSessions(accesses, keys);
}

/** Popular keys, and now and then a scan over keys that nobody asks for otherwise. */
function scans(keys: number, count: number, skew: number, random: Random): Trace {
  const scanned = Math.max(1, Math.floor(keys * SCAN_SHARE));
  const hot = keys - scanned;
  const rank = zipfRanks(hot, skew, random);
  const period = scanned * (SCAN_EVERY + 1);
  const accesses = Uint32Array.from({ length: count }, (_, at) => {
    const place = at % period;
    return place < scanned * SCAN_EVERY ? rank() : hot + (place - scanned * SCAN_EVERY);
  });
  return withoutSessions(accesses, keys);
}

/** A cache by Zipf's law, and sessions beside it, which are all alike in popularity. */
function sessions(keys: number, count: number, skew: number, random: Random): Trace {
  const sessionCount = Math.max(1, Math.floor(keys * SESSION_KEYS_SHARE));
  const cached = keys - sessionCount;
  const rank = zipfRanks(cached, skew, random);
  const accesses = Uint32Array.from({ length: count }, () =>
    random.unit() < SESSION_ACCESSES_SHARE ? cached + random.below(sessionCount) : rank(),
  );
  return { accesses, keyCount: keys, firstSession: cached };
}

/** Four whole numbers: start, how many, and two that are not used (the format of the ARC traces). */
const arcLine = /^(\d{1,12})\s+(\d{1,7})\s+\d+\s+\d+$/;
const KEY_CHARACTERS_MAX = 512;
/** What a picture, an archive or a text of two bytes a character has, read as UTF-8. */
const BINARY_MARK = /[\0\uFFFD]/;

/**
 * A trace of one's own: one key per line, whatever it is (the LIRS traces have a number), or lines
 * of the ARC traces, each standing for a row of blocks. Empty lines, `#` and `*` lines are left out.
 */
export function parseTrace(text: string): MadeTrace {
  const problem = (kind: TraceProblem['kind'], line: number): MadeTrace => ({
    kind: 'problem',
    problem: { kind, line },
  });
  const ids = new Map<string, number>();
  const accesses: number[] = [];
  const lines = text.split('\n');
  const isArc = arcLine.test(lines.find((line) => isData(line.trim()))?.trim() ?? '');
  for (let index = 0; index < lines.length; index++) {
    const line = (lines[index] as string).trim();
    if (!isData(line)) continue;
    if (BINARY_MARK.test(line)) return problem('notText', index + 1);
    const arc = isArc ? arcLine.exec(line) : null;
    if (line.length > KEY_CHARACTERS_MAX || (isArc && !arc)) return problem('badLine', index + 1);
    const count = arc ? Number(arc[2]) : 1;
    if (accesses.length + count > ACCESSES_MAX) return problem('tooManyAccesses', index + 1);
    for (let block = 0; block < count; block++) {
      const key = arc ? String(Number(arc[1]) + block) : line;
      let id = ids.get(key);
      if (id === undefined) {
        id = ids.size;
        ids.set(key, id);
      }
      accesses.push(id);
    }
    if (ids.size > OWN_KEYS_MAX) return problem('tooManyKeys', index + 1);
  }
  if (accesses.length === 0) return problem('empty', 0);
  return { kind: 'trace', trace: withoutSessions(Uint32Array.from(accesses), ids.size) };
}

const isData = (line: string): boolean => line !== '' && line !== '*' && !line.startsWith('#');
