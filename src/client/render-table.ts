/**
 * A reply as a table. What the columns are follows from the command, because the wire does not say:
 * the same flat array is fields and values for one and members and scores for another.
 */
import type { Bytes } from '../base/bytes.ts';
import { escapeBytes, showBytes } from './render-cli.ts';
import { toJson } from './render-other.ts';
import { itemsOf, type RespValue, scalarText } from './resp-value.ts';

export type Column =
  | 'index'
  | 'value'
  | 'key'
  | 'field'
  | 'fields'
  | 'member'
  | 'score'
  | 'directive'
  | 'channel'
  | 'subscribers'
  | 'id'
  | 'distance'
  | 'geohash'
  | 'longitude'
  | 'latitude';

export interface ReplyTable {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly string[])[];
}

type Items = readonly RespValue[];
type Pair = readonly [Column, Column];

const text = { utf8: true } as const;

/** The reply as rows of cells, or null where it is a scalar. */
export function renderTable(value: RespValue, argv: readonly Bytes[]): ReplyTable | null {
  const items = itemsOf(value);
  if (items === null) return null;
  const words = argv.slice(0, 2).map((word) => word.toUpperCase());
  return (
    pairTable(value, items, pairsOf(words, argv)) ??
    askedTable(items, words, argv) ??
    entryTable(items, words[0] ?? '') ??
    placeTable(items, words[0] ?? '', argv) ?? {
      columns: ['index', 'value'],
      rows: items.map((item, index) => [String(index + 1), cell(item)]),
    }
  );
}

function cell(item: RespValue | undefined): string {
  if (item === undefined) return '';
  if (item.kind === 'bulk') return escapeBytes(item.text, text);
  if (itemsOf(item) !== null) return JSON.stringify(toJson(item, text));
  const scalar = scalarText(item);
  return scalar === null ? '(nil)' : showBytes(scalar, text);
}

/** What the two halves of a pair are, for the commands that answer with pairs. */
function pairsOf([name = '', sub = '']: readonly string[], argv: readonly Bytes[]): Pair | null {
  if (name === 'CONFIG' && sub === 'GET') return ['directive', 'value'];
  if (name === 'PUBSUB' && /^(?:SHARD)?NUMSUB$/.test(sub)) return ['channel', 'subscribers'];
  if (name === 'HGETALL') return ['field', 'value'];
  if (/^ZPOP(?:MIN|MAX)$/.test(name)) return ['member', 'score'];
  const asked = argv.find((word) => /^WITH(?:SCORES|VALUES)$/i.test(word));
  if (asked === undefined) return null;
  return /SCORES/i.test(asked) ? ['member', 'score'] : ['field', 'value'];
}

const rowsOfPairs = (items: Items): string[][] => {
  const rows: string[][] = [];
  for (let i = 0; i < items.length; i += 2) rows.push([cell(items[i]), cell(items[i + 1])]);
  return rows;
};

/** Pairs one after another, as RESP2 has them and a map, or as arrays of two, as RESP3 has scores. */
function pairTable(value: RespValue, items: Items, columns: Pair | null): ReplyTable | null {
  if (value.kind === 'map')
    return { columns: columns ?? ['field', 'value'], rows: rowsOfPairs(items) };
  if (columns === null || items.length === 0) return null;
  const inner = items.map(itemsOf);
  if (inner.every((item) => item?.length === 2))
    return { columns, rows: inner.map((item) => (item ?? []).map(cell)) };
  const isFlat = items.length % 2 === 0 && inner.every((item) => item === null);
  return isFlat ? { columns, rows: rowsOfPairs(items) } : null;
}

/** Commands that answer each of their arguments, and from which argument on. */
const asked: { readonly [name: string]: { readonly from: number; readonly columns: Pair } } = {
  MGET: { from: 1, columns: ['key', 'value'] },
  HMGET: { from: 2, columns: ['field', 'value'] },
  ZMSCORE: { from: 2, columns: ['member', 'score'] },
  SMISMEMBER: { from: 2, columns: ['member', 'value'] },
  GEOHASH: { from: 2, columns: ['member', 'geohash'] },
};

function askedTable(
  items: Items,
  [name = '']: readonly string[],
  argv: readonly Bytes[],
): ReplyTable | null {
  const known = asked[name];
  const names = known ? argv.slice(known.from) : [];
  if (!known || names.length !== items.length) return null;
  const rows = items.map((item, index) => [escapeBytes(names[index] ?? '', text), cell(item)]);
  return { columns: known.columns, rows };
}

/** XRANGE and XREVRANGE: IDs, each with its fields and values in turn. */
function entryTable(items: Items, name: string): ReplyTable | null {
  if (!/^X(?:REV)?RANGE$/.test(name) || items.length === 0) return null;
  const rows = items.map((item) => {
    const [id, fields] = itemsOf(item) ?? [];
    return [cell(id), fieldsText(fields)];
  });
  return { columns: ['id', 'fields'], rows };
}

function fieldsText(fields: RespValue | undefined): string {
  const rows = fields ? rowsOfPairs(itemsOf(fields) ?? []) : [];
  return rows.map(([field, value]) => `${field}: ${value}`).join(', ');
}

/** Places: GEOPOS, and searches that were asked for more than names. */
function placeTable(items: Items, name: string, argv: readonly Bytes[]): ReplyTable | null {
  if (items.length === 0) return null;
  if (name === 'GEOPOS' && argv.length - 2 === items.length) {
    const rows = items.map((item, index) => {
      const [longitude, latitude] = itemsOf(item) ?? [item, item];
      return [escapeBytes(argv[index + 2] ?? '', text), cell(longitude), cell(latitude)];
    });
    return { columns: ['member', 'longitude', 'latitude'], rows };
  }
  if (!/^GEO(?:SEARCH|RADIUS)/.test(name)) return null;
  const has = (word: string) => argv.some((one) => one.toUpperCase() === word);
  const columns: Column[] = ['member'];
  if (has('WITHDIST')) columns.push('distance');
  if (has('WITHHASH')) columns.push('geohash');
  if (has('WITHCOORD')) columns.push('longitude', 'latitude');
  if (columns.length === 1) return null;
  const rows = items.map((item) => (itemsOf(item) ?? [item]).flatMap((one) => itemsOf(one) ?? one));
  return { columns, rows: rows.map((row) => row.map(cell)) };
}
