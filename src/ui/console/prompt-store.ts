/**
 * The line being typed: text, caret, completion list, history walk and search.
 *
 * Invariant: `completion` always belongs to the current text and caret; any edit closes or renews
 * it. Keys arrive later than words and are taken only while the place is still the same.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { bytesToUtf8Lossy, utf8ToBytes } from '../../base/bytes.ts';
import type { CommandDoc } from '../../contract/catalogue.ts';
import type { DirectiveDoc } from '../../contract/directives.ts';
import { quoteArgument } from '../../protocol/split-arguments.ts';
import type { CatalogueIndex } from './catalogue-index.ts';
import type { History } from './history.ts';
import type { Pasted } from './pasted.ts';
import { applyCompletion, type CompletionPlace, commonStart, completionsAt } from './typing.ts';

export interface Suggestion {
  readonly text: string;
  readonly kind: 'command' | 'option' | 'key';
  readonly doc: CommandDoc | null;
}

export interface PromptState {
  readonly text: string;
  readonly caret: number;
  /** Raised when the caret was moved by us, so that the field follows. */
  readonly caretMoves: number;
  readonly completion: {
    readonly place: CompletionPlace;
    readonly suggestions: readonly Suggestion[];
    readonly chosen: number;
  } | null;
  readonly search: {
    readonly wanted: string;
    readonly found: string;
    readonly index: number;
  } | null;
}

export interface PromptDeps {
  readonly catalogue: () => CatalogueIndex;
  readonly history: History;
  readonly keys: (prefix: string, type: string | null, limit: number) => Promise<readonly string[]>;
  readonly directives: () => Promise<readonly DirectiveDoc[]>;
}

export interface PromptStore extends StoreApi<PromptState> {
  edit(text: string, caret: number): void;
  /** Tab: completes at once where there is one way, else opens the list. */
  complete(): Promise<void>;
  choose(step: 1 | -1): void;
  pick(index: number): void;
  dismiss(): void;
  walkHistory(step: 1 | -1): void;
  searchHistory(wanted: string, older: boolean): void;
  /** Ends the search, keeping what was found or going back to an empty line. */
  endSearch(keep: boolean): void;
  /** Takes the line away for running. */
  take(): string;
  /** Takes a pasted script in at the selection: the rest stays in the field. */
  paste(script: Pasted & { readonly kind: 'script' }, selectionEnd: number): void;
}

function valuesOf(name: string, docs: readonly DirectiveDoc[]): readonly string[] {
  const doc = docs.find((one) => one.name === name.toLowerCase());
  return doc?.kind === 'bool' ? ['yes', 'no'] : (doc?.values ?? []);
}

interface Found {
  readonly place: CompletionPlace;
  readonly suggestions: readonly Suggestion[];
}

/** Of words there are as many as commands or directives at most; of keys there may be millions. */
const KEYS_MAX = 60;
const closed = { completion: null, search: null } as const;

/** A word that has been typed to its end needs no list: Enter is to run the line. */
function isOpenFor({ place, suggestions }: Found): boolean {
  const [first, second] = suggestions;
  if (!first || second) return first !== undefined;
  return first.text.toUpperCase() !== place.prefix.toUpperCase();
}

