/**
 * The analysis of a database's keys: SCAN, and four questions about each key, in slices while the
 * page is idle. It can be paused and stopped, and shows what it has found so far.
 *
 * A sample is the first keys that SCAN hands out. Its order follows the hashes of the keys, which
 * have nothing to do with names, types or sizes, so that the first thousands are as good as drawn.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Bytes } from '../../base/bytes.ts';
import type { RespValue } from '../../client/resp-value.ts';
import { type Ask, failureText } from './asking.ts';
import { type KeyFacts, type KeyStatistics, KeyStatisticsCounter } from './key-statistics.ts';
import { listOf, numberOf, textOf } from './replies.ts';

export type AnalysisEnd = 'whole' | 'sampled' | 'stopped';

export interface AnalysisState {
  readonly phase: 'none' | 'running' | 'paused' | 'finished';
  readonly end: AnalysisEnd | null;
  /** Keys in the database when it began. */
  readonly size: number;
  readonly seen: number;
  readonly found: KeyStatistics | null;
  readonly failure: string | null;
}

export interface AnalysisStore extends StoreApi<AnalysisState> {
  /** `limit` null looks at every key. Resolves when it has ended. */
  start(db: number, limit: number | null): Promise<void>;
  pause(): void;
  goOn(): void;
  stop(): void;
}

const SLICE_KEYS = 250;
/** What was found is copied for the page once in so many slices. */
const TOLD_EVERY = 8;

function keyFacts(key: Bytes, answers: readonly RespValue[]): KeyFacts | null {
  const [type, encoding, expiry, usage] = answers;
  // A key that went between SCAN and the questions has no size.
  const bytes = numberOf(usage);
  if (Number.isNaN(bytes)) return null;
  return {
    key,
    type: textOf(type),
    encoding: textOf(encoding),
    bytes,
    expires: numberOf(expiry) >= 0,
  };
}

async function factsOf(ask: Ask, db: number, keys: readonly Bytes[]): Promise<(KeyFacts | null)[]> {
  // Chosen with each pipeline: the room's other questions share the connection.
  const [, ...answers] = await Promise.all([
    ask('SELECT', String(db)),
    ...keys.flatMap((key) => [
      ask('TYPE', key),
      ask('OBJECT', 'ENCODING', key).catch((): RespValue => ({ kind: 'null', form: 'bulk' })),
      ask('PEXPIRETIME', key),
      ask('MEMORY', 'USAGE', key),
    ]),
  ]);
  return keys.map((key, i) => keyFacts(key, answers.slice(4 * i, 4 * i + 4)));
}

export function createAnalysisStore(ask: Ask, idle: () => Promise<void>): AnalysisStore {
  const store = createStore<AnalysisState>(() => ({
    phase: 'none',
    end: null,
    size: 0,
    seen: 0,
    found: null,
    failure: null,
  }));
  /** A run that another has replaced looks at nothing any more. */
  let run = 0;
  let resume: () => void = () => undefined;

  async function walk(mine: number, db: number, limit: number | null): Promise<AnalysisEnd> {
    const counter = new KeyStatisticsCounter();
    let cursor: Bytes = '0';
    let seen = 0;
    let slice = 0;
    do {
      const [, reply] = await Promise.all([
        ask('SELECT', String(db)),
        ask('SCAN', cursor, 'COUNT', String(SLICE_KEYS)),
      ]);
      const [next, names] = listOf(reply);
      const keys = listOf(names).map(textOf);
      const wanted = limit === null ? keys : keys.slice(0, limit - seen);
      for (const facts of await factsOf(ask, db, wanted)) if (facts) counter.add(facts);
      if (run !== mine) return 'stopped';
      seen += wanted.length;
      cursor = textOf(next);
      const isCut =
        limit !== null && seen >= limit && (cursor !== '0' || wanted.length < keys.length);
      const isTold = slice++ % TOLD_EVERY === 0 || isCut || cursor === '0';
      store.setState(isTold ? { seen, found: counter.read() } : { seen });
      if (isCut) return 'sampled';
      await idle();
      if (store.getState().phase === 'paused') {
        await new Promise<void>((go) => {
          resume = go;
        });
      }
      if (run !== mine) return 'stopped';
    } while (cursor !== '0');
    return 'whole';
  }

  return {
    ...store,
    start: async (db, limit) => {
      const mine = ++run;
      resume();
      store.setState({ phase: 'running', end: null, found: null, failure: null, size: 0, seen: 0 });
      try {
        const [, size] = await Promise.all([ask('SELECT', String(db)), ask('DBSIZE')]);
        store.setState({ size: numberOf(size) });
        const end = await walk(mine, db, limit);
        if (run === mine) store.setState({ phase: 'finished', end });
      } catch (error) {
        if (run === mine) store.setState({ phase: 'finished', failure: failureText(error) });
      }
    },
    pause: () => {
      if (store.getState().phase === 'running') store.setState({ phase: 'paused' });
    },
    goOn: () => {
      if (store.getState().phase !== 'paused') return;
      store.setState({ phase: 'running' });
      resume();
    },
    stop: () => {
      run++;
      store.setState({ phase: 'finished', end: 'stopped' });
      resume();
    },
  };
}
