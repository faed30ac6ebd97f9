/**
 * A world: users, app servers that run strategy code, a real node behind a simulated network and a
 * modelled database, on one virtual clock.
 *
 *   traffic -> app server (strategy code) -> network -> node
 *                        \-> database
 *
 * It is advanced in slices, so that a host can show progress, pause it and stop it. Between two
 * events of the clock all code that can run has run. Everything random is drawn from streams of
 * one seed, one stream per purpose, so that other code in the app servers does not change who asks
 * for what.
 *
 * Invariants: same settings, same code: same run, on every machine; every request ends once, or
 * counts as unfinished; arrivals end after `seconds`, and what is under way then has
 * `AFTERTIME_SECONDS` to end.
 */

import type { Random } from '../../base/ports.ts';
import { seededRandom } from '../../base/random.ts';
import type {
  WorldEvent,
  WorldProgress,
  WorldRun,
  WorldSettings,
  WorldTotals,
} from '../../contract/lab-world.ts';
import type { LuaLoader } from '../../engine/scripting/lua.ts';
import { VirtualClock } from '../../hosts/simulated/virtual-clock.ts';
import { SimulatedNetwork } from '../../hosts/simulated/wire.ts';
import {
  currentContext,
  drainTasks,
  enterContext,
  takeUnhandledRejections,
  WorldPromise,
} from '../../hosts/simulated/world-promise.ts';
import { type AppClient, lightApp } from './app-client.ts';
import { AppServer, type LoadedStrategy, type Strategy } from './app-server.ts';
import { Asked, wrongAnswer } from './asked.ts';
import { CacheServer } from './cache-server.ts';
import { Database } from './database.ts';
import { type ClientPackage, genuineApp, Turns } from './genuine-app.ts';
import { type Got, Ledger, type Request } from './ledger.ts';
import { rollingDeploy } from './rolling-deploy.ts';
import { query } from './sql.ts';
import { withoutStacks } from './stacks.ts';
import { StepLimit } from './step-limit.ts';
import { Traffic } from './traffic.ts';

const START_MS = Date.UTC(2026, 0, 1);
const SECOND_MS = 1000;
/** What is under way when the last second is over may still end within this time. */
const AFTERTIME_SECONDS = 60;
/** Work in the background goes on for so long after the last request. */
const QUIET_SECONDS = 5;
/** A crashed app server is back after this. */
const RESTART_MS = 1000;
/** Text printed by code is cut after this many characters. */
const PRINTED_MAX = 400;

/** 0 means "never" in settings. */
const orNever = (ms: number): number => (ms === 0 ? Infinity : ms);

export class World {
  private readonly settings: WorldSettings;
  private readonly clock = new VirtualClock(START_MS);
  private readonly code: LoadedStrategy;
  private readonly network: SimulatedNetwork;
  private readonly cache: CacheServer;
  private readonly database: Database;
  private readonly apps: AppServer[] = [];
  private readonly ledger = new Ledger();
  private turn = 0;
  private writesBegun = 0;
  private readonly pack: ClientPackage | null;
  private readonly turns = new Turns();
  private readonly steps = new StepLimit(() => this.clock.nowMs());

  /** Throws a `StrategyError` where the code cannot be used. */
  constructor(
    settings: WorldSettings,
    code: LoadedStrategy,
    lua: LuaLoader | null,
    pack: ClientPackage | null = null,
  ) {
    this.settings = settings;
    this.pack = pack;
    this.code = code;
    const { clock } = this;
    const { cache, database } = settings;
    this.network = new SimulatedNetwork(clock, this.random('network'), cache);
    const random = this.random('node');
    this.cache = new CacheServer({ clock, random, network: this.network, lua }, cache.config);
    this.database = new Database(
      clock,
      this.random('database'),
      { ...database, timeoutMs: orNever(database.timeoutMs) },
      (row) => this.ledger.commit(row.id, writeOf(row.value)),
    );
    for (let server = 0; server < settings.appServers; server++) {
      // Processes with a genuine client begin one by one: see its invariant.
      if (pack) clock.after(0, () => this.startApp(server));
      else this.startApp(server);
    }
    for (const event of settings.events) {
      clock.after(event.atSecond * SECOND_MS, () => this.happen(event));
    }
    this.tick();
    this.startTraffic();
    drainTasks();
  }

