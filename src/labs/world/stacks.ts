/**
 * Stacks of errors, left out where nobody reads them: a database that refuses a hundred thousand
 * queries makes as many errors, and V8 takes longer to walk the stack of one than a world for the
 * request that it ends.
 */

/** Of V8; other engines keep stacks for nothing and ignore it. */
const errors: ErrorConstructor & { stackTraceLimit?: number } = Error;

/** What `work` gives. Errors that are made meanwhile have no stack. */
export function withoutStacks<T>(work: () => T): T {
  const { stackTraceLimit = 10 } = errors;
  errors.stackTraceLimit = 0;
  try {
    return work();
  } finally {
    errors.stackTraceLimit = stackTraceLimit;
  }
}
