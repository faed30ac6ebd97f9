/**
 * One set of ACL permissions: commands, keys and channels. A user has one, and more in parentheses.
 *
 * Commands: everything or nothing by default (+@all, -@all), and where a rule said otherwise. A
 * container such as CONFIG and each of its subcommands are permitted one by one. Rules are also kept
 * as they were given: from 7.2 on that is how they are shown.
 *
 * Errors are Redis's, thrown as `AclError`; a failed rule changes nothing.
 */
import type { Bytes } from '../../../base/bytes.ts';
import { globMatch } from '../../../base/glob.ts';
import type { Args } from '../../commands/args.ts';
import { aclCategories } from '../../commands/categories.ts';
import { keyIndices } from '../../commands/command.ts';
import { keyAccesses } from '../../commands/key-specs.ts';
import type { CommandEntry, CommandTable } from '../command-table.ts';
import { channelsOf } from './channels.ts';

/** Why a rule or a user was refused, in Redis's words. */
export class AclError extends Error {}

export interface KeyPattern {
  readonly pattern: Bytes;
  readonly read: boolean;
  readonly write: boolean;
}

/** What a command was denied for, and the argument to blame. */
export interface Denial {
  readonly reason: 'command' | 'key' | 'channel';
  /** Index in argv; 0 for the command itself. */
  readonly at: number;
}

const SYNTAX = 'Syntax error';
export const UNKNOWN_NAME = 'Unknown command or category name in ACL';
const afterAll = (what: 'keys' | 'channels', flag: string): string =>
  `Adding a pattern after the * pattern (or the '${flag}' flag) is not valid and does not have any ` +
  `effect. Try 'reset${what}' to start with an empty list of ${what === 'keys' ? 'patterns' : what}`;

export class Selector {
  allowsAll = false;
  allKeys = false;
  allChannels = false;
  keyPatterns: KeyPattern[] = [];
  channelPatterns: Bytes[] = [];
  /** Commands permitted by their first argument only: `select` -> 0. */
  firstArgs = new Map<Bytes, Bytes[]>();
  /** As given, from the last +@all or -@all on. */
  rules: Bytes[] = [];
  private exceptions = new Map<Bytes, boolean>();
  private readonly table: CommandTable;

  constructor(table: CommandTable) {
    this.table = table;
  }

  clone(): Selector {
    const copy = new Selector(this.table);
    copy.allowsAll = this.allowsAll;
    copy.allKeys = this.allKeys;
    copy.allChannels = this.allChannels;
    copy.keyPatterns = [...this.keyPatterns];
    copy.channelPatterns = [...this.channelPatterns];
    copy.firstArgs = new Map(this.firstArgs);
    copy.rules = [...this.rules];
    copy.exceptions = new Map(this.exceptions);
    return copy;
  }

  /** Nothing is ever denied. */
  get isUnlimited(): boolean {
    return this.allowsAll && this.exceptions.size === 0 && this.allKeys && this.allChannels;
  }

  get readsAllKeys(): boolean {
    return this.allKeys || this.keyPatterns.some(({ pattern, read }) => read && pattern === '*');
  }

  permits(fullName: Bytes): boolean {
    return this.exceptions.get(fullName) ?? this.allowsAll;
  }

  /** Null where the command may run with these arguments. */
  denial({ command }: CommandEntry, args: Args): Denial | null {
    const { fullName } = command;
    if (!this.permits(fullName) && !command.flagSet.has('no_auth')) {
      const wordAt = fullName.includes('|') ? 2 : 1;
      const words = args.length > 1 ? this.firstArgs.get(fullName) : undefined;
      const given = args.length > wordAt ? args.bytes(wordAt).toLowerCase() : '';
      if (!words?.includes(given)) return { reason: 'command', at: 0 };
    }
    const key = this.allKeys || command.group === 'pubsub' ? null : this.deniedKey(command, args);
    if (key !== null) return { reason: 'key', at: key };
    if (this.allChannels) return null;
    const channel = channelsOf(command.name, args).find(
      ({ at, isPattern }) => !this.permitsChannel(args.bytes(at), isPattern),
    );
    return channel ? { reason: 'channel', at: channel.at } : null;
  }

  permitsKey(key: Bytes, reads: boolean, writes: boolean): boolean {
    if (this.allKeys) return true;
    return this.keyPatterns.some(
      ({ pattern, read, write }) =>
        (read || !reads) && (write || !writes) && globMatch(pattern, key),
    );
  }

  /** A pattern subscribed to must be permitted literally. */
  permitsChannel(channel: Bytes, isPattern: boolean): boolean {
    if (this.allChannels) return true;
    return this.channelPatterns.some((pattern) =>
      isPattern ? pattern === channel : globMatch(pattern, channel),
    );
  }

  private deniedKey(command: CommandEntry['command'], args: Args): number | null {
    const indices = keyIndices(command, args);
    if (indices.length === 0) return null;
    const denied = keyAccesses(command.fullName, args, indices).find(
      ({ at, flags }) =>
        !this.permitsKey(
          args.bytes(at),
          flags.includes('access'),
          flags.some((flag) => flag === 'insert' || flag === 'delete' || flag === 'update'),
        ),
    );
    return denied ? denied.at : null;
  }

  // ---- rules ----

