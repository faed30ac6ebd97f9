/**
 * Runs lines one after another, as redis-cli does with piped input. A command that may block, and
 * any that the command table does not know, is sent alone: the rest waits for its reply. Between
 * those a few lines are under way at once, which the server answers in their order, so that a long
 * script does not pay for each journey. Several lines form a group, folded in the log, that counts
 * what was done and what failed; an error does not stop it. What is typed while a group runs waits
 * for its end.
 *
 * HELP, `clear` and the number of repeats in front of a command are answered here.
 */
import { type Bytes, bytesToUtf8Lossy, utf8ToBytes } from '../../base/bytes.ts';
import { splitArguments } from '../../protocol/split-arguments.ts';
import type { CatalogueIndex } from './catalogue-index.ts';
import { helpTopic } from './help.ts';
import type { CommandEntry, Failure, Log, LogEntry } from './log.ts';

export interface RunnerDeps {
  readonly log: Log;
  readonly prompt: () => string;
  readonly catalogue: () => CatalogueIndex;
  readonly nowMs: () => number;
  /** Sends one command; true when the answer is an error. */
  readonly execute: (
    line: string,
    argv: readonly Bytes[],
    group: number | null,
  ) => Promise<boolean>;
  /** `exit` or `quit`; so many lines after it are dropped. */
  readonly leave: (line: string, linesDropped: number) => void;
  /** How many lines wait; told now and then, not for each. */
  readonly onLinesLeft: (lines: number) => void;
}

export interface LineRunner {
  /** Runs commands; `skipped` lines beside them were not taken for commands. */
  run(commands: readonly string[], skipped: number): Promise<void>;
  /** Nothing more is run of what was given. */
  stop(): void;
}

/** The log keeps every reply: more repeats than this are cut, and the log says so. */
const REPEATS_MAX = 100_000;
/** Larger groups start folded. */
const OPEN_MAX = 10;
/** How many commands are under way at once: what stopping can no longer hold back. */
const WINDOW = 256;
const TELL_EVERY_MS = 100;
/** Lines answered without the engine come without a pause: after so long the page gets its turn. */
const TURN_MS = 10;

const isLeaving = (line: string): boolean => /^(?:exit|quit)(?:\s|$)/i.test(line);

/** A command that never reached the engine. */
export const unsent = (
  line: string,
  prompt: string,
  group: number | null,
  failure: Failure,
): Omit<CommandEntry, 'id'> => {
  const nothing = { db: 0, argv: [], reply: null, tookMs: 0 } as const;
  return { kind: 'command', group, prompt, line, failure, ...nothing };
};

/** A turn of the event loop; unlike a timer it comes at once in a page in the background too. */
function turn(): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

/** How often a command is wanted, as redis-cli reads it: null where no number is in front. */
export function repeatsOf(argv: readonly Bytes[]): number | 'invalid' | null {
  const [first = ''] = argv;
  if (argv.length < 2 || !/^\s*[+-]?\d+$/.test(first)) return null;
  const times = Number(first);
  return times > 0 && times < 2 ** 63 ? times : 'invalid';
}

