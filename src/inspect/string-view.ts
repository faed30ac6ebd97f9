/**
 * A string for the inspector, whatever the shape the engine holds it in: a window of its bytes or
 * bits, or the registers of a HyperLogLog.
 */
import { bytesOf } from '../base/bytes.ts';
import type { BitsView, RegistersView, StringView } from '../contract/key-view.ts';
import {
  byteOfString,
  bytesOfString,
  RawString,
  type StringValue,
  viewOfString,
} from '../engine/keyspace/string-value.ts';
import { countOnes } from '../structures/bits.ts';
import {
  cachedCardinality,
  denseRegister,
  estimate,
  histogramOf,
  isHyperLogLog,
  isSparse,
  mergeInto,
  REGISTERS,
  sparseRuns,
} from '../structures/hyperloglog.ts';

/** 16384 bits: a square of 128. */
const BITS_WINDOW_BYTES = 2048;
/** More runs than the sparse encoding has at Redis's default limit are not sent. */
const RUNS_MAX = 3000;

export interface Window {
  readonly offset: number;
  readonly limit: number;
  /** The same for a stream's consumer groups, of which it shows a few at a time. */
  readonly groupOffset?: number;
}

export function stringViewOf(value: StringValue, { offset, limit }: Window): StringView {
  if (value instanceof RawString) {
    const bytes = bytesOf(
      value.view(Math.min(offset, value.length), Math.min(value.length, offset + limit)),
    );
    const touchedAt = touchedIn(value);
    return { kind: 'string', sizeBytes: value.length, offset, bytes, touchedAt };
  }
  const whole = bytesOfString(value);
  return {
    kind: 'string',
    sizeBytes: whole.length,
    offset,
    bytes: whole.slice(offset, offset + limit),
    touchedAt: null,
  };
}

const touchedIn = ({ changedAt, length }: RawString): number | null =>
  changedAt < 0 ? null : Math.max(0, Math.min(changedAt, length - 1));

export function bitsViewOf(value: StringValue, offset: number): BitsView {
  const bytes = viewOfString(value);
  const start = Math.min(offset, bytes.length);
  return {
    kind: 'bits',
    sizeBytes: bytes.length,
    offset: start,
    bytes: bytesOf(bytes, start, Math.min(bytes.length, start + BITS_WINDOW_BYTES)),
    ones: value instanceof RawString ? value.ones() : countOnes(bytes),
    touchedAt: value instanceof RawString ? touchedIn(value) : null,
  };
}

/** Asked of every string that is looked at: the first byte decides for most. */
export const isHll = (value: StringValue): boolean =>
  byteOfString(value, 0) === 0x48 && isHyperLogLog(viewOfString(value));

/** Of a value for which `isHll` holds. */
export function registersViewOf(value: StringValue): RegistersView {
  const bytes = viewOfString(value);
  const sparse = isSparse(bytes);
  const registers = new Uint8Array(REGISTERS);
  if (sparse) mergeInto(registers, bytes);
  else for (let i = 0; i < REGISTERS; i++) registers[i] = denseRegister(bytes, i);
  const histogram = histogramOf(bytes);
  const cached = cachedCardinality(bytes);
  const runs: RegistersView['runs'][number][] = [];
  let runCount = 0;
  let from = 0;
  for (const run of sparse ? sparseRuns(bytes) : []) {
    if (runCount++ < RUNS_MAX) runs.push({ ...run, from });
    from += run.length;
  }
  return {
    kind: 'registers',
    encoding: sparse ? 'sparse' : 'dense',
    sizeBytes: bytes.length,
    offset: 0,
    registers: bytesOf(registers),
    runs,
    runCount,
    estimate: cached !== null ? Number(cached) : histogram && estimate(histogram),
    isCached: cached !== null,
  };
}
