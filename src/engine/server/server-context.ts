/** What connection, server, Pub/Sub and transaction commands see: a data command's context, and the node around it. */
import type { Context } from '../commands/context.ts';
import type { Client } from './client.ts';
import type { Server } from './server.ts';

export interface ServerContext extends Context {
  readonly server: Server;
  readonly client: Client;
  /** False inside MULTI and scripts: nothing may wait there, nor turn the client into a monitor. */
  readonly mayBlock: boolean;
  /** The command counts as having taken so much longer: it holds the node up by other means. */
  spend(durationUs: number): void;
}
