/**
 * A lesson as plain data: what the parser makes of a lesson's Markdown, and what the page shows.
 *
 * Text is a small tree of nodes instead of HTML, so that nothing in a lesson can become markup.
 * Invariant: the two languages of a lesson have the same steps, actions, checks and options; only
 * texts differ.
 */
import type { Predicate } from './goal.ts';
import type { LabSetup, LabValues } from './labs.ts';

export type CourseLanguage = 'en' | 'ko';

export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'strong' | 'em'; readonly children: readonly Inline[] }
  /** A place on this page: `#/...`. */
  | { readonly kind: 'link'; readonly href: string; readonly children: readonly Inline[] };

export type Block =
  | { readonly kind: 'paragraph'; readonly children: readonly Inline[] }
  | {
      readonly kind: 'list';
      readonly ordered: boolean;
      readonly items: readonly (readonly Inline[])[];
    };

/** Something the learner does, as text that can be clicked or replayed. */
export type Action =
  | { readonly kind: 'command'; readonly line: string }
  /** Moves the engine's clock; null goes to the next expiry. */
  | { readonly kind: 'clock'; readonly byMs: number | null }
  /** Asks the modelled database for a row. */
  | { readonly kind: 'query'; readonly row: string }
  /** Changes a row of the modelled database to its next version. */
  | { readonly kind: 'update'; readonly row: string }
  | { readonly kind: 'lab'; readonly values: LabValues };

export interface PredictOption {
  readonly text: readonly Inline[];
  readonly right: boolean;
  /** Why it is so, or why it is not. */
  readonly because: readonly Inline[];
}

export interface Predict {
  readonly question: readonly Inline[];
  readonly options: readonly PredictOption[];
}

/** A condition of the goal, with its sentence. All predicates must hold. */
export interface Check {
  readonly text: readonly Inline[];
  readonly predicates: readonly Predicate[];
}

/** What is said when a typical wrong turn is recognised; its predicates describe that turn. */
export type Mistake = Check;

/** What a step shows, in the order of the document. */
export type StepPart =
  | { readonly kind: 'text'; readonly blocks: readonly Block[] }
  | { readonly kind: 'run'; readonly actions: readonly Action[] }
  | { readonly kind: 'predict'; readonly predict: Predict };

export interface Step {
  /** Stable over languages and versions: part of addresses and of kept progress. */
  readonly id: string;
  readonly title: string;
  /** What to reach, in one line. */
  readonly goal: readonly Inline[];
  readonly setup: readonly string[];
  readonly parts: readonly StepPart[];
  readonly checks: readonly Check[];
  readonly mistakes: readonly Mistake[];
  readonly hints: readonly (readonly Block[])[];
  readonly solution: readonly Action[];
  readonly why: readonly Block[];
  readonly lab: LabSetup | null;
}

export interface DatabaseRow {
  /** The key under which an application would cache the row. */
  readonly key: string;
  /** The row's contents: the first to begin with, then what each update brings. */
  readonly versions: readonly string[];
}

/** The database that a lesson plays with: rows, and a service time that is a model. */
export interface LessonDatabase {
  readonly table: string;
  readonly serviceMs: number;
  readonly rows: readonly DatabaseRow[];
}

export interface Lesson {
  /** `TRACK/NN-SLUG`. */
  readonly path: string;
  readonly language: CourseLanguage;
  readonly title: string;
  readonly summary: string;
  readonly minutes: number;
  readonly world: 'single';
  /** The keys that the lesson keeps in view: a glob pattern. */
  readonly show: string;
  readonly database: LessonDatabase | null;
  readonly steps: readonly Step[];
}

type InBoth = Readonly<Record<CourseLanguage, string>>;

/** What the course map needs of a lesson, without its text. */
export interface LessonOutline {
  readonly path: string;
  readonly title: InBoth;
  readonly summary: InBoth;
  readonly minutes: number;
  readonly steps: readonly { readonly id: string; readonly title: InBoth }[];
}

export interface TrackOutline {
  readonly id: string;
  readonly title: InBoth;
  readonly summary: InBoth;
  readonly lessons: readonly LessonOutline[];
}

export interface CourseOutline {
  readonly tracks: readonly TrackOutline[];
}
