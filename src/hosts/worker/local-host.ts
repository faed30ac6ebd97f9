/**
 * The engine of this tab: one node on IndexedDB, and what the page may ask of it.
 *
 * Views are computed when asked for; changes only move a revision, which is told to watchers at
 * most once per frame.
 */
import type { Bytes } from '../../base/bytes.ts';
import type { Disk, Random } from '../../base/ports.ts';
import { seededRandom } from '../../base/random.ts';
import type { CommandDoc, CommandWords } from '../../contract/catalogue.ts';
import type { DirectiveDoc } from '../../contract/directives.ts';
import type {
  ChangeBeat,
  ClockCommand,
  ClockView,
  EngineEvent,
  OpenReport,
  StopReport,
  Vitals,
} from '../../contract/host.ts';
import type { KeyTreePage, KeyTreeRequest } from '../../contract/key-tree.ts';
import type { InspectRequest, KeyView } from '../../contract/key-view.ts';
import { createNode, type Node } from '../../engine/node.ts';
import { rewriteCommands } from '../../engine/persistence/rewrite.ts';
import { isRdbFile } from '../../engine/rdb/rdb-file.ts';
import type { ShutdownRequest } from '../../engine/server/gates.ts';
import type { Server } from '../../engine/server/server.ts';
import { catalogueOf, commandWordsOf } from '../../inspect/catalogue.ts';
import { Observer } from '../../inspect/observer.ts';
import { vitalsOf } from '../../inspect/vitals.ts';
import { encodeRequest, encodeRequests } from '../../protocol/resp-request.ts';
import { loadWholeSnapshot, prepared, replayAll } from '../load-files.ts';
import { openNode } from '../open-node.ts';
import { ClockMemory } from './clock-memory.ts';
import { keepDelays } from './kept-delays.ts';
import { documentationFromNetwork, partsFromNetwork } from './late-parts.ts';
import { luaFromNetwork } from './lua-loader.ts';
import { PlaygroundClock, realClock } from './playground-clock.ts';

const FRAME_MS = 16;
/** How many commands of a loaded file are handed over together. */
const COMMANDS_AT_ONCE = 1000;
/** Where the log is forced down at least once a second unless the person chooses otherwise. */
const CONFIGURATION: readonly (readonly string[])[] = [
  ['appendonly', 'yes'],
  ['appendfsync', 'everysec'],
  // The log is what brings the data back here; a snapshot beside it is made when asked for.
  ['save', ''],
  ['enable-debug-command', 'yes'],
];

function unpredictable(): Random {
  const seed = new Uint32Array(1);
  crypto.getRandomValues(seed);
  return seededRandom(seed[0] as number);
}

export class LocalHost {
  readonly node: Node;
  /** Told when SHUTDOWN has ended the node, and nothing of it may be used any more. */
  onStopped: (report: StopReport) => void = () => {};
  private readonly clockPort = new PlaygroundClock();
  private readonly clockMemory: ClockMemory;
  private readonly observer: Observer;
  private readonly watchers = new Set<(beat: ChangeBeat) => void>();
  private beatPending = false;
  private ending = false;

  /** `options` are lines of configuration of this start alone, as on a command line. */
  constructor(disk: Disk, options: readonly (readonly string[])[] = []) {
    const log = {
      write: (level: string, message: string) => console.info(`[engine ${level}] ${message}`),
    };
    this.node = createNode(
      {
        clock: this.clockPort,
        diskClock: realClock,
        random: unpredictable(),
        disk,
        log,
        lua: luaFromNetwork(),
        ...partsFromNetwork,
      },
      [...CONFIGURATION, ...options],
    );
    this.clockMemory = new ClockMemory(disk, this.clockPort);
    this.observer = new Observer(this.node.server, Date.now, () => this.changed());
  }

  async open(dataset: string): Promise<OpenReport> {
    const startMs = performance.now();
    await this.clockMemory.restore();
    const { commandsReplayed, notices } = await openNode(this.node, { onDamage: 'keep-aside' });
    this.observer.start();
    this.node.server.onShutdown = (request) => void this.end(request);
    let keysLoaded = 0;
    for (const database of this.node.server.keyspace.databases) keysLoaded += database.size;
    if (keysLoaded === 0) this.clockMemory.forget();
    const loadMs = performance.now() - startMs;
    return { dataset, tenancy: 'owner', keysLoaded, commandsReplayed, loadMs, notices };
  }

  /** SHUTDOWN is being obeyed, or has been. */
  get isEnding(): boolean {
    return this.ending;
  }

  /** With what a start has to be told to keep data in the same way. */
  private get persistenceOptions(): readonly (readonly string[])[] {
    const { config } = this.node;
    return [
      ['appendonly', config.text('appendonly')],
      ['save', config.text('save')],
    ];
  }

  watch(onBeat: (beat: ChangeBeat) => void): () => void {
    this.watchers.add(onBeat);
    return () => this.watchers.delete(onBeat);
  }

  vitals(): Vitals {
    return vitalsOf(this.node, this.observer, this.clockView());
  }

  keyTree(request: KeyTreeRequest): KeyTreePage {
    return this.observer.keyTree(request);
  }

  /** Drawings of structures come with the first one that is asked for. */
  async inspect(request: InspectRequest): Promise<KeyView | null> {
    const { inspectKey } = await import('../../inspect/key-view.ts');
    return inspectKey(this.node.server, this.observer, request);
  }

  catalogue(): readonly CommandDoc[] {
    return catalogueOf(this.node.server.table);
  }

  async commandWords(): Promise<readonly CommandWords[]> {
    return commandWordsOf(this.node.server.table, await documentationFromNetwork());
  }

