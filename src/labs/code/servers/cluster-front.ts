/**
 * Makes one server answer at several addresses as the masters of a cluster.
 *
 * It is a model of a cluster's outside: the 16384 slots are divided evenly among the addresses, each
 * answers for its own slots, sends clients on with MOVED, refuses commands whose keys are in several
 * slots, and describes the whole by CLUSTER SLOTS, SHARDS and NODES. The data is in one place behind
 * them; there are no replicas, and nothing fails over.
 */
import type { Bytes } from '../../../base/bytes.ts';
import { type AnswerFor, encodeTree, frontServer, type Tree } from './front-server.ts';
import type { Accept } from './served-network.ts';

const SLOTS = 16384;

/** CRC-16/XMODEM, as the cluster's specification has it. */
function crc16(bytes: Bytes): number {
  let crc = 0;
  for (let i = 0; i < bytes.length; i++) {
    crc ^= bytes.charCodeAt(i) << 8;
    for (let bit = 0; bit < 8; bit++) crc = crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1;
  }
  return crc & 0xffff;
}

/** Of a key with a part in braces, only that part counts. */
export function slotOf(key: Bytes): number {
  const open = key.indexOf('{');
  const close = open < 0 ? -1 : key.indexOf('}', open + 1);
  const tag = close > open + 1 ? key.slice(open + 1, close) : key;
  return crc16(tag) % SLOTS;
}

/** Commands without keys, or with their own way to name them. */
const keyless = new Set([
  ...['PING', 'HELLO', 'AUTH', 'CLIENT', 'SELECT', 'QUIT', 'ECHO', 'INFO', 'COMMAND', 'CONFIG'],
  ...['TIME', 'DBSIZE', 'SCAN', 'KEYS', 'RANDOMKEY', 'FLUSHALL', 'FLUSHDB', 'SCRIPT', 'FUNCTION'],
  ...['PUBLISH', 'SUBSCRIBE', 'PSUBSCRIBE', 'UNSUBSCRIBE', 'PUNSUBSCRIBE', 'PUBSUB', 'MULTI'],
  ...['EXEC', 'DISCARD', 'UNWATCH', 'MONITOR', 'RESET', 'ROLE', 'WAIT', 'MEMORY', 'SLOWLOG'],
  ...['LATENCY', 'ACL', 'DEBUG', 'SAVE', 'BGSAVE', 'LASTSAVE', 'REPLICAOF', 'CLUSTER', 'ASKING'],
]);
const allKeys = new Set([
  ...['DEL', 'UNLINK', 'EXISTS', 'TOUCH', 'MGET', 'WATCH', 'PFCOUNT', 'PFMERGE', 'SINTER'],
  ...['SUNION', 'SDIFF', 'SINTERSTORE', 'SUNIONSTORE', 'SDIFFSTORE', 'RENAME', 'RPOPLPUSH'],
]);

function keysOf(argv: readonly Bytes[]): readonly Bytes[] {
  const name = (argv[0] ?? '').toUpperCase();
  if (keyless.has(name)) return [];
  if (allKeys.has(name)) return argv.slice(1);
  if (name === 'MSET' || name === 'MSETNX') return argv.slice(1).filter((_, i) => i % 2 === 0);
  if (/^(EVAL|EVALSHA|FCALL)(_RO)?$/.test(name)) return argv.slice(3, 3 + Number(argv[2]));
  if (name === 'XREAD' || name === 'XREADGROUP') {
    const streams = argv.slice(argv.findIndex((word) => word.toUpperCase() === 'STREAMS') + 1);
    return streams.slice(0, streams.length / 2);
  }
  return /^(XGROUP|XINFO|OBJECT)$/.test(name) ? argv.slice(2, 3) : argv.slice(1, 2);
}

export interface ClusterAddress {
  readonly host: string;
  readonly port: number;
}

interface Master extends ClusterAddress {
  readonly id: string;
  readonly first: number;
  readonly last: number;
}

function mastersOf(addresses: readonly ClusterAddress[]): Master[] {
  return addresses.map(({ host, port }, i) => ({
    host,
    port,
    id: `${port.toString(16).padStart(8, '0')}`.padEnd(40, '0'),
    first: Math.round((i * SLOTS) / addresses.length),
    last: Math.round(((i + 1) * SLOTS) / addresses.length) - 1,
  }));
}

/** Who answers at which of the addresses, all in front of the same server. */
export function clusterFronts(
  behind: Accept,
  addresses: readonly ClusterAddress[],
): ReadonlyMap<string, Accept> {
  const masters = mastersOf(addresses);
  return new Map(
    masters.map((me) => [
      `${me.host}:${me.port}`,
      frontServer(behind, () => clusterAnswers(masters, me)),
    ]),
  );
}

function clusterAnswers(masters: readonly Master[], me: Master): AnswerFor {
  return (argv) => {
    const name = (argv[0] ?? '').toUpperCase();
    if (name === 'READONLY' || name === 'READWRITE' || name === 'ASKING') return '+OK\r\n';
    if (name === 'CLUSTER') return describe(masters, me, argv.slice(1));
    const slots = new Set(keysOf(argv).map(slotOf));
    if (slots.size > 1) return "-CROSSSLOT Keys in request don't hash to the same slot\r\n";
    const [slot] = slots;
    if (slot === undefined || (slot >= me.first && slot <= me.last)) return null;
    const owner = masters.find(({ first, last }) => slot >= first && slot <= last) as Master;
    return `-MOVED ${slot} ${owner.host}:${owner.port}\r\n`;
  };
}

function describe(masters: readonly Master[], me: Master, argv: readonly Bytes[]): Bytes {
  const what = (argv[0] ?? '').toUpperCase();
  if (what === 'KEYSLOT' && argv[1] !== undefined) return encodeTree(slotOf(argv[1]));
  if (what === 'MYID') return encodeTree(me.id);
  if (what === 'SLOTS') {
    return encodeTree(
      masters.map(({ first, last, host, port, id }): Tree => [first, last, [host, port, id, []]]),
    );
  }
  if (what === 'SHARDS') return encodeTree(masters.map(shardOf));
  if (what === 'NODES') return encodeTree(masters.map((one) => nodeLine(one, one === me)).join(''));
  if (what === 'INFO') {
    const lines = [`cluster_state:ok`, `cluster_slots_assigned:${SLOTS}`];
    lines.push(`cluster_known_nodes:${masters.length}`, `cluster_size:${masters.length}`);
    return encodeTree(`${lines.join('\r\n')}\r\n`);
  }
  return `-ERR unknown subcommand '${argv[0] ?? ''}'. Try CLUSTER HELP.\r\n`;
}

const shardOf = ({ first, last, host, port, id }: Master): Tree => [
  'slots',
  [first, last],
  'nodes',
  [
    [
      ...['id', id, 'port', port, 'ip', host, 'endpoint', host],
      ...['role', 'master', 'replication-offset', 0, 'health', 'online'],
    ],
  ],
];

const nodeLine = ({ first, last, host, port, id }: Master, isMe: boolean): string =>
  `${id} ${host}:${port}@${port + 10000} ${isMe ? 'myself,' : ''}master - 0 0 1 connected ${first}-${last}\n`;
