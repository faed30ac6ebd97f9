/**
 * What goes to the append-only file and to replicas: the effects of commands, in order.
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
  readonly toLog: boolean;
  readonly toReplicas: boolean;
}

const MULTI = encodeRequest(['MULTI']);
const EXEC = encodeRequest(['EXEC']);

export class Propagation {
  /** The append-only file. Where nobody listens nothing is gathered. */
  sink: EffectSink | null = null;
  replicas: EffectSink | null = null;
  /** Where what is added goes, if somebody listens there: redis.set_repl. */
  toLog = true;
  toReplicas = true;
  private pending: Effect[] = [];

  get isOn(): boolean {
    return this.sink !== null || this.replicas !== null;
  }

  add(dbIndex: number, argv: readonly Bytes[]): void {
    if (this.isOn) this.addRaw(dbIndex, encodeRequest(argv));
  }

  addRaw(dbIndex: number, request: Uint8Array): void {
    const { toLog, toReplicas } = this;
    if (!this.isOn || !(toLog || toReplicas)) return;
    this.pending.push({ dbIndex, request, toLog, toReplicas });
  }

  /** What changes no data, and replicas are to hear of: messages to subscribers. */
  addForReplicas(dbIndex: number, argv: readonly Bytes[]): void {
    if (this.replicas === null || !this.toReplicas) return;
    this.pending.push({ dbIndex, request: encodeRequest(argv), toLog: false, toReplicas: true });
  }

  /** Takes what has gathered out, so that others commit nothing of it; `putBack` brings it back. */
  takeOut(): Effect[] {
    const { pending } = this;
    this.pending = [];
    return pending;
  }

  /** Takes `effects` over as they are: a script may have left hundreds of thousands. */
  putBack(effects: Effect[]): void {
    const { pending } = this;
    for (const effect of pending) effects.push(effect);
    this.pending = effects;
  }

  commit(): void {
    const { pending, sink, replicas } = this;
    if (pending.length === 0) return;
    this.pending = [];
    if (sink) handOn(sink, pending.every(isLogged) ? pending : pending.filter(isLogged));
    if (replicas) handOn(replicas, pending.filter(isReplicated));
  }
}

const isLogged = ({ toLog }: Effect): boolean => toLog;
const isReplicated = ({ toReplicas }: Effect): boolean => toReplicas;

function handOn(sink: EffectSink, effects: readonly Effect[]): void {
  const [first] = effects;
  if (!first) return;
  if (effects.length > 1) sink(first.dbIndex, MULTI);
  for (const effect of effects) sink(effect.dbIndex, effect.request);
  if (effects.length > 1) sink((effects.at(-1) as Effect).dbIndex, EXEC);
}
