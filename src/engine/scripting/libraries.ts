/**
 * Function libraries: their code, the functions it registered, and the errors of doing so.
 *
 * Invariants: a function's name belongs to one library; a library has at least one function; a
 * load that fails leaves the set as it was. Compiled functions live in the machine with whatever
 * their library keeps in upvalues, and are let go with it.
 */
import type { Bytes } from '../../base/bytes.ts';
import type { FunctionRef, Interpreter } from './interpreter.ts';
import { readLibraryHead } from './script-flags.ts';

export interface LibraryFunction {
  readonly library: Library;
  readonly name: Bytes;
  readonly description: Bytes | null;
  readonly flags: number;
  ref: FunctionRef;
}

export interface Library {
  readonly name: Bytes;
  /** The whole text, first line included. */
  readonly code: Bytes;
  readonly functions: Map<Bytes, LibraryFunction>;
}

const FUNCTION_OVERHEAD_BYTES = 80;
const LIBRARY_OVERHEAD_BYTES = 160;

const isName = (name: Bytes): boolean => /^[A-Za-z0-9_]+$/.test(name);

export class Libraries {
  readonly libraries = new Map<Bytes, Library>();
  /** By name in lower case: FCALL finds a function whatever the case. */
  private readonly functions = new Map<Bytes, LibraryFunction>();

  get functionCount(): number {
    return this.functions.size;
  }

  find(name: Bytes): LibraryFunction | undefined {
    return this.functions.get(name.toLowerCase());
  }

  get usedBytes(): number {
    let bytes = this.functions.size * FUNCTION_OVERHEAD_BYTES;
    for (const { code } of this.libraries.values()) bytes += code.length + LIBRARY_OVERHEAD_BYTES;
    return bytes;
  }

  link(library: Library): void {
    this.libraries.set(library.name, library);
    for (const [name, one] of library.functions) this.functions.set(name.toLowerCase(), one);
  }

  unlink(library: Library): void {
    this.libraries.delete(library.name);
    for (const name of library.functions.keys()) this.functions.delete(name.toLowerCase());
  }

  /** A library of that name, or a function of one of `library`'s names, in the way; null if none. */
  conflict(library: Library): Bytes | null {
    for (const name of library.functions.keys()) {
      if (this.find(name)) return `ERR Function ${name} already exists`;
    }
    return null;
  }

  /**
   * Takes all of `others`, those of the same name replaced where that is wished. Gives the libraries
   * that were replaced, or the error's text with nothing changed.
   */
  join(others: Libraries, replace: boolean): Library[] | Bytes {
    const replaced: Library[] = [];
    for (const name of others.libraries.keys()) {
      const old = this.libraries.get(name);
      if (!old) continue;
      if (!replace) {
        for (const library of replaced) this.link(library);
        return `ERR Library ${name} already exists`;
      }
      this.unlink(old);
      replaced.push(old);
    }
    for (const library of others.libraries.values()) {
      const problem = this.conflict(library);
      if (!problem) continue;
      for (const old of replaced) this.link(old);
      return problem;
    }
    for (const library of others.libraries.values()) this.link(library);
    return replaced;
  }
}

/** What redis.register_function has understood. */
export interface Registration {
  readonly name: Bytes;
  readonly description: Bytes | null;
  readonly flags: number;
  readonly ref: FunctionRef;
}

/** Loads libraries into a machine. */
export class LibraryLoader {
  private loading: Library | null = null;

  get isLoading(): boolean {
    return this.loading !== null;
  }

  /** Adds a function to the library being loaded; gives the error's text, or null. */
  register({ name, description, flags, ref }: Registration): Bytes | null {
    const library = this.loading as Library;
    if (!isName(name)) {
      return 'ERR Library names can only contain letters, numbers, or underscores(_) and must be at least one character long';
    }
    if (library.functions.has(name)) return 'ERR Function already exists in the library';
    library.functions.set(name, { library, name, description, flags, ref });
    return null;
  }

  /** Loads `code` into `set`; gives the library's name, or the error's text after `ERR `. */
  load(
    set: Libraries,
    machine: Interpreter,
    code: Bytes,
    replace: boolean,
  ): { readonly library: Library; readonly replaced: Library | null } | Bytes {
    const head = readLibraryHead(code);
    if (typeof head === 'string') return head;
    if (!isName(head.name)) {
      return 'ERR Library names can only contain letters, numbers, or underscores(_) and must be at least one character long';
    }
    if (head.engine.toLowerCase() !== 'lua') return `ERR Engine '${head.engine}' not found`;
    const replaced = set.libraries.get(head.name) ?? null;
    if (replaced && !replace) return `ERR Library '${head.name}' already exists`;
    const library = this.build(head.name, code, head.code, machine);
    if (typeof library === 'string') return library;
    if (replaced) set.unlink(replaced);
    const problem = set.conflict(library);
    if (problem) {
      if (replaced) set.link(replaced);
      release(library, machine);
      return problem;
    }
    set.link(library);
    if (replaced) release(replaced, machine);
    return { library, replaced };
  }

  /** Compiles and runs a library's code; a string is the error's text. */
  private build(name: Bytes, whole: Bytes, code: Bytes, machine: Interpreter): Library | Bytes {
    const ref = machine.compile(code);
    if (typeof ref === 'string') return `ERR Error compiling function: ${ref}`;
    const library: Library = { name, code: whole, functions: new Map() };
    this.loading = library;
    let problem: Bytes | null;
    try {
      problem = machine.runLibrary(ref);
    } finally {
      this.loading = null;
    }
    machine.release(ref);
    if (problem !== null) problem = `ERR Error registering functions: ${problem}`;
    else if (library.functions.size === 0) problem = 'ERR No functions registered';
    if (problem === null) return library;
    release(library, machine);
    return problem;
  }
}

/** Lets a library's compiled functions go. */
export function release(library: Library, machine: Interpreter): void {
  for (const { ref } of library.functions.values()) machine.release(ref);
}
