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
import { concatBytes } from '../../base/bytes.ts';
import { type Disk, DiskError, type DiskErrorCode } from '../../base/ports.ts';
import { committed, openDiskDatabase, resultOf } from './idb-requests.ts';

const chunkBytesMax = 1 << 20;
/** A last chunk smaller than this is rewritten with what is appended, instead of adding a row. */
const chunkBytesMerged = 16 << 10;

interface FileRow {
  readonly id: number;
  readonly chunkCount: number;
  readonly sizeBytes: number;
}

/** A transaction over both stores. */
class Stores {
  private readonly files: IDBObjectStore;
  private readonly chunks: IDBObjectStore;

  constructor(transaction: IDBTransaction) {
    this.files = transaction.objectStore('files');
    this.chunks = transaction.objectStore('chunks');
  }

  row = (path: string): Promise<FileRow | undefined> => resultOf(this.files.get(path));
  rows = (): Promise<readonly FileRow[]> => resultOf(this.files.getAll());
  putRow = (path: string, row: FileRow): Promise<unknown> => resultOf(this.files.put(row, path));
  deleteRow = (path: string): Promise<unknown> => resultOf(this.files.delete(path));
  chunk = (id: number, n: number): Promise<Uint8Array | undefined> =>
    resultOf(this.chunks.get([id, n]));
  allChunks = (id: number): Promise<readonly Uint8Array[]> =>
    resultOf(this.chunks.getAll(chunksFrom(id, 0)));
  putChunk = (id: number, n: number, bytes: Uint8Array): Promise<unknown> =>
    resultOf(this.chunks.put(bytes, [id, n]));
  deleteChunks = (id: number, first: number): Promise<unknown> =>
    resultOf(this.chunks.delete(chunksFrom(id, first)));

  /** A strict commit has to have something to write. */
  async touch(): Promise<void> {
    const cursor = await resultOf(this.files.openCursor());
    if (cursor) await resultOf(cursor.update(cursor.value));
  }
}

const chunksFrom = (id: number, first: number): IDBKeyRange =>
  IDBKeyRange.bound([id, first], [id, Infinity]);

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
  return new DiskError(codeOf(error), error instanceof Error ? error.message : String(error));
}

/** Puts `bytes` into chunks from `first` on; answers with the number of the next chunk. */
async function putChunks(
  stores: Stores,
  id: number,
  first: number,
  bytes: Uint8Array,
): Promise<number> {
  let n = first;
  for (let at = 0; at < bytes.length; at += chunkBytesMax) {
    // A copy, since a view would drag its whole buffer into the database.
    await stores.putChunk(id, n++, bytes.slice(at, at + chunkBytesMax));
  }
  return n;
}

async function newId(stores: Stores): Promise<number> {
  const rows = await stores.rows();
  return rows.reduce((highest, row) => Math.max(highest, row.id), 0) + 1;
}

async function appendBytes(stores: Stores, path: string, bytes: Uint8Array): Promise<void> {
  const row = await stores.row(path);
  const id = row?.id ?? (await newId(stores));
  let first = row?.chunkCount ?? 0;
  let added = bytes;
  if (first > 0 && bytes.length < chunkBytesMax) {
    const last = await stores.chunk(id, first - 1);
    if (last !== undefined && last.length < chunkBytesMerged) {
      added = concatBytes([last, bytes]);
      first--;
    }
  }
  const chunkCount = await putChunks(stores, id, first, added);
  await stores.putRow(path, { id, chunkCount, sizeBytes: (row?.sizeBytes ?? 0) + bytes.length });
}

async function removeFile(stores: Stores, path: string): Promise<void> {
  const row = await stores.row(path);
  if (row === undefined) return;
  await stores.deleteRow(path);
  await stores.deleteChunks(row.id, 0);
}

