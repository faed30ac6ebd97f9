/**
 * The room's own client of the engine: named, and of no effect on idle times, so that looking
 * changes nothing but what every command changes.
 *
 * The connection is made when the first question is asked and anew when it has been closed. An
 * error reply is thrown as a `Refusal` with the engine's words.
 */
import type { Bytes } from '../../base/bytes.ts';
import type { RespClient } from '../../client/client.ts';
import { showBytes } from '../../client/render-cli.ts';
import type { RespValue } from '../../client/resp-value.ts';

/** The engine answered with an error: `message` is its text, as a person may read it. */
export class Refusal extends Error {
  constructor(text: Bytes) {
    super(showBytes(text, { utf8: true }));
    this.name = 'Refusal';
  }
}

/** Sends one command, its words as bytes. Throws `Refusal`, or the connection's own error. */
export type Ask = (...words: readonly Bytes[]) => Promise<RespValue>;

export interface Asking {
  readonly ask: Ask;
  /** CLIENT ID of the room's client, or null before the first question. */
  id(): number | null;
}

/** CLIENT LIST shows it, so that nobody wonders who this is. */
export const ROOM_CLIENT_NAME = 'server-room';

export function createAsking(
  connect: () => Promise<{ readonly client: RespClient; readonly id: number }>,
): Asking {
  let made: Promise<RespClient> | null = null;
  let current: RespClient | null = null;
  let id: number | null = null;

  function client(): Promise<RespClient> {
    if (made && !current?.closed) return made;
    const making = connect().then((connection) => {
      current = connection.client;
      id = connection.id;
      // Before 7.2 there is no NO-TOUCH, and a user may be forbidden both: then it goes without.
      const introduce = [
        ['CLIENT', 'SETNAME', ROOM_CLIENT_NAME],
        ['CLIENT', 'NO-TOUCH', 'ON'],
      ];
      for (const words of introduce) current.send(words).catch(() => undefined);
      return connection.client;
    });
    making.catch(() => {
      if (made === making) made = null;
    });
    made = making;
    return making;
  }

  return {
    id: () => id,
    ask: async (...words) => {
      const reply = await (await client()).send(words);
      if (reply.kind === 'error') throw new Refusal(reply.text);
      return reply;
    },
  };
}

/** What is to be shown of a failure: the engine's words, or the connection's. */
export function failureText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