export function createPromptStore(deps: PromptDeps): PromptStore {
  const store = createStore<PromptState>(() => ({ text: '', caret: 0, caretMoves: 0, ...closed }));
  let walk = deps.history.lines.length;
  /** What was typed before the walk through history began. */
  let draft = '';
  const put = (text: string, caret = text.length) =>
    store.setState(({ caretMoves }) => ({ text, caret, caretMoves: caretMoves + 1, ...closed }));

  /** Another line begins: the walk through the history starts again from its end. */
  function start(before: string, after = ''): void {
    draft = before + after;
    put(draft, before.length);
    walk = deps.history.lines.length;
  }

  async function suggest(): Promise<Found | null> {
    const { text, caret } = store.getState();
    const place = completionsAt(text, caret, deps.catalogue());
    if (!place) return null;
    const first = place.words.map(
      ({ text, doc }): Suggestion => ({ text, doc, kind: doc ? 'command' : 'option' }),
    );
    const more = [...(await directiveWords(place)), ...(await keysFor(place))];
    const now = store.getState();
    if (now.text !== text || now.caret !== caret) return null;
    return { place, suggestions: [...first, ...more] };
  }

  async function keysFor({ keyType, prefix }: CompletionPlace): Promise<Suggestion[]> {
    if (keyType === undefined) return [];
    const keys = await deps.keys(utf8ToBytes(prefix), keyType, KEYS_MAX);
    return keys.map((key) => {
      return { text: bytesToUtf8Lossy(quoteArgument(key)), doc: null, kind: 'key' };
    });
  }

  /** Names of directives, or the values that one of them may have where they can be listed. */
  async function directiveWords({ directive, prefix }: CompletionPlace): Promise<Suggestion[]> {
    if (!directive) return [];
    const docs = await deps.directives();
    const words =
      directive.kind === 'name' ? docs.map(({ name }) => name) : valuesOf(directive.of, docs);
    return words
      .filter((word) => word.startsWith(prefix.toLowerCase()))
      .map((text) => ({ text, doc: null, kind: 'option' }));
  }

  function put1(place: CompletionPlace, word: string): void {
    const next = applyCompletion(store.getState().text, place, word);
    put(next.text, next.caret);
  }

  async function complete(): Promise<void> {
    const found = await suggest();
    if (!found || found.suggestions.length === 0) return;
    const { place, suggestions } = found;
    const [only] = suggestions;
    if (only && suggestions.length === 1) {
      put1(place, only.text);
      return;
    }
    const common = commonStart(suggestions.map(({ text }) => text));
    const { text } = store.getState();
    if (
      common.length > place.prefix.length &&
      common.toUpperCase().startsWith(place.prefix.toUpperCase())
    ) {
      const end = place.start + common.length;
      put(text.slice(0, place.start) + common + text.slice(place.end), end);
      const renewed = { ...place, end, prefix: common };
      store.setState({ completion: { place: renewed, suggestions, chosen: 0 } });
      return;
    }
    store.setState({ completion: { place, suggestions, chosen: 0 } });
  }

  return {
    ...store,
    complete,
    edit: (text, caret) => {
      const { completion } = store.getState();
      walk = deps.history.lines.length;
      draft = text;
      store.setState({ text, caret, ...closed });
      if (!completion) return;
      // An open list follows the typing.
      suggest().then(
        (found) => {
          store.setState({
            completion: found && isOpenFor(found) ? { ...found, chosen: 0 } : null,
          });
        },
        () => undefined,
      );
    },
    choose: (step) => {
      const { completion } = store.getState();
      if (!completion) return;
      const count = completion.suggestions.length;
      store.setState({
        completion: { ...completion, chosen: (completion.chosen + step + count) % count },
      });
    },
    pick: (index) => {
      const { completion } = store.getState();
      const picked = completion?.suggestions[index];
      if (completion && picked) put1(completion.place, picked.text);
    },
    dismiss: () => store.setState(closed),
    walkHistory: (step) => {
      const { lines } = deps.history;
      if (walk >= lines.length) draft = store.getState().text;
      walk = Math.min(lines.length, Math.max(0, walk + step));
      put(lines[walk] ?? draft);
    },
    searchHistory: (wanted, older) => {
      const { search } = store.getState();
      const before = older && search ? search.index : deps.history.lines.length;
      const found = deps.history.search(wanted, before);
      const kept = search && older ? search : { found: '', index: deps.history.lines.length };
      store.setState({
        completion: null,
        search: { wanted, found: found?.line ?? kept.found, index: found?.index ?? kept.index },
      });
    },
    endSearch: (keep) => {
      const { search, text } = store.getState();
      put(keep && search && search.found !== '' ? search.found : text);
    },
    take: () => {
      const { text } = store.getState();
      const lines = text.split('\n');
      if (lines.length === 1) deps.history.add(text);
      else deps.history.addScript(lines);
      start('');
      return text;
    },
    paste: ({ lines, rest }, selectionEnd) => {
      deps.history.addScript(lines);
      start(rest, store.getState().text.slice(selectionEnd));
    },
  };
}