async function truncateFile(stores: Stores, path: string, sizeBytes: number): Promise<void> {
  const row = await stores.row(path);
  if (row === undefined) throw missing(path);
  let start = 0;
  let kept = 0;
  for (let n = 0; n < row.chunkCount && start < sizeBytes; n++, kept++) {
    const chunk = await stores.chunk(row.id, n);
    if (chunk === undefined) throw new DiskError('EIO', `chunk ${n} of ${path} is missing`);
    if (start + chunk.length > sizeBytes) {
      await stores.putChunk(row.id, n, chunk.slice(0, sizeBytes - start));
    }
    start += chunk.length;
  }
  await stores.deleteChunks(row.id, kept);
  const size = Math.min(row.sizeBytes, sizeBytes);
  await stores.putRow(path, { id: row.id, chunkCount: kept, sizeBytes: size });
}

async function renameFile(stores: Stores, from: string, to: string): Promise<void> {
  const row = await stores.row(from);
  if (row === undefined) throw missing(from);
  if (from === to) return;
  await removeFile(stores, to);
  await stores.deleteRow(from);
  await stores.putRow(to, row);
}

const missing = (path: string): DiskError => new DiskError('ENOENT', `no such file: ${path}`);

export class IdbDisk implements Disk {
  readonly #db: IDBDatabase;
  readonly #steps: (AppendStep | SyncStep | LoneStep)[] = [];
  readonly #failed = new Map<string, DiskError>();
  #working = false;
  /** True while something committed may not have reached the medium. */
  #isRelaxed = false;

  private constructor(db: IDBDatabase) {
    this.#db = db;
  }

  /**
   * The disk in the database `name`, which may be open already. One tab at a time: locks are the
   * caller's.
   */
  static async open(
    name: string,
    database: Promise<IDBDatabase> = openDiskDatabase(name),
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
      async (stores) => {
        await removeFile(stores, path);
        await appendBytes(stores, path, bytes);
      },
      () => this.#failed.delete(path),
    );
  }

  read(path: string): Promise<Uint8Array | null> {
    return this.#alone(async () => {
      const stores = new Stores(this.#db.transaction(['files', 'chunks']));
      const row = await stores.row(path);
      if (row === undefined) return null;
      const whole = concatBytes(await stores.allChunks(row.id));
      if (whole.length === row.sizeBytes) return whole;
      throw new DiskError('EIO', `${path}: ${row.sizeBytes} bytes expected, ${whole.length} found`);
    });
  }

  truncate(path: string, sizeBytes: number): Promise<void> {
    return this.#change((stores) => truncateFile(stores, path, sizeBytes));
  }

  rename(from: string, to: string): Promise<void> {
    return this.#change(
      (stores) => renameFile(stores, from, to),
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
      (stores) => removeFile(stores, path),
      () => this.#failed.delete(path),
    );
  }

  list(prefix: string): Promise<string[]> {
    return this.#alone(async () => {
      const files = this.#db.transaction('files').objectStore('files');
      const keys = await resultOf(files.getAllKeys(IDBKeyRange.lowerBound(prefix)));
      return keys
        .map(String)
        .filter((path) => path.startsWith(prefix))
        .sort();
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

  #change(apply: (stores: Stores) => Promise<void>, done?: () => void): Promise<void> {
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
      else pieces.push(...step.pieces);
    }
    if (byPath.size === 0 && !this.#isRelaxed) return null;
    try {
      await this.#transact(isStrict ? 'strict' : 'relaxed', async (stores) => {
        for (const [path, pieces] of byPath) await appendBytes(stores, path, concatBytes(pieces));
        if (byPath.size === 0) await stores.touch();
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
    apply: (stores: Stores) => Promise<void>,
  ): Promise<void> {
    const transaction = this.#db.transaction(['files', 'chunks'], 'readwrite', { durability });
    const end = committed(transaction);
    // Awaited below; this keeps an abort from being reported as unhandled meanwhile.
    end.catch(() => {});
    try {
      await apply(new Stores(transaction));
    } catch (error) {
      abort(transaction);
      throw error;
    }
    await end;
    this.#isRelaxed = durability === 'relaxed';
  }
}

function abort(transaction: IDBTransaction): void {
  try {
    transaction.abort();
  } catch {
    // It has aborted itself.
  }
}
