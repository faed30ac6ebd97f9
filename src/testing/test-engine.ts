/**
 * A node to be tested through its public face: RESP in, RESP out, on a virtual clock and a disk in
 * memory. Replies are shown as redis-cli prints them.
 *
 * `script` is the usual way in: lines that begin with `> ` are commands, `2> ` those of a second
 * client; what follows, up to the next command, is what must come out.
 */
import { expect } from 'vitest';
import { bytesOf, utf8ToBytes } from '../base/bytes.ts';
import type { Disk } from '../base/ports.ts';
import { seededRandom } from '../base/random.ts';
import { renderCli } from '../client/render-cli.ts';
import { RespReader } from '../client/resp-reader.ts';
import { createNode, type Node } from '../engine/node.ts';
import { partsAtOnce } from '../engine/parts-at-once.ts';
import { luaFromFile } from '../hosts/node/lua-loader.ts';
import { type OpenOptions, type OpenOutcome, openNode } from '../hosts/open-node.ts';
import { MemoryDisk } from '../hosts/simulated/memory-disk.ts';
import { VirtualClock } from '../hosts/simulated/virtual-clock.ts';
import { encodeRequest } from '../protocol/resp-request.ts';
import { splitArguments } from '../protocol/split-arguments.ts';

const START_MS = Date.UTC(2026, 0, 1);

export interface TestClient {
  readonly id: number;
  /** Sends one command line; answers with everything that came back so far. */
  run(line: string): string;
  /** Sends bytes as they are. */
  send(bytes: Uint8Array): void;
  /** What has arrived since the last look. */
  heard(): string;
  readonly isClosed: boolean;
}

export interface TestEngine {
  readonly node: Node;
  readonly clock: VirtualClock;
  /** What the node has written to its log. */
  readonly messages: readonly string[];
  client(): TestClient;
  advance(ms: number): void;
  /** Lets promises of the disk settle. */
  settle(): Promise<void>;
}

export function testEngine(
  config: Readonly<Record<string, string>> = {},
  disk: Disk = new MemoryDisk(),
  startMs = START_MS,
): TestEngine {
  const clock = new VirtualClock(startMs);
  const lines = Object.entries({ save: '', 'enable-debug-command': 'yes', ...config }).map(
    ([name, value]) => [name, ...value.split(' ')],
  );
  const messages: string[] = [];
  const log = {
    write: (_level: string, message: string) => {
      messages.push(message);
    },
  };
  const ports = {
    clock,
    random: seededRandom(42),
    disk,
    log,
    lua: luaFromFile(),
    ...partsAtOnce,
  };
  const node = createNode(ports, lines);
  return {
    node,
    clock,
    messages,
    client: () => testClient(node),
    advance: (ms) => clock.runUntil(clock.nowMs() + ms),
    settle: async () => {
      for (let i = 0; i < 20; i++) await Promise.resolve();
    },
  };
}

/** A node on a disk that may hold data already. */
export async function openEngine(
  disk: Disk,
  config: Readonly<Record<string, string>> = {},
  options: OpenOptions = { onDamage: 'keep-aside' },
): Promise<TestEngine & { readonly outcome: OpenOutcome }> {
  const engine = testEngine({ appendonly: 'yes', ...config }, disk);
  const outcome = await openNode(engine.node, options);
  return { ...engine, outcome };
}

function testClient(node: Node): TestClient {
  const reader = new RespReader();
  let shown: string[] = [];
  let isClosed = false;
  const link = {
    send: (bytes: Uint8Array) => {
      reader.feed(bytes);
      for (let value = reader.next(); value !== null; value = reader.next()) {
        shown.push(renderCli(value, { utf8: false }));
      }
    },
    close: () => {
      isClosed = true;
    },
  };
  const connection = node.connect(link, { addr: '127.0.0.1:50000', laddr: '127.0.0.1:6379' });
  const heard = (): string => {
    const text = shown.join('\n');
    shown = [];
    return text;
  };
  return {
    id: connection.client.id,
    send: (bytes) => connection.receive(bytes),
    run: (line) => {
      connection.receive(encodeRequest(splitArguments(utf8ToBytes(line)) ?? []));
      return heard();
    },
    heard,
    get isClosed() {
      return isClosed;
    },
  };
}

/** Runs a script (see above) and compares, command by command. */
export function script(text: string, engine: TestEngine = testEngine()): void {
  const clients = new Map<string, TestClient>();
  const clientOf = (name: string): TestClient => {
    const known = clients.get(name) ?? engine.client();
    clients.set(name, known);
    return known;
  };
  let actual = '';
  const wanted = text
    .split('\n')
    .map((line) => line.replace(/^ {4}/, ''))
    .filter((line) => line.trim() !== '');
  for (const line of wanted) {
    const command = /^(\d*)> (.*)$/.exec(line);
    if (!command) continue;
    const reply = clientOf(command[1] ?? '').run(command[2] as string);
    actual += `${line}\n${reply === '' ? '' : `${reply}\n`}`;
  }
  expect(actual.trimEnd()).toBe(wanted.join('\n').trimEnd());
}

/** What is propagated from now on, one request a line, its words joined by spaces. */
export function effectsOf(engine: TestEngine): string[] {
  const lines: string[] = [];
  engine.node.server.propagation.sink = (_db, request) => {
    const words = bytesOf(request).split('\r\n');
    lines.push(words.filter((_, i) => i > 0 && i % 2 === 0).join(' '));
  };
  return lines;
}
