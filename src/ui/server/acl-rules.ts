/**
 * A user's rules as building blocks, and back as the words of ACL SETUSER.
 *
 * Reading takes the words one after the other as the engine does, so that what ACL LIST prints, what
 * a person types and what the blocks say are the same thing. Words that are no rule this room knows
 * are kept as they are: the engine is the one to refuse them.
 *
 * Invariants: `parseRules(formatRules(draft))` is `draft`; a command or category is in `rules` at
 * most once, at the place of its last mention; a key pattern, a channel or a password at most once,
 * at that of its first.
 */

export type KeyAccess = 'rw' | 'r' | 'w';

export interface KeyRule {
  readonly pattern: string;
  readonly access: KeyAccess;
}

export interface Permissions {
  readonly base: 'all' | 'none';
  /** `+get`, `-@write`, ..., in the order in which they apply. */
  readonly rules: readonly string[];
  readonly keys: readonly KeyRule[];
  readonly channels: readonly string[];
}

export interface UserDraft extends Permissions {
  readonly enabled: boolean;
  readonly noPassword: boolean;
  /** SHA-256 hashes in hexadecimal digits. */
  readonly hashes: readonly string[];
  /** In clear text, as they are added. */
  readonly newPasswords: readonly string[];
  readonly selectors: readonly Permissions[];
  /** Words that mean nothing here. */
  readonly unknown: readonly string[];
}

const noPermissions: Permissions = { base: 'none', rules: [], keys: [], channels: [] };

export const emptyUser: UserDraft = {
  ...noPermissions,
  enabled: false,
  noPassword: false,
  hashes: [],
  newPasswords: [],
  selectors: [],
  unknown: [],
};

/** Words apart from each other by blanks; a selector in parentheses is one word. */
export function splitRules(text: string): string[] {
  return text.match(/\([^)]*\)?|\S+/g) ?? [];
}

export function parseRules(text: string, onto: UserDraft = emptyUser): UserDraft {
  return splitRules(text).reduce(applyRule, onto);
}

function applyRule(draft: UserDraft, word: string): UserDraft {
  if (word.startsWith('(')) {
    const inner = splitRules(word.replace(/^\(|\)$/g, ''));
    const selector = inner.reduce<Permissions | null>(
      (so, rule) => so && applyPermission(so, rule),
      noPermissions,
    );
    return selector && word.endsWith(')')
      ? { ...draft, selectors: [...draft.selectors, selector] }
      : { ...draft, unknown: [...draft.unknown, word] };
  }
  const changed = applyLogin(draft, word) ?? applyPermission(draft, word);
  return changed
    ? ({ ...draft, ...changed } as UserDraft)
    : { ...draft, unknown: [...draft.unknown, word] };
}

function applyLogin(draft: UserDraft, word: string): Partial<UserDraft> | null {
  const sign = word[0];
  const rest = word.slice(1);
  switch (word.toLowerCase()) {
    case 'on':
      return { enabled: true };
    case 'off':
      return { enabled: false };
    case 'nopass':
      return { noPassword: true, hashes: [], newPasswords: [] };
    case 'resetpass':
      return { noPassword: false, hashes: [], newPasswords: [] };
    case 'clearselectors':
      return { selectors: [] };
    case 'reset':
      return emptyUser;
    case 'sanitize-payload':
      return {};
  }
  if (sign === '>') {
    return { noPassword: false, newPasswords: withOne(draft.newPasswords, rest) };
  }
  if (sign === '#') return { noPassword: false, hashes: withOne(draft.hashes, rest) };
  if (sign === '!') return { hashes: without(draft.hashes, rest) };
  return null;
}

/** Null for what is no permission. */
function applyPermission<T extends Permissions>(draft: T, word: string): T | null {
  const so = (change: Partial<Permissions>): T => ({ ...draft, ...change });
  const lower = word.toLowerCase();
  switch (lower) {
    case 'allkeys':
      return so({ keys: [{ pattern: '*', access: 'rw' }] });
    case 'resetkeys':
      return so({ keys: [] });
    case 'allchannels':
      return so({ channels: ['*'] });
    case 'resetchannels':
      return so({ channels: [] });
    case '+@all':
    case 'allcommands':
      return so({ base: 'all', rules: [] });
    case '-@all':
    case 'nocommands':
      return so({ base: 'none', rules: [] });
  }
  if (/^[+-]./.test(word)) return so({ rules: withRule(draft.rules, lower) });
  if (word.startsWith('&')) {
    return so({ channels: withOne(draft.channels, word.slice(1)) });
  }
  const key = /^(?:%(r|w|rw|wr))?~(.*)$/i.exec(word);
  if (!key) return null;
  const access = (key[1] ?? 'rw').toLowerCase().replace('wr', 'rw') as KeyAccess;
  return so({ keys: mergedKey(draft.keys, { pattern: key[2] ?? '', access }) });
}

function without(list: readonly string[], one: string): string[] {
  return list.filter((other) => other !== one);
}

/** The pattern with this access, whatever it had before; a new one at the end. */
export function withKey(keys: readonly KeyRule[], key: KeyRule): KeyRule[] {
  const isKnown = keys.some(({ pattern }) => pattern === key.pattern);
  return isKnown ? keys.map((one) => (one.pattern === key.pattern ? key : one)) : [...keys, key];
}

