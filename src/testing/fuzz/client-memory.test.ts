/**
 * What clients are charged with comes back to the byte, whatever they did and in whatever order
 * they leave off or go.
 *
 *   FUZZ_SEED=7   what is drawn (each failure prints it)
 */
import { describe, expect, test } from 'vitest';
import type { Bytes } from '../../base/bytes.ts';
import { seededRandom } from '../../base/random.ts';
import { limitedMemoryBytes } from '../../engine/server/memory-usage.ts';
import { encodeRequest } from '../../protocol/resp-request.ts';
import { type TestClient, testEngine } from '../test-engine.ts';

const seed = Number(process.env.FUZZ_SEED ?? 1);
const steps = 3000;

describe(`memory held for clients (seed ${seed})`, () => {
  test('comes back to what it was', () => {
    const random = seededRandom(seed);
    const engine = testEngine();
    const { server } = engine.node;
    const operator = engine.client();
    const clients = Array.from({ length: 6 }, () => engine.client());
    const disconnect = ({ id }: TestClient): void => {
      const client = server.clients.get(id);
      if (client) server.disconnect(client);
    };
    const word = (): Bytes => `${'w'.repeat(random.below(70))}${random.below(40)}`;
    const half = encodeRequest(['SET', 'half', 'x'.repeat(50_000)]);
    const draws: readonly (() => string)[] = [
      () => 'MULTI',
      () => `SET key:${random.below(9)} ${word()}`,
      () => `GET key:${random.below(9)}`,
      () => `HSET ${word()} f v`,
      () => 'EXEC',
      () => 'DISCARD',
      () => 'NO SUCH COMMAND',
      () => `SUBSCRIBE ${word()} ${word()}`,
      () => `UNSUBSCRIBE ${random.below(2) ? word() : ''}`,
      () => `PSUBSCRIBE ${word()}`,
      () => 'PUNSUBSCRIBE',
      () => `SSUBSCRIBE ${word()}`,
      () => 'SUNSUBSCRIBE',
      () => `WATCH ${word()} ${word()}`,
      () => 'UNWATCH',
      () => `BLPOP ${word()} ${word()} 1`,
      () => `RPUSH ${word()} v`,
      () => 'CLIENT TRACKING ON',
      () => 'CLIENT TRACKING OFF',
      () => 'HELLO 3',
      () => 'RESET',
      () => `SELECT ${random.below(2)}`,
    ];
    // Buffers for replies shrink when nothing is said: those that are new are so at both ends.
    engine.advance(10_000);
    for (const client of clients.splice(0)) disconnect(client);
    for (let n = 0; n < 6; n++) clients.push(engine.client());
    const empty = limitedMemoryBytes(server);
    let highest = empty;
    for (let n = 0; n < steps; n++) {
      const at = random.below(clients.length);
      const client = clients[at]!;
      const chance = random.below(100);
      if (chance < 3) {
        disconnect(client);
        clients[at] = engine.client();
      } else if (chance < 5) client.send(half.subarray(0, random.below(half.length)));
      else client.run(draws[random.below(draws.length)]!());
      if (chance > 95) engine.advance(random.below(1500));
      highest = Math.max(highest, limitedMemoryBytes(server));
    }
    expect(highest).toBeGreaterThan(empty + 20_000);
    for (const client of clients) disconnect(client);
    clients.length = 0;
    operator.run('FLUSHALL');
    const { transactions, pubsub, watching, blocking, heldInput, tracking } = server;
    expect(
      [transactions, pubsub, watching, blocking, heldInput, tracking].map((one) => one.memoryBytes),
      `seed ${seed}`,
    ).toEqual([0, 0, 0, 0, 0, 0]);
    engine.advance(10_000);
    for (let n = 0; n < 6; n++) engine.client();
    expect(limitedMemoryBytes(server), `seed ${seed}`).toBe(empty);
  });

  test('a client is told the same whether or not more of its requests wait', () => {
    const engine = testEngine();
    const client = engine.client();
    const ask = encodeRequest(['INFO', 'memory']);
    const figures = (): unknown[] =>
      [...client.heard().matchAll(/mem_clients_normal:(\d+)/g)].map(([, bytes]) => bytes);
    client.send(ask);
    const [alone] = figures();
    client.send(Buffer.concat([ask, encodeRequest(['GET', 'x'.repeat(500)])]));
    expect(figures()).toEqual([alone]);
  });
});
