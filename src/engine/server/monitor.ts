/**
 * MONITOR's lines: when, who, and the command in quotes, without its secrets.
 *
 * A command is told of when it has run, in the database that it has gone to, so those of a
 * transaction come before their EXEC. One that runs a script (`skip_monitor`) is told of before, so
 * that what the script calls comes after it. Commands of the operator are not told.
 */

import { quotedBytes } from '../../protocol/quoted-bytes.ts';
import { type SimpleReply, simple } from '../../protocol/reply.ts';
import type { Args } from '../commands/args.ts';
import type { Client } from './client.ts';
import type { CommandEntry } from './command-table.ts';
import { redactedArguments } from './redaction.ts';
import type { Server } from './server.ts';

/**
 * Tells every client in MONITOR mode that `client` runs this, if it is the moment for such a
 * command: to be called before and after it.
 */
export function tellMonitors(
  server: Server,
  client: Client,
  { command }: CommandEntry,
  args: Args,
  moment: 'before' | 'after',
): void {
  if (server.monitors.size === 0 || command.flagSet.has('admin')) return;
  if (command.flagSet.has('skip_monitor') !== (moment === 'before')) return;
  const line = monitorLine(server.ports.clock.nowMs(), client, command.name, args);
  for (const monitor of server.monitors) server.reply(monitor, line);
}

function monitorLine(nowMs: number, client: Client, name: string, args: Args): SimpleReply {
  const words = redactedArguments(name, args).map(quotedBytes);
  const seconds = Math.floor(nowMs / 1000);
  const micros = String(Math.floor((nowMs % 1000) * 1000)).padStart(6, '0');
  return simple(
    `${seconds}.${micros} [${client.dbIndex} ${client.address.addr}] ${words.join(' ')}`,
  );
}
