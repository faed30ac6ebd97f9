/**
 * Async functions of code that was compiled to generators: each `await` is a `yield`, and this is
 * what resumes it, on a world's promises.
 *
 * `__awaiter` is what TypeScript's output calls, `asyncToGenerator` that of the build
 * (`scripts/build/strategy-code.ts`). Async generators and `for await` are in labs/code/async-helpers.ts.
 */
import { currentContext, enterContext, WorldPromise } from './world-promise.ts';

/** Which call of an async function now runs; later ones have higher numbers, 0 is none. */
let running = 0;
let calls = 0;

export const currentCall = (): number => running;

type Body = Generator<unknown, unknown, unknown>;

/** One call of an async function. */
class Call {
  readonly promise = new WorldPromise<unknown>();
  private readonly body: Body;
  private readonly context = currentContext();
  private readonly number = ++calls;

  constructor(body: Body) {
    this.body = body;
  }

  settle(isRejected: boolean, value: unknown): void {
    let step: IteratorResult<unknown, unknown>;
    const outer = enterContext(this.context);
    const outerCall = running;
    running = this.number;
    try {
      step = isRejected ? this.body.throw(value) : this.body.next(value);
    } catch (error) {
      this.promise.reject(error);
      return;
    } finally {
      enterContext(outer);
      running = outerCall;
    }
    if (step.done) this.promise.resolve(step.value);
    else WorldPromise.resolve(step.value).react(this);
  }
}

/** Begins the body at once, as an async function does. */
function begin(body: Body): WorldPromise<unknown> {
  const call = new Call(body);
  call.settle(false, undefined);
  return call.promise;
}

function awaiter(
  self: unknown,
  args: readonly unknown[] | undefined,
  _promise: unknown,
  body: (...args: unknown[]) => Body,
): WorldPromise<unknown> {
  return begin(body.apply(self, [...(args ?? [])]));
}

function asyncToGenerator(body: (...args: unknown[]) => Body) {
  return function asyncFunction(this: unknown, ...args: unknown[]): WorldPromise<unknown> {
    return begin(body.apply(this, args));
  };
}

/** What compiled code expects in its scope for async functions. */
export const asyncFunctions = { __awaiter: awaiter, asyncToGenerator } as const;
