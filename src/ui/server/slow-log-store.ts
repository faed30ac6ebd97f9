/** The slow log, its threshold, and a command that gets into it. */
import type { Bytes } from '../../base/bytes.ts';
import type { RespValue } from '../../client/resp-value.ts';
import type { Ask } from './asking.ts';
import { createPanelStore, type ThresholdStore } from './panel-store.ts';
import { listOf, numberOf, pairsOf, textOf } from './replies.ts';
import { makeSlowCommand, type SlowOutcome } from './slow-command.ts';

export interface SlowEntry {
  readonly id: number;
  readonly atMs: number;
  readonly tookUs: number;
  readonly argv: readonly Bytes[];
  readonly addr: Bytes;
  readonly clientName: Bytes;
}

export interface SlowLogFigures {
  readonly entries: readonly SlowEntry[];
  readonly thresholdUs: number;
  readonly entriesMax: number;
}

/** The threshold is in microseconds. */
export interface SlowLogStore extends ThresholdStore<SlowLogFigures> {
  /** Answers with the refusal, or with what came of it. */
  make(): Promise<string | SlowOutcome>;
}

export function slowEntry(value: RespValue): SlowEntry {
  const [id, atSeconds, tookUs, argv, addr, name] = listOf(value);
  return {
    id: numberOf(id),
    atMs: numberOf(atSeconds) * 1000,
    tookUs: numberOf(tookUs),
    argv: listOf(argv).map(textOf),
    addr: textOf(addr),
    clientName: textOf(name),
  };
}

export function createSlowLogStore(ask: Ask, nowMs: () => number): SlowLogStore {
  const store = createPanelStore<SlowLogFigures>(async () => {
    const [entries, limits] = await Promise.all([
      ask('SLOWLOG', 'GET', '-1'),
      ask('CONFIG', 'GET', 'slowlog-*'),
    ]);
    const values = new Map(pairsOf(limits));
    return {
      entries: listOf(entries).map(slowEntry),
      thresholdUs: numberOf(values.get('slowlog-log-slower-than')),
      entriesMax: numberOf(values.get('slowlog-max-len')),
    };
  });
  return {
    ...store,
    setThreshold: (us) =>
      store.change(() => ask('CONFIG', 'SET', 'slowlog-log-slower-than', us.trim())),
    reset: () => store.change(() => ask('SLOWLOG', 'RESET')),
    make: async () => {
      const { figures } = store.getState();
      let outcome: SlowOutcome = { tookUs: 0, isSlow: false };
      const refusal = await store.change(async () => {
        outcome = await makeSlowCommand(ask, figures?.thresholdUs ?? 0, nowMs());
      });
      return refusal ?? outcome;
    },
  };
}
