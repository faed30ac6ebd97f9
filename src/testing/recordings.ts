/**
 * Recorded sessions: commands and the replies that redis-cli printed, to be played again.
 *
 * `# ` begins a chapter, which starts with an empty server; `> ` is a command, `2> ` one of a second
 * connection; what follows, up to the next command, is the reply. In a reply, `...` stands for
 * anything within a line, and a line of nothing but `...` for any number of lines.
 */
import { renderCli } from '../client/render-cli.ts';
import { RespReader } from '../client/resp-reader.ts';
import type { TestClient, TestEngine } from './test-engine.ts';

export interface RecordedCommand {
  readonly chapter: string;
  readonly line: number;
  /** Empty for the first connection. */
  readonly client: string;
  readonly command: string;
  /** Empty where nothing is answered (yet). */
  readonly reply: string;
}

export function parseRecording(text: string): RecordedCommand[] {
  const commands: RecordedCommand[] = [];
  let chapter = '';
  let reply: string[] = [];
  let begun: Omit<RecordedCommand, 'reply'> | null = null;
  const end = () => {
    if (begun !== null) commands.push({ ...begun, reply: reply.join('\n').trimEnd() });
    begun = null;
    reply = [];
  };
  for (const [at, line] of text.split('\n').entries()) {
    const [, client, command] = /^(\d*)> (.*)$/.exec(line) ?? [];
    if (line.startsWith('# ') || command !== undefined) end();
    if (line.startsWith('# ')) chapter = line.slice(2);
    else if (command !== undefined)
      begun = { chapter, line: at + 1, client: client ?? '', command };
    else reply.push(line);
  }
  end();
  return commands;
}

/** Whether a reply is the recorded one, `...` being anything. */
export function isReplyTo({ reply }: RecordedCommand, actual: string): boolean {
  const pattern = reply
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replace(/^(?:\\\.){3}\n/gm, '(?:[^]*?\n)?')
    .replace(/(^|\n)(?:\\\.){3}$/, '$1[^]*')
    .replace(/(?:\\\.){3}/g, '.*?');
  return new RegExp(`^${pattern}$`).test(actual.trimEnd());
}

/** A server that a recording is played to: a reply is what has arrived since the last look. */
export interface Replayer {
  play(recorded: RecordedCommand): Promise<string>;
}

/** The longest that any recorded command waits for data. */
const waitMs = 2000;

/** Plays to an engine in this process; a recorded wait is passed on the virtual clock. */
export function engineReplayer(engine: TestEngine): Replayer {
  const clients = new Map<string, TestClient>();
  return {
    play: async ({ client, command, reply }) => {
      const connection = clients.get(client) ?? engine.client();
      clients.set(client, connection);
      let heard = connection.run(command);
      if (heard === '') await engine.settle();
      heard += connection.heard();
      if (heard !== '' || reply === '') return heard;
      engine.advance(waitMs);
      return connection.heard();
    },
  };
}

/** Shows replies as redis-cli prints them, as their bytes come in. */
export class CliRendering {
  readonly #reader = new RespReader();

  /** The replies that these bytes complete, one below the other. */
  read(bytes: Uint8Array): string {
    this.#reader.feed(bytes);
    let text = '';
    for (let value = this.#reader.next(); value !== null; value = this.#reader.next()) {
      text += `${renderCli(value, { utf8: false })}\n`;
    }
    return text;
  }
}
