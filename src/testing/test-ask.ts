/** A node that is asked as the page asks one: a command's words in, its decoded reply out. */
import type { Bytes } from '../base/bytes.ts';
import { RespReader } from '../client/resp-reader.ts';
import type { RespValue } from '../client/resp-value.ts';
import { encodeRequest } from '../protocol/resp-request.ts';
import type { TestEngine } from './test-engine.ts';

/** Error replies reject with their text. */
export function testAsk({ node }: TestEngine): (...words: readonly Bytes[]) => Promise<RespValue> {
  const reader = new RespReader();
  const link = { send: (bytes: Uint8Array) => reader.feed(bytes), close: () => undefined };
  const connection = node.connect(link, { addr: 'tab:0', laddr: 'engine:0' });
  return (...words) => {
    connection.receive(encodeRequest(words));
    const reply = reader.next();
    if (!reply) return Promise.reject(new Error('no reply'));
    return reply.kind === 'error' ? Promise.reject(new Error(reply.text)) : Promise.resolve(reply);
  };
}
