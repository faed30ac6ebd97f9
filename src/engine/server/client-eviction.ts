/**
 * maxmemory-clients: while all clients together hold as much as that, the largest are closed.
 *
 * Clients stand in buckets by the power of two of what they hold, from 32 KB to 8 GB; those of the
 * highest bucket go first, within it those that came into it first. CLIENT NO-EVICT takes a client out
 * of its bucket, and what it holds still counts. Looked at before each command and at the end of each
 * turn, when replies have left; what a client holds is noted when it may have changed. After Redis's
 * evictClients.
 */
import type { Client } from './client.ts';
import { describeClient } from './client-info.ts';
import { clientFigures } from './client-memory.ts';
import type { Server } from './server.ts';

const SMALLEST_BUCKET_LOG = 15;
const LARGEST_BUCKET_LOG = 33;
/** Below this nobody could talk to the server any more. */
const LIMIT_MIN_BYTES = 128 * 1024;

const padded = (figure: number): string => String(figure).padStart(10);

interface Holding {
  bytes: number;
  /** Null for one that is not evicted. */
  bucket: Set<Client> | null;
}

export class ClientEviction {
  /** evicted_clients. */
  evicted = 0;
  private readonly server: Server;
  private readonly buckets = Array.from(
    { length: LARGEST_BUCKET_LOG - SMALLEST_BUCKET_LOG + 1 },
    () => new Set<Client>(),
  );
  private readonly holdings = new Map<Client, Holding>();
  private totalBytes = 0;
  /** Of the directive: bytes, or a share of maxmemory; both 0 where nobody is evicted. */
  private limitBytes = 0;
  private percent = 0;

  constructor(server: Server) {
    this.server = server;
  }

  /** `value` as CONFIG GET shows it. */
  setLimit(value: string): void {
    const isShare = value.endsWith('%');
    this.percent = isShare ? Number(value.slice(0, -1)) : 0;
    this.limitBytes = isShare ? 0 : Number(value);
    if (this.isOn) this.noteAll();
    else this.forgetAll();
  }

  /** What clients read is not told when it happens. */
  noteAll(): void {
    if (!this.isOn) return;
    for (const client of this.server.clients.values()) this.note(client);
  }

  /** What the client holds may have changed. */
  note(client: Client): void {
    if (!this.isOn || client.closed || client.closing || client.isReplica) return;
    const { totMem: bytes } = clientFigures(client, this.server.unsentBytesOf(client));
    let holding = this.holdings.get(client);
    if (holding === undefined) {
      holding = { bytes: 0, bucket: null };
      this.holdings.set(client, holding);
    }
    this.totalBytes += bytes - holding.bytes;
    holding.bytes = bytes;
    const bucket = client.noEvict ? null : this.bucketFor(bytes);
    if (bucket === holding.bucket) return;
    holding.bucket?.delete(client);
    bucket?.add(client);
    holding.bucket = bucket;
  }

  /** The client has gone. */
  drop(client: Client): void {
    const holding = this.holdings.get(client);
    if (holding === undefined) return;
    this.totalBytes -= holding.bytes;
    holding.bucket?.delete(client);
    this.holdings.delete(client);
  }

  /** Closes clients until the others hold less than the limit, or none is left that may be closed. */
  relieve(): void {
    if (!this.isOn || this.server.scripting.running !== null) return;
    const limit = this.effectiveLimit();
    // What a link has not got rid of shows only afterwards.
    for (const client of this.server.unread.clients) this.note(client);
    if (limit === 0 || this.totalBytes < limit) return;
    for (const bucket of this.buckets.toReversed()) {
      for (const client of [...bucket]) {
        // It may have read since it was looked at.
        this.note(client);
        if (this.totalBytes < limit) return;
        if (bucket.has(client)) this.evict(client);
        if (this.totalBytes < limit) return;
      }
    }
    this.server.ports.log.write(
      'warning',
      'Over client maxmemory after evicting all evictable clients',
    );
  }

  /** DEBUG CLIENT-EVICTION: what each bucket holds; null while nobody is evicted. */
  describe(): string | null {
    if (!this.isOn) return null;
    const lines = this.buckets.map((bucket, n) => {
      const from = n === 0 ? 0 : 2 ** (SMALLEST_BUCKET_LOG + n - 1);
      const isLast = n === this.buckets.length - 1;
      const to = isLast ? '+            ' : ` - ${padded(2 ** (SMALLEST_BUCKET_LOG + n) - 1)}`;
      let bytes = 0;
      for (const client of bucket) bytes += this.holdings.get(client)?.bytes ?? 0;
      return `bucket ${padded(from)}${to}: tot-mem: ${padded(bytes)}, clients: ${bucket.size}\n`;
    });
    return lines.join('');
  }

  private get isOn(): boolean {
    return this.limitBytes > 0 || this.percent > 0;
  }

  /** 0 for a share of no limit. */
  private effectiveLimit(): number {
    const { maxBytes } = this.server.memoryLimit;
    if (this.percent > 0 && maxBytes === 0) return 0;
    const share = Math.floor((maxBytes * this.percent) / 100);
    return Math.max(LIMIT_MIN_BYTES, this.percent > 0 ? share : this.limitBytes);
  }

  private evict(client: Client): void {
    const { server } = this;
    server.ports.log.write('notice', `Evicting client: ${describeClient(server, client)}`);
    server.abort(client);
    this.evicted++;
  }

  private bucketFor(bytes: number): Set<Client> {
    // The number of binary digits, as Redis counts leading zeros.
    const log = bytes < 1 ? 0 : Math.floor(Math.log2(bytes)) + 1;
    const index = Math.min(LARGEST_BUCKET_LOG, Math.max(SMALLEST_BUCKET_LOG, log));
    return this.buckets[index - SMALLEST_BUCKET_LOG] as Set<Client>;
  }

  private forgetAll(): void {
    this.holdings.clear();
    for (const bucket of this.buckets) bucket.clear();
    this.totalBytes = 0;
  }
}
