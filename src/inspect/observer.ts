/**
 * Follows one node for the page: a revision, the sorted key names of every database somebody looks
 * at, the event log, the offer to undo a flush.
 *
 * Invariants: the observer never changes data while a command runs; key indexes are built for a
 * database when it is first looked at, and kept up by the change feed from then on.
 */
import type { Bytes } from '../base/bytes.ts';
import type { UndoView } from '../contract/host.ts';
import type { KeyTreePage, KeyTreeRequest, KeyTreeRow } from '../contract/key-tree.ts';
import type { Database } from '../engine/keyspace/database.ts';
import { lengthOfString } from '../engine/keyspace/string-value.ts';
import { isString, typeOf, type Value } from '../engine/keyspace/values.ts';
import type { CallRecord } from '../engine/server/call.ts';
import type { NodeTap } from '../engine/server/gates.ts';
import type { Server } from '../engine/server/server.ts';
import { EventLog } from './event-log.ts';
import { KeyIndex } from './key-index.ts';
import { KeyTree, rowsOf } from './key-tree.ts';
import { Undo } from './undo.ts';

const NEXT_EXPIRY_PERIOD_MS = 500;
const FLUSHES = new Set(['FLUSHALL', 'FLUSHDB']);
/** Names looked at for one completion. */
const COMPLETION_SCAN_MAX = 5000;

interface Looked {
  readonly index: KeyIndex;
  readonly tree: KeyTree;
}

export class Observer implements NodeTap {
  revision = 1;
  readonly events: EventLog;
  readonly undo = new Undo();
  private readonly server: Server;
  private readonly realNowMs: () => number;
  private readonly onChange: () => void;
  private readonly looked = new Map<number, Looked>();
  private resetting = false;
  private nextExpiry: { readonly atMs: number | null; readonly askedMs: number } = {
    atMs: null,
    askedMs: 0,
  };
  private expiriesChanged = true;

  /** `realNowMs` is the wall clock, which the person's clock bar does not move. */
  constructor(server: Server, realNowMs: () => number, onChange: () => void) {
    this.server = server;
    this.realNowMs = realNowMs;
    this.events = new EventLog(realNowMs());
    this.onChange = onChange;
  }

  undoView(): UndoView | null {
    return this.undo.view(this.realNowMs());
  }

  /** Begins to follow; called once the data is loaded. */
  start(): void {
    this.server.tap = this;
    this.bump();
  }

  /** What `work` flushes is offered for undo as a reset. */
  asReset(work: () => void): void {
    this.resetting = true;
    work();
    this.resetting = false;
  }

  called(record: CallRecord): void {
    const { server } = this;
    this.events.record(record, server.keyspace.nowMs);
    const name = record.args.word(0);
    const command = this.resetting ? 'RESET' : FLUSHES.has(name) ? (name as 'FLUSHALL') : null;
    this.undo.settle(command, this.realNowMs());
    this.bump();
  }

  modified(_database: Database, key: Bytes): void {
    this.events.touch(key);
    this.bump();
  }

  keyAdded(database: Database, key: Bytes): void {
    this.looked.get(database.index)?.index.add(key);
  }

  keyRemoved(database: Database, key: Bytes): void {
    this.looked.get(database.index)?.index.remove(key);
    this.expiriesChanged = true;
  }

  expiryChanged(): void {
    this.expiriesChanged = true;
  }

  /** Moments of many keys have moved together, by no command. */
  timesMoved(): void {
    this.expiriesChanged = true;
    this.bump();
  }

  replacing(database: Database): void {
    this.undo.gather(database);
  }

  replaced(database: Database): void {
    this.looked.delete(database.index);
    this.expiriesChanged = true;
    this.bump();
  }

  keyTree(request: KeyTreeRequest): KeyTreePage {
    const database = this.database(request.db);
    const { layout, fresh } = this.look(database).tree.layout(request.filter, request.open);
    if (!fresh) this.bump();
    const rows = rowsOf(layout, request, (key, label, depth) =>
      describe(database, key, label, depth),
    );
    return {
      revision: this.revision,
      totalRows: layout.totalRows,
      totalKeys: database.size,
      matchedKeys: layout.keys.length,
      offset: request.offset,
      rows,
    };
  }

  completeKey(db: number, prefix: Bytes, type: string | null, limit: number): Bytes[] {
    const database = this.database(db);
    const { index } = this.look(database);
    const { start, end } = index.range(prefix);
    const keys = index.keys();
    const found: Bytes[] = [];
    for (
      let i = start;
      i < Math.min(end, start + COMPLETION_SCAN_MAX) && found.length < limit;
      i++
    ) {
      const key = keys[i] as Bytes;
      const value = database.entries.get(key);
      if (value !== undefined && (type === null || typeOf(value) === type)) found.push(key);
    }
    return found;
  }

  /** The earliest expiry of any key or hash field; looked for at most twice a second. */
  nextExpiryMs(): number | null {
    const { clock } = this.server.ports;
    const { atMs, askedMs } = this.nextExpiry;
    const stale = this.expiriesChanged || (atMs !== null && atMs < clock.nowMs());
    if (stale && clock.monotonicUs() / 1000 - askedMs > NEXT_EXPIRY_PERIOD_MS) {
      return this.nextExpiryNowMs();
    }
    return atMs;
  }

  /** The same, looked for at once: for whoever is about to go there. */
  nextExpiryNowMs(): number | null {
    this.expiriesChanged = false;
    const askedMs = this.server.ports.clock.monotonicUs() / 1000;
    this.nextExpiry = { atMs: this.findNextExpiry(), askedMs };
    return this.nextExpiry.atMs;
  }

  private findNextExpiry(): number | null {
    let earliest = Number.POSITIVE_INFINITY;
    for (const { expires, fieldExpiries } of this.server.keyspace.databases) {
      for (let i = 0; i < expires.size; i++) earliest = Math.min(earliest, expires.valueAt(i));
      fieldExpiries.forRange(0, Math.min(1, fieldExpiries.size), false, (_key, atMs) => {
        earliest = Math.min(earliest, atMs);
      });
    }
    return earliest === Number.POSITIVE_INFINITY ? null : earliest;
  }

  private database(index: number): Database {
    return this.server.keyspace.databases[index] ?? (this.server.keyspace.databases[0] as Database);
  }

  private look(database: Database): Looked {
    const known = this.looked.get(database.index);
    if (known) return known;
    const index = new KeyIndex();
    index.reset(database.entries.keys());
    const fresh = {
      index,
      tree: new KeyTree(index, () => this.server.ports.clock.monotonicUs() / 1000),
    };
    this.looked.set(database.index, fresh);
    return fresh;
  }

  private bump(): void {
    this.revision++;
    this.onChange();
  }
}

function describe(database: Database, key: Bytes, label: Bytes, depth: number): KeyTreeRow {
  const value = database.entries.get(key) ?? '';
  return {
    kind: 'key',
    key,
    label,
    depth,
    type: typeOf(value),
    length: lengthOf(value),
    expiresAtMs: database.expiresAt(key),
  };
}

/** Elements, fields or members; bytes for a string. */
export function lengthOf(value: Value): number {
  return isString(value) ? lengthOfString(value) : value.length;
}
