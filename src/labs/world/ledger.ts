/**
 * What a world counts: one row per virtual second, latencies, stale reads, acknowledged writes and
 * the rebuilds of copies.
 *
 * Invariant: requests = completed + failed + unfinished, in total and at every moment.
 */
import type { UnixMs } from '../../base/ports.ts';
import type { Rebuilds, WorldNote, WorldSeries } from '../../contract/lab-world.ts';

/** A request from a user, from its arrival to its end. */
export interface Request {
  readonly id: string;
  readonly isWrite: boolean;
  readonly startMs: UnixMs;
  /** What had been acknowledged of its row when it began: what a read may not be older than. */
  readonly known: Acknowledged;
  queries: number;
  isOver: boolean;
}

/** What users had been told about a row at some moment. */
export interface Acknowledged {
  /** The newest committed version among the writes acknowledged; 0 for none. */
  readonly version: number;
  /** When the last of them to begin had begun. */
  readonly begunMs: UnixMs;
}

/** What a read got: the version of that value, and when its write was acknowledged. */
export interface Got {
  /** Infinity where it was never committed. */
  readonly version: number;
  /** Infinity where it was not; -Infinity for a row that was there from the start. */
  readonly acknowledgedMs: UnixMs;
}

const NOTHING: Acknowledged = { version: 0, begunMs: -Infinity };

/** What is read from the world at the end of each second. */
export interface Gauges {
  readonly hits: number;
  readonly misses: number;
  readonly queries: number;
  readonly evictedKeys: number;
  readonly serversUp: number;
  readonly serversDraining: number;
  readonly databaseBusy: number;
  readonly databaseQueue: number;
  readonly memoryBytes: number;
  readonly hotTtlSeconds: number;
}

type Columns = { -readonly [K in keyof WorldSeries]: number[] };

/** Requests that took longer than this have waited for somebody, if not for the database. */
const WAITED_MS = 10;
/** Further texts are left out; those that are there go on being counted. */
const NOTES_MAX = 200;
/** Of lines where requests wait for ever, those with the most. */
const OPEN_LINES_MAX = 5;

export function percentile(sorted: ArrayLike<number>, share: number): number {
  if (sorted.length === 0) return 0;
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] as number;
}

const emptyColumns = (): Columns => ({
  requests: [],
  completed: [],
  failed: [],
  hits: [],
  misses: [],
  queries: [],
  staleReads: [],
  p50Ms: [],
  p99Ms: [],
  inFlight: [],
  serversUp: [],
  serversDraining: [],
  databaseBusy: [],
  databaseQueue: [],
  memoryBytes: [],
  evictedKeys: [],
  hotTtlSeconds: [],
});

/**
 * Whether the read got something older than what had been acknowledged when it began: a version
 * before one of those, or a value whose write was over before one of them had begun.
 */
function isStale(got: Got, known: Acknowledged): boolean {
  return got.version < known.version || got.acknowledgedMs < known.begunMs;
}

interface Rebuild {
  queries: number;
  readonly earlySeconds: number;
  lastMs: UnixMs;
}

/** A list of numbers that grows, in typed memory: a run has a million of them. */
class Figures {
  length = 0;
  private numbers = new Float64Array(1024);

  push(number: number): void {
    if (this.length === this.numbers.length) {
      const larger = new Float64Array(this.length * 2);
      larger.set(this.numbers);
      this.numbers = larger;
    }
    this.numbers[this.length++] = number;
  }

  sortedFrom(start: number): Float64Array {
    return this.numbers.slice(start, this.length).sort();
  }
}

export class Ledger {
  readonly series = emptyColumns();
  readonly notes: { -readonly [K in keyof WorldNote]: WorldNote[K] }[] = [];
  requests = 0;
  completed = 0;
  failed = 0;
  reads = 0;
  writes = 0;
  staleReads = 0;
  queriedRequests = 0;
  waitedRequests = 0;
  private readonly latenciesMs = new Figures();
  private secondBegan = 0;
  private before = { requests: 0, completed: 0, failed: 0, staleReads: 0 };
  private past: Gauges | null = null;
  /** Of each row the numbers of the writes that were acknowledged before they were committed. */
  private readonly acknowledged = new Map<string, readonly number[]>();
  private readonly known = new Map<string, Acknowledged>();
  /** When each write was begun and acknowledged, by its number. */
  private readonly begunMs: UnixMs[] = [];
  private readonly acknowledgedMs: UnixMs[] = [];
  /** Of each row, first to last. */
  private readonly rebuilds = new Map<string, Rebuild[]>();

  get inFlight(): number {
    return this.requests - this.completed - this.failed;
  }

  began(request: Request): void {
    this.requests++;
    if (request.isWrite) this.writes++;
    else this.reads++;
  }

  /** `got` is what a read got, null where there is nothing to compare. */
  ended(request: Request, nowMs: UnixMs, hasFailed: boolean, got: Got | null): void {
    if (hasFailed) this.failed++;
    else this.completed++;
    const latencyMs = nowMs - request.startMs;
    // A refusal is quick: it must not make the latencies of what was answered look better.
    if (!hasFailed) this.latenciesMs.push(latencyMs);
    if (got && isStale(got, request.known)) this.staleReads++;
    if (request.queries > 0) this.queriedRequests++;
    else if (latencyMs > WAITED_MS) this.waitedRequests++;
  }

  /** What users have been told about the row until now. */
  knownOf(id: string): Acknowledged {
    return this.known.get(id) ?? NOTHING;
  }

  /** When write number `write` was acknowledged; Infinity where it was not. */
  acknowledgedAt(write: number): UnixMs {
    return this.acknowledgedMs[write] ?? Infinity;
  }

