/**
 * A request on its way through an app server's code: what hears how the code answered it, how many
 * steps it has taken, and at which awaits it waits.
 *
 * Invariant: each call of an async function waits at one `await` at most, so one place per call is
 * kept, the last that it came to. The call that began last and still waits is the one that the
 * others wait for.
 */
import type { UnixMs } from '../../base/ports.ts';
import { currentCall } from '../../hosts/simulated/async-functions.ts';
import { type Reaction, WorldPromise } from '../../hosts/simulated/world-promise.ts';
import type { Acknowledged, Request } from './ledger.ts';
import type { Stepping } from './step-limit.ts';

interface Wait {
  readonly call: number;
  on: object;
  line: number;
}

/** Places of calls that have ended are let go when there are more, or twice as many as were open then. */
const WAITS_KEPT = 8;

/** What was waited for and has not come; of a thenable that is no promise that cannot be known. */
const isOpen = ({ on }: Wait): boolean => !(on instanceof WorldPromise) || on.isPending;

export class Asked implements Request, Reaction, Stepping {
  queries = 0;
  steps = 0;
  isOver = false;
  readonly id: string;
  readonly isWrite: boolean;
  readonly startMs: UnixMs;
  readonly known: Acknowledged;
  private readonly over: (request: Asked, hasFailed: boolean, answer: unknown) => void;
  private waits: Wait[] = [];
  private waitsMax = WAITS_KEPT;

  constructor(
    id: string,
    isWrite: boolean,
    startMs: UnixMs,
    known: Acknowledged,
    over: Asked['over'],
  ) {
    this.id = id;
    this.isWrite = isWrite;
    this.startMs = startMs;
    this.known = known;
    this.over = over;
  }

  settle(hasFailed: boolean, answer: unknown): void {
    this.over(this, hasFailed, answer);
  }

  /** The code that now runs waits for `value`, at this line. */
  waitsFor(value: unknown, line: number): void {
    if (typeof value !== 'object' || value === null || !('then' in value)) return;
    const call = currentCall();
    const before = this.waits.find((wait) => wait.call === call);
    if (before) {
      before.on = value;
      before.line = line;
      return;
    }
    if (this.waits.length >= this.waitsMax) {
      this.waits = this.waits.filter(isOpen);
      this.waitsMax = Math.max(WAITS_KEPT, 2 * this.waits.length);
    }
    this.waits.push({ call, on: value, line });
  }

  /** The line of the `await` that all others of the request wait for; null where none is known. */
  get waitingLine(): number | null {
    const open = this.waits.filter(isOpen);
    const last = open.reduce((one, other) => (other.call > one.call ? other : one), noWait);
    return last === noWait ? null : last.line;
  }
}

const noWait: Wait = { call: -1, on: {}, line: 0 };

/** Told to the learner: forgetting `return` must not look like the fastest strategy. */
export function wrongAnswer(answer: unknown): string {
  if (typeof answer === 'object' && answer !== null) {
    return 'read(id) gave a row that the database never had, or one of another id.';
  }
  const given = answer === null ? 'null' : typeof answer;
  return `read(id) gave ${given}: it has to return the row with that id.`;
}
