/**
 * A part of the engine that the host brings when the first command needs it: Lua, the reference.
 * The engine itself never waits: a client whose command needs the part is held, and its command
 * processed anew when the part is there, or answered with the reason why it is not.
 */
import { errorReply } from '../../protocol/reply.ts';
import type { Lua } from '../scripting/lua.ts';
import type { Client } from './client.ts';
import type { Reference } from './reference/reference.ts';
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
}

export class OnDemand<T> {
  /** Null until it has been loaded. */
  part: T | null = null;
  private readonly server: Server;
  private readonly name: string;
  private readonly loader: Loader<T> | undefined;
  private readonly waiting = new Set<Client>();
  private loading = false;

  /** `name` as the error has it, in front of "could not be loaded". */
  constructor(server: Server, name: string, loader: Loader<T> | undefined) {
    this.server = server;
    this.name = name;
    this.loader = loader;
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