  /** Where it stands, in whole virtual seconds. */
  get progress(): WorldProgress {
    const { series } = this.ledger;
    return { done: series.requests.length, total: this.settings.seconds, series };
  }

  /**
   * Runs up to `eventsMax` events; true when the world is over. With a genuine client it stops
   * sooner, wherever the host's event loop has to turn before it is called again.
   */
  advance(eventsMax: number): boolean {
    const work = (): boolean => this.runEvents(eventsMax);
    return this.code.hasLines ? work() : withoutStacks(work);
  }

  private runEvents(eventsMax: number): boolean {
    const endMs = START_MS + this.settings.seconds * SECOND_MS;
    const restMs = endMs + QUIET_SECONDS * SECOND_MS;
    const lastMs = endMs + AFTERTIME_SECONDS * SECOND_MS;
    for (let events = 0; events < eventsMax; events++) {
      this.settle();
      if (this.pack && this.turns.take()) return false;
      if (this.clock.nowMs() >= restMs && this.ledger.inFlight === 0) return true;
      if (!this.clock.runNext(lastMs)) return true;
    }
    this.settle();
    return false;
  }

  /** All that code can do at this moment. */
  private settle(): void {
    drainTasks();
    for (const reason of takeUnhandledRejections()) this.print('error', [reason]);
    if (this.steps.stopped) throw this.steps.stopped;
  }

  /** What was counted. The world is over afterwards. */
  finish(tookMs: number): WorldRun {
    this.noteUnanswered();
    this.cache.stop();
    const { series, notes } = this.ledger;
    const rebuilds = this.ledger.rebuildTotals();
    return { settings: this.settings, series, totals: this.totals(), rebuilds, notes, tookMs };
  }

  /** Requests that the code has taken and never ended, by the line where they wait. */
  private noteUnanswered(): void {
    const { servers, database } = this;
    const isUnderWay =
      database.busy > 0 || database.queued > 0 || servers.some((app) => app.client.underWay > 0);
    const kind = isUnderWay ? 'unanswered' : 'unsettled';
    const open = servers.flatMap((app) => [...app.open]);
    this.ledger.noteOpen(
      this.secondsNow,
      kind,
      open.map(({ waitingLine }) => waitingLine),
    );
  }

  private get secondsNow(): number {
    return (this.clock.nowMs() - START_MS) / SECOND_MS;
  }

  /** A stream of its own for every purpose: what is drawn in one does not move the others. */
  private random(purpose: string): Random {
    let seed = this.settings.seed | 0;
    for (let at = 0; at < purpose.length; at++) {
      seed = (Math.imul(seed, 31) + purpose.charCodeAt(at)) | 0;
    }
    return seededRandom(seed);
  }

  private startTraffic(): void {
    new Traffic(this.settings.traffic, {
      clock: this.clock,
      arrivals: this.random('arrivals'),
      choices: this.random('choices'),
      seconds: this.settings.seconds,
      ask: (id, isWrite, ended) => this.ask(id, isWrite, ended),
    }).start();
  }

  private startApp(server: number): void {
    const { params } = this.settings;
    const random = this.random(`app ${server} ${this.secondsNow}`);
    const client = this.client(random);
    client.enter();
    const app = new AppServer(
      {
        random,
        client,
        query: (sql, values = []) => client.entering(this.query(sql, values)),
        step: (line, value) => this.step(line, value),
        paused: (work) => {
          if (work !== null) (work as Asked).steps = 0;
        },
        print: (level, values) => this.print(level, values),
        params,
        server,
      },
      this.code,
    );
    this.apps[server] = app;
    const started = app.strategy.start;
    if (started) WorldPromise.resolve(null).then(() => started());
  }

  private client(random: Random): AppClient {
    const { clock, network, cache, turns, pack } = this;
    const { commandTimeoutMs } = this.settings.cache;
    if (!pack) {
      const connect: typeof cache.connect = (end) => cache.connect(end);
      return lightApp({ clock, connect, commandTimeoutMs: orNever(commandTimeoutMs) });
    }
    const print = (level: 'console' | 'error', values: readonly unknown[]): void =>
      this.print(level, values);
    return genuineApp(pack, { clock, random, network, cache, turns, commandTimeoutMs, print });
  }

  private crashApp(server: number, started: () => void = () => {}): void {
    const app = this.apps[server];
    if (!app) return;
    app.crash();
    delete this.apps[server];
    for (const request of app.open) request.settle(true, null);
    this.clock.after(RESTART_MS, () => {
      this.startApp(server);
      started();
    });
  }

