/**
 * Code, fakes and the light client on a virtual clock, with a world's own promises: compiled to
 * generators, it runs to its end inside of one call, and hours cost nothing.
 */
import { expect, test } from 'vitest';
import { seededRandom } from '../../base/random.ts';
import { VirtualClock } from '../../hosts/simulated/virtual-clock.ts';
import { drainTasks, WorldPromise } from '../../hosts/simulated/world-promise.ts';
import { compiler } from '../../testing/code-bench.ts';
import { testEngine } from '../../testing/test-engine.ts';
import { sourceHosts } from './addresses.ts';
import { awaitPlaces } from './await-places.ts';
import type { CodeWorld } from './code-world.ts';
import { compileCode, MARK_AWAIT } from './compile.ts';
import { defaultEnv } from './fakes/variables.ts';
import { failureReader, prepareCode } from './run-code.ts';
import { createScope } from './scope.ts';
import { servedNetwork } from './servers/served-network.ts';
import { sourceServers } from './servers/source-servers.ts';
import { createTimers } from './timers.ts';

const START_MS = Date.UTC(2026, 0, 1);

/** Runs the source for some hours of virtual time, without once giving way to the event loop. */
function run(source: string, hours: number) {
  const { node } = testEngine();
  const clock = new VirtualClock(START_MS);
  const printed: string[] = [];
  const failures: unknown[] = [];
  const P = WorldPromise as unknown as PromiseConstructor;
  const soon = (task: () => void) => void clock.after(0, task);
  const redis = (link: Parameters<typeof node.connect>[0]) => {
    const connection = node.connect(link, { addr: 'virtual:0', laddr: 'engine:0' });
    return {
      receive: (bytes: Uint8Array) => connection.receive(bytes),
      closed: () => connection.closed(),
    };
  };
  const world: CodeWorld = {
    Promise: P,
    clock,
    soon,
    random: seededRandom(1),
    network: servedNetwork(sourceServers(redis), soon),
    hosts: sourceHosts,
    env: defaultEnv,
    uncaught: (error) => failures.push(error),
    print: (_level, text) => printed.push(text),
  };
  const compiled = compileCode(compiler, source, 'generators');
  const { mark, placeOf } = awaitPlaces(P);
  const read = failureReader(compiled.maps, placeOf);
  const timers = createTimers(world);
  const scope = createScope({ world, timers, modules: new Map(), client: 'light' });
  const values = scope.valuesNow([...compiled.freeNames, '__awaiter', 'require']);
  values.set(MARK_AWAIT, mark);
  prepareCode(compiled, values)().then(undefined, (error: unknown) => failures.push(error));
  // As a world does: what promises have to do comes before time passes.
  for (let ms = 0; ms <= hours * 3_600_000; ms += 1000) {
    drainTasks();
    clock.runUntil(START_MS + ms);
    for (let i = 0; i < 20; i++) {
      drainTasks();
      clock.runUntil(START_MS + ms);
    }
  }
  return { printed, failures: failures.map((error) => read(error, 'error')) };
}

test('an hour of timers and commands passes in one call', () => {
  const source = `
const wait = (ms) => new Promise((wake) => setTimeout(wake, ms));
async function tick(name) {
  for (let i = 0; i < 3; i++) {
    await wait(20 * 60_000);
    await redis.incr(name);
  }
}
const begun = Date.now();
await Promise.all([tick('a'), tick('b')]);
console.log((Date.now() - begun) / 60_000 >= 60, await redis.mget('a', 'b'));
const user = await db.users.findUnique({ where: { id: 1 } });
await redis.hset('user:1', user);
console.log((await redis.hgetall('user:1')).name);`;
  expect(run(source, 2)).toEqual({ printed: ["true [ '3', '3' ]", 'Alice'], failures: [] });
});

test('an error of a server is at the line that waited for it', () => {
  const source = "await redis.set('s', 'x');\n\nawait redis.lpush('s', 1);";
  const { failures } = run(source, 0.01);
  expect(failures.map(({ text, place }) => [text, place?.line])).toEqual([
    ['ReplyError: WRONGTYPE Operation against a key holding the wrong kind of value', 3],
  ]);
});

test('an exception is at its line, with its callers', () => {
  const source = `async function outer(x: number) {
  await inner(x);
}
function inner(x: number): number {
  return (null as any).field + x;
}
await outer(1);`;
  const [failure] = run(source, 0.01).failures;
  expect(failure?.text).toBe("TypeError: Cannot read properties of null (reading 'field')");
  expect(failure?.place).toEqual({ line: 5, column: 24 });
  expect(failure?.stack[0]).toBe('at inner line 5:24');
});
