/**
 * The scripts that EVAL and SCRIPT LOAD have left behind, by the SHA-1 of their text.
 *
 * A script is compiled when it is first called on the present machine and keeps its number there;
 * a new machine makes them all uncompiled again. Since 7.4 at most 500 scripts of EVAL are kept, the
 * least recently used go first; those of SCRIPT LOAD stay.
 */
import type { Bytes } from '../../base/bytes.ts';
import { sha1Hex } from '../../base/hashes.ts';
import type { FunctionRef, Interpreter } from './interpreter.ts';
import { readScriptHead, type ScriptHead } from './script-flags.ts';

const EVAL_SCRIPTS_MAX = 500;
/** What a script costs beside its text: its entry, its name, its SHA. */
const SCRIPT_OVERHEAD_BYTES = 120;

export class EvalScript {
  readonly sha: Bytes;
  readonly body: Bytes;
  readonly flags: number;
  readonly code: Bytes;
  ref: FunctionRef | null = null;
  /** SCRIPT LOAD has asked for it: it is never evicted. */
  loaded = false;

  constructor(sha: Bytes, body: Bytes, head: ScriptHead) {
    this.sha = sha;
    this.body = body;
    this.flags = head.flags;
    this.code = head.code;
  }
}

export class EvalScripts {
  evicted = 0;
  /** The script that EVAL has called last: found again without reading its text. */
  latest: EvalScript | null = null;
  private readonly bySha = new Map<Bytes, EvalScript>();
  private readonly byBody = new Map<Bytes, EvalScript>();
  /** Scripts of EVAL, least recently used first; unused where nothing is evicted. */
  private readonly recent = new Set<EvalScript>();
  private readonly evicts: boolean;
  private textBytes = 0;

  constructor(evicts: boolean) {
    this.evicts = evicts;
  }

  get size(): number {
    return this.bySha.size;
  }

  get usedBytes(): number {
    return this.textBytes + this.bySha.size * SCRIPT_OVERHEAD_BYTES;
  }

  /** `sha` in lower case. */
  find(sha: Bytes): EvalScript | undefined {
    const script = this.bySha.get(sha);
    if (script) this.touch(script);
    return script;
  }

  findBody(body: Bytes): EvalScript | undefined {
    const script = this.byBody.get(body);
    if (!script) return undefined;
    this.latest = script;
    this.touch(script);
    return script;
  }

  has(sha: Bytes): boolean {
    return this.bySha.has(sha);
  }

  /** Compiles and keeps a script that is not known yet; a string is the error's text. */
  define(body: Bytes, machine: Interpreter, loaded: boolean): EvalScript | Bytes {
    const head = readScriptHead(body);
    if (typeof head === 'string') return head;
    const script = new EvalScript(sha1Hex(body), body, head);
    const ref = machine.compile(head.code);
    if (typeof ref === 'string') return `ERR Error compiling script (new function): ${ref}`;
    script.ref = ref;
    this.bySha.set(script.sha, script);
    this.byBody.set(body, script);
    this.textBytes += body.length;
    if (loaded) script.loaded = true;
    else if (this.evicts) this.keepRecent(script, machine);
    return script;
  }

  /** SCRIPT LOAD of a script that EVAL has brought: it stays from now on. */
  pin(script: EvalScript): void {
    script.loaded = true;
    this.recent.delete(script);
  }

  clear(): void {
    this.bySha.clear();
    this.byBody.clear();
    this.recent.clear();
    this.textBytes = 0;
    this.latest = null;
  }

  /** The machine has gone, and all that was compiled with it. */
  forgetCompiled(): void {
    for (const script of this.bySha.values()) script.ref = null;
  }

  private touch(script: EvalScript): void {
    if (this.recent.delete(script)) this.recent.add(script);
  }

  private keepRecent(script: EvalScript, machine: Interpreter): void {
    this.recent.add(script);
    if (this.recent.size <= EVAL_SCRIPTS_MAX) return;
    const [oldest] = this.recent;
    if (!oldest) return;
    this.recent.delete(oldest);
    this.bySha.delete(oldest.sha);
    this.byBody.delete(oldest.body);
    this.textBytes -= oldest.body.length;
    if (this.latest === oldest) this.latest = null;
    if (oldest.ref !== null) machine.release(oldest.ref);
    this.evicted++;
  }
}
