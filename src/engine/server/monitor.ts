/** MONITOR's lines: when, who, and the command in quotes, without its secrets. */

import { quotedBytes } from '../../protocol/quoted-bytes.ts';
import { type SimpleReply, simple } from '../../protocol/reply.ts';
import type { Args } from '../commands/args.ts';
import type { Client } from './client.ts';
import { redactedArguments } from './redaction.ts';

export function monitorLine(nowMs: number, client: Client, name: string, args: Args): SimpleReply {
  const words = redactedArguments(name, args).map(quotedBytes);
  const seconds = Math.floor(nowMs / 1000);
  const micros = String(Math.floor((nowMs % 1000) * 1000)).padStart(6, '0');
  return simple(
    `${seconds}.${micros} [${client.dbIndex} ${client.address.addr}] ${words.join(' ')}`,
  );
}
