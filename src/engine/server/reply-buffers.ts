/**
 * The buffer that each client has for its replies, as large as redis-server would have it: 16 KB at
 * first, no more than it needed lately once that is less than half, twice as much when it was full.
 * What does not fit goes into blocks, which are counted where they are (`client-memory.ts`).
 *
 * How full a buffer has been is forgotten every `peakResetMs`. After Redis's
 * clientsCronResizeOutputBuffer.
 */
import { allocationBytes } from '../../structures/allocation.ts';
import { type Client, REPLY_BUFFER_BYTES, REPLY_BUFFER_MIN_BYTES } from './client.ts';
import type { Server } from './server.ts';

const PEAK_RESET_MS = 5000;

export class ReplyBuffers {
  /** reply_buffer_shrinks, reply_buffer_expands. */
  shrinks = 0;
  expands = 0;
  /** DEBUG REPLYBUFFER RESIZING. */
  resizes = true;
  /** DEBUG REPLYBUFFER PEAK-RESET-TIME: below zero for never. */
  peakResetMs = PEAK_RESET_MS;
  private readonly server: Server;
  /** What all buffers take less than they did at first. */
  private savedBytes = 0;

  constructor(server: Server) {
    this.server = server;
  }

  /** Of all clients. */
  get bytes(): number {
    return this.server.clients.size * REPLY_BUFFER_BYTES - this.savedBytes;
  }

  resetPeakTime(): void {
    this.peakResetMs = PEAK_RESET_MS;
  }

  /** A look at one client, a few times a second. */
  look(client: Client, unsentBytes: number): void {
    if (!this.resizes) return;
    const { replyBufferBytes: size, replyPeakBytes: peak } = client;
    const { nowMs } = this.server.keyspace;
    let wanted = size;
    if (size / 2 >= REPLY_BUFFER_MIN_BYTES && peak < size / 2) {
      wanted = Math.max(REPLY_BUFFER_MIN_BYTES, peak + 1);
      this.shrinks++;
    } else if (size < REPLY_BUFFER_BYTES && peak === size) {
      wanted = Math.min(REPLY_BUFFER_BYTES, size * 2);
      this.expands++;
    }
    if (this.peakResetMs >= 0 && nowMs - client.replyPeakResetMs >= this.peakResetMs) {
      client.replyPeakBytes = Math.min(size, unsentBytes);
      client.replyPeakResetMs = nowMs;
    }
    if (wanted !== size) this.resize(client, allocationBytes(wanted));
  }

  /** CONFIG RESETSTAT. */
  resetStatistics(): void {
    this.shrinks = 0;
    this.expands = 0;
  }

  /** The client has gone. */
  drop(client: Client): void {
    this.savedBytes -= REPLY_BUFFER_BYTES - client.replyBufferBytes;
  }

  private resize(client: Client, bytes: number): void {
    this.savedBytes += client.replyBufferBytes - bytes;
    client.replyBufferBytes = bytes;
  }
}
