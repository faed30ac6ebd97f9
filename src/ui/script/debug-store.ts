/**
 * A debugging session of the Lua editor, spoken as redis-cli speaks it: SCRIPT DEBUG and EVAL on a
 * connection of its own, then the debugger's commands, each answered by an array of lines.
 *
 *   off -> running -> stopped at a line -> running -> ... -> off: `<endsession>`, the script's reply
 *
 * Invariants: one command is under way at a time; the locals are those of the line it stands at.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { type Bytes, bytesToUtf8Lossy, utf8ToBytes } from '../../base/bytes.ts';
import { ConnectionClosed, type RespClient } from '../../client/client.ts';
import { itemsOf, type RespValue, scalarText } from '../../client/resp-value.ts';
import { splitArguments } from '../../protocol/split-arguments.ts';

export interface LocalValue {
  readonly name: string;
  readonly value: string;
}

export interface DebugState {
  readonly phase: 'off' | 'running' | 'stopped';
  /** Where it stands, from 1; null while it runs. */
  readonly line: number | null;
  /** In the debugger's words. */
  readonly reason: string;
  readonly locals: readonly LocalValue[];
  readonly transcript: readonly string[];
}

export interface DebugRun {
  /** EVAL with all its arguments. */
  readonly argv: readonly Bytes[];
  readonly breakpoints: readonly number[];
  /** Changes stay, and everybody waits: SCRIPT DEBUG SYNC. */
  readonly keepsChanges: boolean;
}

const OFF: DebugState = { phase: 'off', line: null, reason: '', locals: [], transcript: [] };
const TRANSCRIPT_MAX = 500;
const STOPPED = /^\* Stopped at (\d+), stop reason = (.*)$/;
const LOCAL = /^<value> (\S+) = (.*)$/s;
/** The source line that follows a stop: the editor shows it. */
const SOURCE = /^->/;
const END = '<endsession>';

export class DebugStore {
  readonly state: StoreApi<DebugState> = createStore(() => OFF);
  private readonly connect: () => Promise<RespClient>;
  private readonly onResult: (reply: RespValue | null) => void;
  private client: RespClient | null = null;
  private isBusy = false;

  /** `onResult` is told the script's reply, or null where the session broke off. */
  constructor(connect: () => Promise<RespClient>, onResult: (reply: RespValue | null) => void) {
    this.connect = connect;
    this.onResult = onResult;
  }

  async start({ argv, breakpoints, keepsChanges }: DebugRun): Promise<void> {
    if (this.client || this.isBusy) return;
    this.state.setState({ ...OFF, phase: 'running' }, true);
    try {
      const client = await this.connect();
      this.client = client;
      // Nobody awaits the reply behind the last words.
      client.listen({
        onPush: (reply) => this.end(client, reply),
        onClose: () => this.end(client, null),
      });
      await client.send(['SCRIPT', 'DEBUG', keepsChanges ? 'SYNC' : 'YES']);
      await this.ask(argv);
      if (breakpoints.length > 0) await this.quietly(['break', ...breakpoints.map(String)]);
    } catch {
      if (this.client) this.close();
      else if (this.state.getState().phase !== 'off') this.fail();
    }
  }

  step(): Promise<void> {
    return this.go(['step']);
  }

  continue(): Promise<void> {
    return this.go(['continue']);
  }

  /** Ends the script where it stands; one that runs is left, and ends by itself or by its limit. */
  async stop(): Promise<void> {
    if (this.state.getState().phase === 'stopped') await this.go(['abort']);
    else this.close();
  }

  close(): void {
    const { client } = this;
    client?.close();
    if (client) this.end(client, null);
  }

  async toggleBreakpoint(line: number, isSet: boolean): Promise<void> {
    if (this.state.getState().phase !== 'stopped') return;
    await this.quietly(['break', String(isSet ? line : -line)]);
  }

  /** A command of the debugger, as it is typed. */
  async command(text: string): Promise<void> {
    const argv = debuggerWords(text);
    if (argv.length === 0 || this.state.getState().phase !== 'stopped') return;
    this.tell([`> ${text.trim()}`]);
    await this.go(argv);
  }

  /** Sends one command; what it answers goes into the transcript. */
  private async go(argv: readonly Bytes[]): Promise<void> {
    if (!this.client || this.isBusy) return;
    try {
      await this.ask(argv);
    } catch (error) {
      if (!(error instanceof ConnectionClosed)) throw error;
    }
  }

  private async ask(argv: readonly Bytes[]): Promise<void> {
    const lines = await this.send(argv);
    if (lines === null) return;
    this.tell(lines.filter((line) => !SOURCE.test(line)));
    if (lines.includes(END)) return;
    const stops = lines.map((line) => STOPPED.exec(line)).filter((stop) => stop !== null);
    const [, line, reason = ''] = stops.at(-1) ?? [];
    const locals = await this.localsNow();
    const before = this.state.getState();
    this.state.setState({
      phase: 'stopped',
      line: line === undefined ? before.line : Number(line),
      reason: line === undefined ? before.reason : reason,
      locals,
    });
  }

  private async localsNow(): Promise<LocalValue[]> {
    const lines = (await this.send(['print'])) ?? [];
    return lines.flatMap((line) => {
      const [, name, value] = LOCAL.exec(line) ?? [];
      return name === undefined || value === undefined ? [] : [{ name, value }];
    });
  }

  private async quietly(argv: readonly Bytes[]): Promise<void> {
    if (this.isBusy) return;
    await this.send(argv).catch(() => null);
    if (this.client) this.state.setState({ phase: 'stopped' });
  }

  /** The lines of the answer; null where it is none of the debugger's, and the session over. */
  private async send(argv: readonly Bytes[]): Promise<readonly string[] | null> {
    const { client } = this;
    if (!client) return null;
    this.isBusy = true;
    const running = setTimeout(() => this.state.setState({ phase: 'running', line: null }), 150);
    try {
      const reply = await client.send(argv);
      const lines = itemsOf(reply);
      if (lines) return lines.map((item) => bytesToUtf8Lossy(scalarText(item) ?? ''));
      this.end(client, reply);
      return null;
    } finally {
      clearTimeout(running);
      this.isBusy = false;
    }
  }

  private tell(lines: readonly string[]): void {
    const { transcript } = this.state.getState();
    this.state.setState({ transcript: [...transcript, ...lines].slice(-TRANSCRIPT_MAX) });
  }

  /** There was no connection to be had. */
  private fail(): void {
    this.state.setState(OFF, true);
    this.onResult(null);
  }

  private end(client: RespClient, reply: RespValue | null): void {
    if (this.client !== client) return;
    this.client = null;
    client.close();
    this.state.setState({ phase: 'off', line: null, locals: [] });
    this.onResult(reply);
  }
}

/** `eval` takes the rest of the line as it stands. */
export function debuggerWords(text: string): readonly Bytes[] {
  const line = utf8ToBytes(text.trim());
  const [, name, code] = /^(e|eval)\s+(.*)$/is.exec(line) ?? [];
  if (name !== undefined && code !== undefined) return [name, code];
  return splitArguments(line) ?? line.split(/\s+/).filter(Boolean);
}
