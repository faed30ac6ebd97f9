/**
 * The Lua debugger against a real redis-server: sessions of a script and a list of commands are
 * played to both, and every byte that comes back, the connection's end included, must be the same.
 *
 * A step is over when its reply is there; where none is due, or several things are sent at once, when
 * the connection has been silent for a moment.
 */
import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { splitArguments } from '../../protocol/split-arguments.ts';
import { scenarios, sessions } from './debugger-table.ts';
import { FrameReader, requestBytes } from './frames.ts';
import { bothServers, findReal } from './servers.ts';

const real = findReal();
if (real === null) {
  process.stdout.write(
    '\n==== SKIPPED: no redis-server was found to compare debugging with ====\n',
  );
}

/** Longer than what one turn of either server takes. */
const SILENCE_MS = 25;
const ANSWER_MAX_MS = 1000;
const ADDRESS = /@0x[0-9a-f]+/g;

class Wire {
  private readonly socket;
  private readonly reader = new FrameReader();
  private heard: string[] = [];
  private closed = false;
  private wake: () => void = () => {};

  constructor(path: string) {
    this.socket = connect(path);
    this.socket.on('data', (bytes: Buffer) => {
      for (const { raw } of this.reader.feed(bytes)) this.heard.push(raw);
      this.wake();
    });
    this.socket.on('error', () => {});
    this.socket.on('close', () => {
      this.closed = true;
      this.wake();
    });
  }

  /** Sends, and gives what came back: so many replies, or all there is in a while, or both. */
  async say(bytes: Uint8Array, replies: number | 'silence' | 'batch' = 1): Promise<string> {
    if (!this.closed) this.socket.write(bytes);
    return this.hear(replies);
  }

  async hear(replies: number | 'silence' | 'batch' = 1): Promise<string> {
    const endMs = performance.now() + (replies === 'silence' ? SILENCE_MS : ANSWER_MAX_MS);
    if (replies === 'batch') return (await this.hear()) + (await this.hear('silence'));
    while (!this.closed && performance.now() < endMs) {
      const isOver = this.heard.some((raw) => raw.includes('<endsession>'));
      // Behind its last words a session closes the connection.
      if (replies !== 'silence' && this.heard.length >= replies && !isOver) break;
      await this.sleep(endMs - performance.now());
    }
    const { heard } = this;
    this.heard = [];
    return (heard.join('') + (this.closed ? '(closed)' : '')).replace(ADDRESS, '@0x…');
  }

  private sleep(limitMs: number): Promise<void> {
    return new Promise((done) => {
      const timer = setTimeout(done, limitMs);
      this.wake = () => {
        clearTimeout(timer);
        done();
      };
    });
  }

  close(): void {
    this.socket.destroy();
  }
}

/** `eval` takes the rest of the line as it stands; others are split as redis-cli splits. */
function typed(line: string): Uint8Array {
  const code = /^(e|eval) (.*)$/s.exec(line);
  const argv = code ? [code[1] ?? '', code[2] ?? ''] : (splitArguments(line) ?? []);
  return requestBytes([argv]);
}

async function playSession(path: string, row: (typeof sessions)[string]): Promise<string[]> {
  const log: string[] = [];
  const wire = new Wire(path);
  await wire.say(requestBytes([['FLUSHALL']]));
  for (const mode of row.modes ?? ['YES', 'SYNC']) {
    const debugged = new Wire(path);
    const note = async (what: string, answer: Promise<string>) =>
      log.push(`${mode} ${what} -> ${JSON.stringify(await answer)}`);
    await note('debug', debugged.say(requestBytes([['SCRIPT', 'DEBUG', mode]])));
    const call = row.call ?? ['EVAL', row.script, '2', 'k1', 'k2', 'first', 'second'];
    await note('eval', debugged.say(requestBytes([call])));
    for (const line of row.commands) await note(line, debugged.say(typed(line)));
    debugged.close();
    const keys = ['k1', 'k2', 'k3'].map((key) => ['DUMP', key]);
    await note('keys', wire.say(requestBytes(keys), keys.length));
  }
  wire.close();
  return log;
}

/** Steps such as `a> GET k`; `a!` closes, `a<` listens once more, `a?` says what need not be answered. */
async function playScenario(path: string, steps: readonly string[]): Promise<string[]> {
  const wires = new Map<string, Wire>();
  const log: string[] = [];
  for (const step of steps) {
    const name = step.slice(0, 1);
    const wire = wires.get(name) ?? new Wire(path);
    wires.set(name, wire);
    const mark = step.charAt(1);
    const lines = step.slice(3).split('; ').filter(Boolean);
    const bytes = Buffer.concat(lines.map(typed));
    if (mark === '!') {
      wire.close();
      wires.delete(name);
      await new Promise((done) => setTimeout(done, SILENCE_MS));
    } else {
      const awaited = mark === '?' ? 'silence' : lines.length > 1 ? 'batch' : 1;
      const answer = mark === '<' ? wire.hear() : wire.say(bytes, awaited);
      log.push(`${step} -> ${JSON.stringify(await answer)}`);
    }
  }
  for (const wire of wires.values()) wire.close();
  return log.filter((entry) => !entry.includes('HELLO'));
}

describe.skipIf(real === null)('the Lua debugger', () => {
  const servers = bothServers(real);

  for (const [name, row] of Object.entries(sessions)) {
    test(name, { timeout: 30_000 }, async () => {
      const [theirs, ours] = await Promise.all(servers.map(({ path }) => playSession(path, row)));
      expect(ours).toEqual(theirs);
    });
  }

  for (const [name, steps] of Object.entries(scenarios)) {
    test(name, { timeout: 30_000 }, async () => {
      const all = ['z> FLUSHALL', ...steps];
      const [theirs, ours] = await Promise.all(servers.map(({ path }) => playScenario(path, all)));
      expect(ours).toEqual(theirs);
    });
  }
});
