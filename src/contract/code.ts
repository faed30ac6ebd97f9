/**
 * Learners' code: what travels between the page and the worker that runs it. Plain data.
 *
 * The worker is the learner's: whatever it says is text to be shown or a connection to be made to
 * the engine, and nothing that it says is trusted further.
 */

/** Which client the name `redis` stands for in code that makes none itself. */
export type CodeClient = 'light' | 'ioredis' | 'redis' | 'upstash';

export type CodePrintLevel = 'log' | 'info' | 'debug' | 'warn' | 'error';

/** A place in the learner's text; lines and columns count from 1. */
export interface CodePlace {
  readonly line: number;
  readonly column: number;
}

/** Why code has ended, or what it has left unhandled. */
export interface CodeFailure {
  /** `endless`: it waited at this place again and again; its text is the page's. */
  readonly kind: 'syntax' | 'error' | 'rejection' | 'endless';
  /** `TypeError: x is not a function`, and for a server's error its own line. */
  readonly text: string;
  /** Calls inside the learner's text, innermost first, one a line. */
  readonly stack: readonly string[];
  readonly place: CodePlace | null;
}

/** One run: posted once, on the worker itself, with the port that everything else travels on. */
export interface CodeRunRequest {
  readonly kind: 'run';
  readonly client: CodeClient;
  readonly compiled: {
    readonly form: 'native' | 'generators';
    readonly code: string;
    readonly maps: readonly string[];
    readonly errors: readonly (CodePlace & { readonly message: string })[];
    readonly freeNames: readonly string[];
  };
}

export type CodeToWorker =
  /** The worker answers each with its number, so that one that hangs is noticed. */
  | { readonly kind: 'ping'; readonly n: number }
  | { readonly kind: 'received'; readonly connection: number; readonly bytes: Uint8Array }
  | { readonly kind: 'closed'; readonly connection: number };

export type CodeFromWorker =
  | { readonly kind: 'pong'; readonly n: number }
  | { readonly kind: 'print'; readonly level: CodePrintLevel; readonly text: string }
  /** There was more, and it is left out. */
  | { readonly kind: 'print-limit' }
  | { readonly kind: 'failure'; readonly failure: CodeFailure }
  /** The code's last line has run; connections and timers may still be open. */
  | { readonly kind: 'ended' }
  /** A client of the engine is wanted; what is sent from now on is for it. */
  | { readonly kind: 'connect'; readonly connection: number }
  | { readonly kind: 'send'; readonly connection: number; readonly bytes: Uint8Array }
  | { readonly kind: 'hang-up'; readonly connection: number };
