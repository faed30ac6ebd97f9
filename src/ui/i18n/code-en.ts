/** All that the code editor says in English: one chunk, fetched when the editor is opened. */
interface CorrectionText {
  /** What the source claims, or means to do. */
  readonly says: string;
  /** What happens when it is run. */
  readonly really: string;
  /** What the corrected code does about it. */
  readonly fix: string;
}

const correction = (says: string, really: string, fix: string): CorrectionText => ({
  says,
  really,
  fix,
});

export const codeEn = {
  pane: {
    label: 'Client code',
    loading: 'The editor is loading',
    failed: 'The editor could not be loaded.',
    phone:
      'The code editor needs a keyboard and a wider screen. On this one, use the console or a .redis script.',
    client: 'redis is',
    light: 'the light client',
    snippet: 'Example',
    noSnippet: 'Examples from the sources',
    fails: 'does not work as written',
    flawed: 'has a flaw',
    run: 'Run',
    stop: 'Stop',
    end: 'End',
    clear: 'Clear the output',
  },
  output: {
    label: 'Output',
    empty:
      'What the code prints appears here. It runs against this playground, in a worker without network or storage.',
    preparing: 'Loading the client',
    running: 'Running',
    listening: 'Done. Connections are still open: what arrives is shown.',
    ended: 'Done.',
    stopped: 'Stopped.',
    stuck:
      'Stopped: the code did not give way for 3 seconds. Is there a loop that never ends, or that never awaits?',
    endless:
      'Stopped here: the code has waited at this place 300,000 times. Is it in a loop that never ends?',
    crashed: (detail: string) => `The code ended its worker: ${detail}`,
    limit: 'The code prints too much: the rest is left out.',
    line: (line: number, column: number) => `Line ${line}, column ${column}`,
    rejection: 'Nobody handled this rejection:',
    levels: { warn: 'warning', error: 'error' },
  },
  card: {
    label: 'What is wrong with this example',
    says: 'The source says',
    really: 'What really happens',
    fix: 'Corrected',
    use: 'Use the correction',
    original: 'Back to the source',
    close: 'Close',
  },
  titles: {
    '100': 'Strings: a counter, a token with a TTL',
    '101': 'Hashes: a user object',
    '102': 'Lists: the last ten searches',
    '103': 'Sets: followers in common',
    '104': 'Sorted sets: a leaderboard',
    '105': 'Cache-aside: getUser',
    '106': 'Sessions: log in, authenticate, log out',
    '107': 'Sliding-window rate limit',
    '108': 'Pub/Sub to browsers',
    '109': 'TTLs of three kinds',
    '111': 'Upstash over REST',
    '120': 'Cache-aside with SET EX',
    '121': 'Cache warming',
    '122': 'Write-through',
    '123': 'Write-behind with a queue',
    '124': 'An LRU cache on a Map',
    '131': 'A race: SELECT, then UPDATE',
    '132': 'Atomic INCR',
    '133': 'First come, first served coupons',
    '135': 'KEYS against SCAN',
    '136': 'A lock against a stampede',
    '137': 'Early, probabilistic refresh',
    '138': 'A leaderboard with ranks',
    '139': 'HyperLogLog: daily visitors',
    '140': 'An activity feed',
    '142': 'Cluster: a routed write',
    '143': 'Pub/Sub chat',
    '144': 'Streams: a consumer group',
    '145': 'Connection options and events',
    '146': 'Lazy connection, no offline queue',
    '148': 'Always set a TTL',
    '149': 'A pipeline instead of three trips',
    '201': 'Connect, with a reconnect strategy',
    '202': 'Strings and counters',
    '203': 'Hashes: store and update a user',
    '204': 'Lists as a FIFO queue',
    '205': 'Sets: tags and intersections',
    '206': 'Sorted sets: a leaderboard',
    '207': 'Cache-aside with a null guard',
    '208': 'Write-through and invalidation',
    '209': 'Invalidate by pattern with KEYS',
    '210': 'Scan and delete',
    '211': 'Pub/Sub: the subscriber',
    '212': 'Pub/Sub: the publisher',
    '213': 'A chat over several servers',
    '214': 'Streams: produce, consume, acknowledge',
    '215': 'Fixed-window rate limit as middleware',
    '216': 'Sliding-window rate limit',
    '217': 'Sessions: create, read, extend, destroy',
    '218': 'MULTI as a pipeline',
    '219': 'Optimistic locking with WATCH',
    '220': 'Cluster: connect',
    '369': 'Single server, cluster and Sentinel',
  },
  corrections: {
    '104': correction(
      'zrange takes an object: { REV: true, WITHSCORES: true }.',
      'ioredis sends the object as the text “[object Object]”, and Redis answers “ERR syntax error”. node-redis has zRangeWithScores(key, 0, 9, { REV: true }), Upstash { rev: true, withScores: true }.',
      'The options are words of the command: zrange(key, 0, 9, "REV", "WITHSCORES").',
    ),
    '107': correction(
      'Ten requests per minute pass: count, compare, add.',
      'Between the count and the entry others come through. A hundred requests at once all pass.',
      'One Lua script counts and adds. Redis runs it in one piece, so exactly ten pass.',
    ),
    '108': correction(
      'subscribe(channel, (message) => …) hands over each message.',
      'That is node-redis. ioredis calls back once, with (error, count): the first argument is null, and reading from it crashes. The message was also published before anybody listened.',
      'Messages come as an event: subscriber.on("message", (channel, message) => …), and the subscription stands before anything is published.',
    ),
    '122': correction(
      'After the update the cache holds the user.',
      'It holds the argument, which is only the changed part. Readers of the cache lose every other column.',
      'The row is read again and cached whole.',
    ),
    '133': correction(
      'DECR hands out each coupon once.',
      'Nothing looks at who asks: one user can take several, the counter dips below zero meanwhile, and without a starting value the first DECR is −1.',
      'One Lua script checks the user, the stock, and takes one.',
    ),
    '135': correction(
      'KEYS and SCAN are shown one after the other.',
      'Both declare const keys, and a name can be declared once: a SyntaxError, before anything runs.',
      'Each result has its own name. SCAN may tell a key twice, so they go into a Set.',
    ),
    '136': correction(
      'A lock lets one caller load, and is deleted when done.',
      'If loading takes longer than the lock’s ten seconds, DEL removes the lock of somebody else. Those who wait do so without any limit.',
      'The lock holds a token, a script deletes it only where the token still matches, and the attempts are counted.',
    ),
    '146': correction(
      'Settings of a connection pool.',
      'ioredis has no pool. lazyConnect waits for the first command, and enableOfflineQueue: false refuses commands without a connection: the first one is always refused.',
      'connect() is awaited before the first command.',
    ),
    '205': correction(
      'sAdd(key, a, b, c) adds three members, sInter(a, b) intersects two sets.',
      'node-redis silently takes the first member and the first key only: a set with one tag, and an “intersection” that is the first set. sIsMember answers 1 since version 5, not true.',
      'Several members or keys are an array.',
    ),
    '209': correction(
      'Deleting user:1:* removes all that is cached of the user.',
      'The key user:1 itself does not match, and it is the one that holds the user. KEYS blocks the server while it looks at every key.',
      'The key itself is removed first, then what SCAN finds.',
    ),
    '210': correction(
      'The cursor is a number, and the scan ends at 0.',
      'That was version 4. Since version 5 the cursor is a string: the number is refused with a TypeError, and a string never equals 0.',
      'scanIterator keeps the cursor by itself.',
    ),
    '214': correction(
      'The group reads the order that was just added.',
      'The group begins at $, the end, after the order was added: it sees nothing. Where nothing is new the reply is null, and null[0] is a TypeError.',
      'The group begins at 0, and a null reply means no messages.',
    ),
    '215': correction(
      'INCR, and EXPIRE at the first request.',
      'Two steps: if the process dies between them the counter never expires, and that user is shut out for good.',
      'Both go in one transaction; NX leaves an expiry that is there alone.',
    ),
    '219': correction(
      'exec() answers null when the balance has changed.',
      'node-redis throws a WatchError. After “Insufficient balance” the key stays watched and spoils the next transaction; on a shared connection the watches of all callers mix.',
      'A connection of its own, unwatch() before leaving, and a retry on WatchError.',
    ),
    '369': correction(
      'Connects in three ways in one file.',
      'const redis is declared twice: a SyntaxError. retryDelayOnFailover belongs to the cluster’s options, and publishing does not wait for the subscription.',
      'Each connection has its name, each option its place, and subscribe() is awaited.',
    ),
  },
};

export type CodeTexts = typeof codeEn;
