/** The texts of the labs on worlds (caching, stampede), in English; the shape the others must have. */
import { choicesEn } from './lab-choices-en.ts';
import { formatCount as count, count as plural } from './numbers.ts';

export const worldEn = {
  lab: {
    caching: {
      title: 'Caching strategies',
      sentence:
        'Ten thousand clients, one slow database. Change a line of the strategy and see whether the database drowns.',
      stage: 'The caching lab’s world',
    },
    stampede: {
      title: 'Stampede',
      sentence: 'One hot key expires while a thousand people want it.',
      stage: 'The stampede lab’s world',
    },
  },
  strategy: 'Strategy',
  strategies: choicesEn.strategies,
  client: {
    label: 'Client',
    names: {
      light: 'Light, made for worlds',
      ioredis: 'ioredis, the genuine package',
      redis: 'node-redis, the genuine package',
    },
    about: {
      light:
        'ioredis’s way of calling. A lost connection fails what was under way, and the next command opens a new one.',
      ioredis:
        'A lost connection is no error yet: it connects again after 50 to 250 ms, then later and later (retryStrategy), keeps new commands in its offline queue and sends unanswered ones again, up to 20 times (maxRetriesPerRequest). So users wait where others see an error. “Give up on the cache after” is its commandTimeout.',
      redis:
        'Commands that were sent when the connection broke fail; later ones wait in its offline queue (disableOfflineQueue) until it has connected again (reconnectStrategy). “Give up on the cache after” is its command timeout, which counts only until a command is sent: a silent network is waited for.',
    },
    slower: 'Its own code on the world’s clock and network: a run takes several times longer.',
    outage: 'What it does when the cache goes away',
    own: 'Edited code may make its own, with other options:',
  },
  controls: {
    traffic: 'Traffic',
    cache: 'Cache',
    database: 'Database, modelled',
    more: 'More settings',
    arrivals: 'Requests come',
    open: 'at random moments (open)',
    closed: 'from clients who wait for each answer (closed)',
    rate: 'Requests per second',
    perSecond: (n: string) => `${n}/s`,
    users: 'Clients',
    think: 'A client’s pause between answer and request',
    shape: 'Over the run',
    shapes: { steady: 'steady', burst: 'ten times as many for a while', diurnal: 'a day’s wave' },
    rows: 'Rows',
    zipf: 'Popularity, Zipf exponent',
    writes: 'Writes',
    ttl: 'Time to live',
    seconds: (n: number) => `${count(n)} s`,
    beta: 'beta',
    timeout: 'Give up on the cache after',
    never: 'never',
    service: 'A query takes',
    rebuild: 'A rebuild takes',
    distribution: 'Times vary',
    distributions: {
      fixed: 'not at all',
      lognormal: 'with a long tail',
      exponential: 'exponentially',
    },
    workers: 'Queries at once',
    queueMax: 'Places in its queue',
    servers: 'App servers',
    length: 'Virtual time',
    happening: 'At half time',
    happenings: choicesEn.happenings,
    deployStep: 'Deploy: between two app servers',
    modelled:
      'The engine is real and counts itself. Database, network and what a command costs the event loop are models.',
  },
  verdict: {
    fates: {
      drowned: (name: string) => `${name}: the database drowned.`,
      full: (name: string) => `${name}: the database was full at times, and survived.`,
      survived: (name: string) => `${name}: the database survived.`,
    },
    full: (full: number, seconds: number, places: number, queue: number) =>
      `At the end of ${count(full)} of ${plural(seconds, 'second', 'seconds')} its ${plural(places, 'place was', 'places were')} all taken, and up to ${plural(queue, 'query', 'queries')} waited.`,
    free: (busy: number, places: number) =>
      `At the end of no second did a query wait for it; at most ${count(busy)} of its ${plural(places, 'place was', 'places were')} taken.`,
    refused: (n: number) => `It refused ${plural(n, 'query', 'queries')}: its queue was full.`,
    users: (ratio: string, p99: string, lost: number, requests: number) =>
      `${ratio} hits, p99 ${p99}, ${count(lost)} of ${plural(requests, 'request', 'requests')} without an answer.`,
    measuredQueue: (mean: string, most: string, work: string) =>
      `XFetch takes for delta the time that a rebuild took. Here a query took ${mean} on average and ${most} at most, but the database worked on it for ${work}: the rest is waiting in its queue. With a larger delta readers refresh earlier and more of them do, which makes the queue longer, and delta with it. What helps: one query per app server at a time, as in the strategy “XFetch with single flight”. An upper limit for delta in the code, or a smaller beta, ends the early refreshes, but not the herd that meets an empty cache.`,
    clients: (n: number) => `${plural(n, 'client', 'clients')}:`,
    ran: (requests: number, seconds: number, took: string, perSecond: number) =>
      `${plural(requests, 'request', 'requests')} in ${plural(seconds, 'virtual second', 'virtual seconds')}, simulated in ${took}, ${count(Math.round(perSecond))} per second.`,
    running: (requests: number) => `${plural(requests, 'request', 'requests')} simulated`,
    runningAt: (requests: number, perSecond: number) =>
      `${plural(requests, 'request', 'requests')} simulated, ${count(perSecond)} per second`,
  },
  stage: {
    title: 'The world at a moment',
    servers: (n: number) => plural(n, 'app server', 'app servers'),
    redis: 'Redis, the engine',
    database: 'database, modelled',
    serversUp: (up: number, draining: number) =>
      draining === 0 ? `${count(up)} up` : `${count(up)} up, ${count(draining)} draining`,
    inFlight: (n: number) => `${count(n)} in flight`,
    hitRatio: (percent: string) => `${percent} hits`,
    keyLives: (seconds: string) => `post:1 lives ${seconds} s`,
    keyGone: 'post:1 is gone',
    keyForever: 'post:1 has no expiry',
    memory: (bytes: string) => `${bytes} used`,
    busy: (busy: number, of: number) => `${count(busy)} of ${count(of)} busy`,
    queued: (n: number) => `${count(n)} waiting`,
    queries: (n: number) => `${count(n)} queries/s`,
    at: (time: string) => `virtual time ${time}`,
    sentence: (time: string, inFlight: number, busy: number, queued: number) =>
      `At ${time}: ${plural(inFlight, 'request', 'requests')} in flight; the database works on ${plural(busy, 'query', 'queries')}, and ${count(queued)} wait for it.`,
    empty: 'Run the world to see it.',
    dots: (shown: number, all: number) =>
      shown < all ? `one dot stands for ${count(Math.ceil(all / shown))}` : '',
  },
  charts: {
    second: 'virtual second',
    queries: 'Database queries',
    queriesUnit: 'per second',
    ratio: 'Hit ratio of reads',
    ratioUnit: 'percent',
    p99: 'Latency, 99th percentile',
    p50: 'Latency, median',
    ms: 'milliseconds',
    queue: 'Waiting for the database',
    queueUnit: 'queries',
    stale: 'Stale reads',
    staleUnit: 'per second',
    failed: 'Failed requests',
    failedUnit: 'per second',
    good: '90%: a cache at work',
    poor: '50%: hardly worth it',
    summary: (title: string, lines: string) => `${title}. ${lines}`,
    line: (name: string, mean: string, most: string) =>
      `${name}: ${mean} on average, ${most} at most.`,
    none: 'No run yet.',
  },
  totals: {
    title: 'Counted',
    requests: 'Requests',
    hitRatio: 'Hit ratio (keyspace_hits)',
    queries: 'Database queries',
    loadShare: 'Queries per request',
    p50: 'Median latency of answers',
    p99: '99th percentile',
    max: 'Slowest',
    failed: 'Failed',
    stale: 'Stale reads',
    lost: 'Lost writes',
    rebuilds: 'Rebuilds of copies',
    perRebuild: 'Queries per rebuild',
    worst: 'Most in one rebuild',
    early: 'Begun before expiry',
    waited: 'Waited without a query',
    commands: 'Commands to Redis',
    took: 'Real time',
    explain: {
      loadShare: 'What is left of the load without a cache, which is 1 for reads.',
      stale:
        'Reads that got something older than what a writer had been told is saved when the read began.',
      lost: 'Writes that a user was told are saved, that the database never got, nor anything newer.',
      perRebuild: 'Queries without a pause of half a lifetime between them belong to one rebuild.',
      waited: 'Requests over 10 ms that sent no query themselves: they waited for somebody else’s.',
    },
  },
  notes: {
    title: 'What happened',
    times: (n: number) => `${count(n)} times`,
    at: (second: string) => `${second} s`,
    unsettled: (requests: number, line: string) =>
      `${plural(requests, 'request was', 'requests were')} never answered: ${
        line === '' ? 'the promise that the code gave' : `the await on line ${line}`
      } never settled. When the run was over, no query and no command was under way that could have settled it.`,
    unanswered: (requests: number, line: string) =>
      `${plural(requests, 'request', 'requests')} had no answer when the run was over${
        line === '' ? '' : `, waiting at the await on line ${line}`
      }: queries or commands were still under way.`,
    mostFailed: (failed: number, requests: number, text: string) =>
      `${count(failed)} of ${plural(requests, 'request', 'requests')} failed, most often with: ${text}`,
    endless: (line: string) => `a request in a loop without an end was given up, line ${line}`,
  },
  code: {
    title: 'The strategy’s code, on every app server',
    edit: 'Edit',
    change: 'Change its code',
    edited: 'edited',
    keys: 'Ctrl+Enter runs it, Ctrl+M lets Tab leave the editor',
    back: {
      original: 'Back to the original',
      edit: 'Back to your edit',
      earlier: 'Back to your earlier edit',
      shared: 'Back to the code that was opened',
    },
    foreign:
      'The strategy’s code is somebody else’s. Read it, below the charts, before you run it.',
    reset: 'Default settings',
  },
  figures: (ratio: string, p99: string) => `${ratio} hits, p99 ${p99}`,
  figuresStampede: (perRebuild: string, p99: string) => `${perRebuild} per rebuild, p99 ${p99}`,
};

export type WorldMessages = typeof worldEn;
