/**
 * Where code was waiting when an error reached it. Replies, timeouts and lost connections come out of
 * the event loop without a caller in their stack; `MARK_AWAIT` of compile.ts is what tells.
 */
import type { CodePlace } from '../../contract/code.ts';

/**
 * Where the learner's code was waiting when an error reached it: the first `await` that it came to.
 * Promises other than built-in ones are left alone, since asking may be what starts them.
 */
export function awaitPlaces(P: PromiseConstructor) {
  const places = new WeakMap<object, CodePlace>();
  return {
    mark: (value: unknown, line: number, column: number): unknown => {
      if (value instanceof P) {
        value.then(undefined, (error: unknown) => {
          if (typeof error !== 'object' || error === null || places.has(error)) return;
          places.set(error, { line, column });
        });
      }
      return value;
    },
    placeOf: (error: unknown): CodePlace | null =>
      typeof error === 'object' && error !== null ? (places.get(error) ?? null) : null,
  };
}
