/**
 * The vocabulary of goals: patterns over what happened, predicates over what is, and what a
 * predicate found where it does not hold.
 *
 * Goals describe outcomes, not keystrokes: `@write KEY` is met by every command that changed the
 * key, `@read KEY -> hit` by every command that found it.
 */
import type { LabRecord } from './labs.ts';

export type Outcome = 'ok' | 'nil' | 'error' | 'hit' | 'missed';

/** One expected event. `source` is the pattern as the author wrote it, for messages. */
export type Pattern = { readonly source: string } & (
  | {
      readonly kind: 'command';
      /** Upper case; any of them. */
      readonly names: readonly string[];
      /** In order; `*` is any one, a last `...` any rest. */
      readonly args: readonly string[];
      /** Upper case; one of them must be among the arguments. Empty for none. */
      readonly tokens: readonly string[];
      readonly outcome: Outcome | null;
    }
  | { readonly kind: 'read'; readonly key: string; readonly outcome: 'hit' | 'missed' | null }
  | { readonly kind: 'write'; readonly key: string }
  | { readonly kind: 'query'; readonly key: string }
  | { readonly kind: 'update'; readonly key: string }
  | { readonly kind: 'clock' }
);

export type KeyWish = 'exists' | 'absent' | 'string' | 'hash' | 'list' | 'set' | 'zset' | 'stream';

export interface Range {
  readonly min: number;
  readonly max: number;
}

export type Predicate =
  /** The patterns occur in this order, with none of `never` between the first and the last. */
  | {
      readonly kind: 'events';
      readonly patterns: readonly Pattern[];
      readonly never: readonly Pattern[];
    }
  /** None of them has occurred since the step began. */
  | { readonly kind: 'never'; readonly patterns: readonly Pattern[] }
  | { readonly kind: 'key'; readonly key: string; readonly wish: KeyWish }
  /** Seconds left; `none` wants a key without expiry. */
  | { readonly kind: 'ttl'; readonly key: string; readonly seconds: Range | 'none' }
  | { readonly kind: 'value'; readonly key: string; readonly is: string }
  /** The cached value is, or is not, what the modelled database holds now. */
  | { readonly kind: 'fresh'; readonly key: string; readonly fresh: boolean }
  /** The reply of a command, as redis-cli prints it. */
  | {
      readonly kind: 'reply';
      readonly command: readonly string[];
      readonly wish:
        | { readonly kind: 'is'; readonly text: string }
        | { readonly kind: 'matches'; readonly pattern: string }
        | { readonly kind: 'between'; readonly range: Range };
    }
  /** The engine's clock has moved by at least so much since the step began. */
  | { readonly kind: 'clock'; readonly byMs: number }
  /** Some run of the lab has all of these. */
  | { readonly kind: 'lab'; readonly wish: LabWish };

/** What a run is to have been set to, or to have come to; settings before figures. */
export type LabWish = readonly {
  readonly name: string;
  readonly wanted: Range | readonly string[];
}[];

/** One thing that happened since the step began, oldest first in a journal. */
export type JournalEvent =
  | {
      readonly kind: 'command';
      readonly argv: readonly string[];
      readonly outcome: 'ok' | 'nil' | 'error' | 'blocked' | 'queued';
      readonly hits: number;
      readonly misses: number;
      readonly touched: readonly string[];
    }
  | { readonly kind: 'query' | 'update'; readonly row: string }
  | { readonly kind: 'clock'; readonly byMs: number };

export interface KeyFact {
  readonly type: string;
  /** Null where the key has no expiry. */
  readonly ttlMs: number | null;
  /** A string's bytes; null for other types. */
  readonly value: string | null;
}

/** Everything a goal may look at. */
export interface LessonWorld {
  /** Runs a command and answers with its reply as redis-cli prints it. */
  run(argv: readonly string[]): Promise<string>;
  /** Looks at a key without leaving a trace in the engine's counters. */
  key(name: string): Promise<KeyFact | null>;
  readonly events: readonly JournalEvent[];
  readonly clock: { readonly advancedMs: number };
  /** What the modelled database holds now, by row. */
  readonly rows: Readonly<Record<string, string>>;
  readonly labRuns: readonly LabRecord[];
}

/** Why a predicate does not hold: what was wanted and what was found, for the page to put in words. */
export type Finding =
  | { readonly kind: 'event-missing'; readonly seen: number; readonly next: Pattern }
  | { readonly kind: 'event-forbidden'; readonly pattern: Pattern }
  | { readonly kind: 'key-absent'; readonly key: string }
  | { readonly kind: 'key-exists'; readonly key: string }
  | {
      readonly kind: 'key-type';
      readonly key: string;
      readonly wanted: string;
      readonly found: string;
    }
  | { readonly kind: 'ttl-none'; readonly key: string; readonly wanted: Range }
  | { readonly kind: 'ttl-there'; readonly key: string; readonly seconds: number }
  | {
      readonly kind: 'ttl-outside';
      readonly key: string;
      readonly wanted: Range;
      readonly seconds: number;
    }
  | {
      readonly kind: 'value';
      readonly key: string;
      readonly wanted: string;
      readonly found: string;
    }
  | { readonly kind: 'stale'; readonly key: string; readonly row: string; readonly found: string }
  | { readonly kind: 'not-stale'; readonly key: string }
  | { readonly kind: 'reply'; readonly command: string; readonly found: string }
  | { readonly kind: 'clock'; readonly wantedMs: number; readonly foundMs: number }
  | { readonly kind: 'lab-none' }
  | {
      readonly kind: 'lab-range';
      readonly name: string;
      readonly wanted: Range;
      readonly found: number;
    }
  | {
      readonly kind: 'lab-word';
      readonly name: string;
      readonly wanted: readonly string[];
      readonly found: string;
    };
