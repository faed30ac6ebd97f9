/** One step of a lesson: its fenced blocks understood, and what a step must have insisted upon. */
import { policyNames } from '../eviction-lab.ts';
import { presetIds } from '../interleave-lab.ts';
import {
  allLabSettings,
  type LabSetup,
  type LabValue,
  type LabValues,
  type LessonLab,
  labFigures,
  labSettings,
} from '../labs.ts';
import type { Action, Block, Inline, Predict, PredictOption, Step, StepPart } from '../lesson.ts';
import { readActions, readCommands, readLabValue } from './actions.ts';
import type { Piece, StepSource } from './document.ts';
import { type Goal, readGoal } from './goal-block.ts';
import { readLine, readProse } from './markdown.ts';
import { didYouMean, type Problems } from './problems.ts';
import { readYaml, type YamlValue } from './yaml-fields.ts';

/** The ladder: a direction, the way, and nearly the answer. */
const HINTS = 3;
const blockKinds = [
  'redis setup',
  'redis run',
  'predict',
  'goal',
  'hint',
  'solution',
  'why',
  'lab',
] as const;
type BlockKind = (typeof blockKinds)[number];

/** A step while its blocks are being read. */
interface Draft {
  goal: Inline[] | null;
  setup: string[] | null;
  checked: Goal | null;
  solution: Action[] | null;
  why: Block[] | null;
  lab: LabSetup | null;
  predicts: number;
  readonly hints: Block[][];
  readonly parts: StepPart[];
}

type Reader = (piece: Piece, draft: Draft, problems: Problems) => void;

const readers: { readonly [K in BlockKind]: Reader } = {
  'redis setup': (piece, draft, problems) => {
    draft.setup = readCommands(piece.text, piece.firstLine, problems);
  },
  'redis run': (piece, draft, problems) => {
    const actions = readActions(piece.text, piece.firstLine, problems);
    draft.parts.push({ kind: 'run', actions });
  },
  predict: (piece, draft, problems) => {
    draft.predicts++;
    if (draft.predicts > 1) {
      problems.add(piece.firstLine - 1, 'a second prediction in one step', 'make it a step');
    }
    draft.parts.push({ kind: 'predict', predict: readPredict(piece, problems) });
  },
  goal: (piece, draft, problems) => {
    draft.checked = readGoal(piece.text, piece.firstLine, problems);
  },
  hint: (piece, draft, problems) => {
    draft.hints.push(readProse(piece.text, piece.firstLine, problems));
    if (draft.hints.length > HINTS) {
      problems.add(piece.firstLine - 1, 'a fourth hint', 'three are enough: join two of them');
    }
  },
  solution: (piece, draft, problems) => {
    draft.solution = readActions(piece.text, piece.firstLine, problems);
  },
  why: (piece, draft, problems) => {
    draft.why = readProse(piece.text, piece.firstLine, problems);
  },
  lab: (piece, draft, problems) => {
    draft.lab = readLab(piece, problems);
  },
};

export function readStep(source: StepSource, problems: Problems): Step {
  const draft: Draft = {
    goal: null,
    setup: null,
    checked: null,
    solution: null,
    why: null,
    lab: null,
    predicts: 0,
    hints: [],
    parts: [],
  };
  for (const piece of source.pieces) readPiece(piece, draft, problems);
  insist(source, draft, problems);
  return {
    id: source.id,
    title: source.title,
    goal: draft.goal ?? [],
    setup: draft.setup ?? [],
    parts: draft.parts,
    checks: draft.checked?.checks ?? [],
    mistakes: draft.checked?.mistakes ?? [],
    hints: draft.hints,
    solution: draft.solution ?? [],
    why: draft.why ?? [],
    lab: draft.lab,
  };
}

function readPiece(piece: Piece, draft: Draft, problems: Problems): void {
  if (piece.kind === 'prose') {
    readStepProse(piece, draft, problems);
    return;
  }
  const kind = blockKinds.find((one) => one === piece.kind);
  if (kind) readers[kind](piece, draft, problems);
  else {
    const line = piece.firstLine - 1;
    problems.add(line, `unknown block \`${piece.kind}\``, didYouMean(piece.kind, blockKinds));
  }
}

/** Prose; its lines that begin with `> ` are the step's goal in one line. */
function readStepProse(piece: Piece, draft: Draft, problems: Problems): void {
  const lines = piece.text.split('\n');
  const at = lines.findIndex((line) => line.startsWith('> '));
  if (at >= 0 && draft.goal === null) {
    const goal = (lines[at] as string).slice(2);
    draft.goal = readLine(goal, piece.firstLine + at, problems);
    lines[at] = '';
  }
  const blocks = readProse(lines.join('\n'), piece.firstLine, problems);
  if (blocks.length > 0) draft.parts.push({ kind: 'text', blocks });
}

