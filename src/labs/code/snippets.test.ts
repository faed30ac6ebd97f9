/**
 * Every piece of JavaScript and TypeScript of the sources, run by the genuine clients against our
 * engine: what it says where it works, how it fails where the real client fails, and that the
 * correction works. The failures are seen to be the same with a real redis-server over TCP.
 *
 * Compiled by the TypeScript of the page's editor; clients bundled as for the page.
 */
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Network } from '../../base/ports.ts';
import { tcpNetwork } from '../../hosts/node/network.ts';
import {
  type BundledClients,
  bundleClients,
  plainNode,
  type Ran,
  type RunOptions,
  runSource,
} from '../../testing/code-bench.ts';
import { bothServers, type PlainServer } from '../../testing/tools/both-servers.ts';
import { type ServedNetwork, servedNetwork } from './servers/served-network.ts';
import { sourceServers } from './servers/source-servers.ts';
import { snippetRows } from './snippets.ts';

let clients: BundledClients;
/** A bound for machines that are busy elsewhere: it takes a second where all is well. */
const BUNDLE_MS_MAX = 120_000;

beforeAll(async () => {
  clients = await bundleClients();
}, BUNDLE_MS_MAX);

/** A new, empty engine behind the sources' addresses. */
function freshNetwork(): ServedNetwork {
  const node = plainNode();
  const redis = (link: Parameters<typeof node.connect>[0]) => {
    const connection = node.connect(link, { addr: '127.0.0.1:50000', laddr: '127.0.0.1:6379' });
    return {
      receive: (bytes: Uint8Array) => connection.receive(bytes),
      closed: () => connection.closed(),
    };
  };
  return servedNetwork(sourceServers(redis), (task) => void setImmediate(task));
}

const textOf = (folder: string, file: string) =>
  readFileSync(new URL(`./${folder}/${file}`, import.meta.url), 'utf8');

const rowOf = (id: string) => {
  const row = snippetRows.find((one) => one.id === id);
  if (!row) throw new Error(`there is no snippet ${id}`);
  return row;
};

type Wait = Pick<RunOptions, 'printed' | 'throws'>;

async function run(source: string, id: string, network: Network, wait: Wait = {}): Promise<Ran> {
  const ran = await runSource(clients, source, { client: rowOf(id).client, network, ...wait });
  ran.timers.clearAll();
  return ran;
}

const printedBy = (ran: Ran): string => ran.printed.map(({ text }) => text).join('\n');

/** What follows the snippet, and all that is printed by both. */
type Row = readonly [id: string, then: string, printed: string];

