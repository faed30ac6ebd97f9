/** The first line of a script, `#!lua name=x flags=a,b`, and what its flags allow. */
import type { Bytes } from '../../base/bytes.ts';
import { splitArguments } from '../../protocol/split-arguments.ts';
import { cText } from '../commands/errors.ts';

export const NO_WRITES = 1;
export const ALLOW_OOM = 2;
export const ALLOW_STALE = 4;
export const NO_CLUSTER = 8;
/** An EVAL script without a first line: what it may do is decided command by command. */
export const EVAL_COMPAT = 16;
export const ALLOW_CROSS_SLOT_KEYS = 32;

const FLAGS: readonly (readonly [name: Bytes, flag: number])[] = [
  ['no-writes', NO_WRITES],
  ['allow-oom', ALLOW_OOM],
  ['allow-stale', ALLOW_STALE],
  ['no-cluster', NO_CLUSTER],
  ['allow-cross-slot-keys', ALLOW_CROSS_SLOT_KEYS],
];

/** The flag of that name, or 0. */
export function flagNamed(name: Bytes): number {
  return FLAGS.find(([known]) => known === name)?.[1] ?? 0;
}

/** The names of the flags set, in Redis's order. */
export function flagNames(flags: number): Bytes[] {
  return FLAGS.filter(([, flag]) => flags & flag).map(([name]) => name);
}

export interface ScriptHead {
  readonly flags: number;
  /** What is left to compile: from the first line's end on, so that lines keep their numbers. */
  readonly code: Bytes;
}

/** Reads the head of an EVAL script; a string is the error's text. */
export function readScriptHead(body: Bytes): ScriptHead | Bytes {
  if (!body.startsWith('#!')) return { flags: EVAL_COMPAT, code: body };
  const end = body.indexOf('\n');
  if (end < 0) return 'ERR Invalid script shebang';
  const words = splitArguments(cText(body.slice(0, end)));
  if (!words || words.length === 0) return 'ERR Invalid engine in script shebang';
  const [engine, ...options] = words as [Bytes, ...Bytes[]];
  if (engine !== '#!lua') return `ERR Unexpected engine in script shebang: ${engine}`;
  let flags = 0;
  for (const option of options) {
    if (!option.startsWith('flags=')) return `ERR Unknown lua shebang option: ${option}`;
    const names = option.slice('flags='.length);
    for (const name of names === '' ? [] : names.split(',')) {
      const flag = flagNamed(name);
      if (flag === 0) return `ERR Unexpected flag in script shebang: ${name}`;
      flags |= flag;
    }
  }
  return { flags, code: body.slice(end) };
}

export interface LibraryHead {
  readonly name: Bytes;
  readonly engine: Bytes;
  readonly code: Bytes;
}

/** Reads the head of a function library; a string is the error's text. */
export function readLibraryHead(body: Bytes): LibraryHead | Bytes {
  if (!body.startsWith('#!')) return 'ERR Missing library metadata';
  const end = body.indexOf('\n');
  const words = end < 0 ? null : splitArguments(cText(body.slice(0, end)));
  if (!words || words.length === 0) return 'ERR Invalid library metadata';
  const [engine, ...options] = words as [Bytes, ...Bytes[]];
  let name: Bytes | null = null;
  for (const option of options) {
    if (!/^name=/i.test(option)) return `ERR Invalid metadata value given: ${option}`;
    if (name !== null) {
      return 'ERR Invalid metadata value, name argument was given multiple times';
    }
    name = option.slice('name='.length);
  }
  if (name === null) return 'ERR Library name was not given';
  return { name, engine: engine.slice(2), code: body.slice(end) };
}
