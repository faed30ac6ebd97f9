/**
 * What the prompt knows about the line being typed: coloured pieces, ghost text, the summary under
 * it, and the list of completions at the caret. Pure functions of the text and the command table.
 *
 * Positions count UTF-16 units of the text; the argument scanner works on characters alike, so the
 * two agree (bytes come in only when a line is sent).
 */

import type { CommandDoc, Syntax } from '../../contract/catalogue.ts';
import { usageOf } from '../../contract/usage.ts';
import { type ArgumentSpan, scanArguments } from '../../protocol/split-arguments.ts';
import type { CatalogueIndex, FoundCommand } from './catalogue-index.ts';
import { groupsOf, isHelp } from './help.ts';
import { walkSyntax, whatMayFollow } from './syntax-walk.ts';

export interface Piece {
  readonly text: string;
  readonly role: 'command' | 'key' | 'token' | 'value' | 'blank';
}

/** A leading `5 INCR x` repeats: the number is no part of the command. */
export function repeatPrefix(spans: readonly ArgumentSpan[]): number {
  return spans.length > 1 && /^\d+$/.test(spans[0]?.text ?? '') ? 1 : 0;
}

/** The line in pieces that join to the line again. */
export function piecesOf(text: string, catalogue: CatalogueIndex): Piece[] {
  if (!text.includes('\n')) return lineOf(text, catalogue);
  return text.split('\n').flatMap((line, at): Piece[] => {
    const pieces = lineOf(line, catalogue);
    return at === 0 ? pieces : [{ text: '\n', role: 'blank' }, ...pieces];
  });
}

function lineOf(text: string, catalogue: CatalogueIndex): Piece[] {
  const spans = scanArguments(text) ?? [];
  const skip = repeatPrefix(spans);
  const args = spans.slice(skip);
  const found = catalogue.find(args.map((span) => span.text));
  const roles = found ? rolesOf(found, args) : [];
  const words = found?.words ?? 1;
  const pieces: Piece[] = [];
  let at = 0;
  spans.forEach((span, index) => {
    if (span.start > at) pieces.push({ text: text.slice(at, span.start), role: 'blank' });
    const place = index - skip;
    const role =
      place < 0 ? 'value' : place < words ? 'command' : (roles[place - words] ?? 'value');
    pieces.push({ text: text.slice(span.start, span.end), role });
    at = span.end;
  });
  if (at < text.length) pieces.push({ text: text.slice(at), role: 'value' });
  return pieces;
}

function rolesOf(found: FoundCommand, args: readonly ArgumentSpan[]) {
  const typed = args.slice(found.words).map((span) => span.text);
  for (let count = typed.length; count > 0; count--) {
    const walk = walkSyntax(found.doc.syntax, typed.slice(0, count));
    if (walk) return walk.roles;
  }
  return [];
}

/** The keys that a line names, in order. */
export function keysOf(argv: readonly string[], catalogue: CatalogueIndex): string[] {
  const found = catalogue.find(argv);
  if (!found) return [];
  const args = argv.slice(found.words);
  const roles = walkSyntax(found.doc.syntax, args)?.roles ?? [];
  return args.filter((_, index) => roles[index] === 'key');
}

export interface Hint {
  /** What may follow the text, to be shown behind it. */
  readonly ghost: string;
  readonly doc: CommandDoc | null;
}

const noHint: Hint = { ghost: '', doc: null };

export function hintFor(text: string, catalogue: CatalogueIndex): Hint {
  const all = scanArguments(text);
  if (!all || all.length === 0 || all.at(-1)?.open) return noHint;
  const args = all.slice(repeatPrefix(all)).map((span) => span.text);
  const found = catalogue.find(args);
  const ended = /\s$/.test(text);
  if (!found) return containerHint(args, ended, catalogue);
  const { doc } = found;
  const typed = args.slice(found.words);
  const walk = walkSyntax(doc.syntax, typed) ?? walkSyntax(doc.syntax, typed.slice(0, -1));
  if (!walk || (!ended && walk.roles.length < typed.length)) return { ghost: '', doc };
  const usage = usageOf(walk.rest);
  return { ghost: usage === '' ? '' : `${ended ? '' : ' '}${usage}`, doc };
}

/** Behind a container such as CONFIG: its subcommands. */
function containerHint(args: readonly string[], ended: boolean, catalogue: CatalogueIndex): Hint {
  const subcommands = args.length === 1 ? catalogue.subcommandsOf(args[0] ?? '') : [];
  if (subcommands.length === 0) return noHint;
  const words = subcommands.map(({ name }) => name.split(' ')[1] ?? '').join(' | ');
  return { ...noHint, ghost: `${ended ? '' : ' '}${words}` };
}

