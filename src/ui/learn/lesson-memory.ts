/**
 * What a lesson remembers beside its keys: which step the data set was made ready for, what has
 * happened since, the modelled database, the lab's runs. Kept over a reload, like the keys.
 *
 * Invariant: a memory belongs to one step; another step begins with a fresh one.
 */
import type { JournalEvent } from '../../course/goal.ts';
import type { LabRecord } from '../../course/labs.ts';
import type { Lesson } from '../../course/lesson.ts';
import { loadStored, saveStored } from '../kit/stored.ts';

export interface LessonMemory {
  readonly step: string;
  readonly journal: readonly JournalEvent[];
  /** Which version of each row the modelled database holds. */
  readonly versions: Readonly<Record<string, number>>;
  readonly queries: number;
  readonly lastQuery: { readonly row: string; readonly value: string } | null;
  readonly labRuns: readonly LabRecord[];
  /** How far the engine's clock has moved since the step began. */
  readonly advancedMs: number;
  /** The step was started over: what was reached before does not count for what is shown. */
  readonly startedOver?: boolean;
}

const EVENTS_MAX = 400;
/** Whoever tries scripts again and again keeps the run to compare with. */
const RUNS_MAX = 20;

export function freshMemory(step: string): LessonMemory {
  return {
    step,
    journal: [],
    versions: {},
    queries: 0,
    lastQuery: null,
    labRuns: [],
    advancedMs: 0,
  };
}

export function withEvents(memory: LessonMemory, events: readonly JournalEvent[]): LessonMemory {
  return { ...memory, journal: [...memory.journal, ...events].slice(-EVENTS_MAX) };
}

/** Orders of one exploration that end alike count once, else watching some would displace its run. */
export function withRun(memory: LessonMemory, run: LabRecord): LessonMemory {
  const name = nameOf(run);
  const others = memory.labRuns.filter((one) => one.lab !== 'interleave' || nameOf(one) !== name);
  return { ...memory, labRuns: [...others, run].slice(-RUNS_MAX) };
}

function nameOf({ values: { order: _, ...values }, figures }: LabRecord): string {
  return JSON.stringify([values, figures]);
}

/** What the modelled database holds now, by row. */
export function rowsOf(lesson: Lesson, memory: LessonMemory): Record<string, string> {
  const rows = lesson.database?.rows ?? [];
  return Object.fromEntries(
    rows.map(({ key, versions }) => [key, versions[memory.versions[key] ?? 0] ?? '']),
  );
}

export function withUpdate(lesson: Lesson, memory: LessonMemory, row: string): LessonMemory {
  const count = lesson.database?.rows.find(({ key }) => key === row)?.versions.length ?? 1;
  const next = ((memory.versions[row] ?? 0) + 1) % count;
  const versions = { ...memory.versions, [row]: next };
  return withEvents({ ...memory, versions }, [{ kind: 'update', row }]);
}

export function withQuery(lesson: Lesson, memory: LessonMemory, row: string): LessonMemory {
  const value = rowsOf(lesson, memory)[row] ?? '';
  const queries = memory.queries + 1;
  return withEvents({ ...memory, queries, lastQuery: { row, value } }, [{ kind: 'query', row }]);
}

const isRecord = (value: unknown): value is LabRecord =>
  typeof value === 'object' && value !== null && 'figures' in value && 'values' in value;

const isMemory = (value: unknown): value is LessonMemory => {
  if (typeof value !== 'object' || value === null) return false;
  const memory = value as Partial<Record<keyof LessonMemory, unknown>>;
  return (
    typeof memory.step === 'string' &&
    Array.isArray(memory.journal) &&
    Array.isArray(memory.labRuns) &&
    memory.labRuns.every(isRecord) &&
    typeof memory.versions === 'object' &&
    memory.versions !== null &&
    typeof memory.queries === 'number' &&
    typeof memory.advancedMs === 'number'
  );
};

export function loadMemory(path: string): LessonMemory | null {
  return loadStored(`lesson.${path}`, isMemory);
}

export function saveMemory(path: string, memory: LessonMemory): void {
  saveStored(`lesson.${path}`, memory);
}
