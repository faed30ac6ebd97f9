/**
 * The master's side of replication: a client that asks with SYNC or PSYNC gets the data set as an RDB
 * file, and from then on every effect, as the append-only file does.
 *
 * There is one stream, counted by `offset`; replicas tell how far they have come (REPLCONF ACK), which is
 * what WAIT waits for. Nothing of the stream is kept: who comes back gets everything again. The file's
 * length is known when it begins, so it is always sent with it (`$length`), also to those who could
 * find its end by a mark; then the stream can follow at once.
 *
 * Invariant: between the file and the first streamed byte nothing happens to the data, because the
 * file is made in the turn that makes the client a replica.
 */
import { type Bytes, toUint8Array } from '../../base/bytes.ts';
import { encodeRequest } from '../../protocol/resp-request.ts';
import type { Client } from './client.ts';
import { describeClient } from './client-info.ts';
import { newReplicaFacts } from './replication-facts.ts';
import type { Server } from './server.ts';

export interface ReplicaState {
  readonly ip: Bytes;
  readonly port: number;
  /** It still gets the file. */
  readonly isSending: boolean;
  readonly ackOffset: number;
  readonly lagSeconds: number;
}

interface Waiting {
  readonly offset: number;
  readonly replicas: number;
}

const GETACK = encodeRequest(['REPLCONF', 'GETACK', '*']);
const PING = encodeRequest(['ping']);
const SECOND_MS = 1000;

export class Replication {
  /** master_repl_offset. */
  offset = 0;
  /** sync_full. */
  fullSyncs = 0;
  /** sync_partial_err: they asked to go on where they had been. */
  refusedPartialSyncs = 0;
  /** total_net_repl_output_bytes. */
  bytesOut = 0;
  private readonly server: Server;
  private readonly replicas = new Set<Client>();
  /** The database selected in the stream; -1 where a newcomer knows of none. */
  private selectedDb = -1;
  private readonly waiting = new Map<Client, Waiting>();
  private asksForAcks = false;
  /** min-replicas-to-write and min-replicas-max-lag; 0 where they are off. */
  private needed = 0;
  private lagSecondsMax = 0;
  private tickedMs = 0;
  private pingedMs = 0;

  constructor(server: Server) {
    this.server = server;
    const { config } = server;
    const follow = (): void => {
      this.lagSecondsMax = config.number('min-replicas-max-lag');
      this.needed = this.lagSecondsMax === 0 ? 0 : config.number('min-replicas-to-write');
    };
    config.onChange('min-replicas-max-lag', follow);
    config.onChange('min-replicas-to-write', follow);
  }

  /** Are there as many replicas as min-replicas-to-write asks for? */
  get hasEnough(): boolean {
    return this.needed === 0 || (this.goodReplicas ?? 0) >= this.needed;
  }

  /** Those that have been heard of lately; null where nobody wants to know. */
  get goodReplicas(): number | null {
    if (this.needed === 0) return null;
    const isGood = ({ isSending, lagSeconds }: ReplicaState): boolean =>
      !isSending && lagSeconds <= this.lagSecondsMax;
    return this.states().filter(isGood).length;
  }

  /** One of them has not told that it has everything. */
  get isBehind(): boolean {
    return this.countAcks(this.offset) < this.replicas.size;
  }

  /** Asks all of them how far they are, at the end of the turn. */
  askForAcks(): void {
    this.asksForAcks = true;
  }

  /** Those that lack something, for the log of who ends. */
  lagging(): string[] {
    return [...this.replicas]
      .filter(({ replica }) => (replica?.ackOffset ?? 0) < this.offset)
      .map((client) => {
        const { ackOffset, isSending, lagSeconds } = this.stateOf(client);
        const state = isSending ? 'send_bulk' : 'online';
        return `Lagging replica ${nameOf(client)} reported offset ${this.offset - ackOffset} behind master, lag=${lagSeconds}, state=${state}.`;
      });
  }

  get size(): number {
    return this.replicas.size;
  }

  /** What replicas have not read. */
  get unsentBytes(): number {
    let total = 0;
    for (const client of this.replicas) total += this.server.unsentBytesOf(client);
    return total;
  }

  states(): ReplicaState[] {
    return [...this.replicas].map((client) => this.stateOf(client));
  }

  /** How many replicas have told that they have everything up to there. */
  countAcks(offset: number): number {
    let count = 0;
    for (const { replica } of this.replicas) if (replica && replica.ackOffset >= offset) count++;
    return count;
  }

