/** CLIENT LIST: a line per client, `name=value` fields apart from each other by spaces. */
import type { Bytes } from '../../base/bytes.ts';

export interface ClientRow {
  readonly id: number;
  readonly addr: Bytes;
  readonly name: Bytes;
  readonly user: Bytes;
  readonly ageSeconds: number;
  readonly idleSeconds: number;
  readonly db: number;
  /** One letter each; `N` alone for none. */
  readonly flags: readonly string[];
  /** Subscribed channels, sharded ones included. */
  readonly channels: number;
  readonly patterns: number;
  /** Commands queued in MULTI; -1 outside. */
  readonly queued: number;
  readonly watched: number;
  /** As in `client|list`, or empty. */
  readonly lastCommand: Bytes;
  readonly memoryBytes: number;
}

/** Names and values hold no spaces: Redis refuses names with them. */
export function parseClientLine(line: Bytes): ClientRow {
  const fields = new Map(
    line.split(' ').map((field) => {
      const at = field.indexOf('=');
      return [field.slice(0, at), field.slice(at + 1)] as const;
    }),
  );
  const text = (name: string): Bytes => fields.get(name) ?? '';
  const number = (name: string): number => Number(fields.get(name) ?? 0);
  return {
    id: number('id'),
    addr: text('addr'),
    name: text('name'),
    user: text('user'),
    ageSeconds: number('age'),
    idleSeconds: number('idle'),
    db: number('db'),
    flags: [...text('flags')],
    channels: number('sub') + number('ssub'),
    patterns: number('psub'),
    queued: number('multi'),
    watched: number('watch'),
    lastCommand: text('cmd') === 'NULL' ? '' : text('cmd'),
    memoryBytes: number('tot-mem'),
  };
}

export function parseClientList(text: Bytes): ClientRow[] {
  return text.split('\n').filter(Boolean).map(parseClientLine);
}
