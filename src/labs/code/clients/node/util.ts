/** Node's `util`, as far as the clients go. */
import { showValue } from '../../show-value.ts';

export const inspect = Object.assign((value: unknown): string => showValue(value), {
  custom: Symbol.for('nodejs.util.inspect.custom'),
});

/** The function as it is: what is deprecated inside a library is no concern of a learner's. */
export const deprecate = <T>(fn: T): T => fn;

export const inherits = (
  ctor: { prototype: object; super_?: unknown },
  parent: { prototype: object },
): void => {
  ctor.super_ = parent;
  Object.setPrototypeOf(ctor.prototype, parent.prototype);
};

/** `%s`, `%d`, `%j`, `%o`, `%O` and `%%`; what is left over follows, separated by spaces. */
export function format(first: unknown, ...rest: unknown[]): string {
  if (typeof first !== 'string') return [first, ...rest].map((one) => showValue(one)).join(' ');
  let next = 0;
  const text = first.replace(/%[sdifjoOc%]/g, (spec) => {
    if (spec === '%%') return '%';
    if (next >= rest.length) return spec;
    const value = rest[next++];
    if (spec === '%s') return typeof value === 'string' ? value : showValue(value);
    if (spec === '%d' || spec === '%f') return String(Number(value));
    if (spec === '%i') return String(Math.trunc(Number(value)));
    if (spec === '%j') return JSON.stringify(value);
    return spec === '%c' ? '' : showValue(value);
  });
  const left = rest.slice(next).map((one) => (typeof one === 'string' ? one : showValue(one)));
  return [text, ...left].join(' ');
}

type Callback = (error: unknown, value?: unknown) => void;

export const promisify =
  (fn: (...args: unknown[]) => void) =>
  (...args: unknown[]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const done: Callback = (error, value) => (error ? reject(error) : resolve(value));
      fn(...args, done);
    });

export const types = { isDate: (value: unknown): boolean => value instanceof Date };
