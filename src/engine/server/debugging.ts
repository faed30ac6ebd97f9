/**
 * SCRIPT DEBUG: what a server does around a session of the Lua debugger (engine/scripting/debugger).
 *
 * SYNC plays the session here: everybody waits. YES is a fork in Redis; here the session is played
 * by a twin of the server, with a copy of the data, which takes the connection over and ends with it.
 * Either way the connection is closed behind the script's reply.
 *
 * While a session lasts, its messages go past the client's output, which leaves with the reply.
 */
import { bytesOf, toUint8Array } from '../../base/bytes.ts';
import { NO_REPLY, type Reply } from '../../protocol/reply.ts';
import { encodeRequest } from '../../protocol/resp-request.ts';
import type { Args } from '../commands/args.ts';
import { CommandError } from '../commands/errors.ts';
import type { DebugSession } from '../scripting/debugger/debug-session.ts';
import type { Lua } from '../scripting/lua.ts';
import type { Client } from './client.ts';
import type { Server } from './server.ts';

export class Debugging {
  /** The session whose script is being made ready or runs, or null. */
  session: DebugSession | null = null;
  private readonly server: Server;
  private readonly goOn: () => void;
  private client: Client | null = null;
  private readonly twins = new Set<Server>();

  /** `goOn` lets the paused script go on. */
  constructor(server: Server, goOn: () => void) {
    this.server = server;
    this.goOn = goOn;
  }

  /** An EVAL of a client that has asked for the debugger; `evaluate` is what EVAL does. */
  run(lua: Lua, client: Client, args: Args, evaluate: () => Reply): Reply {
    if (client.debugMode === 'yes') return this.fork(client, args);
    const peer = {
      send: (bytes: string) => {
        if (!client.closed) client.link.send(toUint8Array(bytes));
      },
      timeLimitMs: () => this.server.config.number('busy-reply-threshold'),
    };
    const session = lua.debugSession(this.server.scripting.calls, peer, args.bytes(1));
    this.session = session;
    this.client = client;
    client.debugged = {
      receive: (bytes) => {
        session.receive(bytesOf(bytes));
        if (session.isWaiting) this.goOn();
      },
      leave: () => {
        session.leave();
        if (session.isWaiting) this.goOn();
      },
    };
    let reply: Reply;
    try {
      reply = evaluate();
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      reply = error.reply;
    }
    if (reply !== NO_REPLY) this.end();
    return reply;
  }

  /** The script has come to its end; its reply is sent next. */
  end(): void {
    const { session, client, server } = this;
    if (!session || !client) return;
    this.session = null;
    this.client = null;
    session.end();
    client.debugged = null;
    server.close(client);
    server.whenOver?.();
  }

  /** The server ends, and all forked sessions with it. */
  stop(): void {
    for (const twin of this.twins) twin.stop();
    this.twins.clear();
  }

  /** The connection goes to a twin, which runs the command as a session of its own. */
  private fork(client: Client, args: Args): Reply {
    const { server } = this;
    const twin = server.stats.fork(server.ports.clock, () => server.fork());
    this.twins.add(twin);
    twin.whenOver = () => {
      this.twins.delete(twin);
      twin.stop();
    };
    const moved = twin.connect(client.link, client.address);
    moved.authenticate(client.user.clone());
    moved.dbIndex = client.dbIndex;
    moved.resp = client.resp;
    moved.name = client.name;
    moved.replyMode = client.replyMode;
    moved.debugMode = 'sync';
    moved.queueOutput(server.takeUnsent(client));
    server.disconnect(client);
    client.debugged = {
      receive: (bytes) => twin.receive(moved, bytes),
      leave: () => twin.disconnect(moved),
    };
    twin.receive(moved, encodeRequest(args.toArray()));
    return NO_REPLY;
  }
}
