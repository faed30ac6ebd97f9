/**
 * The Disk port over a folder of the real file system.
 *
 * The idea: one queue of steps, worked off one at a time, so that calls take effect in the order
 * made; appends that wait behind a running step are gathered into one write. Each file that is
 * appended to keeps one descriptor open. A new file's name is made durable by flushing its folder.
 *
 * The folder may be changed (CONFIG SET dir): files that are open for appending stay where they are.
 *
 * Invariants: a failed append leaves none of its bytes in the file; temporary files carry a
 * prefix that no caller's path has, and are never listed.
 */
import { constants } from 'node:fs';
import {
  type FileHandle,
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
} from 'node:fs/promises';
import { basename, dirname, join, posix } from 'node:path';
import { assert } from '../../base/assert.ts';
import { type Disk, DiskError, type DiskErrorCode } from '../../base/ports.ts';

const temporaryPrefix = '.writing-';

interface AppendStep {
  readonly kind: 'append';
  readonly path: string;
  readonly pieces: Uint8Array[];
}
interface OtherStep {
  readonly kind: 'other';
  run(): Promise<void>;
}

type OpenForWriting = (path: string, flags: string) => Promise<FileHandle>;

interface OpenFile {
  readonly handle: FileHandle;
  /** Where the last whole append ended. */
  sizeBytes: number;
  /** True while the file's name may not yet have reached the disk. */
  isNew: boolean;
}

function codeOf(error: unknown): DiskErrorCode {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG') return 'ENOSPC';
  return code === 'ENOENT' ? 'ENOENT' : 'EIO';
}

function diskError(error: unknown): DiskError {
  if (error instanceof DiskError) return error;
  return new DiskError(codeOf(error), error instanceof Error ? error.message : String(error));
}

const ignoreMissing = (error: unknown): null => {
  if (codeOf(error) === 'ENOENT') return null;
  throw error;
};

async function writeAll(handle: FileHandle, pieces: readonly Uint8Array[]): Promise<number> {
  const bytes = pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces);
  for (let at = 0; at < bytes.length; ) {
    at += (await handle.write(bytes, at, bytes.length - at)).bytesWritten;
  }
  return bytes.length;
}

