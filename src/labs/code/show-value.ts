/**
 * Values as Node's console shows them: strings quoted inside of objects, class names, circles,
 * depth and length limits, one line where 72 columns are enough.
 */
import type { PrintLevel } from './code-world.ts';

const DEPTH_MAX = 3;
const ITEMS_MAX = 100;
const LINE_WIDTH = 72;
const STRING_MAX = 10_000;

export function showValue(value: unknown): string {
  return show(value, 0, []);
}

/** One call of console.log: strings as they are, everything else shown. */
export function showArguments(args: readonly unknown[]): string {
  return args.map((arg) => (typeof arg === 'string' ? arg : showValue(arg))).join(' ');
}

export type Print = (level: PrintLevel, text: string) => void;

function quote(text: string): string {
  const cut = text.length > STRING_MAX ? `${text.slice(0, STRING_MAX)}...` : text;
  const mark = !cut.includes("'") ? "'" : !cut.includes('"') ? '"' : '`';
  const escaped = cut
    .replaceAll('\\', '\\\\')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t');
  return `${mark}${mark === '`' ? escaped.replaceAll('`', '\\`') : escaped}${mark}`;
}

function show(value: unknown, depth: number, above: readonly object[]): string {
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'bigint') return `${value}n`;
  if (Object.is(value, -0)) return '-0';
  if (typeof value === 'function') return showFunction(value);
  if (typeof value !== 'object' || value === null) return String(value);
  try {
    return showObject(value, depth, above);
  } catch {
    // A getter or proxy that throws must not end the program that only wanted to print.
    return '[Object]';
  }
}

function showFunction(value: object): string {
  const name = Reflect.get(value, 'name') as unknown;
  const isClass = /^class\b/.test(Function.prototype.toString.call(value));
  const kind = isClass ? 'class' : 'Function';
  return typeof name === 'string' && name !== ''
    ? `[${kind}${isClass ? ' ' : ': '}${name}]`
    : `[${kind} (anonymous)]`;
}

function className(value: object): string {
  const proto = Object.getPrototypeOf(value) as { constructor?: { name?: unknown } } | null;
  if (proto === null) return '[Object: null prototype]';
  const name = proto.constructor?.name;
  return typeof name === 'string' ? name : '';
}

function showObject(value: object, depth: number, above: readonly object[]): string {
  if (above.includes(value)) return '[Circular *1]';
  if (value instanceof Date)
    return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
  if (value instanceof RegExp) return String(value);
  if (value instanceof Promise) return 'Promise { <pending> }';
  if (value instanceof Error) return showError(value, depth, above);
  const name = className(value);
  if (value instanceof Uint8Array) return showBytes(value, name);
  const isEmpty = Array.isArray(value) ? value.length === 0 : Object.keys(value).length === 0;
  const isPlain = Array.isArray(value) || !(value instanceof Map || value instanceof Set);
  if (depth >= DEPTH_MAX && !(isEmpty && isPlain))
    return Array.isArray(value) ? '[Array]' : `[${name || 'Object'}]`;
  const inside = (one: unknown) => show(one, depth + 1, [...above, value]);
  if (Array.isArray(value)) {
    const items = value.slice(0, ITEMS_MAX).map(inside);
    if (value.length > ITEMS_MAX) items.push(`... ${value.length - ITEMS_MAX} more items`);
    return wrap(name === 'Array' ? '' : `${name}(${value.length}) `, '[', items, ']', depth);
  }
  if (value instanceof Map) {
    const items = [...value].map(([key, one]) => `${inside(key)} => ${inside(one)}`);
    return wrap(`${name}(${value.size}) `, '{', items, '}', depth);
  }
  if (value instanceof Set)
    return wrap(`${name}(${value.size}) `, '{', [...value].map(inside), '}', depth);
  const prefix = name === 'Object' || name === '' ? '' : `${name} `;
  return wrap(prefix, '{', fieldsOf(value, inside), '}', depth);
}

function showBytes(value: Uint8Array, name: string): string {
  const hex = [...value.subarray(0, 50)].map((byte) => byte.toString(16).padStart(2, '0'));
  const rest = value.length > 50 ? ` ... ${value.length - 50} more bytes` : '';
  return name === 'Buffer'
    ? `<Buffer ${hex.join(' ')}${rest}>`
    : `${name}(${value.length}) [ ${[...value.subarray(0, 50)].join(', ')}${rest} ]`;
}

/** As Node shows it: a class that did not set `name` is told by its own. */
export function errorName(error: Error): string {
  const own = className(error);
  return error.name === 'Error' && /Error$/.test(own) ? own : error.name;
}

function showError(error: Error, depth: number, above: readonly object[]): string {
  const head = `${errorName(error)}: ${error.message}`;
  const skip = new Set(['name', 'message', 'stack', 'cause']);
  const own = Object.keys(error).filter((key) => !skip.has(key));
  const line = depth === 0 ? head : `[${head}]`;
  if (own.length === 0) return line;
  const fields = own.map(
    (key) => `${key}: ${show(Reflect.get(error, key), depth + 1, [...above, error])}`,
  );
  return wrap(`${line} `, '{', fields, '}', depth);
}

function fieldsOf(value: object, inside: (one: unknown) => string): string[] {
  const keys = Object.keys(value);
  const shown = keys.slice(0, ITEMS_MAX).map((key) => {
    const getter = Object.getOwnPropertyDescriptor(value, key)?.get;
    const name = /^[A-Za-z_$][\w$]*$/.test(key) ? key : quote(key);
    return `${name}: ${getter ? '[Getter]' : inside(Reflect.get(value, key))}`;
  });
  if (keys.length > ITEMS_MAX) shown.push(`... ${keys.length - ITEMS_MAX} more fields`);
  return shown;
}

function wrap(
  prefix: string,
  open: string,
  items: readonly string[],
  close: string,
  depth: number,
): string {
  if (items.length === 0) return `${prefix}${open}${close}`;
  const line = `${prefix}${open} ${items.join(', ')} ${close}`;
  if (line.length <= LINE_WIDTH && !line.includes('\n')) return line;
  const indent = '  '.repeat(depth + 1);
  const inner = items.map((item) => `${indent}${item}`).join(',\n');
  return `${prefix}${open}\n${inner}\n${'  '.repeat(depth)}${close}`;
}
