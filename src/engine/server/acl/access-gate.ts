/**
 * Where users' permissions meet clients: who must log in first, what is denied and noted, and whose
 * connections end when permissions change.
 */
import type { Bytes } from '../../../base/bytes.ts';
import { type ErrorReply, errorReply } from '../../../protocol/reply.ts';
import type { Args } from '../../commands/args.ts';
import type { Client } from '../client.ts';
import { describeClient } from '../client-info.ts';
import type { CommandEntry } from '../command-table.ts';
import type { Server } from '../server.ts';
import type { AclLogContext, AclLogReason } from './acl-log.ts';
import { denialText, deniedObject } from './denial.ts';
import type { Denial } from './selector.ts';

export class AccessGate {
  private readonly server: Server;

  constructor(server: Server) {
    this.server = server;
  }

  /** True while the client may do nothing but log in. */
  mustAuthenticate(client: Client): boolean {
    if (client.authenticated) return false;
    const { noPassword, enabled } = this.server.acl.defaultUser;
    return !(noPassword && enabled);
  }

  /** What the client's user may not do, counted and noted in ACL LOG; null where it may. */
  denial(
    client: Client,
    entry: CommandEntry,
    args: Args,
    context: AclLogContext = client.transaction ? 'multi' : 'toplevel',
  ): Denial | null {
    const denial = client.user.denial(entry, args);
    if (denial === null) return null;
    this.server.stats.denied[denial.reason]++;
    this.note(denial.reason, deniedObject(denial, entry, args), client.user.name, client, context);
    return denial;
  }

  /** The same as an error to the client. */
  refusal(client: Client, entry: CommandEntry, args: Args): ErrorReply | null {
    if (client.user.isUnlimited) return null;
    const denial = this.denial(client, entry, args);
    if (denial === null) return null;
    const { version } = this.server;
    return errorReply(`NOPERM ${denialText(denial, client.user, entry, args, version, false)}`);
  }

  /** A wrong password, an unknown or a disabled user; `command` as it was typed. */
  noteFailedLogin(command: Bytes, username: Bytes, client: Client): void {
    this.server.stats.deniedAuth++;
    this.note('auth', command, username, client, client.transaction ? 'multi' : 'toplevel');
  }

  /** Closes subscribers of channels that their user may no longer use. */
  dropForbiddenSubscribers(): void {
    for (const client of this.server.clientsSorted()) {
      const { user, channels, shardChannels, patterns } = client;
      const mayStay =
        [...channels, ...shardChannels].every((name) => user.permitsChannel(name, false)) &&
        [...patterns].every((name) => user.permitsChannel(name, true));
      if (!mayStay) this.server.close(client);
    }
  }

  /** Closes the clients whose user is no more, or is another of the same name. */
  dropDeletedUsers(): void {
    const { acl } = this.server;
    for (const client of this.server.clientsSorted()) {
      if (acl.user(client.user.name) !== client.user) this.server.close(client);
    }
  }

  private note(
    reason: AclLogReason,
    object: Bytes,
    username: Bytes,
    client: Client,
    context: AclLogContext,
  ): void {
    const { acl, keyspace, scripting } = this.server;
    // Of a script it is the client that called it.
    const caller = client.isScript ? (scripting.running?.client ?? client) : client;
    const clientInfo = describeClient(this.server, caller);
    acl.log.add({ reason, context, object, username, clientInfo }, keyspace.nowMs);
  }
}
