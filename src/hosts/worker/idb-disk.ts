/**
 * The Disk port over IndexedDB.
 *
 * The idea: `files` maps a path to a row {id, chunkCount, sizeBytes}, `chunks` maps [id, n] to the
 * bytes of chunk n. Renaming changes one row, whatever the file's size. Everything asked for in one
 * tick of the engine goes into one transaction; while one is on its way, the next is gathered.
 *
 *   files   'appendonlydir/x.aof' -> { id: 7, chunkCount: 3, sizeBytes: 2100000 }
 *   chunks  [7, 0] 1 MiB   [7, 1] 1 MiB   [7, 2] the rest
 *
 * Invariants: a chunk has at most 1 MiB; a transaction is applied whole or not at all, so an
 * append never leaves part of itself; transactions that a `sync`, `write`, `truncate`, `rename` or
 * `remove` waits for are committed with strict durability, which also covers relaxed ones before.
 */
import type { IDBPTransaction } from 'idb';
import { concatBytes } from '../../base/bytes.ts';
import { type Disk, DiskError, type DiskErrorCode } from '../../base/ports.ts';
import { type DiskDatabase, type DiskSchema, openDiskDatabase } from './disk-database.ts';

const chunkBytesMax = 1 << 20;
/** A last chunk smaller than this is rewritten with what is appended, instead of adding a row. */
const chunkBytesMerged = 16 << 10;

type Writing = IDBPTransaction<DiskSchema, ('files' | 'chunks')[], 'readwrite'>;

interface AppendStep {
  readonly kind: 'append';
  readonly path: string;
  readonly pieces: Uint8Array[];
}
interface SyncStep {
  readonly kind: 'sync';
  readonly path: string;
  settle(failure: DiskError | null): void;
}
/** Anything that needs a transaction of its own. */
interface LoneStep {
  readonly kind: 'lone';
  run(): Promise<void>;
}

function codeOf(error: unknown): DiskErrorCode {
  const name = error instanceof Error || error instanceof DOMException ? error.name : '';
  return name === 'QuotaExceededError' ? 'ENOSPC' : 'EIO';
}

function diskError(error: unknown): DiskError {
  if (error instanceof DiskError) return error;
  // Browsers leave the message of a full quota empty.
  const said =
    error instanceof Error || error instanceof DOMException ? error.message || error.name : '';
  return new DiskError(codeOf(error), said || String(error));
}

const wholeFile = (id: number): IDBKeyRange => IDBKeyRange.bound([id, 0], [id, Infinity]);

/** Puts `bytes` into chunks from `first` on; answers with the number of the next chunk. */
async function putChunks(
  transaction: Writing,
  id: number,
  first: number,
  bytes: Uint8Array,
): Promise<number> {
  const store = transaction.objectStore('chunks');
  let n = first;
  for (let at = 0; at < bytes.length; at += chunkBytesMax) {
    // A copy, since a view would drag its whole buffer into the database.
    await store.put(bytes.slice(at, at + chunkBytesMax), [id, n++]);
  }
  return n;
}

async function newId(transaction: Writing): Promise<number> {
  const rows = await transaction.objectStore('files').getAll();
  return rows.reduce((highest, row) => Math.max(highest, row.id), 0) + 1;
}

async function appendBytes(transaction: Writing, path: string, bytes: Uint8Array): Promise<void> {
  const files = transaction.objectStore('files');
  const row = await files.get(path);
  const id = row?.id ?? (await newId(transaction));
  let first = row?.chunkCount ?? 0;
  let added = bytes;
  if (first > 0 && bytes.length < chunkBytesMax) {
    const last = await transaction.objectStore('chunks').get([id, first - 1]);
    if (last !== undefined && last.length < chunkBytesMerged) {
      added = concatBytes([last, bytes]);
      first--;
    }
  }
  const chunkCount = await putChunks(transaction, id, first, added);
  await files.put({ id, chunkCount, sizeBytes: (row?.sizeBytes ?? 0) + bytes.length }, path);
}

async function removeFile(transaction: Writing, path: string): Promise<void> {
  const files = transaction.objectStore('files');
  const row = await files.get(path);
  if (row === undefined) return;
  await files.delete(path);
  await transaction.objectStore('chunks').delete(wholeFile(row.id));
}

