/**
 * Users and selectors as text: ACL LIST, ACL GETUSER and configuration files.
 *
 * From 7.2 on command rules are shown as they were given. 7.0 works them out again from what is
 * permitted: categories first, as long as one fits better than it does harm, then single commands.
 */
import type { Bytes } from '../../../base/bytes.ts';
import { ACL_CATEGORIES, aclCategories } from '../../commands/categories.ts';
import type { CommandEntry, CommandTable } from '../command-table.ts';
import type { KeyPattern, Selector } from './selector.ts';
import type { User } from './user.ts';

export function describeUser(user: User, table: CommandTable, version: number): Bytes {
  const parts = [...flagsOf(user, version), ...user.hashes.map((hash) => `#${hash}`)];
  for (const selector of user.selectors) {
    const text = describeSelector(selector, table, version);
    parts.push(selector === user.root ? text : `(${text})`);
  }
  return `user ${user.name} ${parts.join(' ')}`;
}

export function flagsOf(user: User, version: number): Bytes[] {
  const flags: Bytes[] = [user.enabled ? 'on' : 'off'];
  if (user.noPassword) flags.push('nopass');
  if (user.sanitizes === false) flags.push('skip-sanitize-payload');
  else if (user.sanitizes || version >= 702) flags.push('sanitize-payload');
  return flags;
}

function describeSelector(selector: Selector, table: CommandTable, version: number): Bytes {
  const keys = describeKeys(selector);
  const channels = describeChannels(selector);
  const parts = [
    keys,
    selector.allChannels ? channels : `resetchannels ${channels}`,
    describeCommands(selector, table, version),
  ];
  return parts
    .map((part) => part.trimEnd())
    .filter(Boolean)
    .join(' ');
}

export function describeKeys({ allKeys, keyPatterns }: Selector): Bytes {
  return allKeys ? '~*' : keyPatterns.map(patternText).join(' ');
}

function patternText({ pattern, read, write }: KeyPattern): Bytes {
  if (read && write) return `~${pattern}`;
  return `%${read ? 'R' : 'W'}~${pattern}`;
}

export function describeChannels({ allChannels, channelPatterns }: Selector): Bytes {
  return allChannels ? '&*' : channelPatterns.map((pattern) => `&${pattern}`).join(' ');
}

export function describeCommands(selector: Selector, table: CommandTable, version: number): Bytes {
  const base = selector.allowsAll ? '+@all' : '-@all';
  const rules = version >= 702 ? selector.rules : derivedRules(selector, table);
  return [base, ...rules].join(' ');
}

/** The best category still to be told: more of it differs from the base than not. */
function bestCategory(
  entries: readonly CommandEntry[],
  differs: ReadonlySet<Bytes>,
): string | undefined {
  let best: { name: string; wrong: number; right: number } | undefined;
  for (const name of ACL_CATEGORIES) {
    const members = entries.filter(({ command }) => aclCategories(command).includes(name));
    const right = members.filter(({ command }) => differs.has(command.fullName)).length;
    const wrong = members.length - right;
    if (right <= wrong) continue;
    if (!best || wrong < best.wrong || (wrong === best.wrong && right > best.right)) {
      best = { name, wrong, right };
    }
  }
  return best?.name;
}

/** 7.0's way: see above. */
function derivedRules(selector: Selector, table: CommandTable): Bytes[] {
  const { allowsAll } = selector;
  const entries = [...table.all()];
  const permits = (entry: CommandEntry) => selector.permits(entry.command.fullName);
  const differs = new Set(
    entries.filter((entry) => permits(entry) !== allowsAll).map(({ command }) => command.fullName),
  );
  const told = new Set<Bytes>();
  const rules: Bytes[] = [];
  for (let name = bestCategory(entries, differs); name; name = bestCategory(entries, differs)) {
    rules.push(`${allowsAll ? '-' : '+'}${name}`);
    for (const { command } of entries) {
      if (!aclCategories(command).includes(name)) continue;
      differs.delete(command.fullName);
      told.add(command.fullName);
    }
  }
  for (const entry of table.entries.values()) rules.push(...singleRules(selector, entry, told));
  return rules;
}

/** What is left to say of one command and its subcommands. `told` are those the categories changed. */
function singleRules(selector: Selector, entry: CommandEntry, told: Set<Bytes>): Bytes[] {
  const { fullName } = entry.command;
  const rules: Bytes[] = [];
  const permitted = selector.permits(fullName);
  if (permitted !== (selector.allowsAll !== told.has(fullName))) {
    rules.push(`${permitted ? '+' : '-'}${fullName}`);
    for (const { command } of entry.children.values()) {
      if (permitted === selector.allowsAll) told.delete(command.fullName);
      else told.add(command.fullName);
    }
  }
  for (const child of entry.children.values()) rules.push(...singleRules(selector, child, told));
  if (!permitted) {
    for (const word of selector.firstArgs.get(fullName) ?? []) rules.push(`+${fullName}|${word}`);
  }
  return rules;
}