  /** One rule of ACL SETUSER that concerns permissions. */
  apply(rule: Bytes): void {
    const word = rule.toLowerCase();
    if (word === 'allkeys' || word === '~*') {
      this.allKeys = true;
      this.keyPatterns = [];
    } else if (word === 'resetkeys') {
      this.allKeys = false;
      this.keyPatterns = [];
    } else if (word === 'allchannels' || word === '&*') {
      this.allChannels = true;
      this.channelPatterns = [];
    } else if (word === 'resetchannels') {
      this.allChannels = false;
      this.channelPatterns = [];
    } else if (word === 'allcommands' || word === '+@all') this.permitAll(true);
    else if (word === 'nocommands' || word === '-@all') this.permitAll(false);
    else if (rule.startsWith('~') || rule.startsWith('%')) this.addKeyPattern(rule);
    else if (rule.startsWith('&')) this.addChannelPattern(rule.slice(1));
    else if (rule.startsWith('+@') || rule.startsWith('-@')) this.applyCategory(rule);
    else if (rule.startsWith('+')) this.applyPermit(rule.slice(1));
    else if (rule.startsWith('-')) this.applyForbid(rule.slice(1));
    else throw new AclError(SYNTAX);
  }

  private permitAll(allowed: boolean): void {
    this.allowsAll = allowed;
    this.exceptions.clear();
    this.firstArgs.clear();
    this.rules = [];
  }

  private addKeyPattern(rule: Bytes): void {
    if (this.allKeys) throw new AclError(afterAll('keys', 'allkeys'));
    const match = rule.startsWith('~') ? ['', 'RW'] : /^%([RW]{1,2})(?:~|$)/i.exec(rule);
    const modes = match?.[1]?.toUpperCase() ?? '';
    // `%R` alone is read as `%R~`, with an empty pattern.
    const pattern = rule.includes('~') ? rule.slice(rule.indexOf('~') + 1) : '';
    if (modes === '' || modes === 'RR' || modes === 'WW' || hasSpaces(pattern)) {
      throw new AclError(SYNTAX);
    }
    const at = this.keyPatterns.findIndex((known) => known.pattern === pattern);
    const known = this.keyPatterns[at];
    const added = {
      pattern,
      read: modes.includes('R') || known?.read === true,
      write: modes.includes('W') || known?.write === true,
    };
    if (known) this.keyPatterns[at] = added;
    else this.keyPatterns.push(added);
  }

  private addChannelPattern(pattern: Bytes): void {
    if (this.allChannels) throw new AclError(afterAll('channels', 'allchannels'));
    if (hasSpaces(pattern)) throw new AclError(SYNTAX);
    if (!this.channelPatterns.includes(pattern)) this.channelPatterns.push(pattern);
  }

  private applyCategory(rule: Bytes): void {
    const category = rule.slice(1).toLowerCase();
    const members = commandsIn(this.table, category);
    if (members.length === 0) throw new AclError(UNKNOWN_NAME);
    for (const { command } of members) this.setOne(command.fullName, rule.startsWith('+'));
    this.note(rule);
  }

  private applyPermit(name: Bytes): void {
    const barAt = name.lastIndexOf('|');
    if (barAt < 0) {
      this.setEntry(this.entryOf(name), true);
    } else {
      const entry = this.entryOf(name.slice(0, barAt));
      const word = name.slice(barAt + 1);
      if (entry.command.fullName.includes('|')) {
        throw new AclError('Allowing first-arg of a subcommand is not supported');
      }
      if (word === '') throw new AclError(SYNTAX);
      if (entry.children.size > 0) this.setEntry(this.entryOf(name), true);
      else this.addFirstArg(entry.command.fullName, word.toLowerCase());
    }
    this.note(`+${name}`);
  }

  private applyForbid(name: Bytes): void {
    this.setEntry(this.entryOf(name), false);
    this.note(`-${name}`);
  }

  private addFirstArg(fullName: Bytes, word: Bytes): void {
    const words = this.firstArgs.get(fullName) ?? [];
    if (!words.includes(word)) this.firstArgs.set(fullName, [...words, word]);
  }

  private entryOf(name: Bytes): CommandEntry {
    const entry = this.table.byOwnFullName(name);
    if (!entry) throw new AclError(UNKNOWN_NAME);
    return entry;
  }

  /** The command and all its subcommands. */
  private setEntry(entry: CommandEntry, allowed: boolean): void {
    this.setOne(entry.command.fullName, allowed);
    for (const child of entry.children.values()) this.setOne(child.command.fullName, allowed);
  }

  private setOne(fullName: Bytes, allowed: boolean): void {
    if (allowed === this.allowsAll) this.exceptions.delete(fullName);
    else this.exceptions.set(fullName, allowed);
    this.firstArgs.delete(fullName);
  }

  /** Keeps the rule as given; an earlier one about the same, or about a part of it, goes. */
  private note(rule: Bytes): void {
    const name = rule.slice(1).toLowerCase();
    this.rules = this.rules.filter((earlier) => {
      const other = earlier.slice(1);
      return other !== name && !other.startsWith(`${name}|`);
    });
    this.rules.push(rule.slice(0, 1) + name);
  }
}

/** Commands and subcommands of a category such as `@read`. */
export function commandsIn(table: CommandTable, category: string): CommandEntry[] {
  return [...table.all()].filter(({ command }) => aclCategories(command).includes(category));
}

function hasSpaces(text: Bytes): boolean {
  return /[\s\0]/.test(text);
}
