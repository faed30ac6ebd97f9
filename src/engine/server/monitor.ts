/** MONITOR's lines: when, who, and the command in quotes, without its secrets. */

import { quotedBytes } from '../../protocol/quoted-bytes.ts';
import { type SimpleReply, simple } from '../../protocol/reply.ts';
import type { Args } from '../commands/args.ts';
import type { Client } from './client.ts';

/** From this argument on, secrets stand: they are not shown. */
const SECRETS_FROM: Readonly<Record<string, number>> = { AUTH: 1 };

export function monitorLine(nowMs: number, client: Client, name: string, args: Args): SimpleReply {
  const hiddenFrom = SECRETS_FROM[name] ?? Number.POSITIVE_INFINITY;
  const authAt =
    name === 'HELLO' ? args.toArray().findIndex((word) => word.toUpperCase() === 'AUTH') : -1;
  const words = args.toArray().map((word, i) => {
    const secret = i >= hiddenFrom || (authAt > 0 && (i === authAt + 1 || i === authAt + 2));
    return quotedBytes(secret ? '(redacted)' : word);
  });
  const seconds = Math.floor(nowMs / 1000);
  const micros = String(Math.floor((nowMs % 1000) * 1000)).padStart(6, '0');
  return simple(
    `${seconds}.${micros} [${client.dbIndex} ${client.address.addr}] ${words.join(' ')}`,
  );
}
