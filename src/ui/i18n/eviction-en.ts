/** The eviction lab's texts in English; the shape the others must have. */
import { choicesEn } from './lab-choices-en.ts';
import { count, formatCount as n } from './numbers.ts';

export const evictionEn = {
  title: 'Eviction',
  sentence: 'The same accesses for every policy: who keeps the keys that are wanted again?',
  stage: 'Results',
  trace: 'Accesses',
  traces: choicesEn.traces,
  traceAbout: {
    loop: 'Every key in turn, over and over. Anything that keeps the newest throws away what comes next.',
    zipf: 'The k-th most popular key is asked for with weight 1/k to the power given.',
    shift: 'As before, but three times other keys become the popular ones.',
    scan: 'Now and then a fifth of all keys is read once, in order, and never wanted again soon.',
    sessions:
      'A tenth of keys and accesses are sessions, written without a time to live; the rest is a cache with one. Who is evicted has to log in again.',
    own: 'One key per line, a table whose first line names a column “key”, or the lines of an ARC trace (start, count, and two more numbers). Nothing leaves this page.',
  },
  openTrace: 'Open a trace file',
  ownText: 'Keys, one per line',
  ownLoaded: (lines: number) => `${count(lines, 'line', 'lines')} loaded.`,
  ownTooLarge: 'The file is larger than 12 MB. Cut it: a few hundred thousand accesses are enough.',
  problem: {
    empty: 'There is no key in the trace. Write at least one line.',
    tooManyAccesses: (line: number) =>
      `By line ${n(line)} the trace has more than 1,000,000 accesses. Cut it there.`,
    tooManyKeys: (line: number) =>
      `By line ${n(line)} the trace has more than 200,000 different keys. Cut it there.`,
    badLine: (line: number) =>
      `Line ${n(line)} cannot be read: keys have up to 512 characters, and lines of an ARC trace four whole numbers.`,
    notText: (line: number) =>
      `Line ${n(line)} is no text. Open a file of plain text in UTF-8, unpacked, with one key per line.`,
  },
  keys: 'Different keys',
  skew: 'Exponent',
  accesses: 'Accesses',
  capacity: 'Keys that fit',
  policies: 'Policies',
  models: 'From textbooks and papers',
  engine: 'Redis, run on the engine',
  policiesMax: 'Eight at a time are enough to be told apart.',
  names: {
    opt: 'Optimum',
    lru: 'LRU, exact',
    lfu: 'LFU, exact',
    fifo: 'FIFO',
    random: 'Random',
    sieve: 'SIEVE',
    s3fifo: 'S3-FIFO',
    wtinylfu: 'W-TinyLFU',
    'redis-allkeys-lru': 'allkeys-lru',
    'redis-allkeys-lfu': 'allkeys-lfu',
    'redis-allkeys-random': 'allkeys-random',
    'redis-volatile-lru': 'volatile-lru',
    'redis-volatile-lfu': 'volatile-lfu',
    'redis-volatile-random': 'volatile-random',
    'redis-volatile-ttl': 'volatile-ttl',
    'redis-noeviction': 'noeviction',
  },
  sources: {
    opt: 'Belady 1966: knows what comes',
    lru: 'least recently used',
    lfu: 'least frequently used while in the cache',
    fifo: 'first in, first out',
    random: 'any key',
    sieve: 'Zhang et al., NSDI 2024',
    s3fifo: 'Yang et al., SOSP 2023',
    wtinylfu: 'Einziger et al., TOS 2017',
  },
  engineSettings: 'Settings of the engine',
  samples: 'maxmemory-samples',
  decay: 'lfu-decay-time',
  decayValue: (minutes: number) => (minutes === 0 ? 'never' : `${n(minutes)} min`),
  rate: 'Accesses per second of its clock',
  engineNote:
    'Each policy runs on an engine of its own: GET, and on a miss SET with a time to live of 60 days, on a clock that goes on with each access. maxmemory is what the engine uses with so many keys.',
  hitRatio: 'Hit ratio',
  hitRatioUnit: 'of the last twentieth of all accesses',
  hitSummary: (best: string, bestShare: string, worst: string, worstShare: string) =>
    `At the end ${best} has the highest hit ratio over all accesses, ${bestShare}, and ${worst} the lowest, ${worstShare}.`,
  verdict: (best: string, bestShare: string, worst: string, worstShare: string) =>
    `${best} keeps the most: ${bestShare} hits. ${worst} the fewest: ${worstShare}.`,
  verdictAlike: (share: string) => `All policies alike: ${share} hits.`,
  verdictOne: (policy: string, share: string) => `${policy}: ${share} hits.`,
  allDifferent:
    'No key was asked for twice, so no policy can have a hit. Does a line hold more than the key? Name its columns in a first line, one of them “key”.',
  nothingWent:
    'Nothing had to go: all keys have room. Let fewer fit, and the policies have something to decide.',
  ran: (accesses: number, keys: number, ms: number) =>
    `${count(accesses, 'access', 'accesses')} to ${count(keys, 'key', 'keys')} for each policy, in ${n(Math.round(ms))} ms.`,
  ranEngine: (commands: number, size: string) =>
    `Engines executed ${count(commands, 'command', 'commands')} with maxmemory ${size}.`,
  columns: {
    policy: 'Policy',
    hits: 'Hits',
    ofOptimum: 'of the optimum',
    evictions: 'Evictions',
    sessions: 'Sessions lost',
    refused: 'Writes refused (OOM)',
  },
  runName: (trace: string, capacity: number) => `${trace}, ${n(capacity)} keys`,
  runLine: (run: string, policy: string) => `${run}: ${policy}`,
  gridTitle: 'Who is in, and who goes',
  gridNote:
    'All keys in the cache, by how long ago and how often they were asked for. Framed: keys went from there since the step before; while the run is on, frames flash up and fade.',
  follow: 'Policy',
  gridUnit: 'keys by age and frequency',
  gridAge: 'last asked for, accesses ago',
  gridFrequency: 'times asked for',
  gridAt: (at: number, resident: number, evicted: number) =>
    `After ${count(at, 'access', 'accesses')}: ${count(resident, 'key', 'keys')} in the cache, ${n(evicted)} evicted since the step before.`,
  gridLive: (at: number, resident: number, evicted: number) =>
    `After ${count(at, 'access', 'accesses')}: ${count(resident, 'key', 'keys')} in the cache, ${n(evicted)} evicted so far.`,
  gridCell: (resident: number, evicted: number) =>
    evicted === 0 ? n(resident) : `${n(resident)} (−${n(evicted)})`,
  from: (value: number) => `≥ ${n(value)}`,
  showTable: 'Table',
  showGrid: 'Grid',
  csv: { age: 'age from', frequency: 'frequency from', resident: 'keys', evicted: 'evicted' },
  curvesTitle: 'How large must it be?',
  curvesNote:
    'Hit ratio over the whole trace, with caches from a hundredth of all keys to all of them.',
  curvesRun: 'Measure all sizes',
  curvesUnit: 'of all accesses',
  curvesEarlier:
    'Measured before the settings were changed. Measure again to see what they do now.',
  curvesSummary: (points: number) => `${count(points, 'point', 'points')} measured.`,
  dotsTitle: 'How near is sampling to LRU?',
  dotsNote:
    'The engine is filled with keys, one a second, then gets half as many more. Exact LRU would evict the oldest and nothing else. allkeys-lru looks at maxmemory-samples keys and keeps the best 16 it has seen.',
  dotsKeys: 'Keys that fill memory',
  dotsRun: 'Draw with samples 1 to 20',
  dotsSamples: 'maxmemory-samples',
  dotsPicture: 'Dots',
  dotsExact: 'Exact LRU',
  dotsSampled: (samples: number) => `allkeys-lru, ${count(samples, 'sample', 'samples')}`,
  dotsUnit: 'evictions that exact LRU would have made too',
  dotsFidelity: 'Nearness to LRU',
  dotsSummary: (samples: number, same: string, fresh: number) =>
    `With ${count(samples, 'sample', 'samples')} ${same} of the evictions are those of exact LRU; ${count(fresh, 'new key was', 'new keys were')} evicted.`,
  dotKept: 'kept',
  dotEvicted: 'evicted',
  dotNew: 'new, kept',
  dotNewEvicted: 'new, evicted',
};

export type EvictionMessages = typeof evictionEn;
