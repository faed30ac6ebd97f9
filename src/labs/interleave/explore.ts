/**
 * Every order in which the clients' steps can happen, each played on the stage, outcomes grouped.
 *
 * Orders are walked depth first: play on with the first client that has steps left, then go back to
 * the last choice with another client to take and begin anew with that one (stateless search, as
 * model checkers do). So a client that tries again may have more steps in one order than in another.
 * Where there are more than `SCHEDULES_MAX` orders, as many are drawn: a client steps with a chance
 * in proportion to the steps it has left, which makes all orders equally likely; none counts twice.
 */

import { seededRandom } from '../../base/random.ts';
import type { LabProgress } from '../../contract/lab.ts';
import {
  CLIENT_NAMES,
  type Exploration,
  type Explored,
  type InterleaveSettings,
  type NamedValue,
  type Outcome,
  type Replay,
  type ReplayStep,
  SCHEDULES_MAX,
  type ScriptProblem,
  type StepError,
} from '../../contract/lab-interleave.ts';
import type { LuaLoader } from '../../engine/scripting/lua.ts';
import {
  EvaluationError,
  type Expression,
  ExpressionSyntaxError,
  holds,
  type Name,
  parseExpression,
  type Scope,
  textOf,
  type Value,
} from './expression.ts';
import { parseScript, type Script } from './script.ts';
import { NoReplyError, Stage } from './stage.ts';

const EXAMPLES_MAX = 100;
/** No order is longer: scripts are short and tries are few. */
const SCHEDULE_STEPS_MAX = 400;

interface Program {
  readonly setup: Script;
  readonly scripts: readonly Script[];
  readonly invariant: Expression;
}

interface Parsed {
  readonly program: Program | null;
  readonly problems: readonly ScriptProblem[];
}

/** Parses all of the settings; without a program there is at least one problem. */
export function parseProgram(settings: InterleaveSettings): Parsed {
  const setup = parseScript(settings.setup, 'setup');
  const scripts = settings.clients.map(parseScript);
  const problems = [setup, ...scripts].flatMap((script) => script.problems);
  const invariant = parseInvariant(settings.invariant, scripts, problems);
  if (problems.length === 0 && scripts.every(({ steps }) => steps.length === 0)) {
    problems.push({ place: 0, line: 1, kind: 'noSteps', detail: '' });
  }
  const program = invariant && problems.length === 0 ? { setup, scripts, invariant } : null;
  return { program, problems };
}

function parseInvariant(
  source: string,
  scripts: readonly Script[],
  problems: ScriptProblem[],
): Expression | null {
  const complain = (kind: ScriptProblem['kind'], detail: string): null => {
    problems.push({ place: 'invariant', line: 1, kind, detail });
    return null;
  };
  if (source.trim() === '') return complain('noInvariant', '');
  try {
    const expression = parseExpression(source);
    for (const name of expression.names) {
      if (name.kind !== 'dotted' || name.before === 'db') continue;
      const client = (CLIENT_NAMES as readonly string[]).indexOf(name.before);
      const script = scripts[client];
      if (!script) complain('unknownClient', name.before);
      else if (!script.variables.has(name.name)) {
        complain('unknownVariable', `${name.before}.${name.name}`);
      }
    }
    return expression;
  } catch (error) {
    if (error instanceof ExpressionSyntaxError) return complain('expression', error.at);
    throw error;
  }
}

/** How many orders there are when nobody tries again: (sum of steps)! / product of steps!. */
export function countSchedules(stepCounts: readonly number[]): number {
  let total = 1;
  let placed = 0;
  for (const steps of stepCounts) {
    for (let step = 1; step <= steps; step++) total = (total * ++placed) / step;
  }
  return Math.round(total);
}

/** The walk through all orders: which client steps at each depth, and which are still to be tried. */
class Walk {
  private readonly chosen: number[] = [];
  private readonly untried: number[][] = [];

  /** Plays the next order to its end; answers with it. */
  play(stage: Stage): string {
    stage.begin();
    let schedule = '';
    for (let depth = 0; ; depth++) {
      const ready = stage.players.map((_, client) => client).filter((c) => !stage.isDone(c));
      if (ready.length === 0 || depth >= SCHEDULE_STEPS_MAX) return schedule;
      if (depth >= this.chosen.length) {
        this.chosen.push(ready[0] as number);
        this.untried.push(ready.slice(1));
      }
      const client = this.chosen[depth] as number;
      stage.play(client);
      schedule += CLIENT_NAMES[client];
    }
  }

  /** Goes to the next order; false when all have been played. */
  advance(): boolean {
    for (;;) {
      const others = this.untried.pop();
      if (!others) return false;
      this.chosen.pop();
      const next = others.shift();
      if (next === undefined) continue;
      this.chosen.push(next);
      this.untried.push(others);
      return true;
    }
  }
}

