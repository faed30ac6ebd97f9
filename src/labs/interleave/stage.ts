/**
 * Where orders are played: a real node with one connection per client, a modelled database of rows,
 * and a virtual clock. `begin` makes everything as it was before: an order leaves no trace in the
 * next one, so thousands share a node.
 *
 * Invariant: the same steps in the same order give the same replies, on a fresh stage or a used one.
 */

import { type Bytes, bytesToUtf8Lossy, utf8ToBytes } from '../../base/bytes.ts';
import type { Random } from '../../base/ports.ts';
import { seededRandom } from '../../base/random.ts';
import { renderCli } from '../../client/render-cli.ts';
import { RespReader } from '../../client/resp-reader.ts';
import type { RespValue } from '../../client/resp-value.ts';
import type { KeyValue, ScriptPlace, StateView, StepError } from '../../contract/lab-interleave.ts';
import { type Connection, createNode, type Node } from '../../engine/node.ts';
import { partsAtOnce } from '../../engine/parts-at-once.ts';
import type { LuaLoader } from '../../engine/scripting/lua.ts';
import { MemoryDisk } from '../../hosts/simulated/memory-disk.ts';
import { VirtualClock } from '../../hosts/simulated/virtual-clock.ts';
import { quotedBytes } from '../../protocol/quoted-bytes.ts';
import { encodeRequest } from '../../protocol/resp-request.ts';
import { EvaluationError, holds, isError, type Name, textOf, type Value } from './expression.ts';
import type { Script, Step, Word } from './script.ts';

const START_MS = Date.UTC(2026, 0, 1);
const ATTEMPTS_MAX = 4;

/** One connection that has its replies at once. */
class Wire {
  private readonly reader = new RespReader();
  private readonly connection: Connection;

  constructor(node: Node, name: string) {
    const link = { send: (bytes: Uint8Array) => this.reader.feed(bytes), close: () => {} };
    this.connection = node.connect(link, { addr: `${name}:0`, laddr: 'node:0' });
  }

  /** Null where the command waits and nothing came back. */
  ask(argv: readonly Bytes[]): RespValue | null {
    this.connection.receive(encodeRequest(argv));
    return this.reader.next();
  }
}

/** A step had no reply: it waits, or does not end. The stage is of no more use. */
export class NoReplyError extends Error {
  readonly place: ScriptPlace;
  readonly step: Step;

  constructor(place: ScriptPlace, step: Step) {
    super('no reply');
    this.place = place;
    this.step = step;
  }
}

/** What one step did. */
export interface Played {
  readonly kind: 'command' | 'row' | 'wait' | 'skipped' | 'failed';
  /** What was sent as a line, and what came back as redis-cli shows it. */
  readonly sent: string;
  readonly reply: string;
  readonly retries: boolean;
}

/** A client in the middle of its script. */
interface Player {
  readonly script: Script;
  readonly wire: Wire;
  /** Whether its script can leave a transaction or a watch behind. */
  readonly transacts: boolean;
  readonly variables: Map<string, Value>;
  /** Index of the next step. */
  next: number;
  attempts: number;
}

export class Stage {
  readonly players: readonly Player[];
  commands = 0;
  /** What went wrong since `begin`, in the setup and in the clients' steps. */
  errors: StepError[] = [];
  private acting: ScriptPlace = 'setup';
  private readonly setup: Script;
  private readonly clock = new VirtualClock(START_MS);
  private readonly observer: Wire;
  private readonly rows = new Map<string, string>();
  private random: Random = seededRandom(1);

  constructor(setup: Script, scripts: readonly Script[], lua: LuaLoader) {
    this.setup = setup;
    const random: Random = {
      uint32: () => this.random.uint32(),
      below: (bound) => this.random.below(bound),
      unit: () => this.random.unit(),
    };
    const ports = { clock: this.clock, random, disk: new MemoryDisk(), log: { write: () => {} } };
    const node = createNode({ ...ports, lua, ...partsAtOnce }, [['save', '']]);
    this.observer = new Wire(node, 'observer');
    this.players = scripts.map((script, index) => ({
      script,
      wire: new Wire(node, `client-${index}`),
      transacts: script.steps.some(({ text }) => /multi|watch/i.test(text)),
      variables: new Map(),
      next: 0,
      attempts: 1,
    }));
  }

