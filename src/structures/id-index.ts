/**
 * An index of items by stream ID: sorted chunks in a sorted array, where Redis has a radix tree of
 * big-endian keys. Same order; an append at the tail costs O(1) amortised, a search O(log n), and
 * a delete moves at most one chunk.
 *
 *   chunks  [ 1-0 1-1 2-0 .. ] [ 9-0 9-5 .. ] [ .. ]      up to CHUNK_MAX items each
 *
 * Items carry their own ID, so that two indices (a group's and a consumer's pending entries) share
 * them. Invariants: no chunk is empty; order is strict over all chunks.
 */
import { compareIds, type StreamId } from './stream-id.ts';

const CHUNK_MAX = 128;

export class IdIndex<T extends StreamId> {
  private chunks: T[][] = [];
  private count = 0;
  /** Where `seek` has come to. */
  private chunkAt = 0;
  private slotAt = 0;

  get size(): number {
    return this.count;
  }

  first(): T | undefined {
    return this.chunks[0]?.[0];
  }

  last(): T | undefined {
    return this.chunks.at(-1)?.at(-1);
  }

  get(id: StreamId): T | undefined {
    const found = this.ceiling(id);
    return found !== undefined && compareIds(found, id) === 0 ? found : undefined;
  }

  /** The first item at or behind `id`. */
  ceiling(id: StreamId): T | undefined {
    this.seek(id);
    return this.chunks[this.chunkAt]?.[this.slotAt];
  }

  /** The last item at or before `id`. */
  floor(id: StreamId): T | undefined {
    const found = this.ceiling(id);
    if (found !== undefined && compareIds(found, id) === 0) return found;
    if (this.slotAt > 0) return this.chunks[this.chunkAt]?.[this.slotAt - 1];
    return this.chunks[this.chunkAt - 1]?.at(-1);
  }

  /** False where there is one of that ID already, which stays. */
  add(item: T): boolean {
    const last = this.last();
    if (last === undefined || compareIds(last, item) < 0) {
      this.append(item);
      return true;
    }
    this.seek(item);
    const chunk = this.chunks[this.chunkAt] as T[];
    if (compareIds(chunk[this.slotAt] as T, item) === 0) return false;
    chunk.splice(this.slotAt, 0, item);
    if (chunk.length > CHUNK_MAX) {
      this.chunks.splice(this.chunkAt + 1, 0, chunk.splice(CHUNK_MAX / 2));
    }
    this.count++;
    return true;
  }

  /** Takes the item of that ID out; undefined where there is none. */
  delete(id: StreamId): T | undefined {
    const found = this.get(id);
    if (found === undefined) return undefined;
    const chunk = this.chunks[this.chunkAt] as T[];
    if (chunk.length > 1) {
      if (this.slotAt === 0) chunk.shift();
      else chunk.splice(this.slotAt, 1);
    } else if (this.chunkAt === 0) this.chunks.shift();
    else this.chunks.splice(this.chunkAt, 1);
    this.count--;
    return found;
  }

  /** In order, from the first item at or behind `from`, until `visit` answers false. Must not change the index. */
  forEachFrom(from: StreamId, visit: (item: T) => boolean): void {
    this.seek(from);
    let slot = this.slotAt;
    for (let at = this.chunkAt; at < this.chunks.length; at++) {
      const chunk = this.chunks[at] as T[];
      for (; slot < chunk.length; slot++) if (!visit(chunk[slot] as T)) return;
      slot = 0;
    }
  }

  *[Symbol.iterator](): IterableIterator<T> {
    for (const chunk of this.chunks) yield* chunk;
  }

  private append(item: T): void {
    const chunk = this.chunks.at(-1);
    if (chunk === undefined || chunk.length >= CHUNK_MAX) this.chunks.push([item]);
    else chunk.push(item);
    this.count++;
  }

  /** To the first item at or behind `id`; behind the last chunk where there is none. */
  private seek(id: StreamId): void {
    const { chunks } = this;
    let low = 0;
    let high = chunks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const chunk = chunks[middle] as T[];
      if (compareIds(chunk[chunk.length - 1] as T, id) < 0) low = middle + 1;
      else high = middle;
    }
    this.chunkAt = low;
    this.slotAt = 0;
    const chunk = chunks[low];
    if (chunk === undefined) return;
    let from = 0;
    let to = chunk.length;
    while (from < to) {
      const middle = (from + to) >> 1;
      if (compareIds(chunk[middle] as T, id) < 0) from = middle + 1;
      else to = middle;
    }
    this.slotAt = from;
  }
}
