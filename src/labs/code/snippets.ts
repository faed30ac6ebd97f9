/**
 * The sources' pieces of JavaScript and TypeScript, by number: which client each is written for, and
 * whether it has a correction. The texts are files beside this one: `snippets/NNN.js.txt` as the
 * source has them, `corrections/NNN.js.txt` as they work; what is wrong is said in ui/i18n.
 *
 * `fails`: the genuine client refuses it, or does something else than the source says, silently.
 * `flawed`: it runs, and breaks under load or at an edge.
 */
import type { CodeClient } from '../../contract/code.ts';

export type Verdict = 'runs' | 'fails' | 'flawed';

export interface SnippetRow {
  readonly id: string;
  readonly file: string;
  readonly client: CodeClient;
  readonly verdict: Verdict;
}

const FAILS = ['104', '108', '135', '146', '205', '210', '214', '219', '369'] as const;
const FLAWED = ['107', '122', '133', '136', '209', '215'] as const;

export type CorrectedId = (typeof FAILS)[number] | (typeof FLAWED)[number];

const JAVASCRIPT = [
  ...['100', '101', '102', '103', '104', '105', '106', '107', '108', '109', '111'],
  ...['120', '121', '122', '123', '124', '131', '132', '133', '135', '136', '137', '138', '139'],
  ...['140', '142', '143', '144', '145', '146', '148', '149', '369'],
] as const;
const TYPESCRIPT = [
  ...['201', '202', '203', '204', '205', '206', '207', '208', '209', '210'],
  ...['211', '212', '213', '214', '215', '216', '217', '218', '219', '220'],
] as const;

export type SnippetId = (typeof JAVASCRIPT)[number] | (typeof TYPESCRIPT)[number];

const verdictOf = (id: string): Verdict =>
  (FAILS as readonly string[]).includes(id)
    ? 'fails'
    : (FLAWED as readonly string[]).includes(id)
      ? 'flawed'
      : 'runs';

export const snippetRows: readonly (SnippetRow & { readonly id: SnippetId })[] = [
  ...JAVASCRIPT.map((id) => ({
    id,
    file: `${id}.js.txt`,
    client: id === '111' ? ('upstash' as const) : ('ioredis' as const),
    verdict: verdictOf(id),
  })),
  ...TYPESCRIPT.map((id) => ({
    id,
    file: `${id}.ts.txt`,
    client: 'redis' as const,
    verdict: verdictOf(id),
  })),
];

export const isCorrected = (id: string): id is CorrectedId => verdictOf(id) !== 'runs';