  /** Back to the start: no keys, no rows, no variables, then the setup. */
  begin(): void {
    this.random = seededRandom(1);
    this.errors = [];
    this.rows.clear();
    this.observer.ask(FLUSH);
    for (const player of this.players) {
      // Ends a transaction and forgets what was watched.
      if (player.transacts) player.wire.ask(RESET);
      player.variables.clear();
      player.next = 0;
      player.attempts = 1;
    }
    const variables = new Map<string, Value>();
    this.acting = 'setup';
    for (const step of this.setup.steps) this.act(step, this.observer, variables);
  }

  isDone(client: number): boolean {
    const player = this.players[client] as Player;
    return player.next >= player.script.steps.length;
  }

  stepsLeft(client: number): number {
    const player = this.players[client] as Player;
    return player.script.steps.length - player.next;
  }

  /** The step that the client takes next. */
  nextStep(client: number): Step {
    const player = this.players[client] as Player;
    return player.script.steps[player.next] as Step;
  }

  /** Plays the client's next step. With `told` it is put in words, which takes longer. */
  play(client: number, told = false): Played {
    const player = this.players[client] as Player;
    const step = this.nextStep(client);
    player.next++;
    this.acting = client;
    const played = this.act(step, player.wire, player.variables, told);
    const again = this.retries(step, player.variables);
    if (!again || player.attempts >= ATTEMPTS_MAX) return played;
    player.attempts++;
    player.next = 0;
    return { ...played, retries: true };
  }

  /** Keys and rows by name; with their times to live when `told`. */
  state(told = false): StateView {
    const names = this.observer.ask(KEYS);
    const keys = names && 'items' in names ? names.items : [];
    return {
      keys: keys
        .map((name) => this.keyValue('text' in name ? name.text : '', told))
        .sort((a, b) => (a.name < b.name ? -1 : 1)),
      rows: [...this.rows]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, value]) => ({ name, value, ttlMs: null })),
    };
  }

  private keyValue(key: Bytes, told: boolean): KeyValue {
    const ttl = told ? Number(textOf(replyValue(this.observer.ask(['PTTL', key])))) : -1;
    const value = textOf(this.read(key)) ?? 'nil';
    return { name: bytesToUtf8Lossy(key), value, ttlMs: ttl >= 0 ? ttl : null };
  }

  /** Most keys are strings: they are asked for first. */
  private read(key: Bytes): Value {
    const value = replyValue(this.observer.ask(['GET', key]));
    if (!isError(value)) return value;
    const type = textOf(replyValue(this.observer.ask(['TYPE', key])));
    const reader = type === null ? undefined : readers[type];
    return reader ? replyValue(this.observer.ask(reader(key))) : null;
  }

  /** A condition that cannot be worked out is an error of its line, and nothing is tried again. */
  private retries({ retry, retryLine }: Step, variables: Map<string, Value>): boolean {
    if (retry === null) return false;
    try {
      return holds(retry, scopeOf(variables));
    } catch (error) {
      if (!(error instanceof EvaluationError)) throw error;
      this.errors.push({ place: this.acting, line: retryLine, text: error.message });
      return false;
    }
  }

  private act(step: Step, wire: Wire, variables: Map<string, Value>, told = false): Played {
    const scope = scopeOf(variables);
    try {
      const { guard } = step;
      if (guard && holds(guard.expression, scope) !== guard.wanted) {
        return { kind: 'skipped', sent: step.text, reply: '', retries: false };
      }
      return this.perform(step, wire, variables, told);
    } catch (error) {
      if (!(error instanceof EvaluationError)) throw error;
      this.errors.push({ place: this.acting, line: step.line, text: error.message });
      return { kind: 'failed', sent: step.text, reply: error.message, retries: false };
    }
  }

  private perform(step: Step, wire: Wire, variables: Map<string, Value>, told: boolean): Played {
    const { action, into } = step;
    const fill = (word: Word) => filled(word, scopeOf(variables));
    const played = (kind: Played['kind'], sent: string, reply: string): Played => ({
      kind,
      sent,
      reply,
      retries: false,
    });
    if (action.kind === 'wait') {
      this.clock.runUntil(this.clock.nowMs() + action.waitMs);
      return played('wait', step.text, '');
    }
    if (action.kind === 'writeRow') {
      const [row, value] = [
        bytesToUtf8Lossy(fill(action.row)),
        bytesToUtf8Lossy(fill(action.value)),
      ];
      this.rows.set(row, value);
      return played('row', `DB.SET ${row} ${value}`, 'OK');
    }
    if (action.kind === 'readRow') {
      const row = bytesToUtf8Lossy(fill(action.row));
      const value = this.rows.get(row) ?? null;
      if (into !== null) variables.set(into, value);
      return played('row', `DB.GET ${row}`, value ?? '(nil)');
    }
    const argv = action.words.map(fill);
    this.commands++;
    const reply = wire.ask(argv);
    if (reply === null) throw new NoReplyError(this.acting, step);
    for (const text of errorsOf(reply)) {
      this.errors.push({ place: this.acting, line: step.line, text });
    }
    if (into !== null) variables.set(into, replyValue(reply));
    if (!told) return played('command', '', '');
    return played('command', lineOf(argv), renderCli(reply, { utf8: true }));
  }
}

