/**
 * What clients make a server hold, as a redis-server 7.0 allocates it: commands that MULTI queued or
 * that wait for keys, names they subscribe to and watch, requests that are half here, replies that
 * have not left.
 *
 * Whoever keeps such a thing keeps a count of its bytes and changes it when something comes or goes:
 * nothing is walked to know used_memory, and a plain GET or SET meets none of this. What has gone
 * has taken its bytes with it, hash tables included; Redis keeps the tables of a client's
 * subscriptions, and of what was watched, as large as they have been.
 *
 * Not modelled: the 20 KB input buffer that Redis leaves a client for two seconds or so after its
 * last command. The buffer of replies is as large as Redis's (`reply-buffers.ts`).
 */
import type { Bytes } from '../../base/bytes.ts';
import type { RequestParser } from '../../protocol/request-parser.ts';
import {
  allocationBytes,
  bucketBytes,
  DICT_ENTRY_ALLOCATION,
  DICT_ENTRY_BYTES,
  POINTER_BYTES,
} from '../../structures/allocation.ts';
import { valueBytes } from '../keyspace/memory-account.ts';
import { type Client, REPLY_BUFFER_MIN_BYTES, type Transaction } from './client.ts';

/** `struct client`, and an empty input buffer: what a client is said to take beside its replies. */
const RESTING_BYTES = 776;
/** Of those, what an empty input buffer is. */
const EMPTY_BUFFER_BYTES = 8;
/** What Redis reads at once, and makes room for. */
const READ_BYTES = 16 * 1024;
/** Above this an argument gets a buffer that is as large as it will be. */
const BIG_ARGUMENT_BYTES = 32 * 1024;
/** An sds header for what is neither short nor huge, and the terminating zero. */
const SDS_FRAME_BYTES = 6;
/** A block of replies, which is what an allocation of 16 KB and a header really gets. */
const REPLY_BLOCK_ALLOCATION = allocationBytes(READ_BYTES + 16);
const REPLY_BLOCK_BYTES = REPLY_BLOCK_ALLOCATION - 16;
/** `listNode`, as declared and as allocated; `list`. */
const LIST_NODE_BYTES = 24;
const LIST_NODE_ALLOCATION = allocationBytes(LIST_NODE_BYTES);
const LIST_ALLOCATION = 48;
/** `multiCmd`: the array of queued commands doubles, beginning with two. */
const QUEUED_COMMAND_BYTES = 24;
const QUEUE_MIN = 2;
/** `watchedKey` as CLIENT LIST counts it with its place in the client's list, and as allocated. */
const WATCHED_KEY_BYTES = 56;
const WATCHED_KEY_ALLOCATION = 64;
/** For a node of the tree of prefixes, as CLIENT LIST counts it. */
const PREFIX_NODE_BYTES = 32;
/** Of a wait: where in the key's list the client stands. */
const BLOCKED_PLACE_ALLOCATION = 32;
const BUCKETS_MIN = 4;

/** The least that is not below `n`, which is at least 1. */
const powerOfTwo = (n: number): number => 2 ** (32 - Math.clz32(n - 1));

/** The buckets of a Redis hash table that has grown to hold so many entries. */
const bucketsFor = (entries: number): number =>
  entries === 0 ? 0 : Math.max(BUCKETS_MIN, powerOfTwo(entries));

/** The buckets of a table, as allocated. */
export const tableBytes = (entries: number): number => bucketBytes(bucketsFor(entries));

/** An argument that is kept: an object of its own. */
export const argumentBytes = (word: Bytes): number => valueBytes(word);

/** A kept command: its arguments, and the array of them. */
export function argvBytes(argv: readonly Bytes[]): number {
  let total = allocationBytes(argv.length * POINTER_BYTES);
  for (const word of argv) total += argumentBytes(word);
  return total;
}

/** The array of a queue of so many commands. */
const queueCapacity = (commands: number): number =>
  commands === 0 ? 0 : Math.max(QUEUE_MIN, powerOfTwo(commands));

export const queueArrayBytes = (commands: number): number =>
  commands === 0 ? 0 : allocationBytes(queueCapacity(commands) * QUEUED_COMMAND_BYTES);

/** For a name that anybody has subscribed to, watches or waits for: an entry and a list of clients. */
export const SOUGHT_NAME_BYTES = DICT_ENTRY_ALLOCATION + LIST_ALLOCATION;