const works: readonly Row[] = [
  [
    '100',
    "console.log(await redis.get('post:123:views'), await redis.ttl('session:abc123'))",
    '1 3600',
  ],
  ['101', "console.log(name, await redis.hget('user:1000', 'score'))", 'John 1510'],
  ['102', 'console.log(recent)', "[ 'Redis tutorial' ]"],
  ['103', 'console.log(mutualFollowers)', '[]'],
  [
    '105',
    `console.log((await getUser(1)).name, (await getUser(1)).name, db.queries);
     console.log(await getUser(77), await redis.get('user:77'))`,
    'Alice Alice 1\nnull null',
  ],
  [
    '106',
    `app.use(authenticate).get('/me', (req, res) => res.json(req.user));
     const { cookies } = await app.inject({ method: 'POST', url: '/login' });
     console.log((await app.inject({ url: '/me', cookies })).body, await redis.ttl('session:' + cookies.sessionId));
     await app.inject({ method: 'POST', url: '/logout', cookies });
     console.log((await app.inject({ url: '/me', cookies })).statusCode)`,
    "{ userId: 1000, role: 'member' } 86400\n401",
  ],
  [
    '107',
    `const all = [];
     for (let i = 0; i < 10; i++) all.push((await rateLimit('u')).remaining);
     console.log(...all, await rateLimit('u').catch((error) => error.message))`,
    '9 8 7 6 5 4 3 2 1 0 Rate limit exceeded',
  ],
  [
    '109',
    `for (const key of ['verify:abc123', 'temp:calculation', 'some:key'])
       console.log(await redis.ttl(key))`,
    '300\n3600\n-2',
  ],
  ['111', "console.log(await redis.get('key'))", 'value'],
  [
    '120',
    'console.log((await getUser(1)).name, (await getUser(1)).name, db.queries)',
    'Alice Alice 1',
  ],
  [
    '121',
    "await warmUpCache(); console.log((await redis.keys('user:*')).length)",
    'Warming up cache...\nCache warmed!\n7',
  ],
  [
    '122',
    "await updateUser(1, { name: 'Al' }); console.log(await redis.get('user:1'), (await db.users.findUnique({ where: { id: 1 } })).role)",
    '{"name":"Al"} admin',
  ],
  [
    '123',
    `await updateUserScore(1, 99); await syncWorker(); await syncWorker();
     console.log(await redis.get('user:1:score'), (await db.user.findUnique({ where: { id: 1 } })).score, (await queue.getJobs()).length)`,
    '99 99 1',
  ],
  ['124', '', 'A\n-1'],
  ['131', "console.log(await db.query('SELECT views FROM posts WHERE id = ?', [postId]))", '1235'],
  ['132', "console.log(await redis.get('post:123:views'))", '1'],
  [
    '133',
    "await redis.set('coupon:remaining', 1); console.log((await issueCoupon('a')).success, (await issueCoupon('b')).message, await redis.get('coupon:remaining'))",
    'true Coupons sold out. 0',
  ],
  [
    '136',
    'const all = await Promise.all([1, 2, 3].map(() => getPostWithLock(123))); console.log(all.length, db.queries)',
    '3 1',
  ],
  [
    '137',
    'await getPostWithEarlyExpiration(1); console.log((await getPostWithEarlyExpiration(1)).title, db.queries)',
    'Why caches 1',
  ],
  [
    '138',
    'console.log(top10.join(" "), score)',
    'Rank: 1\nuser:123 9500 user:789 9200 user:456 8800 9500',
  ],
  ['139', '', 'Daily visitors: 2'],
  ['140', 'console.log(activities)', `[ '{"type":"post","id":456}' ]`],
  ['142', "console.log(await cluster.get('user:123'), cluster.nodes('master').length)", 'Alice 3'],
  ['143', '', '[chat:room1] Hello, everyone!'],
  ['144', "console.log(messages, await redis.xlen('mystream'))", 'null 1'],
  ['145', 'console.log(value)', 'Redis connected!\nvalue'],
  ['148', "console.log(await redis.ttl('user:123'))", '3600'],
  [
    '149',
    "console.log(await redis.mget('key1', 'key2', 'key3'))",
    "[ 'value1', 'value2', 'value3' ]",
  ],
  ['201', 'console.log(await redis.ping())', 'Redis connected\nPONG'],
  [
    '202',
    "console.log(name, await redis.ttl('session:abc123'), await redis.get('page:views'), await redis.get('score:user1'))",
    'Alice 3600 2 10',
  ],
  [
    '203',
    "console.log(user.name, email, await redis.hGet('user:1', 'role'))",
    'Alice [email protected] superadmin',
  ],
  ['204', 'console.log(nextJob, recentJobs)', "job1 [ 'job3', 'job2' ]"],
  [
    '206',
    "console.log(top10.map(({ value }) => value).join(' '), rank, await redis.zScore('leaderboard', 'bob'))",
    'alice charlie bob 0 1850',
  ],
  [
    '207',
    'console.log((await getUser(1)).name, (await getUser(1)).name, await getUser(77), db.queries)',
    'Alice Alice null 2',
  ],
  [
    '208',
    "console.log((await updateUser(1, { name: 'Al' })).name, await redis.ttl('user:1')); await deleteUser(1); console.log(await redis.exists('user:1'), await db.user.findUnique({ where: { id: 1 } }))",
    'Al 3600\n0 null',
  ],
  [
    '209',
    "await redis.mSet({ 'user:1': 'a', 'user:1:x': 'b' }); await invalidateUserCache(1); console.log(await redis.keys('*'))",
    "[ 'user:1' ]",
  ],
  [
    '211',
    `const { createClient: create } = require('redis');
     const other = create(); await other.connect();
     await other.publish('notifications', '{"type":"hello"}')`,
    "[notifications] hello: { type: 'hello' }",
  ],
  ['212', "console.log(await redis.publish('notifications', 'x'))", '0'],
  [
    '213',
    `const browser = io.connectBrowser();
     browser.on('message', (data) => console.log('browser hears', data.text));
     browser.emit('join', 'room1');
     browser.emit('chat', { room: 'room1', user: 'ann', text: 'hi' })`,
    "[socket.io] to room1: message { room: 'room1', user: 'ann', text: 'hi' }\nbrowser hears hi",
  ],
  [
    '215',
    `app.get('/', (req, res) => res.send('hello'));
     let last; for (let i = 0; i < 101; i++) last = await app.inject({ url: '/' });
     console.log(last.statusCode, last.headers['x-ratelimit-remaining'])`,
    '429 0',
  ],
  [
    '216',
    "console.log((await slidingWindowRateLimit('u', 2)).remaining, (await slidingWindowRateLimit('u', 2)).allowed, (await slidingWindowRateLimit('u', 2)).allowed)",
    '1 true false',
  ],
  [
    '217',
    `const id = await createSession('7', { theme: 'dark' });
     console.log(id.length, (await getSession(id)).theme);
     await extendSession(id, 50); console.log(await redis.ttl('session:' + id));
     await destroySession(id); console.log(await getSession(id))`,
    '36 dark\n50\nnull',
  ],
  [
    '218',
    "console.log(await redis.mGet(['key1', 'key2', 'key3']))",
    "[ 'value1', 'value2', 'value3' ]",
  ],
  [
    '220',
    "await cluster.set('user:1', 'Alice'); console.log(await cluster.get('user:1'), cluster.masters.length)",
    'Alice 3',
  ],
];