/** What could stand at the caret. Keys are asked from the engine, so they come later. */
export interface CompletionPlace {
  /** The word being typed: [start, end) and its text. */
  readonly start: number;
  readonly end: number;
  readonly prefix: string;
  readonly words: readonly { readonly text: string; readonly doc: CommandDoc | null }[];
  /** The type of key wanted here, `null` for any; undefined where no key may stand. */
  readonly keyType: string | null | undefined;
  /** The name of a directive is wanted, or a value of the one named; null where neither may stand. */
  readonly directive: { readonly kind: 'name' } | DirectiveValue | null;
}

export interface DirectiveValue {
  readonly kind: 'value';
  readonly of: string;
}

export function completionsAt(
  text: string,
  caret: number,
  catalogue: CatalogueIndex,
): CompletionPlace | null {
  const before = scanArguments(text.slice(0, caret));
  if (!before || before.at(-1)?.open) return null;
  const last = before.at(-1);
  const inWord = last !== undefined && last.end === caret;
  const done = (inWord ? before.slice(0, -1) : before).slice(repeatPrefix(before));
  const prefix = inWord && last ? last.text : '';
  const args = done.map((span) => span.text);
  if (inWord && before.length === 1 && /^\d+$/.test(prefix)) return null;
  return {
    start: inWord && last ? last.start : caret,
    end: caret,
    prefix,
    ...whatCompletes(args, prefix, catalogue),
  };
}

type Completing = Pick<CompletionPlace, 'words' | 'keyType' | 'directive'>;

/** What may stand behind `args` and begins with `prefix`, in any case. */
function whatCompletes(
  args: readonly string[],
  prefix: string,
  catalogue: CatalogueIndex,
): Completing {
  const starts = (word: string) => word.toUpperCase().startsWith(prefix.toUpperCase());
  const only = (words: CompletionPlace['words']): Completing => ({
    words,
    keyType: undefined,
    directive: null,
  });
  if (args.length === 0) return only(namesOf(catalogue.firstWords.filter(starts), catalogue));
  if (isHelp(args[0])) return only(helpTopics(args.slice(1), starts, catalogue));
  const subwords = subcommandsBehind(args, catalogue).filter(({ text }) => starts(text));
  const found = catalogue.find(args);
  if (!found) return only(subwords);
  const typed = args.slice(found.words);
  const next = nextIn(found.doc.syntax, typed);
  const tokens = next.tokens.filter(starts).map((text) => ({ text, doc: null }));
  const commands = next.values.includes('command-name') ? catalogue.firstWords.filter(starts) : [];
  return {
    words: [...subwords, ...tokens, ...namesOf(commands, catalogue)],
    keyType: next.key ? found.doc.keyType : undefined,
    directive: directiveIn(found.doc.name.toUpperCase(), typed),
  };
}

function directiveIn(command: string, typed: readonly string[]): CompletionPlace['directive'] {
  if (command === 'CONFIG GET') return { kind: 'name' };
  if (command !== 'CONFIG SET') return null;
  return typed.length % 2 === 0 ? { kind: 'name' } : { kind: 'value', of: typed.at(-1) ?? '' };
}

function subcommandsBehind(
  args: readonly string[],
  catalogue: CatalogueIndex,
): CompletionPlace['words'] {
  if (args.length !== 1) return [];
  const docs = catalogue.subcommandsOf(args[0] ?? '');
  return docs.map((doc) => ({ text: doc.name.split(' ')[1] ?? '', doc }));
}

/** What HELP can be asked about: commands and groups, then the subcommands of a container. */
function helpTopics(
  topic: readonly string[],
  starts: (word: string) => boolean,
  catalogue: CatalogueIndex,
): CompletionPlace['words'] {
  if (topic.length > 0)
    return subcommandsBehind(topic, catalogue).filter(({ text }) => starts(text));
  const groups = groupsOf(catalogue).map((group) => `@${group}`);
  return namesOf([...catalogue.firstWords, ...groups].filter(starts), catalogue);
}

const namesOf = (words: readonly string[], catalogue: CatalogueIndex): CompletionPlace['words'] =>
  words.map((text) => ({ text, doc: catalogue.find([text])?.doc ?? null }));

function nextIn(syntax: readonly Syntax[], args: readonly string[]) {
  const walk = walkSyntax(syntax, args);
  return walk ? whatMayFollow(walk.rest) : { tokens: [], key: false, values: [] };
}

/** The text with a completion put in, and where the caret then stands. */
export function applyCompletion(
  text: string,
  place: CompletionPlace,
  word: string,
): { text: string; caret: number } {
  const tail = text.slice(place.end).replace(/^\S+/, '');
  const gap = tail.startsWith(' ') ? '' : ' ';
  const head = text.slice(0, place.start) + word + gap;
  return { text: head + tail, caret: head.length + (gap === '' ? 1 : 0) };
}

/** The longest common start of some words, by letters whatever their case. */
export function commonStart(words: readonly string[]): string {
  const first = words[0] ?? '';
  let length = first.length;
  for (const word of words) {
    let i = 0;
    while (i < length && word[i]?.toUpperCase() === first[i]?.toUpperCase()) i++;
    length = i;
  }
  return first.slice(0, length);
}
