/** Users, the one that is being edited, and what ACL DRYRUN and ACL LOG tell. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { bytesToUtf8Lossy, utf8ToBytes } from '../../base/bytes.ts';
import { showBytes } from '../../client/render-cli.ts';
import type { RespValue } from '../../client/resp-value.ts';
import { splitArguments } from '../../protocol/split-arguments.ts';
import {
  changeWords,
  emptyUser,
  formatRules,
  parseRules,
  parseUserLine,
  type UserDraft,
} from './acl-rules.ts';
import { type Ask, failureText } from './asking.ts';
import { createPanelStore, type PanelStore } from './panel-store.ts';
import { listOf, numberOf, pairsOf, textOf } from './replies.ts';

export interface Denied {
  readonly id: number;
  readonly count: number;
  readonly reason: string;
  readonly object: string;
  readonly user: string;
  readonly ageSeconds: number;
  readonly clientId: string;
}

export interface UsersFigures {
  readonly users: ReadonlyMap<string, UserDraft>;
  /** Names without the `@`. */
  readonly categories: readonly string[];
  /** Who this page is to the engine. */
  readonly self: string;
  readonly denied: readonly Denied[];
}

export interface UserEditing {
  /** Null where no user is open. A new user has no `before`. */
  readonly name: string | null;
  readonly before: UserDraft | null;
  readonly draft: UserDraft;
  /** The draft as rules, as it was typed or as the blocks say. */
  readonly text: string;
  readonly refusal: string | null;
}

export type Verdict =
  | { readonly kind: 'may' }
  | { readonly kind: 'may-not'; readonly reason: string }
  | { readonly kind: 'unknown'; readonly reason: string }
  | { readonly kind: 'unbalanced' };

export interface UsersStore extends PanelStore<UsersFigures> {
  readonly editing: StoreApi<UserEditing>;
  /** Opens a user, or with null a new one. */
  edit(name: string | null): void;
  rename(name: string): void;
  revise(change: Partial<UserDraft>): void;
  typeRules(text: string): void;
  closeEditor(): void;
  /** Sends the change; true when the engine took it. */
  apply(): Promise<boolean>;
  drop(name: string): Promise<string | null>;
  probe(name: string, line: string): Promise<Verdict>;
  resetLog(): Promise<string | null>;
}

const shown = (value: RespValue | undefined): string => showBytes(textOf(value), { utf8: true });

export function deniedEntry(value: RespValue, index: number): Denied {
  const fields = new Map(pairsOf(value));
  const client = /^id=(\d+)/.exec(textOf(fields.get('client-info')));
  return {
    id: fields.has('entry-id') ? numberOf(fields.get('entry-id')) : -index - 1,
    count: numberOf(fields.get('count')),
    reason: shown(fields.get('reason')),
    object: shown(fields.get('object')),
    user: shown(fields.get('username')),
    ageSeconds: numberOf(fields.get('age-seconds')),
    clientId: client?.[1] ?? '',
  };
}

/** The words of the command that `apply` would send, without ACL SETUSER and the name. */
export function pendingWords({ before, draft }: UserEditing): string[] {
  return changeWords(before, draft);
}

const closed: UserEditing = {
  name: null,
  before: null,
  draft: emptyUser,
  text: '',
  refusal: null,
};

const freshUser: UserDraft = { ...emptyUser, enabled: true };

async function lookAtUsers(ask: Ask, before: UsersFigures | null): Promise<UsersFigures> {
  const [lines, categories, self, log] = await Promise.all([
    ask('ACL', 'LIST'),
    before?.categories ?? ask('ACL', 'CAT').then((reply) => listOf(reply).map(textOf)),
    ask('ACL', 'WHOAMI'),
    ask('ACL', 'LOG', '50'),
  ]);
  const users = listOf(lines).map((line) => parseUserLine(bytesToUtf8Lossy(textOf(line))));
  return {
    users: new Map(users.map(({ name, draft }) => [name, draft])),
    categories,
    self: shown(self),
    denied: listOf(log).map(deniedEntry),
  };
}

export function createUsersStore(ask: Ask): UsersStore {
  const store = createPanelStore<UsersFigures>((before) => lookAtUsers(ask, before));
  const editing = createStore<UserEditing>(() => closed);

  function edit(name: string | null): void {
    const before = (name !== null && store.getState().figures?.users.get(name)) || null;
    const draft = before ?? freshUser;
    editing.setState({ name: name ?? '', before, draft, text: formatRules(draft), refusal: null });
  }

  async function apply(): Promise<boolean> {
    const state = editing.getState();
    const words = pendingWords(state).map(utf8ToBytes);
    const name = state.name ?? '';
    const refusal = await store.change(() => ask('ACL', 'SETUSER', utf8ToBytes(name), ...words));
    if (refusal !== null) editing.setState({ refusal });
    else edit(name);
    return refusal === null;
  }

  async function probe(name: string, line: string): Promise<Verdict> {
    const argv = splitArguments(utf8ToBytes(line));
    if (argv === null) return { kind: 'unbalanced' };
    try {
      const reply = await ask('ACL', 'DRYRUN', utf8ToBytes(name), ...argv);
      const text = shown(reply);
      return text === 'OK' ? { kind: 'may' } : { kind: 'may-not', reason: text };
    } catch (error) {
      return { kind: 'unknown', reason: failureText(error) };
    }
  }

  return {
    ...store,
    editing,
    edit,
    rename: (name) => editing.setState({ name, refusal: null }),
    revise: (change) => {
      const draft = { ...editing.getState().draft, ...change };
      editing.setState({ draft, text: formatRules(draft), refusal: null });
    },
    typeRules: (text) => editing.setState({ text, draft: parseRules(text), refusal: null }),
    closeEditor: () => editing.setState(closed, true),
    apply,
    drop: async (name) => {
      const refusal = await store.change(() => ask('ACL', 'DELUSER', utf8ToBytes(name)));
      if (refusal === null) editing.setState(closed, true);
      return refusal;
    },
    probe,
    resetLog: () => store.change(() => ask('ACL', 'LOG', 'RESET')),
  };
}
