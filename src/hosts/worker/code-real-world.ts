/**
 * A world in real time, for one run of a learner's code in a worker of its own: the worker's clock
 * and timers, and a network that leads, through the page, to the playground's engine.
 *
 * Everything that it needs of the platform is taken before the global scope is locked.
 */
import { seededRandom } from '../../base/random.ts';
import type { CodeFromWorker, CodeToWorker } from '../../contract/code.ts';
import { sourceHosts } from '../../labs/code/addresses.ts';
import type { CodeWorld } from '../../labs/code/code-world.ts';
import { defaultEnv } from '../../labs/code/fakes/variables.ts';
import { type Accept, servedNetwork } from '../../labs/code/servers/served-network.ts';
import { sourceServers } from '../../labs/code/servers/source-servers.ts';
import { longDelays } from '../long-delays.ts';

/** Above that nobody reads on, and the page would only be busy with it. */
const PRINTS_MAX = 2000;
const PRINTED_CHARS_MAX = 500_000;
const TEXT_CHARS_MAX = 20_000;

export function realWorld(
  post: (message: CodeFromWorker) => void,
  uncaught: (error: unknown) => void,
): { readonly world: CodeWorld; receive(message: CodeToWorker): void } {
  const { accept, receive } = pageConnections(post);
  const soon = macrotasks(uncaught);
  const [now, stopwatch] = [Date.now.bind(Date), performance.now.bind(performance)];
  const [start, end] = [setTimeout.bind(self), clearTimeout.bind(self)];
  const [seed = 1] = crypto.getRandomValues(new Uint32Array(1));
  const world: CodeWorld = {
    Promise,
    clock: {
      nowMs: now,
      monotonicUs: () => stopwatch() * 1000,
      after: longDelays((delayMs, wake) => {
        const timer = start(wake, delayMs);
        return () => end(timer);
      }),
    },
    soon,
    random: seededRandom(seed),
    network: servedNetwork(sourceServers(accept), soon),
    hosts: sourceHosts,
    env: defaultEnv,
    uncaught,
    print: printer(post),
  };
  return { world, receive };
}

/** Tasks of the event loop without the 4 ms that browsers add to nested timers. */
function macrotasks(uncaught: (error: unknown) => void): (task: () => void) => void {
  const { port1, port2 } = new MessageChannel();
  const tasks: (() => void)[] = [];
  const post = port2.postMessage.bind(port2);
  port1.onmessage = () => {
    try {
      tasks.shift()?.();
    } catch (error) {
      uncaught(error);
    }
  };
  return (task) => {
    tasks.push(task);
    post(null);
  };
}

function printer(post: (message: CodeFromWorker) => void): CodeWorld['print'] {
  let prints = 0;
  let chars = 0;
  return (level, text) => {
    if (prints > PRINTS_MAX || chars > PRINTED_CHARS_MAX) return;
    prints++;
    chars += text.length;
    const isLast = prints > PRINTS_MAX || chars > PRINTED_CHARS_MAX;
    if (isLast) post({ kind: 'print-limit' });
    else post({ kind: 'print', level, text: text.slice(0, TEXT_CHARS_MAX) });
  };
}

/** Connections to the engine: their bytes travel through the page. */
function pageConnections(post: (message: CodeFromWorker) => void): {
  readonly accept: Accept;
  receive(message: CodeToWorker): void;
} {
  const links = new Map<number, Parameters<Accept>[0]>();
  let last = 0;
  return {
    accept: (link) => {
      const connection = ++last;
      links.set(connection, link);
      post({ kind: 'connect', connection });
      return {
        receive: (bytes) => post({ kind: 'send', connection, bytes }),
        closed: () => {
          links.delete(connection);
          post({ kind: 'hang-up', connection });
        },
      };
    },
    receive: (message) => {
      if (message.kind === 'received') links.get(message.connection)?.send(message.bytes);
      else if (message.kind === 'closed') links.get(message.connection)?.close();
    },
  };
}