  /**
   * The user was told that write number `write` of the row is done. `version` is what it was
   * committed as; Infinity where it was not yet.
   */
  acknowledge(request: Request, write: number, version: number, nowMs: UnixMs): void {
    const { id } = request;
    if (version === Infinity) this.acknowledged.set(id, [...this.uncommitted(id), write]);
    this.acknowledgedMs[write] = nowMs;
    const known = this.knownOf(id);
    this.known.set(id, {
      version: Math.max(known.version, version === Infinity ? 0 : version),
      begunMs: Math.max(known.begunMs, request.startMs),
    });
  }

  /** Write number `write` has begun. */
  writing(request: Request, write: number): void {
    this.begunMs[write] = request.startMs;
  }

  /** Write number `write` of the row has reached the database, and with it what it may have replaced. */
  commit(id: string, write: number): void {
    const overMs = this.acknowledgedAt(write);
    const open = this.uncommitted(id).filter((one) => this.isAfter(one, overMs));
    if (open.length > 0) this.acknowledged.set(id, open);
    else this.acknowledged.delete(id);
  }

  /** Acknowledged writes that never reached the database, nor anything newer of their row. */
  lostWrites(): number {
    return [...this.acknowledged.values()].reduce((sum, writes) => sum + writes.length, 0);
  }

  private uncommitted(id: string): readonly number[] {
    return this.acknowledged.get(id) ?? [];
  }

  /** Whether the write began when another was over already; else either may have replaced the other. */
  private isAfter(write: number, overMs: UnixMs): boolean {
    return (this.begunMs[write] as number) >= overMs;
  }

  /**
   * A row was queried. Queries of a row belong to one rebuild of its copy while none of them is
   * `apartMs` after the one before. `ttlMs` is what the copy has left, 0 where it is gone.
   */
  rowQuery(id: string, nowMs: UnixMs, apartMs: number, ttlMs: number): void {
    const rebuilds = this.rebuilds.get(id);
    const last = rebuilds?.at(-1);
    if (last && nowMs - last.lastMs < apartMs) {
      last.queries++;
      last.lastMs = nowMs;
      return;
    }
    const rebuild = { queries: 1, earlySeconds: ttlMs / 1000, lastMs: nowMs };
    if (rebuilds) rebuilds.push(rebuild);
    else this.rebuilds.set(id, [rebuild]);
  }

  /** The first rebuild of each copy, in a cache that was empty, is left out when there are others. */
  rebuildTotals(): Rebuilds {
    const rows = [...this.rebuilds.values()];
    const others = rows.flatMap((rebuilds) => rebuilds.slice(1));
    const counted = others.length > 0 ? others : rows.flat();
    const sum = (pick: (one: (typeof counted)[number]) => number): number =>
      counted.reduce((total, one) => total + pick(one), 0);
    return {
      count: counted.length,
      queries: sum(({ queries }) => queries),
      worst: counted.reduce((most, { queries }) => Math.max(most, queries), 0),
      meanEarlySeconds: counted.length ? sum((one) => one.earlySeconds) / counted.length : 0,
    };
  }

  note(atSecond: number, kind: WorldNote['kind'], text: string): void {
    const same = this.notes.find((note) => note.kind === kind && note.text === text);
    if (same && text !== '') same.times++;
    else if (this.notes.length < NOTES_MAX) this.notes.push({ atSecond, kind, text, times: 1 });
  }

  /** Requests that the code holds when all is over, each with the line where it waits if known. */
  noteOpen(
    atSecond: number,
    kind: 'unanswered' | 'unsettled',
    lines: Iterable<number | null>,
  ): void {
    const counts = new Map<number | null, number>();
    for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1);
    // Whatever else was said: this is why requests have no answer.
    for (const [line, times] of [...counts].sort((a, b) => b[1] - a[1]).slice(0, OPEN_LINES_MAX)) {
      this.notes.push({ atSecond, kind, text: String(line ?? ''), times });
    }
  }

  endSecond(gauges: Gauges): void {
    const { series, before, past } = this;
    for (const name of ['requests', 'completed', 'failed', 'staleReads'] as const) {
      series[name].push(this[name] - before[name]);
      before[name] = this[name];
    }
    for (const name of ['hits', 'misses', 'queries', 'evictedKeys'] as const) {
      series[name].push(gauges[name] - (past?.[name] ?? 0));
    }
    series.inFlight.push(this.inFlight);
    series.databaseBusy.push(gauges.databaseBusy);
    series.databaseQueue.push(gauges.databaseQueue);
    series.memoryBytes.push(gauges.memoryBytes);
    series.serversUp.push(gauges.serversUp);
    series.serversDraining.push(gauges.serversDraining);
    series.hotTtlSeconds.push(gauges.hotTtlSeconds);
    const sorted = this.latenciesMs.sortedFrom(this.secondBegan);
    series.p50Ms.push(percentile(sorted, 0.5));
    series.p99Ms.push(percentile(sorted, 0.99));
    this.secondBegan = this.latenciesMs.length;
    this.past = gauges;
  }

  latencyTotals(): { p50Ms: number; p99Ms: number; meanMs: number; maxMs: number } {
    const sorted = this.latenciesMs.sortedFrom(0);
    const sum = sorted.reduce((total, ms) => total + ms, 0);
    return {
      p50Ms: percentile(sorted, 0.5),
      p99Ms: percentile(sorted, 0.99),
      meanMs: sorted.length > 0 ? sum / sorted.length : 0,
      maxMs: sorted.at(-1) ?? 0,
    };
  }
}
