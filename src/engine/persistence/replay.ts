/**
 * Replays an append-only file: its requests run through the ordinary commands, on a clock that
 * stands still for expiry, so that what is written is what comes back.
 *
 * Outcomes: whole; torn (the last request or transaction is incomplete: everything before
 * `validBytes` is good); damaged (a request that cannot be: `validBytes` is where it begins). What
 * came before a tear or a damage is loaded, and nothing of a half transaction. Replaying stops where
 * a command needs a part of the engine that has not been loaded; the host loads it and goes on there.
 */
import type { Link } from '../../base/ports.ts';
import { isError } from '../../protocol/reply.ts';
import { RequestParser } from '../../protocol/request-parser.ts';
import { Args } from '../commands/args.ts';
import { Client } from '../server/client.ts';
import type { LatePart } from '../server/on-demand.ts';
import type { Server } from '../server/server.ts';

export interface ReplayReport {
  readonly outcome: 'whole' | 'torn' | 'damaged' | 'needs-part';
  /** What has to be loaded first, where that is the outcome. */
  readonly missing: LatePart | null;
  readonly commands: number;
  /** The length of the good beginning. */
  readonly validBytes: number;
  readonly detail: string;
  /** The database selected at the end. */
  readonly dbIndex: number;
}

/** Where to begin: a byte at which a request or transaction begins, and the database selected there. */
export interface ReplayStart {
  readonly at: number;
  readonly dbIndex: number;
}

const NEEDS_PART = 'needs a part';
const NOWHERE: Link = { send: () => {}, close: () => {} };

export function replay(
  server: Server,
  bytes: Uint8Array,
  start: ReplayStart = { at: 0, dbIndex: 0 },
): ReplayReport {
  const { keyspace } = server;
  const sink = server.propagation.sink;
  server.propagation.sink = null;
  keyspace.loading = true;
  try {
    return new Replay(server, start).run(bytes, start.at);
  } finally {
    keyspace.loading = false;
    server.propagation.sink = sink;
  }
}

class Replay {
  private readonly server: Server;
  private readonly client: Client;
  private readonly parser = new RequestParser();
  private commands = 0;
  /** Where the request after the last complete unit begins. */
  private validBytes = 0;
  /** A transaction's commands wait here for its EXEC. */
  private transaction: Args[] | null = null;
  private missing: LatePart | null = null;

  constructor(server: Server, start: ReplayStart) {
    this.server = server;
    this.validBytes = start.at;
    const address = { addr: 'aof', laddr: 'aof' };
    this.client = new Client(0, NOWHERE, address, server.keyspace.nowMs, server.acl.defaultUser);
    this.client.dbIndex = start.dbIndex;
    this.parser.maxBulkBytes = Number.MAX_SAFE_INTEGER;
  }

  run(bytes: Uint8Array, from: number): ReplayReport {
    const { parser } = this;
    parser.feed(bytes.subarray(from));
    for (;;) {
      const start = this.offset(bytes);
      if (start < bytes.length && bytes[start] === 0x23) {
        if (!this.skipAnnotation(bytes, start))
          return this.report('torn', 'The last annotation is incomplete.');
        continue;
      }
      if (start < bytes.length && bytes[start] !== 0x2a) {
        return this.report('damaged', `Byte ${start} should begin a request ('*').`);
      }
      const outcome = parser.next();
      if (outcome === 'error') return this.report('damaged', parser.error);
      if (outcome === 'incomplete') return this.end(bytes);
      const problem = this.take(bytes.length - parser.pendingBytes);
      if (problem === NEEDS_PART) return this.report('needs-part', '');
      if (problem) return this.report('damaged', problem);
    }
  }

  private offset(bytes: Uint8Array): number {
    return bytes.length - this.parser.pendingBytes;
  }

  /** `#TS:1700000000` and the like: a line to be passed over. */
  private skipAnnotation(bytes: Uint8Array, start: number): boolean {
    const newline = bytes.indexOf(0x0a, start);
    if (newline < 0) return false;
    this.parser.feed(bytes.subarray(newline + 1));
    return true;
  }

  private end(bytes: Uint8Array): ReplayReport {
    if (this.transaction) return this.report('torn', 'The last transaction has no EXEC.');
    if (this.parser.pendingBytes > 0 && this.validBytes < bytes.length) {
      return this.report('torn', 'The last request is incomplete.');
    }
    return this.report('whole', '');
  }

  /** Runs or queues the parsed request, which ends at `end`. Answers with what is wrong with it, or null. */
  private take(end: number): string | null {
    const args = new Args();
    args.reset(this.parser);
    const kept = Args.of(args.toArray());
    const entry = this.server.table.resolve(kept);
    this.missing = entry ? this.server.missingPart(entry, kept) : null;
    if (this.missing) return NEEDS_PART;
    const word = kept.word(0);
    if (word === 'MULTI') this.transaction = [];
    else if (word === 'EXEC') {
      for (const queued of this.transaction ?? []) {
        const problem = this.execute(queued);
        if (problem) return problem;
      }
      this.transaction = null;
    } else if (this.transaction) this.transaction.push(kept);
    else {
      const problem = this.execute(kept);
      if (problem) return problem;
    }
    if (!this.transaction) this.validBytes = end;
    return null;
  }

  private execute(args: Args): string | null {
    const entry = this.server.table.resolve(args);
    if (!entry?.command.run) return `Unknown command '${args.bytes(0).slice(0, 64)}'.`;
    const reply = this.server.caller.call(this.client, entry, args, null);
    this.commands++;
    return isError(reply) ? `'${args.bytes(0)}' answered: ${reply.text}` : null;
  }

  private report(outcome: ReplayReport['outcome'], detail: string): ReplayReport {
    const { commands, validBytes, client, missing } = this;
    return { outcome, missing, commands, validBytes, detail, dbIndex: client.dbIndex };
  }
}