/** Outcomes by what they look like. */
class Tally {
  readonly outcomes = new Map<
    string,
    { outcome: Outcome; examples: string[]; schedules: number }
  >();
  schedules = 0;
  bad = 0;

  add(schedule: string, outcome: Outcome): void {
    this.schedules++;
    if (outcome.holds !== true) this.bad++;
    const look = JSON.stringify([outcome.holds, outcome.failure, outcome.values, outcome.errors]);
    let group = this.outcomes.get(look);
    if (!group) {
      group = { outcome, examples: [], schedules: 0 };
      this.outcomes.set(look, group);
    }
    group.schedules++;
    if (group.examples.length < EXAMPLES_MAX) group.examples.push(schedule);
  }

  sorted(): Outcome[] {
    const worth = ({ holds }: Outcome) => (holds === false ? 0 : holds === null ? 1 : 2);
    return [...this.outcomes.values()]
      .map(({ outcome, examples, schedules }) => ({ ...outcome, examples, schedules }))
      .sort((a, b) => worth(a) - worth(b) || b.schedules - a.schedules);
  }
}

/** Runs the exploration, telling how far it is now and then. `stopwatchMs` is the host's clock. */
export function* explore(
  settings: InterleaveSettings,
  lua: LuaLoader,
  stopwatchMs: () => number,
  schedulesMax = SCHEDULES_MAX,
): Generator<LabProgress, Exploration> {
  const { program, problems } = parseProgram(settings);
  if (!program) return { kind: 'problems', problems };
  try {
    return yield* exploreProgram(program, settings.seed, lua, stopwatchMs, schedulesMax);
  } catch (error) {
    if (!(error instanceof NoReplyError)) throw error;
    const { place, step } = error;
    const problem = { place, line: step.line, kind: 'noReply', detail: step.text.slice(0, 60) };
    return { kind: 'problems', problems: [problem as ScriptProblem] };
  }
}

function* exploreProgram(
  program: Program,
  seed: number,
  lua: LuaLoader,
  stopwatchMs: () => number,
  schedulesMax: number,
): Generator<LabProgress, Explored> {
  const startedMs = stopwatchMs();
  const stage = new Stage(program.setup, program.scripts, lua);
  const counts = program.scripts.map(({ steps }) => steps.length);
  const triesAgain = program.scripts.some(({ steps }) => steps.some(({ retry }) => retry !== null));
  const least = countSchedules(counts);
  let tally = least > schedulesMax ? null : yield* playAll(program, stage, least, schedulesMax);
  const isSample = tally === null;
  tally ??= yield* playSample(program, stage, seed, Math.min(least, schedulesMax));
  const known = isSample ? !triesAgain : true;
  const outcomes = tally.sorted();
  return {
    kind: 'explored',
    schedules: tally.schedules,
    schedulesTotal: known ? (isSample ? least : tally.schedules) : null,
    isSample,
    bad: tally.bad,
    ...endings(program, stage, outcomes),
    outcomes,
    commands: stage.commands,
    tookMs: stopwatchMs() - startedMs,
  };
}

/** Null where there turn out to be too many. */
function* playAll(
  program: Program,
  stage: Stage,
  total: number,
  schedulesMax: number,
): Generator<LabProgress, Tally | null> {
  const tally = new Tally();
  const walk = new Walk();
  do {
    if (tally.schedules >= schedulesMax) return null;
    const schedule = walk.play(stage);
    tally.add(schedule, outcomeOf(program, stage));
    if (tally.schedules % 8 === 0)
      yield { done: tally.schedules, total: Math.max(total, tally.schedules) };
  } while (walk.advance());
  return tally;
}

function* playSample(
  program: Program,
  stage: Stage,
  seed: number,
  wanted: number,
): Generator<LabProgress, Tally> {
  const random = seededRandom(seed);
  const tally = new Tally();
  const seen = new Set<string>();
  // Drawing the same order again and again must end, too.
  for (let draws = 0; tally.schedules < wanted && draws < wanted * 4; draws++) {
    stage.begin();
    let schedule = '';
    while (schedule.length < SCHEDULE_STEPS_MAX) {
      const left = stage.players.map((_, client) => stage.stepsLeft(client));
      const total = left.reduce((sum, steps) => sum + steps, 0);
      if (total === 0) break;
      let ticket = random.below(total);
      let client = 0;
      while (ticket >= (left[client] as number)) ticket -= left[client++] as number;
      stage.play(client);
      schedule += CLIENT_NAMES[client];
    }
    if (seen.has(schedule)) continue;
    seen.add(schedule);
    tally.add(schedule, outcomeOf(program, stage));
    if (draws % 8 === 0) yield { done: tally.schedules, total: wanted };
  }
  return tally;
}

