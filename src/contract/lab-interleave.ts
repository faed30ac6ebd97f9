/** The interleaving explorer as the page sees it: scripts in, outcomes of all orders out. */

/** How many orders are run at most; beyond that a sample of as many. */
export const SCHEDULES_MAX = 5000;
export const CLIENTS_MAX = 3;
/** Clients are called A, B and C; an order is a word of these letters. */
export const CLIENT_NAMES = ['A', 'B', 'C'] as const;

export interface InterleaveSettings {
  /** Draws the sample where there are too many orders; nothing else. */
  readonly seed: number;
  /** Steps that run before each order. */
  readonly setup: string;
  /** One script per client, one step per line. */
  readonly clients: readonly string[];
  /** What must hold when all clients are done: an expression over keys, rows and variables. */
  readonly invariant: string;
}

/** Where a problem is: the setup, a client by its index, or the invariant. */
export type ScriptPlace = 'setup' | 'invariant' | number;

export type ProblemKind =
  /** No client has a step. */
  | 'noSteps'
  /** Nothing is said of what must hold. */
  | 'noInvariant'
  | 'tooManySteps'
  | 'tooLong'
  | 'quotes'
  | 'brace'
  | 'unknownCommand'
  | 'refusedCommand'
  | 'rowForm'
  | 'waitForm'
  | 'guardForm'
  | 'retryForm'
  | 'variableName'
  | 'unknownVariable'
  | 'unknownClient'
  /** Found while running: the command waits for something, or a script in it does not end. */
  | 'noReply'
  /** The expression ends too early, or goes on after its end, at `detail`. */
  | 'expression';

export interface ScriptProblem {
  readonly place: ScriptPlace;
  /** From 1. */
  readonly line: number;
  readonly kind: ProblemKind;
  /** The word or text that it is about. */
  readonly detail: string;
}

/** A key, a row of the modelled database, or a client's variable, with its value as text. */
export interface NamedValue {
  readonly kind: 'key' | 'row' | 'variable';
  readonly name: string;
  /** Null for nil. */
  readonly value: string | null;
}

/** A step that went wrong while it ran: what the engine said, or why it could not be sent. */
export interface StepError {
  readonly place: ScriptPlace;
  /** From 1. */
  readonly line: number;
  readonly text: string;
}

/** All orders that ended alike, with the same errors on the way. */
export interface Outcome {
  /** Whether the invariant held; null when it could not be worked out, for the reason in `failure`. */
  readonly holds: boolean | null;
  readonly failure: string | null;
  readonly values: readonly NamedValue[];
  /** What went wrong in the clients' steps, each once, in the order of the scripts. */
  readonly errors: readonly StepError[];
  readonly schedules: number;
  /** The first of its orders. */
  readonly examples: readonly string[];
}

export interface Explored {
  readonly kind: 'explored';
  /** Orders that were run. */
  readonly schedules: number;
  /** Orders there are; null when that is not known, as clients try again. */
  readonly schedulesTotal: number | null;
  readonly isSample: boolean;
  readonly bad: number;
  /** Orders that end with every key that the invariant speaks of: a cure that keeps nothing has none. */
  readonly filled: number;
  /** Orders that end with other rows than they began with. */
  readonly written: number;
  /** What went wrong before each order; the verdict then tells of a start that nobody wanted. */
  readonly setupErrors: readonly StepError[];
  /** Bad ones first, then by how many orders end so. */
  readonly outcomes: readonly Outcome[];
  /** Commands that the engine executed. */
  readonly commands: number;
  readonly tookMs: number;
}

export type Exploration =
  | Explored
  | { readonly kind: 'problems'; readonly problems: readonly ScriptProblem[] };

export interface StateView {
  readonly keys: readonly KeyValue[];
  readonly rows: readonly KeyValue[];
}

export interface KeyValue {
  readonly name: string;
  readonly value: string;
  /** Null for keys that do not expire, and for rows. */
  readonly ttlMs: number | null;
}

export interface ReplayStep {
  readonly client: number;
  /** The step's line in the client's script, from 1. */
  readonly line: number;
  /** What was sent, variables filled in; for a step that was skipped, the line as written. */
  readonly sent: string;
  /** What came back, as redis-cli shows it; empty for steps without a reply. */
  readonly reply: string;
  /** `skipped`: its guard did not hold. `failed`: an expression could not be worked out. */
  readonly kind: 'command' | 'row' | 'wait' | 'skipped' | 'failed';
  /** True when the client begins anew after this step. */
  readonly retries: boolean;
  readonly state: StateView;
}

export interface Replay {
  readonly schedule: string;
  readonly start: StateView;
  readonly steps: readonly ReplayStep[];
  readonly outcome: Outcome;
}