/** For one subscription beside the name: a place on the client's side, and one in the name's list. */
export const SUBSCRIPTION_BYTES = DICT_ENTRY_ALLOCATION + LIST_NODE_ALLOCATION;

/** For one watched key beside its name. */
export const WATCH_BYTES = LIST_NODE_ALLOCATION + WATCHED_KEY_ALLOCATION;

/** For one key of a blocked command, whose name is in the command. */
export const WAIT_BYTES = DICT_ENTRY_ALLOCATION + BLOCKED_PLACE_ALLOCATION + LIST_NODE_ALLOCATION;

/** The buffer of input that is not a whole request yet. */
export function queryBufferBytes(parser: RequestParser): number {
  if (parser.pendingBytes === 0) return 0;
  const { awaitedBytes } = parser;
  const big = awaitedBytes >= BIG_ARGUMENT_BYTES ? awaitedBytes + 2 : 0;
  return allocationBytes(Math.max(READ_BYTES, parser.unreadBytes, big) + SDS_FRAME_BYTES);
}

/** That buffer, and the arguments of the request that have come. */
export function inputBytes(parser: RequestParser): number {
  if (parser.pendingBytes === 0) return 0;
  const { argc } = parser;
  let total = queryBufferBytes(parser);
  if (parser.unreadBytes === parser.pendingBytes) return total;
  total += allocationBytes(argc * POINTER_BYTES);
  for (let i = 0; i < argc; i++) total += argumentAllocation(parser.argumentLength(i));
  return total;
}

const EMBSTR_MAX = 44;
const argumentAllocation = (length: number): number =>
  length <= EMBSTR_MAX
    ? allocationBytes(length + 20)
    : 16 + allocationBytes(length + SDS_FRAME_BYTES);

/** Blocks of replies beyond the client's own buffer. */
const replyBlocks = (unsentBytes: number, bufferBytes: number): number =>
  Math.max(0, Math.ceil((unsentBytes - bufferBytes) / REPLY_BLOCK_BYTES));

/** What replies that have not left take, beside the client's own buffer. */
export const outputBytes = (
  unsentBytes: number,
  bufferBytes: number = REPLY_BUFFER_MIN_BYTES,
): number =>
  replyBlocks(unsentBytes, bufferBytes) * (REPLY_BLOCK_ALLOCATION + LIST_NODE_ALLOCATION);

/** The most unsent bytes whose replies take less than `limit`, however small the client's buffer. */
export const unsentBytesBelow = (limit: number): number => {
  const blocks = Math.ceil(limit / (REPLY_BLOCK_ALLOCATION + LIST_NODE_ALLOCATION)) - 1;
  return REPLY_BUFFER_MIN_BYTES + Math.max(0, blocks) * REPLY_BLOCK_BYTES;
};

/** CLIENT LIST's figures of memory. */
export interface ClientFigures {
  /** Input that is not a whole request yet, and room for more. */
  readonly qbuf: number;
  readonly qbufFree: number;
  /** Arguments that have come, or of the command that waits. */
  readonly argvMem: number;
  readonly multiMem: number;
  /** Replies in the client's own buffer; blocks of further ones, and what these take. */
  readonly obl: number;
  readonly oll: number;
  readonly omem: number;
  readonly totMem: number;
}

/**
 * Beside the figures of a client at rest, those of one whose command is being run: the buffer is what
 * has come with it, and its arguments are there.
 */
export function runningFigures(client: Client, unsentBytes: number): ClientFigures {
  const rest = clientFigures(client, unsentBytes);
  const { parser } = client;
  let argvMem = 0;
  for (let i = 0; i < parser.argc; i++) argvMem += parser.argumentLength(i);
  const qbuf = Math.min(parser.bufferedBytes, READ_BYTES);
  const bufferBytes = allocationBytes(READ_BYTES + SDS_FRAME_BYTES);
  const before = client.heldInputBytes === 0 ? EMPTY_BUFFER_BYTES : queryBufferBytes(parser);
  const argumentBytes =
    argvMem - rest.argvMem + (parser.argc - argumentCount(client)) * POINTER_BYTES;
  return {
    ...rest,
    qbuf,
    qbufFree: bufferBytes - SDS_FRAME_BYTES - qbuf,
    argvMem,
    totMem: rest.totMem + bufferBytes - before + argumentBytes,
  };
}

