/**
 * The worker of learners' code: one worker, one run. It loads the clients that are wanted, locks its
 * own global scope, and only then makes a function of the code.
 *
 * The first message says what to run and brings the port for everything else. The page ends the
 * worker when the learner stops the run, starts another, or when it no longer answers.
 */
import type { CodeFromWorker, CodeRunRequest, CodeToWorker } from '../../contract/code.ts';
import { awaitPlaces } from '../../labs/code/await-places.ts';
import { MARK_AWAIT } from '../../labs/code/compile.ts';
import { failureReader, prepareCode, Refusal } from '../../labs/code/run-code.ts';
import { createScope, loadModules } from '../../labs/code/scope.ts';
import { createTimers, type Timers } from '../../labs/code/timers.ts';
import { limitWaits } from '../../labs/code/wait-limit.ts';
import { lockGlobals } from './code-lockdown.ts';
import { realWorld } from './code-real-world.ts';

self.onmessage = (event: MessageEvent<CodeRunRequest>) => {
  const [port] = event.ports;
  if (!port) return;
  self.onmessage = null;
  const post = port.postMessage.bind(port) as (message: CodeFromWorker) => void;
  run(event.data, port, post).catch((error: unknown) => {
    const failure = { kind: 'error', text: String(error), stack: [], place: null } as const;
    post({ kind: 'failure', failure });
    post({ kind: 'ended' });
  });
};

async function run(
  { client, compiled }: CodeRunRequest,
  port: MessagePort,
  post: (message: CodeFromWorker) => void,
): Promise<void> {
  Object.assign(Error, { stackTraceLimit: 50 });
  const { mark, placeOf } = awaitPlaces(Promise);
  const limited = limitWaits(mark, Promise, (line, column) => {
    const failure = { kind: 'endless', text: '', stack: [], place: { line, column } } as const;
    post({ kind: 'failure', failure });
    post({ kind: 'ended' });
  });
  const read = failureReader(compiled.maps, placeOf);
  const fail = (error: unknown, kind: 'error' | 'rejection'): void =>
    post({ kind: 'failure', failure: read(error, kind) });
  const { world, receive } = realWorld(post, (error) => fail(error, 'error'));
  self.addEventListener('error', (event) => {
    event.preventDefault();
    fail(event.error ?? event.message, 'error');
  });
  self.addEventListener('unhandledrejection', (event) => {
    event.preventDefault();
    fail(event.reason, 'rejection');
  });
  port.onmessage = ({ data }: MessageEvent<CodeToWorker>) => {
    if (data.kind === 'ping') post({ kind: 'pong', n: data.n });
    else receive(data);
  };
  let timers: Timers | null = null;
  const modules = await loadModules(compiled.code, client, async () => {
    const genuine = await import('../../labs/code/clients/genuine.ts');
    timers ??= genuine.enterWorld(world);
    return genuine;
  });
  const left = lockGlobals(self);
  if (left.length > 0) throw new Error(`This browser does not let go of ${left.join(', ')}.`);
  timers ??= createTimers(world);
  const scope = createScope({ world, timers, modules, client });
  try {
    const values = await scope.valuesOf([...compiled.freeNames, 'require']);
    values.set(MARK_AWAIT, limited);
    await prepareCode(compiled, values)();
  } catch (error) {
    if (error instanceof Refusal) post({ kind: 'failure', failure: error.failure });
    else fail(error, 'error');
  }
  post({ kind: 'ended' });
}