function insist({ line, title }: StepSource, draft: Draft, problems: Problems): void {
  const needs: readonly (readonly [boolean, string, string])[] = [
    [draft.goal !== null, 'goal line', 'add a line that begins with `> `'],
    [draft.setup !== null, 'start state', 'add a ```redis setup block, empty if need be'],
    [(draft.checked?.checks.length ?? 0) > 0, 'goal', 'add a ```goal block with a check'],
    [(draft.solution?.length ?? 0) > 0, 'solution', 'add a ```solution block'],
    [(draft.why?.length ?? 0) > 0, 'why', 'add a ```why block'],
  ];
  const hints = draft.hints.length;
  if (hints < HINTS) {
    const problem = `the step "${title}" has ${hints} of ${HINTS} hints`;
    problems.add(line, problem, 'add a ```hint block: a direction, the way, nearly the answer');
  }
  for (const [there, what, remedy] of needs) {
    if (!there) problems.add(line, `the step "${title}" has no ${what}`, remedy);
  }
}

function readPredict(piece: Piece, problems: Problems): Predict {
  const root = readYaml(piece.text, piece.firstLine, problems);
  const fields = root?.fields('predict', ['question', 'options']);
  const question = fields?.get('question');
  const options: PredictOption[] = [];
  for (const item of fields?.get('options')?.list('options') ?? []) {
    const option = item.fields('an option', ['text', 'right', 'because']);
    const text = option.get('text');
    const because = option.get('because');
    if (!because) item.complain('an option without a reason', 'add `because: ...`');
    options.push({
      text: readLine(text?.text('text') ?? '', text?.line ?? item.line, problems),
      right: option.get('right')?.flag('right') ?? false,
      because: because ? readLine(because.text('because'), because.line, problems) : [],
    });
  }
  const right = options.filter((option) => option.right).length;
  if (root && (right !== 1 || options.length < 2)) {
    root.complain(
      `a prediction with ${right} right of ${options.length} options`,
      'mark one right',
    );
  }
  const line = question?.line ?? piece.firstLine;
  return { question: readLine(question?.text('question') ?? '', line, problems), options };
}

/**
 * ```lab
 * name: stampede
 * controls: [ttl, requestsPerSecond]
 * strategies: [none, xfetch]
 * figures: [queries-per-rebuild, p99-ms]
 * seed: 7
 * ttl: 60
 * ```
 */
function readLab(piece: Piece, problems: Problems): LabSetup | null {
  const root = readYaml(piece.text, piece.firstLine, problems);
  const known = ['name', 'controls', 'strategies', 'presets', 'policies', 'figures'];
  const fields = root?.fields('lab', [...known, ...Object.keys(allLabSettings)]);
  const name = fields?.get('name');
  const lab = (Object.keys(labSettings) as LessonLab[]).find((one) => one === name?.text('name'));
  if (!fields || !lab) {
    (name ?? root)?.complain('no such lab', `write \`name: ${Object.keys(labSettings)[0]}\``);
    return null;
  }
  return {
    lab,
    values: readLabValues(lab, fields),
    controls: readWords(fields.get('controls'), 'setting', Object.keys(labSettings[lab])),
    strategies: readWords(fields.get('strategies'), 'strategy', null),
    presets: readWords(fields.get('presets'), 'experiment', presetIds),
    policies: readWords(fields.get('policies'), 'policy', policyNames),
    figures: readWords(fields.get('figures'), 'figure', labFigures[lab]),
  };
}

function readLabValues(lab: LessonLab, fields: ReadonlyMap<string, YamlValue>): LabValues {
  const values: Record<string, LabValue> = {};
  for (const setting of Object.keys(allLabSettings)) {
    const field = fields.get(setting);
    if (!field) continue;
    const complain = (problem: string, remedy: string) => field.complain(problem, remedy);
    const value = readLabValue(setting, field.text(setting), complain);
    if (labSettings[lab][setting] === undefined) {
      complain(`the lab ${lab} has no \`${setting}\``, 'leave it out');
    } else if (value !== null) values[setting] = value;
  }
  return values;
}

/** A list of words, each of which must be known where it is known what there is. */
function readWords(
  field: YamlValue | undefined,
  what: string,
  known: readonly string[] | null,
): readonly string[] {
  const words = field?.list('a list of words').map((item) => item.text(`a ${what}`)) ?? [];
  return words.filter((word) => {
    const isKnown = known === null || known.includes(word);
    if (!isKnown) field?.complain(`unknown ${what} \`${word}\``, didYouMean(word, known));
    return isKnown;
  });
}
