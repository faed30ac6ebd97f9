/**
 * Parts of the engine that the host brings when the first command needs them: Lua; the reference,
 * which tells of commands; the report, which tells of the server; the exchange, which takes values
 * from older servers and hands keys to others. A page's first load has none of them.
 *
 * The engine itself never waits: a client whose command needs the part is held, and its command
 * processed anew when the part is there, or answered with the reason why it is not.
 */
import { errorReply } from '../../protocol/reply.ts';
import type { Args } from '../commands/args.ts';
import type { PartName } from '../commands/command.ts';
import { fail } from '../commands/errors.ts';
import type { Lua } from '../scripting/lua.ts';
import type { Client } from './client.ts';
import type { CommandEntry } from './command-table.ts';
import type { Exchange } from './exchange.ts';
import type { Reference } from './reference/reference.ts';
import type { Report } from './report.ts';
import type { Server } from './server.ts';

/** Brings a part. */
export interface Loader<T> {
  /** Calls one of the two, once. After a failure it may be called again. */
  load(loaded: (part: T) => void, failed: (reason: string) => void): void;
}

/** The parts there are; a node answers commands that need one it cannot have with an error. */
export interface PartLoaders {
  /** Lua, for scripts. */
  readonly lua?: Loader<Lua>;
  /** What tells of commands, for COMMAND and HELP. */
  readonly reference?: Loader<Reference>;
  /** What tells of the server, for INFO and its kin. */
  readonly report?: Loader<Report>;
  /** What exchanges data with other servers: old encodings, MIGRATE. */
  readonly exchange?: Loader<Exchange>;
}

/** What can be waited for. */
export interface LatePart {
  /** As the error has it, in front of "could not be loaded". */
  readonly name: string;
  prepare(done: (failure: string | null) => void): void;
  hold(client: Client): void;
}

/** The parts of one server, but Lua, which is `Scripting`'s. */
export class LateParts {
  readonly reference: OnDemand<Reference>;
  readonly report: OnDemand<Report>;
  readonly exchange: OnDemand<Exchange>;

  constructor(server: Server, { reference, report, exchange }: PartLoaders) {
    this.reference = new OnDemand(server, 'The reference of commands', reference);
    this.report = new OnDemand(server, 'The report on the server', report);
    this.exchange = new OnDemand(server, 'The exchange with other servers', exchange);
  }

  /** Has what another server has. */
  adopt({ reference, report, exchange }: LateParts): void {
    this.reference.part = reference.part;
    this.report.part = report.part;
    this.exchange.part = exchange.part;
  }

  /** Fetches all of them, for what cannot wait later: what cannot be had is missing then. */
  prepareAll(done: () => void): void {
    const { reference, report, exchange } = this;
    reference.prepare(() => report.prepare(() => exchange.prepare(done)));
  }

  /** The part that the command needs and that is not there. */
  missing({ command: { needs } }: CommandEntry, args: Args): LatePart | null {
    if (needs === undefined) return null;
    const name: PartName | null = typeof needs === 'function' ? needs(args) : needs;
    return name !== null && this[name].part === null ? this[name] : null;
  }
}

export class OnDemand<T> implements LatePart {
  /** Null until it has been loaded. */
  part: T | null = null;
  readonly name: string;
  private readonly server: Server;
  private readonly loader: Loader<T> | undefined;
  private readonly waiting = new Set<Client>();
  private loading = false;

  constructor(server: Server, name: string, loader: Loader<T> | undefined) {
    this.server = server;
    this.name = name;
    this.loader = loader;
  }

  /** The part, for commands that say they need it. Ends the command where it is not there. */
  get loaded(): T {
    return this.part ?? fail(errorReply(`ERR ${this.name} has not been loaded`));
  }

  /** Loads the part; calls back once, perhaps at once, with the reason where that failed. */
  prepare(done: (failure: string | null) => void): void {
    if (this.part || !this.loader) {
      done(this.part ? null : 'this node has none');
      return;
    }
    this.loader.load(
      (part) => {
        this.part = part;
        done(null);
      },
      (reason) => done(reason),
    );
  }

  /** The client's command waits, held as `postponed`, until `prepare` has called back. */
  hold(
    client: Client,
    prepare: (done: (failure: string | null) => void) => void = (done) => this.prepare(done),
  ): void {
    this.waiting.add(client);
    if (this.loading) return;
    this.loading = true;
    prepare((failure) => {
      this.loading = false;
      this.server.turn(() => this.serveWaiting(failure));
    });
  }

  private serveWaiting(failure: string | null): void {
    const { server } = this;
    const clients = [...this.waiting];
    this.waiting.clear();
    for (const client of clients) {
      if (failure !== null && client.postponed) {
        client.postponed = null;
        server.reply(client, errorReply(`ERR ${this.name} could not be loaded: ${failure}`));
      }
      server.resume(client);
    }
  }
}
