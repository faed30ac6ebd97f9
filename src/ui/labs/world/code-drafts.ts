/**
 * What a person has made of a strategy's code. Nothing that was typed is lost by choosing something
 * else: each strategy keeps, for each client, the last edit, and the one that it took the place of.
 *
 * Invariants: `text` is what runs next, '' for the strategy as it is; an edit is empty or differs
 * from the original; code that came with a link or a file is not kept over a reload (the link is
 * there), what somebody has made of it is.
 */
import type { WorldLab, WorldLabSettings } from '../../../contract/lab-world-settings.ts';
import { loadStored, saveStored } from '../../kit/stored.ts';

/** Where a text of the code comes from. */
export type CodeOrigin = 'original' | 'edit' | 'earlier' | 'shared';

export interface CodeDraft {
  readonly text: string;
  readonly edit: string;
  /** The edit before, where another text than it was changed since. */
  readonly earlier: string;
  /** What a link or a file brought. */
  readonly shared: string;
}

export const noDraft: CodeDraft = { text: '', edit: '', earlier: '', shared: '' };

/** The person has changed what runs next into this; '' where it is the original again. */
export function typed(draft: CodeDraft, text: string): CodeDraft {
  if (text === '') return { ...draft, text };
  const isOfTheEdit = draft.edit === '' || draft.edit === draft.text;
  // Whoever types in the original, or in another's code, still has the edit that was put aside.
  const earlier = isOfTheEdit ? draft.earlier : draft.edit;
  return { ...draft, text, edit: text, earlier };
}

/** The text of that origin runs next. An earlier edit becomes the last one again, and may go back. */
export function shown(draft: CodeDraft, origin: CodeOrigin): CodeDraft {
  const { edit, earlier, shared } = draft;
  switch (origin) {
    case 'original':
      return { ...draft, text: '' };
    case 'edit':
      return { ...draft, text: edit };
    case 'earlier':
      return { ...draft, text: earlier, edit: earlier, earlier: edit };
    case 'shared':
      return { ...draft, text: shared };
  }
}

/** What could be shown in place of what is. */
export function offered({ text, edit, earlier, shared }: CodeDraft): readonly CodeOrigin[] {
  const texts = { original: '', edit, earlier, shared };
  const origins: readonly CodeOrigin[] = ['original', 'edit', 'earlier', 'shared'];
  return origins.filter(
    (origin, at) =>
      texts[origin] !== text &&
      (origin === 'original' || texts[origin] !== '') &&
      origins.findIndex((other) => texts[other] === texts[origin]) === at,
  );
}

/** Where drafts are kept. */
export interface DraftKeeper {
  load(settings: WorldLabSettings): CodeDraft;
  save(settings: WorldLabSettings, draft: CodeDraft): void;
}

const keyOf = ({ strategy, client }: WorldLabSettings): string => `${strategy}.${client}`;

/** For as long as the page is open: a lesson's. */
export function draftsInMemory(): DraftKeeper {
  const drafts = new Map<string, CodeDraft>();
  return {
    load: (settings) => drafts.get(keyOf(settings)) ?? noDraft,
    save: (settings, draft) => void drafts.set(keyOf(settings), draft),
  };
}

type Stored = Pick<CodeDraft, 'text' | 'edit' | 'earlier'>;

const isStored = (value: unknown): value is Stored => {
  if (typeof value !== 'object' || value === null) return false;
  const { text, edit, earlier } = value as Partial<Record<keyof Stored, unknown>>;
  return [text, edit, earlier].every((one) => typeof one === 'string');
};

/** The settings with their code as it was left. */
export function asLeft(settings: WorldLabSettings, drafts: DraftKeeper): WorldLabSettings {
  return { ...settings, source: drafts.load(settings).text };
}

/** In the browser, each under a name of its own: two tabs on two strategies do not meet. */
export function draftsInBrowser(lab: WorldLab): DraftKeeper {
  const memory = draftsInMemory();
  const nameOf = (settings: WorldLabSettings) => `code.${lab}.${keyOf(settings)}`;
  return {
    load: (settings) => {
      const known = memory.load(settings);
      if (known !== noDraft) return known;
      const stored = loadStored(nameOf(settings), isStored);
      return stored ? { ...stored, shared: '' } : noDraft;
    },
    save: (settings, draft) => {
      memory.save(settings, draft);
      const { text, edit, earlier, shared } = draft;
      if (edit === '') return;
      saveStored(nameOf(settings), { text: text === shared ? edit : text, edit, earlier });
    },
  };
}
