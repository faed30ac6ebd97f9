/**
 * Plays recordings to a real redis-server. Nothing says when a server has nothing more to say: what
 * was recorded is waited for, and where no reply was recorded, the answer to a PING on another
 * connection shows that the command has been read.
 */
import { connect, type Socket } from 'node:net';
import { utf8ToBytes } from '../../base/bytes.ts';
import { splitArguments } from '../../protocol/split-arguments.ts';
import { CliRendering, isReplyTo, type RecordedCommand, type Replayer } from '../recordings.ts';
import { requestBytes } from './frames.ts';

const patienceMs = 2000;

class Wire {
  readonly socket: Socket;
  #rendering = new CliRendering();
  #heard = '';
  #look: () => void = () => {};

  constructor(path: string) {
    this.socket = connect(path);
    this.socket.on('data', (bytes: Buffer) => {
      this.#heard += this.#rendering.read(bytes);
      this.#look();
    });
  }

  send(line: string): void {
    this.socket.write(requestBytes([splitArguments(utf8ToBytes(line)) ?? []]));
  }

  /** What was heard once it is enough, or when patience has run out. */
  async hear(isEnough: (heard: string) => boolean): Promise<string> {
    await new Promise<void>((done) => {
      const timer = setTimeout(done, patienceMs);
      this.#look = () => {
        if (!isEnough(this.#heard)) return;
        clearTimeout(timer);
        done();
      };
      this.#look();
    });
    const heard = this.#heard;
    this.#heard = '';
    return heard.trimEnd();
  }
}

export interface RealReplayer extends Replayer {
  /** Empties the server and closes all connections: a chapter ends. */
  reset(): Promise<void>;
}

export function realReplayer(path: string): RealReplayer {
  const wires = new Map<string, Wire>();
  const control = new Wire(path);
  const ask = (line: string, answer: string) => {
    control.send(line);
    return control.hear((heard) => heard.includes(answer));
  };
  return {
    play: async (recorded: RecordedCommand) => {
      const wire = wires.get(recorded.client) ?? new Wire(path);
      wires.set(recorded.client, wire);
      wire.send(recorded.command);
      if (recorded.reply === '') {
        await ask('PING', 'PONG');
        return wire.hear(() => true);
      }
      return wire.hear((heard) => heard !== '' && isReplyTo(recorded, heard));
    },
    reset: async () => {
      for (const { socket } of wires.values()) socket.destroy();
      wires.clear();
      await ask('FLUSHALL', 'OK');
    },
  };
}
