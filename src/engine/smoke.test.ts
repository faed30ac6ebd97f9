/** smoke */
import { test } from 'vitest';
import { seededRandom } from '../base/random.ts';
import { bytesOf } from '../base/bytes.ts';
import { encodeRequest } from '../protocol/resp-request.ts';
import { createNode } from './node.ts';
test('smoke', () => {
  const node = createNode({ clock: { nowMs: () => Date.now(), monotonicUs: () => performance.now() * 1000, after: () => () => {} }, random: seededRandom(1), disk: null as never, log: { write: (l, m) => console.log(l, m) } }, []);
  let out = '';
  const c = node.connect({ send: (b) => { out += bytesOf(b); }, close: () => { out += '<close>'; } }, { addr: 'a:1', laddr: 'b:2' });
  const run = (line: string) => { out = ''; c.receive(encodeRequest(line.split(' '))); console.log(line, '=>', JSON.stringify(out.slice(0, 300))); };
  for (const l of ['PING', 'SET a 5 EX 100', 'GET a', 'TTL a', 'INCR a', 'APPEND a xyz', 'OBJECT ENCODING a', 'INCR a', 'FOO bar', 'GET', 'MULTI', 'SET b 1', 'INCR b', 'EXEC', 'MGET a b c', 'KEYS *', 'SCAN 0', 'CONFIG GET maxmem*', 'CONFIG SET maxmemory 1gb', 'CLIENT LIST', 'HELLO 3', 'CONFIG GET hz', 'COMMAND COUNT', 'COMMAND DOCS get', 'LCS a b LEN', 'OBJECT HELP', 'SUBSCRIBE x y', 'INFO server', 'INCRBYFLOAT f 0.1', 'LOLWUT', 'FLUSHALL', 'DBSIZE', 'CLIENT KILL ID 1', 'QUIT']) run(l);
});