/** Snippets that the genuine clients refuse, or that do something else than their source says. */
const fails: readonly (readonly [id: string, then: string, text: string, line: number | null])[] = [
  ['104', '', 'ReplyError: ERR syntax error', 6],
  ['108', '', "TypeError: Cannot read properties of null (reading 'userId')", 10],
  ['135', '', "SyntaxError: Identifier 'keys' has already been declared", 4],
  [
    '146',
    "\nawait redis.get('key');",
    "Error: Stream isn't writeable and enableOfflineQueue options is false",
    8,
  ],
  [
    '205',
    '\nif (tags.length !== 3 || commonTags.length > 0) throw new Error([tags, commonTags].join(" | "));',
    'Error: typescript | typescript',
    11,
  ],
  [
    '210',
    "\nawait scanAndDelete('*');",
    'TypeError: "arguments[1]" must be of type "string | Buffer", got number instead.',
    4,
  ],
  ['214', '', "TypeError: Cannot read properties of null (reading '0')", 22],
  [
    '219',
    `
const other = redis.duplicate(); await other.connect();
await redis.set('balance:1', '100');
const watch = redis.watch.bind(redis);
redis.watch = async (key) => { await watch(key); await other.set(key, '90'); };
await deductBalance('1', 10);`,
    'WatchError: One (or more) of the watched keys has been changed',
    7,
  ],
  ['369', '', "SyntaxError: Identifier 'redis' has already been declared", 21],
];

test('all 53 are here', () => {
  const ids = [...works, ...fails].map(([id]) => id).sort();
  expect(snippetRows.length).toBe(53);
  expect([...new Set(ids)]).toEqual(snippetRows.map(({ id }) => id).sort());
  expect(fails.map(([id]) => id)).toEqual(
    snippetRows
      .filter(({ verdict }) => verdict === 'fails')
      .map(({ id }) => id)
      .sort(),
  );
});

test.each(works)('%s works', async (id, then, printed) => {
  const network = freshNetwork();
  const source = `${textOf('snippets', rowOf(id).file)}\n${then}`;
  const ran = await run(source, id, network, { printed });
  expect({ failure: ran.failure, printed: printedBy(ran) }).toEqual({ failure: null, printed });
  network.cut();
});

describe('fails as with the real client', () => {
  test.each(fails)('%s', async (id, then, text, line) => {
    const network = freshNetwork();
    const source = textOf('snippets', rowOf(id).file) + then;
    const { failure } = await run(source, id, network, { throws: true });
    expect([failure?.text, failure?.place?.line ?? null]).toEqual([text, line]);
    network.cut();
  });
});