/** In how many orders the judged keys are there and rows were changed, and how all of them begin. */
function endings(
  { invariant }: Program,
  stage: Stage,
  outcomes: readonly Outcome[],
): Pick<Explored, 'filled' | 'written' | 'setupErrors'> {
  const judged = invariant.names.filter(({ kind }) => kind === 'plain' || kind === 'key');
  const rowsOf = ({ values }: Outcome) =>
    values.filter(({ kind }) => kind === 'row').map(({ name, value }) => [name, value]);
  stage.begin();
  const before = JSON.stringify(stage.state().rows.map(({ name, value }) => [name, value]));
  const sum = (which: (outcome: Outcome) => boolean) =>
    outcomes.filter(which).reduce((total, { schedules }) => total + schedules, 0);
  return {
    filled: sum(({ values }) =>
      judged.every(({ name }) => values.some((one) => one.kind === 'key' && one.name === name)),
    ),
    setupErrors: stage.errors.filter(({ place }) => place === 'setup'),
    written: sum((outcome) => JSON.stringify(rowsOf(outcome)) !== before),
  };
}

/** How it ended: keys, rows, and the variables that the invariant speaks of. */
function outcomeOf({ invariant }: Program, stage: Stage): Outcome {
  const { keys, rows } = stage.state();
  const values: NamedValue[] = [
    ...keys.map(({ name, value }) => ({ kind: 'key', name, value }) as const),
    ...rows.map(({ name, value }) => ({ kind: 'row', name, value }) as const),
  ];
  const lookUp = (name: Name): Value => {
    if (name.kind === 'dotted' && name.before !== 'db') return variableOf(name, stage);
    const isRow = name.kind === 'row' || name.kind === 'dotted';
    return (isRow ? rows : keys).find((one) => one.name === name.name)?.value ?? null;
  };
  const told = new Set<string>();
  for (const name of invariant.names) {
    if (name.kind !== 'dotted' || name.before === 'db') continue;
    const label = `${name.before}.${name.name}`;
    if (!told.has(label)) {
      values.push({ kind: 'variable', name: label, value: textOf(lookUp(name)) });
    }
    told.add(label);
  }
  const errors = clientErrors(stage.errors);
  return { ...judge(invariant, lookUp), values, errors, schedules: 1, examples: [] };
}

/** Each once, however often a client tried, and by place: orders that differ in time only are alike. */
function clientErrors(errors: readonly StepError[]): StepError[] {
  const byLook = new Map<string, StepError>();
  for (const error of errors) {
    if (error.place !== 'setup') byLook.set(`${error.place} ${error.line} ${error.text}`, error);
  }
  const placeOf = ({ place }: StepError) => Number(place);
  return [...byLook.values()].sort((a, b) => placeOf(a) - placeOf(b) || a.line - b.line);
}

function judge(invariant: Expression, scope: Scope): Pick<Outcome, 'holds' | 'failure'> {
  try {
    return { holds: holds(invariant, scope), failure: null };
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error;
    return { holds: null, failure: error.message };
  }
}

/** In an invariant a plain name is a key, `db.NAME` a row, `A.NAME` a variable of client A. */
function variableOf(name: { readonly before: string; readonly name: string }, stage: Stage): Value {
  const client = (CLIENT_NAMES as readonly string[]).indexOf(name.before);
  return stage.players[client]?.variables.get(name.name) ?? null;
}

/** Plays one order again, telling every step. Null where the settings have problems, as `explore` tells. */
export function replay(
  settings: InterleaveSettings,
  schedule: string,
  lua: LuaLoader,
): Replay | null {
  const { program } = parseProgram(settings);
  if (!program) return null;
  try {
    return replayProgram(program, schedule, lua);
  } catch (error) {
    if (error instanceof NoReplyError) return null;
    throw error;
  }
}

function replayProgram(program: Program, schedule: string, lua: LuaLoader): Replay {
  const stage = new Stage(program.setup, program.scripts, lua);
  stage.begin();
  const start = stage.state(true);
  const steps: ReplayStep[] = [];
  for (const letter of schedule.slice(0, SCHEDULE_STEPS_MAX)) {
    const client = (CLIENT_NAMES as readonly string[]).indexOf(letter);
    if (!stage.players[client] || stage.isDone(client)) continue;
    const { line } = stage.nextStep(client);
    const played = stage.play(client, true);
    steps.push({ ...played, client, line, state: stage.state(true) });
  }
  return { schedule, start, steps, outcome: outcomeOf(program, stage) };
}
