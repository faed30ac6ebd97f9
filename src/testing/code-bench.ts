/**
 * Learners' code in Node: the compiler of the page's editor, the genuine clients as they are bundled
 * for a worker, and a real engine in this process behind the addresses that the sources use.
 *
 * What a worker has beside this is its locked global scope (see e2e/code.spec.ts).
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { typescript } from 'monaco-editor/languages/features/typescript/lib/typescriptServices.js';
import { build } from 'vite';
import type { Network } from '../base/ports.ts';
import { seededRandom } from '../base/random.ts';
import type { CodeClient, CodeFailure } from '../contract/code.ts';
import { createNode, type Node } from '../engine/node.ts';
import { partsAtOnce } from '../engine/parts-at-once.ts';
import { luaFromFile } from '../hosts/node/lua-loader.ts';
import { wallClock } from '../hosts/node/node-ports.ts';
import { MemoryDisk } from '../hosts/simulated/memory-disk.ts';
import { sourceHosts } from '../labs/code/addresses.ts';
import { awaitPlaces } from '../labs/code/await-places.ts';
import type { enterWorld, surroundings } from '../labs/code/clients/outside.ts';
import { clientPackages } from '../labs/code/clients/vite-plugin-clients.ts';
import type { CodeWorld, PrintLevel } from '../labs/code/code-world.ts';
import { type Compiler, compileCode, MARK_AWAIT } from '../labs/code/compile.ts';
import { defaultEnv } from '../labs/code/fakes/variables.ts';
import { failureReader, prepareCode, Refusal } from '../labs/code/run-code.ts';
import { createScope, loadModules, type ModuleSource } from '../labs/code/scope.ts';
import type { Timers } from '../labs/code/timers.ts';

export const compiler = typescript as unknown as Compiler;

export interface BundledClients extends ModuleSource {
  readonly enterWorld: typeof enterWorld;
  readonly surroundings: typeof surroundings;
}

/** Builds the clients as the page's build does, and loads the result into this process. */
export async function bundleClients(): Promise<BundledClients> {
  const entry = new URL('../labs/code/clients/genuine.ts', import.meta.url).pathname;
  const output = await build({
    configFile: false,
    logLevel: 'error',
    plugins: [clientPackages()],
    build: {
      write: false,
      minify: false,
      target: 'es2022',
      lib: { entry, formats: ['es'], fileName: () => 'clients.mjs' },
      rolldownOptions: { output: { codeSplitting: false } },
    },
  });
  const [first] = Array.isArray(output) ? output : [output];
  if (!first || !('output' in first)) throw new Error('the clients were not built');
  const folder = mkdtempSync(join(tmpdir(), 'stampede-clients-'));
  const file = join(folder, 'clients.mjs');
  writeFileSync(file, first.output[0].code);
  try {
    return (await import(/* @vite-ignore */ pathToFileURL(file).href)) as BundledClients;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export function plainNode(): Node {
  const ports = {
    clock: wallClock(),
    random: seededRandom(7),
    disk: new MemoryDisk(),
    log: { write: () => {} },
    lua: luaFromFile(),
    ...partsAtOnce,
  };
  return createNode(ports, [['save', '']]);
}

export interface RunOptions {
  readonly client?: CodeClient;
  readonly network: Network;
  /** Waits behind the last line until this has been printed, for what is left under way. */
  readonly printed?: string;
  /** Waits for an exception behind the last line. */
  readonly throws?: boolean;
}

export interface Ran {
  readonly printed: readonly { readonly level: PrintLevel; readonly text: string }[];
  readonly failure: CodeFailure | null;
  /** The values of free names that were given, `db` and `app` among them. */
  readonly values: ReadonlyMap<string, unknown>;
  /** What the code left open: its timers. */
  readonly timers: Timers;
}

export function realWorld(
  network: Network,
  { print, uncaught }: Pick<CodeWorld, 'print' | 'uncaught'>,
): CodeWorld {
  return {
    Promise,
    clock: wallClock(),
    soon: (task) => void setImmediate(task),
    random: seededRandom(1),
    network,
    hosts: sourceHosts,
    env: defaultEnv,
    print,
    uncaught,
  };
}

const LOOK_EVERY_MS = 5;
const LOOKS_MAX = 1000;

/** Runs code to its last line. Its connections stay open until `network` ends them. */
export async function runSource(
  clients: BundledClients,
  source: string,
  { client = 'ioredis', network, printed: awaited = '', throws = false }: RunOptions,
): Promise<Ran> {
  const printed: { level: PrintLevel; text: string }[] = [];
  const uncaught: unknown[] = [];
  const world = realWorld(network, {
    print: (level, text) => printed.push({ level, text }),
    uncaught: (error) => uncaught.push(error),
  });
  const timers = clients.enterWorld(world);
  const compiled = compileCode(compiler, source, 'native');
  const modules = await loadModules(compiled.code, client, async () => clients);
  const scope = createScope({ world, timers, modules, client });
  const values = await scope.valuesOf([...compiled.freeNames, 'require']);
  const { mark, placeOf } = awaitPlaces(world.Promise);
  values.set(MARK_AWAIT, mark);
  const read = failureReader(compiled.maps, placeOf);
  try {
    await prepareCode(compiled, values)();
    const isThere = (): boolean =>
      uncaught.length > 0 ||
      (!throws &&
        printed
          .map(({ text }) => text)
          .join('\n')
          .includes(awaited));
    for (let looks = 0; looks < LOOKS_MAX && !isThere(); looks++) {
      await new Promise((wake) => setTimeout(wake, LOOK_EVERY_MS));
    }
    const failure = uncaught.length > 0 ? read(uncaught[0], 'error') : null;
    return { printed, failure, values, timers };
  } catch (error) {
    const failure = error instanceof Refusal ? error.failure : read(error, 'error');
    return { printed, failure, values, timers };
  }
}
