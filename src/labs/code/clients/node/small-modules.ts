/**
 * Node's small modules, one export each: assert, url, timers/promises, perf_hooks,
 * diagnostics_channel. Each file beside this one re-exports its part under Node's names.
 */
import { outside } from '../outside.ts';

class AssertionError extends Error {
  readonly code = 'ERR_ASSERTION';
  constructor(message: string) {
    super(message);
    this.name = 'AssertionError';
  }
}

const assertTrue = (value: unknown, message?: string): void => {
  if (!value) throw new AssertionError(message ?? 'The expression evaluated to a falsy value');
};

export const assertModule = Object.assign(assertTrue, {
  ok: assertTrue,
  equal: (a: unknown, b: unknown, message?: string) => assertTrue(Object.is(a, b), message),
  strictEqual: (a: unknown, b: unknown, message?: string) => assertTrue(Object.is(a, b), message),
  AssertionError,
});

export const timersPromises = {
  setTimeout: (delayMs?: number, value?: unknown): Promise<unknown> =>
    new (outside().world.Promise)((resolve) => {
      outside().timers.setTimeout(() => resolve(value), delayMs);
    }),
  setImmediate: (value?: unknown): Promise<unknown> =>
    new (outside().world.Promise)((resolve) => {
      outside().timers.setImmediate(() => resolve(value));
    }),
};

const nobody = {
  hasSubscribers: false,
  publish: () => {},
  subscribe: () => {},
  unsubscribe: () => false,
};

/** Channels that nobody listens to. */
export const diagnosticsChannel = {
  channel: (name: string) => ({ ...nobody, name }),
  tracingChannel: () => ({
    ...nobody,
    start: nobody,
    end: nobody,
    asyncStart: nobody,
    asyncEnd: nobody,
    error: nobody,
    traceSync: (fn: (...args: unknown[]) => unknown, _context: unknown, self: unknown) =>
      fn.call(self),
    tracePromise: (fn: (...args: unknown[]) => unknown, _context: unknown, self: unknown) =>
      fn.call(self),
  }),
};
