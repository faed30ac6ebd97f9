/**
 * A cache that is a real node: GET, and on a miss SET, over a connection, on a virtual clock that
 * goes on with each access. Which keys go is the engine's own decision; it tells of each by its
 * `evicted` keyspace event.
 *
 * All keys and values are equally long, so that a capacity in keys is one in bytes: `maxmemory` is
 * what the engine says it uses when one key less than that is in it (it makes room when it is over
 * the limit, before the next command).
 */
import { bytesOf } from '../../base/bytes.ts';
import { seededRandom } from '../../base/random.ts';
import { type Connection, createNode, type Node } from '../../engine/node.ts';
import { reportAtOnce } from '../../engine/report.ts';
import { MemoryDisk } from '../../hosts/simulated/memory-disk.ts';
import { VirtualClock } from '../../hosts/simulated/virtual-clock.ts';
import { encodeRequest } from '../../protocol/resp-request.ts';
import type { CachePolicy } from './cache-policy.ts';

export interface RedisCacheOptions {
  /** The engine's maxmemory-policy. */
  readonly policy: string;
  /** 0 for no limit. */
  readonly maxmemoryBytes: number;
  readonly samples: number;
  readonly decayMinutes: number;
  readonly msPerAccess: number;
  readonly seed: number;
  /** Keys from here on are written without a time to live. */
  readonly firstSession: number;
  readonly onEvict: (key: number) => void;
}

const START_MS = Date.UTC(2026, 0, 1);
/** Longer than any trace takes: nothing expires, but volatile policies may evict it. */
const TTL_SECONDS = String(60 * 24 * 3600);
const KEY_DIGITS = 7;
const VALUE = 'a value of 32 bytes, like others';
const MINUS = 0x2d;
const ZERO = 0x30;

/**
 * A request as bytes in which only the key's digits change: copying and filling in is much cheaper
 * than encoding, and a run sends hundreds of thousands.
 */
class Request {
  private readonly template: Uint8Array;
  private readonly lastDigit: number;

  constructor(command: string, ...rest: readonly string[]) {
    const name = `k${'0'.repeat(KEY_DIGITS)}`;
    this.template = encodeRequest([command, name, ...rest]);
    this.lastDigit = bytesOf(this.template).indexOf(name) + KEY_DIGITS;
  }

  for(key: number): Uint8Array {
    const bytes = this.template.slice();
    let rest = key;
    for (let at = this.lastDigit; rest > 0; at--) {
      bytes[at] = ZERO + (rest % 10);
      rest = Math.floor(rest / 10);
    }
    return bytes;
  }
}

const get = new Request('GET');
const set = new Request('SET', VALUE);
const setWithTtl = new Request('SET', VALUE, 'EX', TTL_SECONDS);

export class RedisCache implements CachePolicy {
  refused = 0;
  commands = 0;
  private readonly options: RedisCacheOptions;
  private readonly clock = new VirtualClock(START_MS);
  private readonly node: Node;
  private readonly client: Connection;
  /** The last command's reply; those asked for here come in one piece. */
  private reply: Uint8Array = new Uint8Array();

  constructor(options: RedisCacheOptions) {
    this.options = options;
    const ports = { clock: this.clock, random: seededRandom(options.seed), disk: new MemoryDisk() };
    this.node = createNode({ ...ports, report: reportAtOnce, log: { write: () => {} } }, [
      ['save', ''],
      ['maxmemory', String(options.maxmemoryBytes)],
      ['maxmemory-policy', options.policy],
      ['maxmemory-samples', String(options.samples)],
      ['lfu-decay-time', String(options.decayMinutes)],
      ['notify-keyspace-events', 'Ee'],
    ]);
    this.client = this.connect('app', (bytes) => {
      this.reply = bytes;
    });
    const events = this.connect('watcher', (bytes) => this.hear(bytesOf(bytes)));
    events.receive(encodeRequest(['SUBSCRIBE', '__keyevent@0__:evicted']));
  }

  access(key: number): boolean {
    this.clock.runUntil(this.clock.nowMs() + this.options.msPerAccess);
    this.send(get.for(key));
    // A hit is `$32`, a miss `$-1`.
    if (this.reply[1] !== MINUS) return true;
    this.send((key < this.options.firstSession ? setWithTtl : set).for(key));
    if (this.reply[0] === MINUS) this.refused++;
    return false;
  }

  /** Writes the key without asking for it first. */
  write(key: number): void {
    this.clock.runUntil(this.clock.nowMs() + this.options.msPerAccess);
    this.send(setWithTtl.for(key));
  }

  limitMemory(maxmemoryBytes: number): void {
    this.ask(['CONFIG', 'SET', 'maxmemory', String(maxmemoryBytes)]);
  }

  /** used_memory as the engine's INFO tells it. */
  usedMemoryBytes(): number {
    return Number(/used_memory:(\d+)/.exec(this.ask(['INFO', 'memory']))?.[1]);
  }

  stop(): void {
    this.node.server.stop();
  }

  private ask(argv: readonly string[]): string {
    this.send(encodeRequest(argv));
    return bytesOf(this.reply);
  }

  private send(request: Uint8Array): void {
    this.commands++;
    this.client.receive(request);
  }

  private connect(name: string, send: (bytes: Uint8Array) => void): Connection {
    return this.node.connect({ send, close: () => {} }, { addr: `${name}:0`, laddr: 'cache:0' });
  }

  /** Messages end with the key's name as a bulk string; several may come at once. */
  private hear(text: string): void {
    for (const [, digits] of text.matchAll(/\r\nk(\d+)\r\n/g)) this.options.onEvict(Number(digits));
  }
}

/** What the engine uses with so many keys, as its own INFO tells: the limit that keeps it to them. */
export function measureMaxmemory(capacity: number, options: RedisCacheOptions): number {
  const cache = new RedisCache({ ...options, maxmemoryBytes: 0 });
  for (let key = 0; key < capacity - 1; key++) cache.write(key);
  const usedBytes = cache.usedMemoryBytes();
  cache.stop();
  return usedBytes;
}