const FLUSH = ['FLUSHALL'] as const;
const RESET = ['RESET'] as const;
const KEYS = ['KEYS', '*'] as const;

/** How a value of each other type is read. */
const readers: Readonly<Record<string, (key: Bytes) => readonly Bytes[]>> = {
  list: (key) => ['LRANGE', key, '0', '-1'],
  set: (key) => ['SORT', key, 'ALPHA'],
  zset: (key) => ['ZRANGE', key, '0', '-1', 'WITHSCORES'],
  hash: (key) => ['HGETALL', key],
  stream: (key) => ['XRANGE', key, '-', '+'],
};

const scopeOf =
  (variables: ReadonlyMap<string, Value>) =>
  (name: Name): Value =>
    variables.get(name.name) ?? null;

/** The word as it is sent. Nil has no bytes: sending it is a mistake of the script. */
function filled(word: Word, scope: (name: Name) => Value): Bytes {
  let bytes: Bytes = '';
  for (const piece of word) {
    if (typeof piece === 'string') bytes += piece;
    else {
      const text = textOf(piece.evaluate(scope));
      if (text === null) throw new EvaluationError('nil cannot be sent');
      bytes += utf8ToBytes(text);
    }
  }
  return bytes;
}

/** Errors in a reply: itself, or those of a transaction's commands. */
function errorsOf(reply: RespValue): string[] {
  if (reply.kind === 'error') return [bytesToUtf8Lossy(reply.text)];
  return reply.kind === 'array' ? reply.items.flatMap(errorsOf) : [];
}

function replyValue(reply: RespValue | null): Value {
  if (reply === null) return null;
  switch (reply.kind) {
    case 'null':
    case 'none':
      return null;
    case 'integer':
    case 'bignumber':
      return reply.digits;
    case 'boolean':
      return reply.value;
    case 'error':
      return { error: bytesToUtf8Lossy(reply.text) };
    case 'array':
    case 'map':
    case 'set':
    case 'push':
      return reply.items.map(replyValue);
    default:
      return bytesToUtf8Lossy(reply.text);
  }
}

/** As one would type it: quotes only where they are needed. */
const lineOf = (argv: readonly Bytes[]): string =>
  argv
    .map((word) =>
      /^[\x21\x23-\x26\x28-\x5b\x5d-\x7e\x80-\xff]+$/.test(word)
        ? bytesToUtf8Lossy(word)
        : shownQuoted(word),
    )
    .join(' ');

const shownQuoted = (word: Bytes): string => {
  const text = bytesToUtf8Lossy(word);
  return /["\\\p{Cc}]/u.test(text) ? quotedBytes(word) : `"${text}"`;
};