export function createLineRunner(deps: RunnerDeps): LineRunner {
  const { log } = deps;
  /** What runs now, where it is more than one line. */
  let busy: Promise<void> | null = null;
  let stops = 0;
  let queued = 0;

  async function runLine(line: string, group: number | null): Promise<boolean> {
    const argv = splitArguments(utf8ToBytes(line));
    const refuse = (code: 'invalid-arguments' | 'invalid-repeat') => {
      log.add(unsent(line, deps.prompt(), group, { code }));
      return true;
    };
    if (argv === null) return refuse('invalid-arguments');
    const repeats = repeatsOf(argv);
    if (repeats === 'invalid') return refuse('invalid-repeat');
    if (repeats !== null) return repeat(argv.slice(1), repeats, group);
    const topic = helpTopic(argv);
    if (topic !== null) {
      log.add({ kind: 'help', prompt: deps.prompt(), line, topic });
      return false;
    }
    if (argv.length === 1 && /^clear$/i.test(argv[0] ?? '')) {
      log.clear();
      return false;
    }
    return deps.execute(line, argv, group);
  }

  function mayBlock(line: string): boolean {
    const found = deps.catalogue().find(line.split(/\s+/, 2));
    return found === null || found.doc.flags.includes('blocking');
  }

  /** Runs lines in their order until they end or are stopped; says how many were run. */
  async function inOrder(
    count: number,
    lineAt: (index: number) => string,
    step: (line: string) => Promise<unknown>,
  ): Promise<number> {
    const since = stops;
    let toldMs = Number.NEGATIVE_INFINITY;
    let turnMs = deps.nowMs();
    const underWay: Promise<unknown>[] = [];
    const tell = (left: number) => {
      toldMs = deps.nowMs();
      deps.onLinesLeft(left + queued);
    };
    for (let index = 0; index < count; index++) {
      const line = lineAt(index);
      const isAlone = mayBlock(line);
      // Of a full window the oldest: the rest keeps the server busy meanwhile.
      if (isAlone) await Promise.all(underWay.splice(0));
      else if (underWay.length === WINDOW) await Promise.all(underWay.splice(0, WINDOW / 4));
      const nowMs = deps.nowMs();
      if (nowMs - toldMs >= TELL_EVERY_MS) tell(count - index);
      if (nowMs - turnMs >= TURN_MS) {
        await turn();
        turnMs = deps.nowMs();
      }
      if (stops !== since) return index;
      const running = step(line);
      if (!isAlone) underWay.push(running);
      else {
        // Where it takes long, what is told must be true.
        const late = setTimeout(() => tell(count - index - 1), TELL_EVERY_MS);
        await running;
        clearTimeout(late);
      }
    }
    await Promise.all(underWay);
    return count;
  }

  async function repeat(
    argv: readonly Bytes[],
    times: number,
    group: number | null,
  ): Promise<boolean> {
    const shown = argv.map(bytesToUtf8Lossy).join(' ');
    let failed = false;
    const step = async () => {
      failed = (await deps.execute(shown, argv, group)) || failed;
    };
    const done = await inOrder(Math.min(times, REPEATS_MAX), () => shown, step);
    if (done === REPEATS_MAX && times > REPEATS_MAX)
      log.add({ kind: 'notice', code: 'repeats-cut', detail: String(REPEATS_MAX) });
    return failed;
  }

  async function runGroup(lines: readonly string[], skipped: number): Promise<void> {
    const { epoch } = log.store.getState();
    const group = log.add({
      kind: 'group',
      commands: lines.length,
      done: 0,
      errors: 0,
      skipped,
      state: 'running',
      open: lines.length <= OPEN_MAX,
    });
    const tell = (change: (entry: LogEntry & { readonly kind: 'group' }) => LogEntry) => {
      // After `clear` the number is another entry's, or nobody's.
      if (log.store.getState().epoch !== epoch) return;
      log.update(group, (entry) => (entry.kind === 'group' ? change(entry) : entry));
    };
    const step = async (line: string) => {
      const isCleared = log.store.getState().epoch !== epoch;
      const failed = await runLine(line, isCleared ? null : group);
      tell((entry) => ({
        ...entry,
        done: entry.done + 1,
        errors: entry.errors + Number(failed),
      }));
    };
    const done = await inOrder(lines.length, (index) => lines[index] ?? '', step);
    tell((entry) => ({ ...entry, state: done < lines.length ? 'stopped' : 'done' }));
  }

  async function runAll(all: readonly string[], skipped: number): Promise<void> {
    const since = stops;
    const end = all.findIndex(isLeaving);
    const commands = end < 0 ? all : all.slice(0, end);
    const [only] = commands;
    if (only !== undefined && commands.length === 1) await runLine(only, null);
    else if (commands.length > 1) await runGroup(commands, skipped);
    deps.onLinesLeft(queued);
    if (end >= 0 && stops === since) deps.leave(all[end] ?? '', all.length - end - 1);
  }

  /** One command is sent even while another waits: the server keeps their order. */
  const isLong = (commands: readonly string[]): boolean =>
    commands.length > 1 || /^\s*\+?\d+\s/.test(commands[0] ?? '');

  async function run(commands: readonly string[], skipped: number): Promise<void> {
    const since = stops;
    queued += commands.length;
    while (busy !== null) await busy;
    queued -= commands.length;
    if (stops !== since) return deps.onLinesLeft(queued);
    const running = runAll(commands, skipped);
    if (!isLong(commands)) return running;
    busy = running.finally(() => {
      busy = null;
    });
    return busy;
  }

  return {
    run,
    stop: () => {
      stops++;
    },
  };
}
