/**
 * Traces: which key is asked for, access by access. All but the learner's own are drawn from a seed.
 *
 * Keys are numbered from 0 without gaps, so policies can index arrays with them. A trace of one's own
 * is read in own-trace.ts.
 */
import type { Random } from '../../base/ports.ts';
import { seededRandom } from '../../base/random.ts';
import type { TraceSettings } from '../../contract/lab-eviction.ts';
import { type MadeTrace, parseTrace, type Trace, withoutSessions } from './own-trace.ts';

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