async function truncateFile(transaction: Writing, path: string, sizeBytes: number): Promise<void> {
  const files = transaction.objectStore('files');
  const row = await files.get(path);
  if (row === undefined) throw missing(path);
  const chunks = transaction.objectStore('chunks');
  let start = 0;
  let kept = 0;
  for (let n = 0; n < row.chunkCount && start < sizeBytes; n++, kept++) {
    const chunk = await chunks.get([row.id, n]);
    if (chunk === undefined) throw new DiskError('EIO', `chunk ${n} of ${path} is missing`);
    if (start + chunk.length > sizeBytes) {
      await chunks.put(chunk.slice(0, sizeBytes - start), [row.id, n]);
    }
    start += chunk.length;
  }
  await chunks.delete(IDBKeyRange.bound([row.id, kept], [row.id, Infinity]));
  const size = Math.min(row.sizeBytes, sizeBytes);
  await files.put({ id: row.id, chunkCount: kept, sizeBytes: size }, path);
}

async function renameFile(transaction: Writing, from: string, to: string): Promise<void> {
  const files = transaction.objectStore('files');
  const row = await files.get(from);
  if (row === undefined) throw missing(from);
  if (from === to) return;
  await removeFile(transaction, to);
  await files.delete(from);
  await files.put(row, to);
}

const missing = (path: string): DiskError => new DiskError('ENOENT', `no such file: ${path}`);

export class IdbDisk implements Disk {
  readonly #db: DiskDatabase;
  readonly #steps: (AppendStep | SyncStep | LoneStep)[] = [];
  readonly #failed = new Map<string, DiskError>();
  #working = false;
  /** True while something committed may not have reached the medium. */
  #isRelaxed = false;

  private constructor(db: DiskDatabase) {
    this.#db = db;
  }

  /**
   * The disk in the database `name`, which may be open already. One tab at a time: locks are the
   * caller's.
   */
  static async open(
    name: string,
    database: Promise<DiskDatabase> = openDiskDatabase(name),
  ): Promise<IdbDisk> {
    return new IdbDisk(await database);
  }

  append(path: string, bytes: Uint8Array): void {
    const last = this.#steps.at(-1);
    if (last?.kind === 'append' && last.path === path) last.pieces.push(bytes);
    else this.#push({ kind: 'append', path, pieces: [bytes] });
  }