  /** One request, from its arrival at the next app server that is up. */
  private ask(id: string, isWrite: boolean, ended: () => void): void {
    const app = this.nextApp();
    const known = this.ledger.knownOf(id);
    const over = (request: Asked, hasFailed: boolean, answer: unknown): void => {
      if (request.isOver) return;
      // Null where the app server has crashed: that is no error of its code.
      if (hasFailed && app && answer !== null) this.print('error', [answer]);
      const got = hasFailed || isWrite ? null : this.got(id, answer);
      const isWrong = got === null && !(hasFailed || isWrite);
      if (isWrong) this.print('error', [wrongAnswer(answer)]);
      this.end(app, request, hasFailed || isWrong, got);
      ended();
    };
    const request = new Asked(id, isWrite, this.clock.nowMs(), known, over);
    this.ledger.began(request);
    if (!app) {
      WorldPromise.reject().react(request);
      return;
    }
    app.client.enter();
    app.open.add(request);
    const outer = enterContext(request);
    const answer = isWrite ? this.write(app, request) : read(app.strategy, id);
    enterContext(outer);
    answer.react(request);
  }

  private step(line: number, value: unknown): boolean {
    const request = currentContext() as Asked | null;
    request?.waitsFor(value, line);
    const outcome = this.steps.step(request, line);
    if (outcome === 'fail' && request) {
      this.ledger.note(this.secondsNow, 'endless', String(line));
      // Null: the code has thrown nothing.
      request.settle(true, null);
    }
    return outcome === 'on';
  }

  private write(app: AppServer, request: Request): WorldPromise<unknown> {
    const { write } = app.strategy;
    if (!write) return WorldPromise.reject(new Error('the code exports no function `write`'));
    const { id } = request;
    const number = ++this.writesBegun;
    this.ledger.writing(request, number);
    return promiseOf(() => write(id, changeOf(number))).then(() => {
      const version = this.database.versionOf(id, changeOf(number));
      if (!request.isOver) this.ledger.acknowledge(request, number, version, this.clock.nowMs());
    });
  }

  /** What a reader got; null where it is no row, one of another id, or one that never was. */
  private got(id: string, row: unknown): Got | null {
    if (typeof row !== 'object' || row === null) return null;
    const { id: rowId = id, value } = row as { readonly id?: unknown; readonly value?: unknown };
    if (typeof value !== 'string' || String(rowId) !== id) return null;
    const write = writeOf(value);
    const version = this.database.versionOf(id, value);
    if (version === Infinity && write === 0) return null;
    return {
      version,
      acknowledgedMs: write === 0 ? -Infinity : this.ledger.acknowledgedAt(write),
    };
  }

  private end(app: AppServer | null, request: Asked, hasFailed: boolean, got: Got | null) {
    request.isOver = true;
    this.steps.answered();
    app?.ended(request);
    this.ledger.ended(request, this.clock.nowMs(), hasFailed, got);
  }

  /** Round robin over the servers that take requests. */
  private nextApp(): AppServer | null {
    const { apps } = this;
    for (let tried = 0; tried < apps.length; tried++) {
      const app = apps[this.turn++ % apps.length];
      if (app && !app.isDraining) return app;
    }
    return null;
  }

  private query(sql: string, values: readonly unknown[]): PromiseLike<unknown> {
    const request = currentContext() as Request | null;
    if (request) request.queries++;
    if (this.settings.copiesOf !== '' && values.length === 1 && /^\s*SELECT/i.test(sql)) {
      this.watchRebuild(String(values[0]));
    }
    return query(this.database, sql, values);
  }

  private watchRebuild(id: string): void {
    const { copiesOf, params } = this.settings;
    const leftMs = Math.max(0, this.ttlMs(`${copiesOf}${id}`));
    const apartMs = ((params.ttl ?? 1) * SECOND_MS) / 2;
    this.ledger.rowQuery(id, this.clock.nowMs(), apartMs, leftMs);
  }

  /** As PTTL, without a trace. */
  private ttlMs(key: string): number {
    const database = this.cache.node.server.keyspace.databases[0];
    if (!database || key === '' || database.entries.find(key) < 0) return -2;
    const atMs = database.expires.get(key);
    if (atMs === undefined) return -1;
    return atMs <= this.clock.nowMs() ? -2 : atMs - this.clock.nowMs();
  }