/** As the engine reads a further rule on a pattern: it adds to the access there is. */
function mergedKey(keys: readonly KeyRule[], key: KeyRule): KeyRule[] {
  const known = keys.find(({ pattern }) => pattern === key.pattern);
  return withKey(keys, known && known.access !== key.access ? { ...key, access: 'rw' } : key);
}

function withOne(list: readonly string[], one: string): readonly string[] {
  return list.includes(one) ? list : [...list, one];
}

/** The rule at the end; an earlier one on the same command or category goes. */
export function withRule(rules: readonly string[], rule: string): string[] {
  return [...withoutRule(rules, rule.slice(1)), rule];
}

/** `name` without its sign. */
export function withoutRule(rules: readonly string[], name: string): string[] {
  return rules.filter((other) => other.slice(1) !== name);
}

/** What a category stands at: allowed, denied, or not mentioned. */
export function signOf(rules: readonly string[], name: string): '+' | '-' | '' {
  const rule = rules.find((other) => other.slice(1) === name);
  return rule?.startsWith('+') ? '+' : rule ? '-' : '';
}

export function keyWord({ pattern, access }: KeyRule): string {
  return access === 'rw' ? `~${pattern}` : `%${access.toUpperCase()}~${pattern}`;
}

function permissionWords({ base, rules, keys, channels }: Permissions): string[] {
  return [
    ...keys.map(keyWord),
    ...channels.map((channel) => `&${channel}`),
    base === 'all' ? '+@all' : '-@all',
    ...rules,
  ];
}

export const selectorWord = (selector: Permissions): string =>
  `(${permissionWords(selector).join(' ')})`;

/** All of the user, as it would be set from nothing. */
export function ruleWords(draft: UserDraft): string[] {
  return [
    draft.enabled ? 'on' : 'off',
    ...(draft.noPassword ? ['nopass'] : []),
    ...draft.hashes.map((hash) => `#${hash}`),
    ...draft.newPasswords.map((password) => `>${password}`),
    ...permissionWords(draft),
    ...draft.selectors.map(selectorWord),
    ...draft.unknown,
  ];
}

export function formatRules(draft: UserDraft): string {
  return ruleWords(draft).join(' ');
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

function loginChanges(before: UserDraft, after: UserDraft): string[] {
  const words: string[] = [];
  if (before.enabled !== after.enabled) words.push(after.enabled ? 'on' : 'off');
  const added = [
    ...after.hashes.filter((hash) => !before.hashes.includes(hash)).map((hash) => `#${hash}`),
    ...after.newPasswords.map((password) => `>${password}`),
  ];
  if (after.noPassword) return before.noPassword ? words : [...words, 'nopass'];
  if (before.noPassword) return [...words, 'resetpass', ...added];
  const gone = before.hashes.filter((hash) => !after.hashes.includes(hash));
  return [...words, ...gone.map((hash) => `!${hash}`), ...added];
}

/** Only what has been added at the end, where the rest is as before; else the commands from anew. */
function commandChanges(before: Permissions, after: Permissions): string[] {
  const { rules } = after;
  const isLonger = same(rules.slice(0, before.rules.length), before.rules);
  if (before.base === after.base && isLonger) return rules.slice(before.rules.length);
  return [after.base === 'all' ? '+@all' : '-@all', ...rules];
}

function listChanges(before: readonly string[], after: readonly string[], reset: string): string[] {
  if (same(before, after)) return [];
  const isLonger = same(after.slice(0, before.length), before);
  return isLonger ? after.slice(before.length) : [reset, ...after];
}

/** The words of ACL SETUSER that make `before` into `after`; a new user has no `before`. */
export function changeWords(before: UserDraft | null, after: UserDraft): string[] {
  if (!before) return ruleWords(after);
  const channelWords = (of: UserDraft) => of.channels.map((channel) => `&${channel}`);
  return [
    ...loginChanges(before, after),
    ...listChanges(before.keys.map(keyWord), after.keys.map(keyWord), 'resetkeys'),
    ...listChanges(channelWords(before), channelWords(after), 'resetchannels'),
    ...commandChanges(before, after),
    ...listChanges(
      before.selectors.map(selectorWord),
      after.selectors.map(selectorWord),
      'clearselectors',
    ),
    ...after.unknown.filter((word) => !before.unknown.includes(word)),
  ];
}

/** A line of ACL LIST: `user NAME RULES`. */
export function parseUserLine(line: string): { readonly name: string; readonly draft: UserDraft } {
  const [, name = '', rules = ''] = /^user (\S+) ?(.*)$/s.exec(line) ?? [];
  return { name, draft: parseRules(rules) };
}

export type Lockout = 'off' | 'password' | 'commands' | 'keys';

/** What a change of one's own user takes away from oneself; `before` is what it is now. */
export function lockouts(before: UserDraft, after: UserDraft): Lockout[] {
  const found: Lockout[] = [];
  const unlimited = ({ base, rules }: Permissions) =>
    base === 'all' && !rules.some((rule) => rule.startsWith('-'));
  const allKeys = ({ keys }: Permissions) =>
    keys.some(({ pattern, access }) => pattern === '*' && access === 'rw');
  if (before.enabled && !after.enabled) found.push('off');
  if (before.noPassword && !after.noPassword) found.push('password');
  if (unlimited(before) && !unlimited(after)) found.push('commands');
  if (allKeys(before) && !allKeys(after)) found.push('keys');
  return found;
}
