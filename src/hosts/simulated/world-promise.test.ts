/** A world's promises against the host's own: same results, same order of continuations. */
import { describe, expect, test } from 'vitest';
import { asyncFunctions } from './async-functions.ts';
import { drainTasks, takeUnhandledRejections, WorldPromise } from './world-promise.ts';

type Log = (line: unknown) => void;
type Script = (P: PromiseConstructor, log: Log) => void;

const WORLD = WorldPromise as unknown as PromiseConstructor;
const show = (value: unknown): string =>
  value instanceof AggregateError ? `${value}:${value.errors}` : JSON.stringify(value);

/** Runs the script on both kinds of promise: the logs are to be equal, line by line. */
async function check(script: Script): Promise<void> {
  const native: string[] = [];
  script(Promise, (line) => native.push(show(line)));
  await new Promise((resolve) => setTimeout(resolve, 0));
  const world: string[] = [];
  script(WORLD, (line) => world.push(show(line)));
  drainTasks();
  expect(world).toEqual(native);
  expect(native.length).toBeGreaterThan(0);
}

const scripts: { readonly [name: string]: Script } = {
  'a chain runs in turns': (P, log) => {
    P.resolve(1).then(log).then(log);
    P.resolve(2).then(log).then(log);
  },
  'following a promise takes two turns more': (P, log) => {
    P.resolve()
      .then(() => P.resolve('followed'))
      .then(log);
    P.resolve()
      .then(() => log(1))
      .then(() => log(2))
      .then(() => log(3))
      .then(() => log(4));
  },
  'a thenable is called in a turn of its own': (P, log) => {
    // biome-ignore lint/suspicious/noThenProperty: a thenable is what is tested
    P.resolve({ then: (done: (value: number) => void) => done(7) }).then(log);
    P.resolve('plain').then(log);
  },
  'a throwing executor rejects': (P, log) => {
    new P(() => {
      throw 'broken';
    }).catch(log);
  },
  'only the first settling counts': (P, log) => {
    new P((resolve, reject) => {
      resolve(1);
      reject(2);
      resolve(3);
    }).then(log, log);
  },
  'finally passes the value and replaces it when it throws': (P, log) => {
    P.resolve(1)
      .finally(() => 2)
      .then(log);
    P.reject(3)
      .finally(() => undefined)
      .catch(log);
    P.resolve(4)
      .finally(() => {
        throw 5;
      })
      .catch(log);
  },
  'all keeps the order of its values': (P, log) => {
    P.all([P.resolve(1), 2, new P((resolve) => resolve(3))]).then(log);
    P.all([]).then(log);
    P.all([1, P.reject('no')]).catch(log);
  },
  'allSettled, race, any': (P, log) => {
    P.allSettled([1, P.reject(2)]).then(log);
    P.race([new P(() => {}), P.resolve('first')]).then(log);
    P.any([P.reject(1), P.resolve(2)]).then(log);
    P.any([P.reject(1), P.reject(2)]).catch(log);
  },
  'a promise cannot follow itself': (P, log) => {
    let resolve: (value: unknown) => void = () => {};
    const self: Promise<unknown> = new P((done) => {
      resolve = done;
    });
    self.catch((error: unknown) => log(String(error)));
    resolve(self);
  },
};

describe('as the host has them', () => {
  for (const [name, script] of Object.entries(scripts)) test(name, () => check(script));
});

describe('async functions compiled to generators', () => {
  const { asyncToGenerator } = asyncFunctions;

  test('run to the first await at once, and continue when the tasks are drained', () => {
    const heard: unknown[] = [];
    const read = asyncToGenerator(function* (key) {
      heard.push(`asked for ${key}`);
      const value = yield WorldPromise.resolve(1);
      return (value as number) + ((yield 2) as number);
    });
    read('k').then((value) => heard.push(value));
    expect(heard).toEqual(['asked for k']);
    drainTasks();
    expect(heard).toEqual(['asked for k', 3]);
  });

  test('a rejection is thrown where it was awaited', () => {
    const heard: unknown[] = [];
    const guarded = asyncToGenerator(function* () {
      try {
        yield WorldPromise.reject('down');
      } catch (error) {
        return `caught ${error}`;
      }
      return 'unreachable';
    });
    guarded().then((value) => heard.push(value));
    drainTasks();
    expect(heard).toEqual(['caught down']);
  });

  test('a rejection that nobody hears is told', () => {
    asyncToGenerator(function* () {
      yield 1;
      throw new Error('unheard');
    })();
    drainTasks();
    expect(takeUnhandledRejections()).toEqual([new Error('unheard')]);
    expect(takeUnhandledRejections()).toEqual([]);
  });
});
