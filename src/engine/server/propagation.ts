/**
 * What goes to the append-only file (and later to replicas): the effects of commands, in order.
 *
 * Effects gather while a command or a transaction runs and are handed on together when it ends,
 * wrapped in MULTI/EXEC where there is more than one, so that a reader sees all of them or none.
 */
import type { Bytes } from '../../base/bytes.ts';
import { encodeRequest } from '../../protocol/resp-request.ts';

/** Takes the bytes of one effect, executed in database `dbIndex`. */
export type EffectSink = (dbIndex: number, request: Uint8Array) => void;

export interface Effect {
  readonly dbIndex: number;
  readonly request: Uint8Array;
}

const MULTI = encodeRequest(['MULTI']);
const EXEC = encodeRequest(['EXEC']);

export class Propagation {
  /** Null while nobody listens: then nothing is gathered. */
  sink: EffectSink | null = null;
  /** While true nothing is added: redis.set_repl(redis.REPL_NONE). */
  muted = false;
  private pending: Effect[] = [];

  get isOn(): boolean {
    return this.sink !== null;
  }

  add(dbIndex: number, argv: readonly Bytes[]): void {
    if (this.sink && !this.muted) this.pending.push({ dbIndex, request: encodeRequest(argv) });
  }

  addRaw(dbIndex: number, request: Uint8Array): void {
    if (this.sink && !this.muted) this.pending.push({ dbIndex, request });
  }

  /** Takes what has gathered out, so that others commit nothing of it; `putBack` brings it back. */
  takeOut(): readonly Effect[] {
    const { pending } = this;
    this.pending = [];
    return pending;
  }

  putBack(effects: readonly Effect[]): void {
    this.pending.unshift(...effects);
  }

  commit(): void {
    const { pending, sink } = this;
    if (pending.length === 0 || !sink) return;
    this.pending = [];
    const first = pending[0] as Effect;
    if (pending.length > 1) sink(first.dbIndex, MULTI);
    for (const effect of pending) sink(effect.dbIndex, effect.request);
    if (pending.length > 1) sink((pending.at(-1) as Effect).dbIndex, EXEC);
  }
}
