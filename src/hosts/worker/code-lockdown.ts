/**
 * Takes everything from a worker's global scope but the language itself, before a learner's code
 * runs in it: no network, no storage, no other workers, no messages, no code from strings.
 *
 * It is a list of what stays. What browsers add tomorrow goes as well. Whatever cannot be taken away
 * is reported, and the host then refuses to run anything.
 */

/** The language, and four harmless classes of the platform. */
const stays = new Set([
  ...['globalThis', 'undefined', 'NaN', 'Infinity', 'isFinite', 'isNaN', 'parseFloat', 'parseInt'],
  ...['decodeURI', 'decodeURIComponent', 'encodeURI', 'encodeURIComponent', 'escape', 'unescape'],
  ...['Object', 'Function', 'Boolean', 'Symbol', 'Number', 'BigInt', 'Math', 'Date', 'String'],
  ...['RegExp', 'Array', 'Map', 'Set', 'WeakMap', 'WeakSet', 'WeakRef', 'FinalizationRegistry'],
  ...['ArrayBuffer', 'DataView', 'JSON', 'Promise', 'Proxy', 'Reflect', 'Intl', 'Iterator'],
  ...['Int8Array', 'Uint8Array', 'Uint8ClampedArray', 'Int16Array', 'Uint16Array', 'Int32Array'],
  ...['Uint32Array', 'Float16Array', 'Float32Array', 'Float64Array', 'BigInt64Array'],
  ...['BigUint64Array', 'Error', 'AggregateError', 'EvalError', 'RangeError', 'ReferenceError'],
  ...['SyntaxError', 'TypeError', 'URIError', 'SuppressedError'],
  ...['TextEncoder', 'TextDecoder', 'URL', 'URLSearchParams', 'atob', 'btoa', 'structuredClone'],
]);

/** Removes the rest from the scope and from what it inherits. Answers with what would not go. */
export function lockGlobals(scope: object): string[] {
  const left: string[] = [];
  for (const name of stays) {
    // Some browsers have the platform's functions on a prototype.
    if (!(name in scope) || Object.hasOwn(scope, name)) continue;
    const value: unknown = Reflect.get(scope, name);
    Object.defineProperty(scope, name, { value, writable: true, configurable: true });
  }
  let holder: object | null = scope;
  while (holder !== null && holder !== Object.prototype) {
    for (const name of Reflect.ownKeys(holder)) {
      if (holder === scope && typeof name === 'string' && stays.has(name)) continue;
      if (!Reflect.deleteProperty(holder, name) && !isConstant(holder, name)) {
        left.push(String(name));
      }
    }
    holder = Object.getPrototypeOf(holder) as object | null;
  }
  Reflect.deleteProperty(URL, 'createObjectURL');
  Reflect.deleteProperty(URL, 'revokeObjectURL');
  lockFunctionConstructors(scope);
  // Code could look through it at the functions that called it.
  const prepare = { value: undefined, writable: false, configurable: false };
  Object.defineProperty(Error, 'prepareStackTrace', prepare);
  return left;
}

/** A number or a text that nobody can change, such as a constant of an interface. */
function isConstant(holder: object, name: string | symbol): boolean {
  const property = Object.getOwnPropertyDescriptor(holder, name);
  const { value, writable } = property ?? {};
  return writable === false && (value === null || !/^(object|function)$/.test(typeof value));
}

/** Whoever has one of the four can make code from a text, and that could `import()`. */
function lockFunctionConstructors(scope: object): void {
  const refuse = (): never => {
    throw new EvalError('Code from strings is not allowed here.');
  };
  const samples = [() => {}, async () => {}, function* () {}, async function* () {}];
  for (const sample of samples) {
    const prototype = Object.getPrototypeOf(sample) as object;
    const { name } = (prototype as { constructor: { name: string } }).constructor;
    const locked = Object.defineProperty(
      function locked(): never {
        return refuse();
      },
      'name',
      { value: name },
    );
    locked.prototype = prototype;
    const property = { value: locked, writable: false, configurable: false };
    Object.defineProperty(prototype, 'constructor', property);
    if (name === 'Function') Object.defineProperty(scope, 'Function', property);
  }
}
