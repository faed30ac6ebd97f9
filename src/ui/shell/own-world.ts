/**
 * Worlds that run a learner's own code or a genuine client: a worker for each run, ended when the run is over, cancelled,
 * or has not said for a while how far it is.
 */
import type { RunOrder } from '../../contract/lab.ts';
import type {
  CodeStop,
  OwnWorldFromWorker,
  OwnWorldToWorker,
  StrategyCode,
  WorldProgress,
  WorldRun,
} from '../../contract/lab-world.ts';
import type { WorldLabSettings } from '../../contract/lab-world-settings.ts';

/** A run that says nothing for so long does not give way: a loop without an end, most likely. */
const SILENCE_MS = 8000;

interface OwnWorld {
  steer(order: RunOrder): void;
  cancel(): void;
}

/** What the page's language has to say. It comes with the labs, which are open by then. */
async function stopText(stop: CodeStop): Promise<string> {
  const { stops } =
    document.documentElement.lang === 'ko'
      ? (await import('../i18n/labs-ko.ts')).labsKo.run
      : (await import('../i18n/labs-en.ts')).labsEn.run;
  return stop.kind === 'silent' ? stops.silent : stops[stop.kind](stop.line);
}

const worlds = new Map<number, OwnWorld>();

export function steerOwnWorld(runId: number, order: RunOrder): boolean {
  const world = worlds.get(runId);
  world?.steer(order);
  return world !== undefined;
}

export function cancelOwnWorld(runId: number): boolean {
  const world = worlds.get(runId);
  world?.cancel();
  return world !== undefined;
}

/** Resolves to null where it was cancelled. */
export function runOwnWorld(
  runId: number,
  settings: WorldLabSettings,
  code: StrategyCode,
  onProgress: (progress: WorldProgress) => void,
): Promise<WorldRun | null> {
  const worker = new Worker(new URL('../../hosts/worker/own-world.ts', import.meta.url), {
    type: 'module',
    name: 'own-world',
  });
  const { port1, port2 } = new MessageChannel();
  const post = (message: OwnWorldToWorker) => port1.postMessage(message);
  return new Promise<WorldRun | null>((resolve, reject) => {
    let timer = 0;
    const listen = () => {
      clearTimeout(timer);
      timer = window.setTimeout(() => {
        end();
        stopText({ kind: 'silent' }).then((text) => reject(new Error(text)), reject);
      }, SILENCE_MS);
    };
    const end = () => {
      clearTimeout(timer);
      worlds.delete(runId);
      worker.terminate();
      port1.close();
    };
    const finish = (result: WorldRun | null) => {
      end();
      resolve(result);
    };
    const fail = (text: string) => {
      end();
      reject(new Error(text));
    };
    port1.onmessage = ({ data }: MessageEvent<OwnWorldFromWorker>) => {
      listen();
      if (data.kind === 'ready') return;
      if (data.kind === 'progress') onProgress(data.progress);
      else if (data.kind === 'done') finish(data.run);
      else if (data.kind === 'stopped') stopText(data.stop).then(fail, reject);
      else fail(data.text);
    };
    worker.onerror = (event) => fail(event.message || 'the worker failed');
    worlds.set(runId, {
      steer: (order) => {
        post({ kind: 'steer', order });
        // A run that is held says nothing.
        if (order === 'resume') listen();
        else clearTimeout(timer);
      },
      cancel: () => finish(null),
    });
    worker.postMessage(null, [port2]);
    post({ kind: 'run', settings, code });
  });
}