  /**
   * The client becomes a replica, or gets the file alone. `history` is what PSYNC says it knows, `?` for
   * nothing, and null for SYNC, which is told neither history nor offset.
   */
  sync(client: Client, history: Bytes | null, file: Uint8Array): void {
    const { server } = this;
    const replica = client.replica ?? newReplicaFacts();
    client.replica = replica;
    this.fullSyncs++;
    if (history !== null && history !== '?') this.refusedPartialSyncs++;
    const greeting =
      history === null ? '' : `+FULLRESYNC ${server.replicationId} ${this.offset}\r\n`;
    const { log } = server.ports;
    log.write('notice', `Replica ${nameOf(client)} asks for synchronization`);
    log.write('notice', `Full resync requested by replica ${nameOf(client)}`);
    this.send(client, toUint8Array(`${greeting}$${file.length}\r\n`));
    this.send(client, file);
    if (replica.wantsFileOnly) {
      server.close(client);
      return;
    }
    client.isReplica = true;
    replica.ackMs = server.keyspace.nowMs;
    this.selectedDb = -1;
    if (this.replicas.size === 0) this.pingedMs = server.keyspace.nowMs;
    this.replicas.add(client);
    server.clientEviction.drop(client);
    server.propagation.replicas = (dbIndex, request) => this.feed(dbIndex, request);
  }

  acknowledge(client: Client, offset: number): void {
    const { replica } = client;
    if (!replica) return;
    replica.ackOffset = Math.max(replica.ackOffset, offset);
    replica.ackMs = this.server.keyspace.nowMs;
    for (const [waiter, { offset: wanted, replicas }] of [...this.waiting]) {
      const count = this.countAcks(wanted);
      if (count < replicas) continue;
      this.waiting.delete(waiter);
      if (waiter.blocked?.entry.command.name === 'WAIT') this.server.release(waiter, count);
    }
  }

  /** WAIT: the client is answered once so many have come to where it has written. */
  wait(client: Client, offset: number, replicas: number): void {
    this.waiting.set(client, { offset, replicas });
    this.asksForAcks = true;
  }

  /** A replica has been answered, which only happens to one that asks what replicas do not. */
  refuse(client: Client): void {
    if (client.doomed) return;
    const words = `Replica generated a reply to command '${client.lastCommand}', disconnecting it`;
    this.server.ports.log.write('warning', `${words}: ${describeClient(this.server, client)}`);
    this.server.abortSoon(client);
  }

  /** The client has gone. */
  drop(client: Client): void {
    this.waiting.delete(client);
    if (!this.replicas.delete(client)) return;
    this.server.ports.log.write('warning', `Connection with replica ${nameOf(client)} lost.`);
    if (this.replicas.size === 0) this.server.propagation.replicas = null;
  }

  /** Before the turn's output leaves: one question serves all who have begun to wait in it. */
  endTurn(): void {
    if (!this.asksForAcks) return;
    this.asksForAcks = false;
    if (this.replicas.size > 0) this.write(GETACK);
  }

  /** Once a second: are they still there? */
  tick(): void {
    const { config, keyspace, ports } = this.server;
    const { nowMs } = keyspace;
    if (this.replicas.size === 0 || nowMs - this.tickedMs < SECOND_MS) return;
    this.tickedMs = nowMs;
    if (nowMs - this.pingedMs >= config.number('repl-ping-replica-period') * SECOND_MS) {
      this.pingedMs = nowMs;
      this.write(PING);
    }
    const timeoutMs = config.number('repl-timeout') * SECOND_MS;
    for (const client of this.replicas) {
      // One that loads the file sends empty lines, and one that never acknowledges may be no server.
      const heardMs = Math.max(client.lastSeenMs, client.replica?.ackMs ?? 0);
      if (client.replica?.ackOffset === 0 || nowMs - heardMs <= timeoutMs) continue;
      const text = `Disconnecting timedout replica (streaming sync): ${nameOf(client)}`;
      ports.log.write('warning', text);
      this.server.abort(client);
    }
  }

  private feed(dbIndex: number, request: Uint8Array): void {
    if (dbIndex !== this.selectedDb) {
      this.selectedDb = dbIndex;
      this.write(encodeRequest(['SELECT', String(dbIndex)]));
    }
    this.write(request);
  }

  private write(bytes: Uint8Array): void {
    this.offset += bytes.length;
    for (const client of this.replicas) {
      if (client.replica) client.replica.streamedBytes += bytes.length;
      this.send(client, bytes);
    }
  }

  private send(client: Client, bytes: Uint8Array): void {
    this.bytesOut += bytes.length;
    this.server.send(client, bytes);
  }

  private stateOf(client: Client): ReplicaState {
    const { listeningPort, ackOffset, ackMs, streamedBytes } = client.replica ?? newReplicaFacts();
    const lagMs = this.server.keyspace.nowMs - ackMs;
    return {
      ip: hostOf(client),
      port: listeningPort,
      isSending: this.server.unsentBytesOf(client) > streamedBytes,
      ackOffset,
      lagSeconds: Math.max(0, Math.floor(lagMs / SECOND_MS)),
    };
  }
}

/** Where it says that it is, or where its connection comes from. */
const hostOf = ({ address, replica }: Client): Bytes =>
  replica?.address || address.addr.slice(0, address.addr.lastIndexOf(':'));

function nameOf(client: Client): string {
  return `${hostOf(client)}:${client.replica?.listeningPort || '<unknown-replica-port>'}`;
}
