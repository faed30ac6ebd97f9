/**
 * One key for the inspector: facts, why it has its encoding, and the window of its structure that
 * is on screen. Looking leaves no trace: no idle clock, no statistics, no expiry.
 */

import type {
  EncodingReason,
  InspectRequest,
  KeyView,
  StructureView,
  ViewForm,
} from '../contract/key-view.ts';
import { keyBytes } from '../engine/keyspace/memory.ts';
import type { SetValue } from '../engine/keyspace/set-value.ts';
import {
  encodingOfString,
  lengthOfString,
  RawString,
  type StringValue,
} from '../engine/keyspace/string-value.ts';
import {
  type CollectionValue,
  encodingOf,
  isString,
  typeOf,
  type Value,
} from '../engine/keyspace/values.ts';
import type { Server } from '../engine/server/server.ts';
import { looksLikePlaces, mapViewOf } from './map-view.ts';
import { lengthOf, type Observer } from './observer.ts';
import { bitsViewOf, isHll, registersViewOf, stringViewOf } from './string-view.ts';
import { structureViewOf } from './structure-view.ts';

const WINDOW_MAX = 512;
const EMBSTR_MAX = 44;

export function inspectKey(
  server: Server,
  observer: Observer,
  request: InspectRequest,
): KeyView | null {
  const database = server.keyspace.databases[request.db];
  const nowMs = server.ports.clock.nowMs();
  const at = database?.entries.find(request.key) ?? -1;
  if (!database || at < 0) return null;
  const expiresAtMs = database.expiresAt(request.key);
  if (expiresAtMs !== null && expiresAtMs < nowMs) return null;
  const value = database.entries.valueAt(at);
  const forms = formsOf(value);
  const form = chosenForm(value, forms, request.form ?? 'plain');
  return {
    revision: observer.revision,
    db: request.db,
    key: request.key,
    type: typeOf(value),
    encoding: encodingOf(value),
    reason: reasonFor(server, value),
    expiresAtMs,
    nowMs,
    memoryBytes: keyBytes(request.key, value, server.version, Infinity),
    idleSeconds: server.keyspace.idleSeconds(database.entries, at),
    frequency: server.keyspace.usesLfu ? server.keyspace.frequency(database.entries, at) : null,
    length: lengthOf(value),
    forms,
    form,
    structure: structureOf(server, value, request, form),
  };
}

function structureOf(
  server: Server,
  value: Value,
  request: InspectRequest,
  form: ViewForm,
): StructureView {
  const window = {
    offset: Math.max(0, request.offset),
    limit: Math.min(WINDOW_MAX, Math.max(1, request.limit)),
    groupOffset: Math.max(0, request.groupOffset ?? 0),
  };
  if (isString(value)) {
    if (form === 'bits') return bitsViewOf(value, window.offset);
    return form === 'registers' ? registersViewOf(value) : stringViewOf(value, window);
  }
  if (form === 'map' && value.type === 'zset') return mapViewOf(value);
  return structureViewOf(value, window, server.version);
}

/** What a value can be shown as. */
function formsOf(value: Value): ViewForm[] {
  if (isString(value)) return isHll(value) ? ['plain', 'bits', 'registers'] : ['plain', 'bits'];
  return value.type === 'zset' && looksLikePlaces(value) ? ['plain', 'map'] : ['plain'];
}

function chosenForm(value: Value, forms: readonly ViewForm[], wanted: ViewForm | 'auto'): ViewForm {
  if (wanted !== 'auto') return forms.includes(wanted) ? wanted : 'plain';
  if (forms.includes('registers')) return 'registers';
  return value instanceof RawString && value.hasBits ? 'bits' : 'plain';
}

function reasonFor(server: Server, value: Value): EncodingReason {
  return isString(value) ? stringReason(value) : collectionReason(server, value);
}

function stringReason(value: StringValue): EncodingReason {
  const actual = lengthOfString(value);
  const limits = [{ directive: 'embstr', limit: EMBSTR_MAX, actual }];
  const encoding = encodingOfString(value);
  if (encoding === 'int') return { code: 'integer', limits: [] };
  if (encoding === 'embstr') return { code: 'short-string', limits };
  const mutated = value instanceof RawString && actual <= EMBSTR_MAX;
  return mutated ? { code: 'mutable-string', limits: [] } : { code: 'long-string', limits };
}

interface LimitNames {
  readonly entries: string;
  readonly value: string | null;
}

const LIMITS: Readonly<Record<Exclude<CollectionValue['type'], 'stream'>, LimitNames>> = {
  hash: { entries: 'hash-max-listpack-entries', value: 'hash-max-listpack-value' },
  set: { entries: 'set-max-listpack-entries', value: 'set-max-listpack-value' },
  zset: { entries: 'zset-max-listpack-entries', value: 'zset-max-listpack-value' },
  list: { entries: 'list-max-listpack-size', value: null },
};

function collectionReason(server: Server, value: CollectionValue): EncodingReason {
  const config = server.config;
  const { encoding, length } = value;
  const limit = (directive: string, actual: number) => ({
    directive,
    limit: config.number(directive),
    actual,
  });
  if (encoding === 'intset')
    return { code: 'all-integers', limits: [limit('set-max-intset-entries', length)] };
  if (value.type === 'stream') return { code: 'always', limits: [] };
  if (value.type === 'list' && server.version < 702) return { code: 'always', limits: [] };
  const names = LIMITS[value.type];
  const limits = [limit(names.entries, length)];
  if (names.value) limits.push(limit(names.value, longestOf(value)));
  if (value.type === 'set' && isWhole(value)) limits.push(limit('set-max-intset-entries', length));
  const small = encoding === 'listpack' || encoding === 'listpackex';
  if (small) return { code: 'within-limits', limits };
  return { code: value.type === 'list' ? 'beyond-one-node' : 'beyond-limits', limits };
}

const LONGEST_SAMPLE = 1000;

/** Whether the first members are whole numbers: then it has outgrown an intset, too. */
function isWhole(value: SetValue): boolean {
  let left = LONGEST_SAMPLE;
  for (const member of value.members()) {
    if (left-- === 0) break;
    if (!/^-?\d+$/.test(member)) return false;
  }
  return true;
}

/** The longest element among the first thousand. */
function longestOf(value: CollectionValue): number {
  let longest = 0;
  let left = LONGEST_SAMPLE;
  const look = (...words: readonly string[]): void => {
    if (left-- > 0) for (const word of words) longest = Math.max(longest, word.length);
  };
  if (value.type === 'zset')
    value.forRange(0, Math.min(LONGEST_SAMPLE, value.length), false, (member) => look(member));
  else if (value.type === 'set') for (const member of value.members()) look(member);
  else if (value.type === 'hash') value.forEach(look);
  return longest;
}
