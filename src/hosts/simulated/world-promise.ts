/**
 * Promises whose continuations run when a world says so.
 *
 * In a world time stands still while code runs, and moves only when all code waits. The host's own
 * promises cannot give that: nobody can ask whether their queue is empty. So the code of a lab is
 * compiled to generators and awaits these instead: `drainTasks` runs every continuation that is
 * due, and those that they make due, before the clock goes on. It costs no turn of the event loop.
 *
 * Behaviour and order of continuations are ECMAScript's (ECMA-262, 27.2), so that code means the
 * same with either kind. As in a JavaScript realm there is one queue; a world empties it before it
 * returns, so worlds do not meet in it.
 */

/** What is told how a promise ended. */
export interface Reaction {
  settle(isRejected: boolean, value: unknown): void;
}

type Fulfilled<T, R> = ((value: T) => R | PromiseLike<R>) | null | undefined;
type Rejected<R> = ((reason: unknown) => R | PromiseLike<R>) | null | undefined;
type Resolve<T> = (value: T | PromiseLike<T>) => void;
type Reject = (reason?: unknown) => void;

/** Tasks as triples side by side: reaction, whether it is a rejection, value. Places are used again. */
const tasks: unknown[] = [];
let nextTask = 0;
let tasksEnd = 0;
let unhandled: WorldPromise<unknown>[] = [];
const NONE: readonly unknown[] = [];
/** A queue that grew longer than this in a burst is given back, with what its places still hold. */
const KEPT_PLACES = 3 * 256;

/**
 * What the code now running belongs to (a request, say). It stays with async functions and with
 * continuations across every wait, as AsyncLocalStorage does for Node's.
 */
let context: unknown = null;

export const currentContext = (): unknown => context;

/** Code that runs from here on belongs to `of`. Answers with what it belonged to before: enter that again. */
export function enterContext(of: unknown): unknown {
  const outer = context;
  context = of;
  return outer;
}

function enqueue(reaction: Reaction, isRejected: boolean, value: unknown): void {
  tasks[tasksEnd] = reaction;
  tasks[tasksEnd + 1] = isRejected;
  tasks[tasksEnd + 2] = value;
  tasksEnd += 3;
}

/** Runs continuations until none is due. A task does not throw: what code throws rejects a promise. */
export function drainTasks(): void {
  while (nextTask < tasksEnd) {
    const at = nextTask;
    nextTask += 3;
    (tasks[at] as Reaction).settle(tasks[at + 1] as boolean, tasks[at + 2]);
  }
  context = null;
  nextTask = 0;
  tasksEnd = 0;
  if (tasks.length > KEPT_PLACES) tasks.length = 0;
}

/** The reasons of promises that were rejected and that nobody has listened to since. */
export function takeUnhandledRejections(): readonly unknown[] {
  if (unhandled.length === 0) return NONE;
  const reasons = unhandled.filter((promise) => !promise.isHandled).map(({ reason }) => reason);
  unhandled = [];
  return reasons;
}

class Then<T, F, R> implements Reaction {
  private readonly onFulfilled: Fulfilled<T, F>;
  private readonly onRejected: Rejected<R>;
  private readonly derived: WorldPromise<F | R>;
  private readonly of = context;

  constructor(f: Fulfilled<T, F>, r: Rejected<R>, derived: WorldPromise<F | R>) {
    this.onFulfilled = f;
    this.onRejected = r;
    this.derived = derived;
  }

  settle(isRejected: boolean, value: unknown): void {
    const { derived } = this;
    context = this.of;
    try {
      if (isRejected) {
        if (typeof this.onRejected === 'function') derived.resolve(this.onRejected(value));
        else derived.reject(value);
      } else if (typeof this.onFulfilled === 'function') {
        derived.resolve(this.onFulfilled(value as T));
      } else derived.resolve(value as F);
    } catch (error) {
      derived.reject(error);
    }
  }
}

/** Follows a thenable, in a task of its own as the language demands. */
class Adopt<T> implements Reaction {
  private readonly promise: WorldPromise<T>;
  private readonly thenable: PromiseLike<T>;
  private readonly method: PromiseLike<T>['then'];

  constructor(promise: WorldPromise<T>, thenable: PromiseLike<T>, method: PromiseLike<T>['then']) {
    this.promise = promise;
    this.thenable = thenable;
    this.method = method;
  }

  settle(): void {
    const [resolve, reject] = settlersOf(this.promise);
    try {
      this.method.call(this.thenable, resolve, reject);
    } catch (error) {
      reject(error);
    }
  }
}

export class WorldPromise<T> implements PromiseLike<T> {
  private state: 'pending' | 'fulfilled' | 'rejected' = 'pending';
  private value: unknown;
  /** Most promises have one listener: the first has a place of its own. */
  private reaction: Reaction | null = null;
  private reactions: Reaction[] | null = null;
  isHandled = false;

  constructor(executor?: (resolve: Resolve<T>, reject: Reject) => void) {
    if (!executor) return;
    const [resolve, reject] = settlersOf<T>(this);
    try {
      executor(resolve, reject);
    } catch (error) {
      reject(error);
    }
  }

  get [Symbol.toStringTag](): string {
    return 'Promise';
  }

  get isPending(): boolean {
    return this.state === 'pending';
  }

  get reason(): unknown {
    return this.value;
  }

