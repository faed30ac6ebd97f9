/**
 * What TypeScript's emit calls for async functions when they are compiled to generators: the
 * helpers it would write into the code itself, but over a world's own Promise.
 */
type Step = IteratorResult<unknown>;
type AnyGenerator = Generator<unknown, unknown, unknown>;
type MakeGenerator = (...args: unknown[]) => AnyGenerator;

class Awaited {
  readonly v: unknown;
  constructor(v: unknown) {
    this.v = v;
  }
}

type Method = 'next' | 'throw' | 'return';

interface Wanted {
  readonly method: Method;
  readonly value: unknown;
  readonly resolve: (step: Step) => void;
  readonly reject: (error: unknown) => void;
}

export interface AsyncHelpers {
  readonly __awaiter: (
    self: unknown,
    args: ArrayLike<unknown> | undefined,
    unused: unknown,
    make: MakeGenerator,
  ) => Promise<unknown>;
  readonly __await: (value: unknown) => unknown;
  readonly __asyncGenerator: (
    self: unknown,
    args: ArrayLike<unknown> | undefined,
    make: MakeGenerator,
  ) => AsyncIterableIterator<unknown>;
  readonly __asyncValues: (iterable: object) => AsyncIterator<unknown>;
}

export function asyncHelpers(P: PromiseConstructor): AsyncHelpers {
  return {
    __awaiter: (self, args, _unused, make) =>
      new P((resolve, reject) => {
        const generator = make.apply(self, Array.from(args ?? []));
        const step = (method: 'next' | 'throw', value?: unknown): void => {
          try {
            const result = generator[method](value);
            if (result.done) resolve(result.value);
            else
              P.resolve(result.value).then(
                (settled) => step('next', settled),
                (error: unknown) => step('throw', error),
              );
          } catch (error) {
            reject(error);
          }
        };
        step('next');
      }),
    __await: (value) => new Awaited(value),
    __asyncGenerator: (self, args, make) =>
      asyncGenerator(P, make.apply(self, Array.from(args ?? []))),
    __asyncValues: (iterable) => asyncValues(P, iterable),
  };
}

/** Requests are served one after the other, each up to the next `yield`. */
function asyncGenerator(
  P: PromiseConstructor,
  generator: AnyGenerator,
): AsyncIterableIterator<unknown> {
  const queue: Wanted[] = [];
  const settle = (): void => {
    queue.shift();
    serve();
  };
  const step = (method: Method, value: unknown): void => {
    const wanted = queue[0] as Wanted;
    try {
      const result = generator[method](value);
      if (result.value instanceof Awaited) {
        P.resolve(result.value.v).then(
          (settled) => step('next', settled),
          (error: unknown) => step('throw', error),
        );
        return;
      }
      wanted.resolve({ value: result.value, done: result.done === true });
    } catch (error) {
      wanted.reject(error);
    }
    settle();
  };
  const serve = (): void => {
    const next = queue[0];
    if (next) step(next.method, next.value);
  };
  const ask = (method: Method) => (value?: unknown) =>
    new P<Step>((resolve, reject) => {
      queue.push({ method, value, resolve, reject });
      if (queue.length === 1) serve();
    });
  return {
    next: ask('next'),
    throw: ask('throw'),
    return: ask('return'),
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

function asyncValues(P: PromiseConstructor, iterable: object): AsyncIterator<unknown> {
  const own = (iterable as Partial<AsyncIterable<unknown>>)[Symbol.asyncIterator];
  if (own) return own.call(iterable) as AsyncIterator<unknown>;
  const iterator = (iterable as Iterable<unknown>)[Symbol.iterator]();
  const settle = (result: Step): Promise<Step> =>
    P.resolve(result.value).then((value) => ({ value, done: result.done === true }));
  const answer: AsyncIterator<unknown> = {
    next: (...args) => settle(iterator.next(...(args as []))),
  };
  if (iterator.return) {
    answer.return = (value) => settle(iterator.return?.(value as never) ?? { value, done: true });
  }
  return answer;
}