  sync(path: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (failure: DiskError | null) => (failure ? reject(failure) : resolve());
      this.#push({ kind: 'sync', path, settle });
    });
  }

  write(path: string, bytes: Uint8Array): Promise<void> {
    return this.#change(
      async (transaction) => {
        await removeFile(transaction, path);
        await appendBytes(transaction, path, bytes);
      },
      () => this.#failed.delete(path),
    );
  }

  read(path: string): Promise<Uint8Array | null> {
    return this.#alone(async () => {
      const transaction = this.#db.transaction(['files', 'chunks']);
      const row = await transaction.objectStore('files').get(path);
      if (row === undefined) return null;
      const whole = concatBytes(await transaction.objectStore('chunks').getAll(wholeFile(row.id)));
      if (whole.length === row.sizeBytes) return whole;
      throw new DiskError('EIO', `${path}: ${row.sizeBytes} bytes expected, ${whole.length} found`);
    });
  }

  truncate(path: string, sizeBytes: number): Promise<void> {
    return this.#change((transaction) => truncateFile(transaction, path, sizeBytes));
  }

  rename(from: string, to: string): Promise<void> {
    return this.#change(
      (transaction) => renameFile(transaction, from, to),
      () => {
        const failure = this.#failed.get(from);
        this.#failed.delete(from);
        if (failure === undefined) this.#failed.delete(to);
        else this.#failed.set(to, failure);
      },
    );
  }

  remove(path: string): Promise<void> {
    return this.#change(
      (transaction) => removeFile(transaction, path),
      () => this.#failed.delete(path),
    );
  }

  list(prefix: string): Promise<string[]> {
    return this.#alone(async () => {
      const paths = await this.#db.getAllKeys('files', IDBKeyRange.lowerBound(prefix));
      return paths.filter((path) => path.startsWith(prefix)).sort();
    });
  }

  /** Works off what was asked for, then closes the database. */
  close(): Promise<void> {
    return this.#alone(async () => this.#db.close());
  }

  #push(step: AppendStep | SyncStep | LoneStep): void {
    this.#steps.push(step);
    if (!this.#working) void this.#work();
  }

  #alone<T>(run: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const settle = async () => {
        try {
          resolve(await run());
        } catch (error) {
          reject(diskError(error));
        }
      };
      this.#push({ kind: 'lone', run: settle });
    });
  }

  #change(apply: (transaction: Writing) => Promise<void>, done?: () => void): Promise<void> {
    return this.#alone(async () => {
      await this.#transact('strict', apply);
      done?.();
    });
  }

  async #work(): Promise<void> {
    this.#working = true;
    // What the caller asks for in its present tick is gathered before the first step begins.
    await Promise.resolve();
    for (let step = this.#steps[0]; step !== undefined; step = this.#steps[0]) {
      if (step.kind === 'lone') {
        this.#steps.shift();
        await step.run();
      } else {
        await this.#commitRun(this.#takeRun());
      }
    }
    this.#working = false;
  }

  /** The appends and syncs at the head of the queue. */
  #takeRun(): (AppendStep | SyncStep)[] {
    const end = this.#steps.findIndex((step) => step.kind === 'lone');
    const run = this.#steps.splice(0, end < 0 ? this.#steps.length : end);
    return run as (AppendStep | SyncStep)[];
  }

  /** One transaction for all; when that fails, step by step, so that each learns its own fate. */
  async #commitRun(run: readonly (AppendStep | SyncStep)[]): Promise<void> {
    const syncs = run.filter((step) => step.kind === 'sync');
    if (this.#failed.size === 0 && (await this.#commitAll(run, syncs.length > 0)) === null) {
      for (const step of syncs) step.settle(null);
      return;
    }
    for (const step of run) {
      if (step.kind === 'sync') await this.#syncAlone(step);
      else await this.#appendAlone(step);
    }
  }

  async #commitAll(
    run: readonly (AppendStep | SyncStep)[],
    isStrict: boolean,
  ): Promise<DiskError | null> {
    const byPath = new Map<string, Uint8Array[]>();
    for (const step of run) {
      if (step.kind !== 'append') continue;
      const pieces = byPath.get(step.path);
      if (pieces === undefined) byPath.set(step.path, [...step.pieces]);
      else for (const piece of step.pieces) pieces.push(piece);
    }
    if (byPath.size === 0 && !this.#isRelaxed) return null;
    try {
      await this.#transact(isStrict ? 'strict' : 'relaxed', async (transaction) => {
        for (const [path, pieces] of byPath)
          await appendBytes(transaction, path, concatBytes(pieces));
        if (byPath.size === 0) await touch(transaction);
      });
      return null;
    } catch (error) {
      return diskError(error);
    }
  }

  async #appendAlone(step: AppendStep): Promise<void> {
    if (this.#failed.has(step.path)) return;
    const failure = await this.#commitAll([step], false);
    if (failure !== null) this.#failed.set(step.path, failure);
  }

  async #syncAlone(step: SyncStep): Promise<void> {
    const failure = this.#failed.get(step.path);
    this.#failed.delete(step.path);
    step.settle(failure ?? (await this.#commitAll([], true)));
  }

  async #transact(
    durability: IDBTransactionDurability,
    apply: (transaction: Writing) => Promise<void>,
  ): Promise<void> {
    const transaction = this.#db.transaction(['files', 'chunks'], 'readwrite', { durability });
    // Awaited below; this keeps an abort from being reported as unhandled meanwhile.
    transaction.done.catch(() => {});
    try {
      await apply(transaction);
    } catch (error) {
      abort(transaction);
      throw error;
    }
    await transaction.done;
    this.#isRelaxed = durability === 'relaxed';
  }
}

/** A strict commit has to have something to write. */
async function touch(transaction: Writing): Promise<void> {
  const cursor = await transaction.objectStore('files').openCursor();
  await cursor?.update(cursor.value);
}

function abort(transaction: Writing): void {
  try {
    transaction.abort();
  } catch {
    // It has aborted itself.
  }
}
