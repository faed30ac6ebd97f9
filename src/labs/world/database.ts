/**
 * The modelled database of a lab: rows that change, queries that take time, and only so many at once.
 *
 * A model, and said to be one wherever its figures are shown. A query waits in a bounded queue until
 * one of `concurrency` workers is free, then takes a service time drawn from the distribution. It
 * reads rows as they are when it begins (a snapshot); a write is seen by others when it ends
 * (commit). A query that its caller gave up on goes on working, as in a real database.
 *
 * Invariants: at most `concurrency` run and `queueMax` wait; every query ends once: answered,
 * refused or timed out; a row's `version` counts its commits, beginning at 1.
 */
import { exponential, lognormal } from '../../base/distributions.ts';
import type { Clock, Random, UnixMs } from '../../base/ports.ts';
import { WorldPromise } from '../../hosts/simulated/world-promise.ts';

export interface DatabaseSettings {
  /** Mean time of one query once it runs. */
  readonly serviceMs: number;
  /** `fixed`: always the mean; `exponential`: memoryless; `lognormal`: a long tail (sigma 0.5). */
  readonly distribution: 'fixed' | 'exponential' | 'lognormal';
  readonly concurrency: number;
  readonly queueMax: number;
  /** A caller gives up after this; Infinity for never. */
  readonly timeoutMs: number;
}

export interface Row {
  readonly id: string;
  readonly version: number;
  readonly value: string;
}

export class DatabaseError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'DatabaseError';
  }
}

export interface DatabaseCounters {
  /** Reads and writes that were asked for, the refused ones included. */
  queries: number;
  reads: number;
  writes: number;
  answered: number;
  refused: number;
  timedOut: number;
  /** Of those that were answered: from being asked to the answer, and what of it was work. */
  tookMs: number;
  longestMs: number;
  workedMs: number;
}

interface Query {
  readonly askedMs: UnixMs;
  /** Called when a worker takes it up. */
  begin(): void;
  /** Called when its time is over: what it answers. */
  end(): unknown;
  readonly promise: WorldPromise<unknown>;
  isOver: boolean;
}

const LOGNORMAL_SIGMA = 0.5;

export class Database {
  readonly counters: DatabaseCounters = {
    queries: 0,
    reads: 0,
    writes: 0,
    answered: 0,
    refused: 0,
    timedOut: 0,
    tookMs: 0,
    longestMs: 0,
    workedMs: 0,
  };
  settings: DatabaseSettings;
  private readonly clock: Clock;
  private readonly random: Random;
  private readonly rows = new Map<string, Row>();
  /** Of each row that was changed, which version each value was. */
  private readonly versions = new Map<string, Map<string, number>>();
  private readonly waiting: Query[] = [];
  private running = 0;
  private readonly onCommit: (row: Row) => void;

  constructor(
    clock: Clock,
    random: Random,
    settings: DatabaseSettings,
    onCommit: (row: Row) => void,
  ) {
    this.clock = clock;
    this.random = random;
    this.settings = settings;
    this.onCommit = onCommit;
  }

  get busy(): number {
    return this.running;
  }

  get queued(): number {
    return this.waiting.length;
  }

  /** The row as committed, without a query: for the lab's own eyes. Rows exist from the start. */
  row(id: string): Row {
    return this.rows.get(id) ?? { id, version: 1, value: `row ${id}` };
  }

  /** Which version of the row had this value; Infinity where it was never committed. */
  versionOf(id: string, value: string): number {
    if (value === `row ${id}`) return 1;
    return this.versions.get(id)?.get(value) ?? Infinity;
  }

  /** Reads a row. Rejects with a `DatabaseError` when refused or timed out. */
  read(id: string): WorldPromise<Row> {
    this.counters.reads++;
    let row: Row;
    return this.ask(
      () => {
        row = this.row(id);
      },
      () => row,
    );
  }

  /** Reads the `count` rows asked for most, those of the first ranks, in one query. */
  readTop(count: number): WorldPromise<Row[]> {
    this.counters.reads++;
    return this.ask(
      () => {},
      () => Array.from({ length: count }, (_, at) => this.row(String(at + 1))),
    );
  }

  /** Changes a row; resolves with the row as committed. */
  write(id: string, value: string): WorldPromise<Row> {
    this.counters.writes++;
    return this.ask(
      () => {},
      () => {
        const row = { id, version: this.row(id).version + 1, value };
        this.rows.set(id, row);
        const versions = this.versions.get(id) ?? new Map<string, number>();
        this.versions.set(id, versions.set(value, row.version));
        this.onCommit(row);
        return row;
      },
    );
  }

  private ask<T>(begin: () => void, end: () => T): WorldPromise<T> {
    this.counters.queries++;
    const promise = new WorldPromise<T>();
    const query: Query = {
      askedMs: this.clock.nowMs(),
      begin,
      end,
      promise: promise as WorldPromise<unknown>,
      isOver: false,
    };
    const { concurrency, queueMax, timeoutMs } = this.settings;
    if (this.running < concurrency) this.run(query);
    else if (this.waiting.length < queueMax) this.waiting.push(query);
    else {
      this.counters.refused++;
      query.isOver = true;
      promise.reject(new DatabaseError('sorry, too many clients already'));
      return promise;
    }
    if (timeoutMs !== Infinity) this.clock.after(timeoutMs, () => this.giveUp(query));
    return promise;
  }

  private giveUp(query: Query): void {
    if (query.isOver) return;
    query.isOver = true;
    this.counters.timedOut++;
    const at = this.waiting.indexOf(query);
    if (at >= 0) this.waiting.splice(at, 1);
    query.promise.reject(new DatabaseError('canceling statement due to statement timeout'));
  }

  private run(query: Query): void {
    this.running++;
    query.begin();
    const workMs = this.serviceMs();
    this.clock.after(workMs, () => {
      this.running--;
      const answer = query.end();
      if (!query.isOver) {
        query.isOver = true;
        this.count(this.clock.nowMs() - query.askedMs, workMs);
        query.promise.resolve(answer);
      }
      const next = this.waiting.shift();
      if (next) this.run(next);
    });
  }

  /** A query has been answered. */
  private count(tookMs: number, workMs: number): void {
    const { counters } = this;
    counters.answered++;
    counters.tookMs += tookMs;
    counters.longestMs = Math.max(counters.longestMs, tookMs);
    counters.workedMs += workMs;
  }

  private serviceMs(): number {
    const { serviceMs, distribution } = this.settings;
    if (distribution === 'fixed') return serviceMs;
    if (distribution === 'exponential') return exponential(this.random, serviceMs);
    return lognormal(this.random, serviceMs, LOGNORMAL_SIGMA);
  }
}
