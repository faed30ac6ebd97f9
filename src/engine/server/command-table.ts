/**
 * The commands of one node: looked up by name, with this node's statistics beside each.
 *
 * Commands newer than the emulated version are absent, so they are unknown, as they are to a real
 * server of that version.
 */
import type { Bytes } from '../../base/bytes.ts';
import type { Args } from '../commands/args.ts';
import { type Command, earlierForm } from '../commands/command.ts';
import type { LatencyHistogram } from './latency/latency-histogram.ts';
import type { ServerContext } from './server-context.ts';

export type NodeCommand = Command<ServerContext>;

export interface CommandStats {
  calls: number;
  usec: number;
  rejected: number;
  failed: number;
  /** Null until it is called while latency-tracking is on. */
  latency: LatencyHistogram | null;
}

export interface CommandEntry {
  readonly command: NodeCommand;
  readonly stats: CommandStats;
  readonly children: ReadonlyMap<string, CommandEntry>;
}

/** rename-command: upper-case names by those they get; an empty name takes the command away. */
export type CommandRenames = ReadonlyMap<string, string>;

/** Spellings of names remembered so that `GET` and `get` both cost one map look-up. */
const SPELLINGS_MAX = 4096;
/** A power of two, several times the number of commands a client uses. */
const SLOTS = 1024;

/** `7.4.0` as 704. */
export function versionNumber(version: string): number {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major * 100 + minor;
}

export class CommandTable {
  /** By upper-case name, in alphabetical order of definition. */
  readonly entries: ReadonlyMap<string, CommandEntry>;
  private readonly spellings = new Map<Bytes, CommandEntry>();
  private readonly slots: (
    | { readonly spelling: Bytes; readonly entry: CommandEntry }
    | undefined
  )[] = new Array(SLOTS);

  private readonly byOwnName: ReadonlyMap<string, CommandEntry>;

  constructor(
    commands: readonly NodeCommand[],
    version: number,
    renames: CommandRenames = new Map(),
  ) {
    this.byOwnName = entriesOf(commands, version);
    this.entries = renamed(this.byOwnName, renames);
  }

  /**
   * The command named by argv[0], found by its bytes: a name met before costs no string. The slot
   * is chosen by a few bytes and the length; the spelling kept there decides.
   */
  private findFirst(args: Args): CommandEntry | undefined {
    const slot = args.nameSlot(SLOTS);
    const known = this.slots[slot];
    if (known && args.isExactly(0, known.spelling)) return known.entry;
    const spelling = args.bytes(0);
    const entry = this.find(spelling);
    if (entry) this.slots[slot] = { spelling, entry };
    return entry;
  }

  find(name: Bytes): CommandEntry | undefined {
    const known = this.spellings.get(name);
    if (known) return known;
    const entry = this.entries.get(name.toUpperCase());
    if (entry && this.spellings.size < SPELLINGS_MAX) this.spellings.set(name, entry);
    return entry;
  }

  /** The command that argv names, a subcommand where its container has one; undefined if unknown. */
  resolve(args: Args): CommandEntry | undefined {
    const entry = this.findFirst(args);
    if (!entry || entry.children.size === 0 || args.length < 2) return entry;
    return entry.children.get(args.word(1)) ?? entry;
  }

  /** By `get`, `config|get`, whatever it has been renamed to: as ACL rules name commands. */
  byOwnFullName(fullName: Bytes): CommandEntry | undefined {
    const [name = '', child, more] = fullName.toUpperCase().split('|');
    if (more !== undefined) return undefined;
    const entry = this.byOwnName.get(name);
    return child === undefined ? entry : entry?.children.get(child);
  }

  /** By `get`, `config|get`: as COMMAND INFO names commands. */
  byFullName(fullName: Bytes): CommandEntry | undefined {
    const [name = '', child, more] = fullName.split('|');
    if (more !== undefined) return undefined;
    const entry = this.find(name);
    return child === undefined ? entry : entry?.children.get(child.toUpperCase());
  }

  /** Every command and subcommand. */
  *all(): IterableIterator<CommandEntry> {
    for (const entry of this.entries.values()) {
      yield entry;
      yield* entry.children.values();
    }
  }

  resetStats(): void {
    for (const { stats } of this.all()) Object.assign(stats, emptyStats());
  }
}

function renamed(
  entries: ReadonlyMap<string, CommandEntry>,
  renames: CommandRenames,
): ReadonlyMap<string, CommandEntry> {
  if (renames.size === 0) return entries;
  const known = new Map(entries);
  for (const [from, to] of renames) {
    const entry = known.get(from);
    known.delete(from);
    if (entry && to !== '') known.set(to, entry);
  }
  return known;
}

const emptyStats = (): CommandStats => ({
  calls: 0,
  usec: 0,
  rejected: 0,
  failed: 0,
  latency: null,
});

function entriesOf(commands: Iterable<NodeCommand>, version: number): Map<string, CommandEntry> {
  const entries = new Map<string, CommandEntry>();
  for (const command of commands) {
    if (versionNumber(command.since) > version) continue;
    const children = new Map<string, CommandEntry>();
    for (const [key, value] of entriesOf(command.subcommands.values(), version)) {
      children.set(key.slice(key.indexOf(' ') + 1), value);
    }
    const { earlier } = command;
    const asItWas =
      earlier && version < versionNumber(earlier.until) ? earlierForm(command) : command;
    entries.set(command.name, { command: asItWas, stats: emptyStats(), children });
  }
  return entries;
}