const corrected: readonly (readonly [id: string, printed: string])[] = [
  ['104', "[ 'user:2000', '2300', 'user:3000', '1800', 'user:1000', '1500' ]\nrank 2"],
  ['107', 'passed 10'],
  [
    '108',
    "[socket.io] to user:1000: notification { userId: 1000, message: 'New comment on your post' }",
  ],
  [
    '122',
    "{\n  id: 1,\n  name: 'Alicia',\n  email: 'alice@example.com',\n  role: 'admin',\n  score: 1500,\n  visit_count: 0\n}",
  ],
  [
    '133',
    "ann { success: true }\nann { success: false, message: 'One per person.' }\nbob { success: false, message: 'Coupons sold out.' }",
  ],
  ['135', "KEYS [ 'user:1', 'user:2' ]\nSCAN [ 'user:1', 'user:2' ]"],
  ['136', '3 answers, 1 query'],
  ['146', 'PONG'],
  ['205', "1 3\n[ 'redis' ]"],
  ['209', "removed 3 left [ 'user:10' ]"],
  ['210', 'deleted 250'],
  [
    '214',
    "[e-mail] order confirmation: { type: 'order_placed', orderId: '42', userId: '123', amount: '99.99' }",
  ],
  ['215', "200 hello\n200 hello\n429 { error: 'Too many requests' }"],
  ['219', '40 60'],
  [
    '369',
    "value value\n{ name: 'John', age: '30' }\n[ [ null, 'OK' ], [ null, 'OK' ] ]\nReceived: Hello World from news",
  ],
];

describe('corrected', () => {
  test('every one that does not simply work has a correction', () => {
    const wanted = snippetRows.filter(({ verdict }) => verdict !== 'runs').map(({ id }) => id);
    expect(corrected.map(([id]) => id)).toEqual(wanted.sort());
  });
  test.each(corrected)('%s', async (id, printed) => {
    const network = freshNetwork();
    const ran = await run(textOf('corrections', rowOf(id).file), id, network, { printed });
    expect({ failure: ran.failure, printed: printedBy(ran) }).toEqual({ failure: null, printed });
    network.cut();
  });
});

describe('connections that fail, as in Node', () => {
  const retries = 'retryStrategy: () => null, maxRetriesPerRequest: 0';
  test.each([
    ['100', `await new Redis({ host: 'nowhere', ${retries} }).ping()`, 'Connection is closed.'],
    [
      '100',
      `new Redis({ host: 'nowhere', ${retries} }).on('error', (error) => console.log(error.code, error.message))`,
      'ENOTFOUND getaddrinfo ENOTFOUND nowhere',
    ],
    [
      '100',
      `new Redis({ port: 6380, ${retries} }).on('error', (error) => console.log(error.code, error.message))`,
      'ECONNREFUSED connect ECONNREFUSED 127.0.0.1:6380',
    ],
    [
      '201',
      `const { createClient: make } = require('redis');
       await make({ url: 'redis://nowhere', socket: { reconnectStrategy: false } }).on('error', () => {}).connect()`,
      'getaddrinfo ENOTFOUND nowhere',
    ],
    [
      '201',
      `const { createClient: make } = require('redis');
       await make({ url: 'redis://localhost:6380', socket: { reconnectStrategy: false } }).on('error', () => {}).connect()`,
      'connect ECONNREFUSED 127.0.0.1:6380',
    ],
  ])('%s: %s', async (id, source, message) => {
    const network = freshNetwork();
    const ran = await run(source, id, network, {
      printed: source.includes('console.log') ? message : '',
    });
    const told = ran.failure ? ran.failure.text.replace(/^\w+: /, '') : printedBy(ran);
    expect(told).toContain(message);
    network.cut();
  });
});

/** Ports of the sources lead to one server on TCP; the genuine client still speaks to our socket. */
const tcpTo = (port: number): Network => ({
  connect: (host, asked, on) => tcpNetwork.connect(host, asked === 6379 ? port : asked, on),
});

const [, real] = bothServers;
describe.runIf(real)('a real redis-server makes them fail the same way', () => {
  let server: PlainServer;
  beforeAll(async () => {
    server = await (real as (typeof bothServers)[number])[1]();
  });
  afterAll(() => server.stop());
  const onServer = fails.filter(([id]) => !/^(135|369)$/.test(id));
  test.each(onServer)('%s', async (id, then, text, line) => {
    await emptied(server.port);
    const source = textOf('snippets', rowOf(id).file) + then;
    const { failure } = await run(source, id, tcpTo(server.port), { throws: true });
    expect([failure?.text, failure?.place?.line ?? null]).toEqual([text, line]);
  });
});

const emptied = (port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('FLUSHALL\r\n'));
    socket.on('error', reject);
    socket.once('data', () => {
      socket.destroy();
      resolve();
    });
  });
