/** A client as CLIENT LIST and CLIENT INFO describe it, in Redis's field names and order. */
import type { Bytes } from '../../base/bytes.ts';
import type { Client } from './client.ts';
import { clientFigures, runningFigures } from './client-memory.ts';
import type { Server } from './server.ts';

/** `type` is an upper-case word of CLIENT LIST TYPE. */
export function isOfType(client: Client, type: string): boolean {
  if (type === 'REPLICA' || type === 'SLAVE') return client.isReplica;
  if (client.isReplica) return false;
  if (type === 'PUBSUB') return client.isSubscribed;
  return type === 'NORMAL' && !client.isSubscribed;
}

function flagsOf(client: Client): string {
  let flags = '';
  if (client.isReplica) flags += 'S';
  if (client.isMonitor) flags += 'O';
  if (client.isSubscribed) flags += 'P';
  if (client.transaction) flags += 'x';
  if (client.blocked || client.postponed) flags += 'b';
  if (client.tracking) flags += 't';
  if (client.tracking?.broken) flags += 'R';
  if (client.tracking?.broadcast) flags += 'B';
  if (client.watchBroken) flags += 'd';
  if (client.closing) flags += 'c';
  if (client.doomed) flags += 'A';
  if (client.address.addr.startsWith('/')) flags += 'U';
  if (client.noEvict) flags += 'e';
  if (client.noTouch) flags += 'T';
  return flags || 'N';
}

function memoryFields(server: Server, client: Client): [string, number][] {
  const figuresOf = client === server.reading ? runningFigures : clientFigures;
  const figures = figuresOf(client, server.unsentBytesOf(client));
  return [
    ['qbuf', figures.qbuf],
    ['qbuf-free', figures.qbufFree],
    ['argv-mem', figures.argvMem],
    ['multi-mem', figures.multiMem],
    ['rbs', client.replyBufferBytes],
    ['rbp', client.replyPeakBytes],
    ['obl', figures.obl],
    ['oll', figures.oll],
    ['omem', figures.omem],
    ['tot-mem', figures.totMem],
  ];
}

export function describeClient(server: Server, client: Client): Bytes {
  const nowMs = server.ports.clock.nowMs();
  const fields: [string, string | number][] = [
    ['id', client.id],
    ['addr', client.address.addr],
    ['laddr', client.address.laddr],
    ['fd', client.id + 7],
    ['name', client.name],
    ['age', Math.floor((nowMs - client.createdMs) / 1000)],
    ['idle', Math.floor((nowMs - client.lastSeenMs) / 1000)],
    ['flags', flagsOf(client)],
    ['db', client.dbIndex],
    ['sub', client.channels.size],
    ['psub', client.patterns.size],
    ['ssub', client.shardChannels.size],
    ['multi', client.transaction ? client.transaction.queue.length : -1],
  ];
  if (server.version >= 704) fields.push(['watch', client.watched.size]);
  fields.push(
    ...memoryFields(server, client),
    ['events', client.unreadBytes > 0 ? 'rw' : 'r'],
    ['cmd', client.lastCommand || 'NULL'],
    ['user', client.user.name],
    ['redir', client.tracking ? client.tracking.redirect : -1],
    ['resp', client.resp],
  );
  if (server.version >= 702)
    fields.push(['lib-name', client.libName], ['lib-ver', client.libVersion]);
  return fields.map(([name, value]) => `${name}=${value}`).join(' ');
}
