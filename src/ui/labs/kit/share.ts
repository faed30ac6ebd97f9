/**
 * Settings of a lab as part of an address: JSON, gzip, base64url without `=`, after `#/labs/NAME?s=`.
 *
 * What a link says is a stranger's text: reading never throws, unpacks no more than a lab can need,
 * and every field must be known and in range, or the whole link is refused with the reason. A check
 * (`shape`, `integer`, ...) is written once per lab and gives the settings their type.
 */
import { labHref } from '../labs-href.ts';

/** Longer links are cut by chat programs and mail; such settings go into a file. */
export const LINK_CHARACTERS_MAX = 8 * 1024;
const UNPACKED_BYTES_MAX = 256 * 1024;
/** Settings from a file may hold a whole trace. */
export const FILE_BYTES_MAX = 32 * 1024 * 1024;

export type ShareProblem =
  | { readonly kind: 'unreadable' | 'tooLarge' | 'unsupported' }
  | { readonly kind: 'unknownField' | 'badValue'; readonly field: string };

class ShareError extends Error {
  readonly problem: ShareProblem;

  constructor(problem: ShareProblem) {
    super(problem.kind);
    this.problem = problem;
  }
}

/** Gives the value back as what it is, or refuses it by throwing; `field` names it in the reason. */
export type Check<T> = (value: unknown, field: string) => T;

/** For checks of one's own: the value cannot be. */
export const refuse = (field: string): never => {
  throw new ShareError({ kind: 'badValue', field: field.slice(0, 40) });
};

export const number =
  (min: number, max: number): Check<number> =>
  (value, field) =>
    typeof value === 'number' && value >= min && value <= max ? value : refuse(field);

export const integer =
  (min: number, max: number): Check<number> =>
  (value, field) =>
    Number.isInteger(value) ? number(min, max)(value, field) : refuse(field);

export const text =
  (charactersMax: number): Check<string> =>
  (value, field) =>
    typeof value === 'string' && value.length <= charactersMax ? value : refuse(field);

export const flag: Check<boolean> = (value, field) =>
  typeof value === 'boolean' ? value : refuse(field);

export const oneOf =
  <T extends string>(words: readonly T[]): Check<T> =>
  (value, field) =>
    words.find((word) => word === value) ?? refuse(field);

export const list =
  <T>(check: Check<T>, min: number, max: number): Check<readonly T[]> =>
  (value, field) =>
    Array.isArray(value) && value.length >= min && value.length <= max
      ? value.map((item: unknown, index) => check(item, `${field}[${index}]`))
      : refuse(field);

/** An object with exactly these fields. */
export const shape =
  <T extends object>(checks: { readonly [K in keyof T]: Check<T[K]> }): Check<T> =>
  (value, field) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuse(field);
    const within = (name: string) => (field === '' ? name : `${field}.${name}`);
    for (const name of Object.keys(value)) {
      if (Object.hasOwn(checks, name)) continue;
      throw new ShareError({ kind: 'unknownField', field: within(name).slice(0, 40) });
    }
    const given = value as Record<string, unknown>;
    const entries = Object.entries<Check<unknown>>(checks);
    return Object.fromEntries(
      entries.map(([name, check]) => [name, check(given[name], within(name))]),
    ) as T;
  };

export type Shared<T> =
  | { readonly kind: 'settings'; readonly settings: T }
  | { readonly kind: 'problem'; readonly problem: ShareProblem };

/** The settings as they stand in an address. */
export async function packShared(settings: unknown): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(settings));
  const packed = await readAll(streamOf(bytes, new CompressionStream('gzip')), FILE_BYTES_MAX);
  let binary = '';
  for (const byte of packed) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** The whole link that opens the lab with these settings, from where the page is now. */
export async function shareLink(lab: string, settings: unknown): Promise<string> {
  const page = window.location.href.replace(/#.*$/, '');
  return `${page}${labHref(lab)}?s=${await packShared(settings)}`;
}

/** Reads what `packShared` wrote, or says why not. */
export async function unpackShared<T>(packed: string, check: Check<T>): Promise<Shared<T>> {
  if (typeof DecompressionStream === 'undefined') return problem({ kind: 'unsupported' });
  if (packed.length > 2 * LINK_CHARACTERS_MAX) return problem({ kind: 'tooLarge' });
  try {
    const binary = atob(packed.replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(binary, (c) => c.charCodeAt(0));
    const unpacked = streamOf(bytes, new DecompressionStream('gzip'));
    return checkShared(await readAll(unpacked, UNPACKED_BYTES_MAX), check);
  } catch (error) {
    return problem(error instanceof ShareError ? error.problem : { kind: 'unreadable' });
  }
}

/** Settings from a file's bytes: the same JSON, not packed. */
export function checkShared<T>(json: Uint8Array, check: Check<T>): Shared<T> {
  if (json.length > FILE_BYTES_MAX) return problem({ kind: 'tooLarge' });
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(json));
    return { kind: 'settings', settings: check(value, '') };
  } catch (error) {
    return problem(error instanceof ShareError ? error.problem : { kind: 'unreadable' });
  }
}

const problem = (problem: ShareProblem): { kind: 'problem'; problem: ShareProblem } => ({
  kind: 'problem',
  problem,
});

type Transform = CompressionStream | DecompressionStream;

function streamOf(bytes: Uint8Array, transform: Transform): ReadableStream<Uint8Array> {
  const source = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream();
  return source.pipeThrough(transform as ReadableWritablePair<Uint8Array, BufferSource>);
}

/** All of the stream, refused as soon as it is too much: a small link can unpack to gigabytes. */
async function readAll(stream: ReadableStream<Uint8Array>, bytesMax: number): Promise<Uint8Array> {
  const reader = stream.getReader();
  const pieces: Uint8Array[] = [];
  let sizeBytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    sizeBytes += value.length;
    if (sizeBytes > bytesMax) {
      reader.cancel().catch(() => undefined);
      throw new ShareError({ kind: 'tooLarge' });
    }
    pieces.push(value);
  }
  const all = new Uint8Array(sizeBytes);
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