  private happen(event: WorldEvent): void {
    this.ledger.note(event.atSecond, event.kind, '');
    const { clock, network, database, cache } = this;
    switch (event.kind) {
      case 'restart-cache':
        cache.restart();
        return;
      case 'cut-network':
        network.cutOff();
        clock.after(event.forSeconds * SECOND_MS, () => network.heal());
        return;
      case 'slow-database': {
        const before = database.settings;
        database.settings = { ...before, serviceMs: before.serviceMs * event.factor };
        clock.after(event.forSeconds * SECOND_MS, () => {
          database.settings = { ...database.settings, serviceMs: before.serviceMs };
        });
        return;
      }
      case 'expire-key':
        cache.node.server.keyspace.databases[0]?.delete(event.key);
        return;
      case 'crash-app':
        this.crashApp(event.server);
        return;
      case 'deploy':
        this.deploy(event.stepSeconds * SECOND_MS);
    }
  }

  private deploy(stepMs: number): void {
    const fleet = {
      clock: this.clock,
      size: this.settings.appServers,
      app: (server: number) => this.apps[server],
      replace: (server: number, started: () => void) => this.crashApp(server, started),
    };
    rollingDeploy(fleet, stepMs);
  }

  /** Those that are there: `apps` has holes. */
  private get servers(): readonly AppServer[] {
    return this.apps.filter(Boolean);
  }

  private tick(): void {
    this.clock.after(SECOND_MS, () => {
      const { database } = this;
      const { hits, misses, evictedKeys } = this.cache.counters;
      const ttlMs = this.ttlMs(this.settings.hotKey);
      this.ledger.endSecond({
        hits,
        misses,
        evictedKeys,
        queries: database.counters.queries,
        serversUp: this.servers.filter((app) => !app.isDraining).length,
        serversDraining: this.servers.filter((app) => app.isDraining).length,
        databaseBusy: database.busy,
        databaseQueue: database.queued,
        memoryBytes: this.cache.usedMemoryBytes(),
        hotTtlSeconds: ttlMs < 0 ? ttlMs : ttlMs / SECOND_MS,
      });
      if (this.ledger.series.requests.length < this.settings.seconds) this.tick();
    });
  }

  private print(level: 'console' | 'error', values: readonly unknown[]): void {
    const text = values
      .map((value) => this.shown(value))
      .join(' ')
      .slice(0, PRINTED_MAX);
    this.ledger.note(this.secondsNow, level, text);
  }

  private shown(value: unknown): string {
    if (!(value instanceof Error)) return shown(value);
    const line = this.code.lineOf(value);
    return `${value.name}: ${value.message}${line === null ? '' : ` (line ${line})`}`;
  }

  private totals(): WorldTotals {
    const { ledger } = this;
    const { counters } = this.database;
    return {
      ...this.cache.counters,
      ...ledger.latencyTotals(),
      requests: ledger.requests,
      completed: ledger.completed,
      failed: ledger.failed,
      unfinished: ledger.inFlight,
      reads: ledger.reads,
      writes: ledger.writes,
      queries: counters.queries,
      databaseReads: counters.reads,
      databaseWrites: counters.writes,
      databaseRefused: counters.refused,
      databaseTimedOut: counters.timedOut,
      queryMeanMs: counters.tookMs / Math.max(1, counters.answered),
      queryMaxMs: counters.longestMs,
      workMeanMs: counters.workedMs / Math.max(1, counters.answered),
      staleReads: ledger.staleReads,
      lostWrites: ledger.lostWrites(),
      queriedRequests: ledger.queriedRequests,
      waitedRequests: ledger.waitedRequests,
    };
  }
}

function read(strategy: Strategy, id: string): WorldPromise<unknown> {
  return promiseOf(() => strategy.read(id));
}

/** The promise of what `work` gives or throws. */
function promiseOf(work: () => unknown): WorldPromise<unknown> {
  try {
    return WorldPromise.resolve(work());
  } catch (error) {
    return WorldPromise.reject(error);
  }
}

/** Every write of a world has a number from 1 on, which its value carries. */
const changeOf = (write: number): string => `change ${write}`;
const writeOf = (value: string): number =>
  value.startsWith('change ') ? Number(/^change (\d+)$/.exec(value)?.[1] ?? 0) : 0;

function shown(value: unknown): string {
  if (typeof value === 'string') return value;
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return String(value);
  }
}