/** Makes names in a folder durable. Windows cannot open folders, and does not need it. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export class FsDisk implements Disk {
  #root: string;
  /** Where files are that were open when the folder changed. */
  readonly #elsewhere = new Map<string, string>();
  readonly #openFile: OpenForWriting;
  readonly #steps: (AppendStep | OtherStep)[] = [];
  readonly #files = new Map<string, OpenFile>();
  readonly #failed = new Map<string, DiskError>();
  #working = false;

  /** `openFile` is a seam for tests: how files are opened that are written to. */
  constructor(root: string, openFile: OpenForWriting = open) {
    this.#root = root;
    this.#openFile = openFile;
  }

  append(path: string, bytes: Uint8Array): void {
    const last = this.#steps.at(-1);
    if (last?.kind === 'append' && last.path === path) last.pieces.push(bytes);
    else this.#push({ kind: 'append', path, pieces: [bytes] });
  }

  sync(path: string): Promise<void> {
    return this.#enqueue(async () => {
      const failure = this.#failed.get(path);
      this.#failed.delete(path);
      if (failure !== undefined) throw failure;
      const file = this.#files.get(path);
      if (file === undefined) return this.#syncClosed(path);
      await file.handle.datasync();
      if (file.isNew) await syncFolder(dirname(this.#absolute(path)));
      file.isNew = false;
    });
  }

  write(path: string, bytes: Uint8Array): Promise<void> {
    return this.#enqueue(async () => {
      const target = this.#absolute(path);
      const temporary = join(dirname(target), temporaryPrefix + basename(target));
      await this.#close(path);
      await mkdir(dirname(target), { recursive: true });
      try {
        const handle = await this.#openFile(temporary, 'w');
        try {
          await writeAll(handle, [bytes]);
          await handle.sync();
        } finally {
          await handle.close();
        }
        await rename(temporary, target);
      } catch (error) {
        await rm(temporary, { force: true });
        throw error;
      }
      this.#failed.delete(path);
      await syncFolder(dirname(target));
    });
  }

  read(path: string): Promise<Uint8Array | null> {
    return this.#enqueue(() => readFile(this.#absolute(path)).catch(ignoreMissing));
  }

  truncate(path: string, sizeBytes: number): Promise<void> {
    return this.#enqueue(async () => {
      await this.#close(path);
      const handle = await open(this.#absolute(path), 'r+');
      try {
        const { size } = await handle.stat();
        await handle.truncate(Math.min(size, sizeBytes));
        await handle.sync();
      } finally {
        await handle.close();
      }
    });
  }

  rename(from: string, to: string): Promise<void> {
    return this.#enqueue(async () => {
      await this.#close(from);
      await this.#close(to);
      const target = this.#absolute(to);
      await mkdir(dirname(target), { recursive: true });
      await rename(this.#absolute(from), target);
      this.#moveFailure(from, to);
      await syncFolder(dirname(target));
      if (dirname(from) !== dirname(to)) await syncFolder(dirname(this.#absolute(from)));
    });
  }

  remove(path: string): Promise<void> {
    return this.#enqueue(async () => {
      await this.#close(path);
      await rm(this.#absolute(path), { force: true });
      this.#failed.delete(path);
      await syncFolder(dirname(this.#absolute(path))).catch(ignoreMissing);
    });
  }

  list(prefix: string): Promise<string[]> {
    return this.#enqueue(async () => {
      const folder = prefix.slice(0, prefix.lastIndexOf('/') + 1);
      const found = await this.#listFolder(folder.replace(/\/$/, ''));
      return found.filter((path) => path.startsWith(prefix)).sort();
    });
  }

  /** Takes effect after what was asked for before. */
  moveTo(root: string): void {
    void this.#enqueue(async () => {
      for (const path of this.#files.keys()) this.#elsewhere.set(path, this.#absolute(path));
      this.#root = root;
    });
  }

  /** Works off what was asked for, then closes the descriptors. */
  close(): Promise<void> {
    return this.#enqueue(async () => {
      for (const path of [...this.#files.keys()]) await this.#close(path);
    });
  }

  #absolute(path: string): string {
    const inside = path !== '' && !path.startsWith('/') && !path.split('/').includes('..');
    assert(inside && !basename(path).startsWith(temporaryPrefix), `a disk path: ${path}`);
    return this.#elsewhere.get(path) ?? join(this.#root, path);
  }

  #push(step: AppendStep | OtherStep): void {
    this.#steps.push(step);
    if (!this.#working) void this.#work();
  }

  #enqueue<T>(run: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const settle = async () => {
        try {
          resolve(await run());
        } catch (error) {
          reject(diskError(error));
        }
      };
      this.#push({ kind: 'other', run: settle });
    });
  }

  async #work(): Promise<void> {
    this.#working = true;
    // Appends of the caller's present tick are gathered before the first step begins.
    await Promise.resolve();
    for (let step = this.#steps.shift(); step !== undefined; step = this.#steps.shift()) {
      if (step.kind === 'append') await this.#appendNow(step);
      else await step.run();
    }
    this.#working = false;
  }

  async #appendNow({ path, pieces }: AppendStep): Promise<void> {
    if (this.#failed.has(path)) return;
    try {
      const file = this.#files.get(path) ?? (await this.#openToAppend(path));
      try {
        file.sizeBytes += await writeAll(file.handle, pieces);
      } catch (error) {
        // What was half written goes again, so that the file never ends inside an append.
        await file.handle.truncate(file.sizeBytes).catch(() => {});
        throw error;
      }
    } catch (error) {
      this.#failed.set(path, diskError(error));
    }
  }

  async #openToAppend(path: string): Promise<OpenFile> {
    const target = this.#absolute(path);
    const found = await stat(target).catch(ignoreMissing);
    if (found === null) await mkdir(dirname(target), { recursive: true });
    const handle = await this.#openFile(target, 'a');
    const file = { handle, sizeBytes: found?.size ?? 0, isNew: found === null };
    this.#files.set(path, file);
    return file;
  }

  async #close(path: string): Promise<void> {
    const file = this.#files.get(path);
    this.#files.delete(path);
    await file?.handle.close();
  }

  #moveFailure(from: string, to: string): void {
    const failure = this.#failed.get(from);
    this.#failed.delete(from);
    if (failure === undefined) this.#failed.delete(to);
    else this.#failed.set(to, failure);
  }

  async #syncClosed(path: string): Promise<void> {
    const handle = await open(this.#absolute(path), 'r+').catch(ignoreMissing);
    if (handle === null) return;
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  }

  async #listFolder(folder: string): Promise<string[]> {
    const entries = await readdir(join(this.#root, folder), { withFileTypes: true }).catch(
      ignoreMissing,
    );
    const found = (entries ?? []).map(async (entry) => {
      const path = posix.join(folder, entry.name);
      if (entry.isDirectory()) return this.#listFolder(path);
      return entry.isFile() && !entry.name.startsWith(temporaryPrefix) ? [path] : [];
    });
    return (await Promise.all(found)).flat();
  }
}