/** As Redis adds them up: by declared sizes, with neither objects' headers nor what rounding costs. */
export function clientFigures(client: Client, unsentBytes: number): ClientFigures {
  const { parser, transaction } = client;
  // Not what is being read this moment: used_memory has no buffer for it either.
  const bufferBytes = client.heldInputBytes === 0 ? 0 : queryBufferBytes(parser);
  const qbuf = parser.unreadBytes;
  const argc = argumentCount(client);
  const argvMem = argumentsLength(client);
  const multiMem = transaction?.declaredBytes ?? 0;
  const { replyBufferBytes } = client;
  const oll = replyBlocks(unsentBytes, replyBufferBytes);
  const omem = outputBytes(unsentBytes, replyBufferBytes);
  const queue = queueCapacity(transaction?.queue.length ?? 0) * QUEUED_COMMAND_BYTES;
  const watched = client.watched.size * WATCHED_KEY_BYTES;
  const tracked = (client.tracking?.prefixNodes ?? 0) * PREFIX_NODE_BYTES;
  const kept = tracked + argvMem + argc * POINTER_BYTES + multiMem + queue + watched;
  return {
    qbuf,
    qbufFree: Math.max(0, bufferBytes - SDS_FRAME_BYTES - qbuf),
    argvMem,
    multiMem,
    obl: Math.min(unsentBytes, replyBufferBytes),
    oll,
    omem,
    totMem:
      RESTING_BYTES + replyBufferBytes + bufferBytes + omem + kept + subscriptionsBytes(client),
  };
}

function subscriptionsBytes({ channels, shardChannels, patterns }: Client): number {
  const dict = (size: number): number => size * DICT_ENTRY_BYTES + bucketsFor(size) * POINTER_BYTES;
  return dict(channels.size) + dict(shardChannels.size) + patterns.size * LIST_NODE_BYTES;
}

function argumentCount({ blocked, parser }: Client): number {
  if (blocked) return blocked.argv.length;
  return parser.unreadBytes < parser.pendingBytes ? parser.argc : 0;
}

function argumentsLength(client: Client): number {
  const { blocked, parser } = client;
  let total = 0;
  if (blocked) for (const word of blocked.argv) total += word.length;
  else for (let i = 0; i < argumentCount(client); i++) total += parser.argumentLength(i);
  return total;
}

/** What MULTI's queue adds to `multi-mem` for one command. */
export function declaredArgvBytes(argv: readonly Bytes[]): number {
  let total = argv.length * POINTER_BYTES;
  for (const word of argv) total += word.length;
  return total;
}

/** The queues of all clients that are in MULTI. */
export class TransactionQueues {
  memoryBytes = 0;

  begin(client: Client): void {
    client.transaction = { queue: [], aborted: false, memoryBytes: 0, declaredBytes: 0 };
  }

  add(transaction: Transaction, command: Transaction['queue'][number]): void {
    const { queue } = transaction;
    const array = queueArrayBytes(queue.length + 1) - queueArrayBytes(queue.length);
    const bytes = array + argvBytes(command.argv);
    queue.push(command);
    transaction.memoryBytes += bytes;
    transaction.declaredBytes += declaredArgvBytes(command.argv);
    this.memoryBytes += bytes;
  }

  /** The client is in MULTI no more, if it was. */
  end(client: Client): void {
    if (!client.transaction) return;
    this.memoryBytes -= client.transaction.memoryBytes;
    client.transaction = null;
  }
}

/** Requests that are half here, and those that wait because their client does. */
export class HeldInput {
  memoryBytes = 0;

  /** Input has been read. What stays is charged to the client; most commands leave nothing. */
  note(client: Client): void {
    if (client.parser.pendingBytes === 0 && client.heldInputBytes === 0) return;
    if (client.closed || client.closing) this.drop(client);
    else this.charge(client, inputBytes(client.parser));
  }

  /** For good, or while it is read: no command evicts keys for the sake of those behind it. */
  drop(client: Client): void {
    this.charge(client, 0);
  }

  private charge(client: Client, bytes: number): void {
    this.memoryBytes += bytes - client.heldInputBytes;
    client.heldInputBytes = bytes;
  }
}
