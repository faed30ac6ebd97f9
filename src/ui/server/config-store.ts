/**
 * The configuration: every directive with its value now, and the one that is being changed.
 *
 * What a changed directive was before is remembered while the page lives, so that it can be set
 * back with one click.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { utf8ToBytes } from '../../base/bytes.ts';
import { showBytes } from '../../client/render-cli.ts';
import type { DirectiveDoc } from '../../contract/directives.ts';
import type { Ask } from './asking.ts';
import { directiveThemes, type Theme, themeOf } from './directive-themes.ts';
import { createPanelStore, type PanelStore } from './panel-store.ts';
import { pairsOf, textOf } from './replies.ts';

export interface Configuration {
  readonly docs: readonly DirectiveDoc[];
  readonly values: ReadonlyMap<string, string>;
}

export interface Editing {
  /** The directive whose control is open. */
  readonly open: string | null;
  /** Why the engine refused the last value for it. */
  readonly refusal: string | null;
  /** What changed directives were before their last change. */
  readonly earlier: ReadonlyMap<string, string>;
}

export interface ConfigStore extends PanelStore<Configuration> {
  readonly editing: StoreApi<Editing>;
  open(name: string): void;
  close(): void;
  /** CONFIG SET. Answers true when the engine took it; else `editing.refusal` says why. */
  set(name: string, value: string): Promise<boolean>;
}

export function createConfigStore(
  ask: Ask,
  directives: () => Promise<readonly DirectiveDoc[]>,
): ConfigStore {
  const store = createPanelStore<Configuration>(async (before) => {
    const docs = before?.docs ?? (await directives());
    const reply = await ask('CONFIG', 'GET', '*');
    const values = new Map(
      pairsOf(reply).map(([name, value]) => [name, showBytes(textOf(value), { utf8: true })]),
    );
    return { docs, values };
  });
  const editing = createStore<Editing>(() => ({ open: null, refusal: null, earlier: new Map() }));
  return {
    ...store,
    editing,
    open: (name) => editing.setState({ open: name, refusal: null }),
    close: () => editing.setState({ open: null, refusal: null }),
    set: async (name, value) => {
      const before = store.getState().figures?.values.get(name) ?? '';
      const refusal = await store.change(() => ask('CONFIG', 'SET', name, utf8ToBytes(value)));
      if (refusal !== null) {
        editing.setState({ open: name, refusal });
        return false;
      }
      const earlier = new Map(editing.getState().earlier);
      if (store.getState().figures?.values.get(name) === before) earlier.delete(name);
      else earlier.set(name, before);
      editing.setState({ open: null, refusal: null, earlier });
      return true;
    },
  };
}

export interface DirectiveFilter {
  readonly typed: string;
  readonly changedOnly: boolean;
  readonly workingOnly: boolean;
}

export interface DirectiveRow {
  readonly doc: DirectiveDoc;
  readonly value: string;
  readonly differs: boolean;
}

/** Whether anything in a page follows it. */
export const worksHere = ({ inert, tcpOnly }: DirectiveDoc): boolean => !(inert || tcpOnly);

/** The rows that pass, by theme, those that do something first; themes without any are left out. */
export function filterDirectives(
  { docs, values }: Configuration,
  filter: DirectiveFilter,
  meaning: (name: string) => string,
): (readonly [Theme, readonly DirectiveRow[]])[] {
  const words = filter.typed.toLowerCase().split(/\s+/).filter(Boolean);
  const rows = docs
    .map((doc): DirectiveRow => {
      const value = values.get(doc.name) ?? '';
      return { doc, value, differs: value !== doc.default };
    })
    .filter(({ doc, value, differs }) => {
      if (filter.changedOnly && !differs) return false;
      if (filter.workingOnly && !worksHere(doc)) return false;
      const text = `${doc.name} ${doc.alias ?? ''} ${value} ${meaning(doc.name)}`.toLowerCase();
      return words.every((word) => text.includes(word));
    })
    .sort((a, b) => Number(worksHere(b.doc)) - Number(worksHere(a.doc)));
  return directiveThemes
    .map((theme) => [theme, rows.filter(({ doc }) => themeOf(doc.name) === theme)] as const)
    .filter(([, some]) => some.length > 0);
}