  async directives(): Promise<readonly DirectiveDoc[]> {
    const { directivesOf } = await import('../../inspect/directives.ts');
    return directivesOf(this.node.config.version, CONFIGURATION);
  }

  completeKey(db: number, prefix: Bytes, type: string | null, limit: number): readonly Bytes[] {
    return this.observer.completeKey(db, prefix, type, limit);
  }

  clock(command: ClockCommand): ClockView {
    const clock = this.clockPort;
    if (command.kind === 'pause') clock.pause();
    else if (command.kind === 'resume') clock.resume();
    else if (command.kind === 'speed')
      clock.setSpeed(Math.min(3600, Math.max(0.01, command.speed)));
    else if (command.kind === 'advance') clock.advance(Math.max(0, command.byMs));
    else if (command.kind === 'real-time') this.toRealTime();
    else this.jumpToNextExpiry();
    this.clockMemory.keep();
    this.changed();
    return this.clockView();
  }

  undo(): number {
    return this.observer.undo.restore(this.node.server, () => this.replaceData(() => []));
  }

  eventsSince(seq: number, limit: number): readonly EngineEvent[] {
    return this.observer.events.since(seq, limit);
  }

  reset(commands: readonly (readonly Bytes[])[]): void {
    this.replaceData(() => commands);
  }

  exportAof(): Uint8Array {
    return encodeRequests([...rewriteCommands(this.node.server)]);
  }

  async importFile(bytes: Uint8Array): Promise<number> {
    const trial = this.node.server.trial();
    try {
      await loadInto(trial, bytes);
    } finally {
      trial.stop();
    }
    const commands = [...rewriteCommands(trial)];
    // Commands must not be held up: their client is gone at once.
    if (trial.scripting.isReady) await prepared(this.node.server.scripting);
    this.replaceData(() => commands);
    return this.node.server.keyspace.size;
  }

  /** Empties everything (undoable), then runs `commands` as a client of its own. */
  private replaceData(commands: () => readonly (readonly Bytes[])[]): void {
    const { node } = this;
    const quiet = { send: () => {}, close: () => {} };
    const connection = node.connect(quiet, { addr: 'reset:0', laddr: 'engine:0' });
    this.observer.asReset(() => connection.receive(encodeRequest(['FLUSHALL'])));
    connection.receive(encodeRequest(['SELECT', '0']));
    const all = commands();
    // Many at a time: each delivery is a turn of the server, with bytes for the disk of its own.
    for (let at = 0; at < all.length; at += COMMANDS_AT_ONCE)
      connection.receive(encodeRequests(all.slice(at, at + COMMANDS_AT_ONCE)));
    connection.closed();
  }

  /** As redis-server ends: what is to be kept is written first, and where that fails it goes on. */
  private async end(request: ShutdownRequest): Promise<void> {
    if (this.ending) return;
    this.ending = true;
    const { server } = this.node;
    const goOn = server.pauses.hold('write');
    const savesBefore = server.snapshots?.saves ?? 0;
    const logged = this.node.config.flag('appendonly');
    const endedScript = server.scripting.running !== null;
    const failure = await this.node.shutdown(request).catch((error: unknown) => String(error));
    if (failure !== null) {
      this.ending = false;
      request.failed?.();
      goOn();
      return;
    }
    this.watchers.clear();
    this.onStopped({
      logged,
      saved: (server.snapshots?.saves ?? 0) > savesBefore,
      keys: server.keyspace.size,
      unsavedChanges: server.snapshots?.changesSinceSave ?? 0,
      endedScript,
      options: this.persistenceOptions,
    });
  }

  private jumpToNextExpiry(): void {
    const next = this.observer.nextExpiryNowMs();
    if (next === null) return;
    this.clockPort.advance(Math.max(0, next - this.clockPort.nowMs()) + 1);
    const { server } = this.node;
    server.turn(() => server.cron.expireDue());
  }

  private toRealTime(): void {
    const { server } = this.node;
    if (server.scripting.running) throw new Error('BUSY A script is running.');
    this.clockPort.resume();
    this.clockPort.setSpeed(1);
    const settle = keepDelays(server, -this.clockPort.aheadMs);
    this.clockPort.moveTo(0);
    // First: expiry times of real time must not meet a moved clock after a reload.
    this.clockMemory.keep();
    settle();
    this.observer.timesMoved();
  }

  private clockView(): ClockView {
    return {
      nowMs: this.clockPort.nowMs(),
      aheadMs: this.clockPort.aheadMs,
      paused: this.clockPort.paused,
      speed: this.clockPort.speed,
      nextExpiryMs: this.observer.nextExpiryMs(),
    };
  }

  private changed(): void {
    if (this.beatPending || this.watchers.size === 0) return;
    this.beatPending = true;
    setTimeout(() => {
      this.beatPending = false;
      const beat: ChangeBeat = { kind: 'beat', revision: this.observer.revision };
      for (const watcher of this.watchers) watcher(beat);
    }, FRAME_MS);
  }
}

/** `*`, with which a request begins. */
const REQUEST_MARK = 42;

/** Rejects where the file, a snapshot or an append-only file, is not whole. */
async function loadInto(server: Server, bytes: Uint8Array): Promise<void> {
  const endsAt = isRdbFile(bytes) ? await loadWholeSnapshot(server, bytes, false) : 0;
  // Commands may follow the data set, in an append-only file; other things are passed over.
  if (endsAt > 0 && bytes[endsAt] !== REQUEST_MARK) return;
  const report = await replayAll(server, bytes, endsAt);
  if (report.outcome === 'whole') return;
  throw new Error(`Good up to byte ${report.validBytes}, then: ${report.detail}`);
}