  /** Fulfils, or follows a promise. For the promise's owner: call it once. */
  resolve(value: T | PromiseLike<T>): void {
    if (value === (this as unknown)) {
      this.reject(new TypeError('Chaining cycle detected for promise #<Promise>'));
      return;
    }
    if (value === null || (typeof value !== 'object' && typeof value !== 'function')) {
      this.settle(false, value);
      return;
    }
    let then: unknown;
    try {
      ({ then } = value as PromiseLike<T>);
    } catch (error) {
      this.reject(error);
      return;
    }
    if (typeof then !== 'function') this.settle(false, value);
    else {
      const adopt = new Adopt(this, value as PromiseLike<T>, then as PromiseLike<T>['then']);
      enqueue(adopt, false, undefined);
    }
  }

  /** For the promise's owner: call it once. */
  reject(reason: unknown): void {
    this.settle(true, reason);
  }

  // biome-ignore lint/suspicious/noThenProperty: a promise is a thenable
  then<F = T, R = never>(
    onFulfilled?: Fulfilled<T, F>,
    onRejected?: Rejected<R>,
  ): WorldPromise<F | R> {
    const derived = new WorldPromise<F | R>();
    this.react(new Then(onFulfilled, onRejected, derived));
    return derived;
  }

  catch<R = never>(onRejected?: Rejected<R>): WorldPromise<T | R> {
    return this.then(undefined, onRejected);
  }

  finally(onFinally?: (() => void) | null): WorldPromise<T> {
    if (typeof onFinally !== 'function') return this.then();
    const after = (): WorldPromise<unknown> => WorldPromise.resolve(onFinally() as unknown);
    return this.then(
      (value) => after().then(() => value),
      (reason) =>
        after().then(() => {
          throw reason;
        }),
    );
  }

  /** Tells `reaction` in a task once this promise has ended: what `await` does. */
  react(reaction: Reaction): void {
    this.isHandled = true;
    if (this.state !== 'pending') enqueue(reaction, this.state === 'rejected', this.value);
    else if (this.reaction === null) this.reaction = reaction;
    else if (this.reactions === null) this.reactions = [reaction];
    else this.reactions.push(reaction);
  }

  private settle(isRejected: boolean, value: unknown): void {
    this.state = isRejected ? 'rejected' : 'fulfilled';
    this.value = value;
    const { reaction, reactions } = this;
    if (reaction !== null) enqueue(reaction, isRejected, value);
    if (reactions !== null) for (const each of reactions) enqueue(each, isRejected, value);
    this.reaction = null;
    this.reactions = null;
    if (isRejected && !this.isHandled) unhandled.push(this as WorldPromise<unknown>);
  }

  static resolve<T>(value: T | PromiseLike<T>): WorldPromise<Awaited<T>> {
    if (value instanceof WorldPromise) return value;
    const promise = new WorldPromise<Awaited<T>>();
    promise.resolve(value as Awaited<T>);
    return promise;
  }

  static reject<T = never>(reason?: unknown): WorldPromise<T> {
    const promise = new WorldPromise<T>();
    promise.reject(reason);
    return promise;
  }

  static withResolvers<T>(): { promise: WorldPromise<T>; resolve: Resolve<T>; reject: Reject } {
    const promise = new WorldPromise<T>();
    const [resolve, reject] = settlersOf(promise);
    return { promise, resolve, reject };
  }

  static all<T>(values: Iterable<T | PromiseLike<T>>): WorldPromise<Awaited<T>[]> {
    return gather(values, (each, at, done, fail) => each.then((value) => done(at, value), fail));
  }

  static allSettled<T>(
    values: Iterable<T | PromiseLike<T>>,
  ): WorldPromise<PromiseSettledResult<Awaited<T>>[]> {
    return gather(values, (each, at, done) =>
      each.then(
        (value) => done(at, { status: 'fulfilled', value }),
        (reason) => done(at, { status: 'rejected', reason }),
      ),
    );
  }

  static race<T>(values: Iterable<T | PromiseLike<T>>): WorldPromise<Awaited<T>> {
    return new WorldPromise((resolve, reject) => {
      for (const value of values) {
        WorldPromise.resolve(value).then(resolve as Resolve<Awaited<T>>, reject);
      }
    });
  }

  static any<T>(values: Iterable<T | PromiseLike<T>>): WorldPromise<Awaited<T>> {
    return new WorldPromise((resolve, reject) => {
      const reasons = gather<T, unknown>(values, (each, at, done) =>
        each.then(resolve as Resolve<unknown>, (reason) => done(at, reason)),
      );
      reasons.then((all) => reject(new AggregateError(all, 'All promises were rejected')), reject);
    });
  }
}

/** The pair of functions that settle the promise, of which only the first call counts. */
function settlersOf<T>(promise: WorldPromise<T>): [Resolve<T>, Reject] {
  let isSpent = false;
  const once = (settle: () => void): void => {
    if (isSpent) return;
    isSpent = true;
    settle();
  };
  return [
    (value) => once(() => promise.resolve(value)),
    (reason) => once(() => promise.reject(reason)),
  ];
}

/** One result per value, each put in its place by `listen`; ends when all places are filled. */
function gather<T, R>(
  values: Iterable<T | PromiseLike<T>>,
  listen: (
    each: WorldPromise<Awaited<T>>,
    at: number,
    done: (at: number, result: R) => void,
    fail: Reject,
  ) => void,
): WorldPromise<R[]> {
  return new WorldPromise((resolve, reject) => {
    const results: R[] = [];
    let open = 1;
    const done = (at: number, result: R): void => {
      results[at] = result;
      if (--open === 0) resolve(results);
    };
    let at = 0;
    for (const value of values) {
      open++;
      listen(WorldPromise.resolve(value), at++, done, reject);
    }
    if (--open === 0) resolve(results);
  });
}
