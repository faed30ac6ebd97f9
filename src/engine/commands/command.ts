/**
 * A command is one value: its name, its documentation, its grammar, its flags and what it does.
 *
 * Everything that speaks of commands is derived from these values: dispatch, arity, COMMAND and its
 * subcommands, ACL categories, HELP, completion, ghost text and the differential test's generator.
 * Adding a command touches two places: its value, and its group's list.
 */
import type { Bytes } from '../../base/bytes.ts';
import type { Syntax } from '../../contract/catalogue.ts';
import type { Reply } from '../../protocol/reply.ts';
import type { Args } from './args.ts';
import type { Context } from './context.ts';
import { specifiedKeys } from './key-specs.ts';
import { argumentCounts, parseSyntax } from './syntax.ts';

export type Group =
  | 'string'
  | 'generic'
  | 'hash'
  | 'list'
  | 'set'
  | 'sorted-set'
  | 'stream'
  | 'bitmap'
  | 'hyperloglog'
  | 'geo'
  | 'connection'
  | 'pubsub'
  | 'transactions'
  | 'cluster'
  | 'scripting'
  | 'server';

/** Parts that a host brings when the first command needs them (server/on-demand.ts). */
export type PartName = 'reference' | 'report' | 'exchange';

/** First key, last key (negative: from the end), step; as COMMAND INFO has them. */
export type KeyRange = readonly [first: number, last: number, step: number];

/** What is told of a command and not needed to run it. */
export interface Documentation {
  /** One sentence, in our own words. */
  readonly summary: string;
  readonly complexity: string;
  readonly deprecated?: readonly [since: string, replacedBy: string];
  /** What changed, and in which version: Redis 7.0's words, which COMMAND DOCS repeats. */
  readonly history?: readonly (readonly [version: string, change: string])[];
}

/**
 * The page's build lifts the documentation out of the engine's first load
 * (scripts/build/lift-documentation.ts): it is read by engine/documentation.ts only.
 */
export interface CommandSpec<C = Context> extends Documentation {
  /** Upper case; a subcommand as `CONFIG GET`. */
  readonly name: string;
  readonly since: string;
  /** Words with spaces between, in COMMAND INFO's order: `write denyoom fast`. */
  readonly flags: string;
  /** See syntax.ts. */
  readonly syntax: string;
  readonly keys?: KeyRange;
  /** Where keys stand when neither a range nor the key specifications can say it: indices into argv. */
  readonly findKeys?: (args: Args) => number[];
  /** ACL categories beside those that group and flags imply. */
  readonly categories?: string;
  readonly keyType?: string;
  /** Arguments beyond the grammar are allowed and pass unread. */
  readonly takesMore?: boolean;
  /** What versions before `until` had, where a later one changed it. */
  readonly earlier?: {
    readonly until: string;
    readonly syntax?: string;
    readonly flags?: string;
  };
  /** A directive that must allow the command: `yes`, or `local` for local clients. */
  readonly lockedBy?: string;
  /** The part of the engine that it waits for, or how its arguments tell which (null: none). */
  readonly needs?: PartName | ((args: Args) => PartName | null);
  /** Absent for a container such as CONFIG, which has only subcommands. */
  readonly run?: (context: C, args: Args) => Reply;
}

export interface Command<C = Context> extends Omit<CommandSpec<C>, keyof Documentation> {
  readonly group: Group;
  readonly flagSet: ReadonlySet<string>;
  readonly syntaxTree: readonly Syntax[];
  /** As COMMAND INFO has it: negative means at least that many, the name included. */
  readonly arity: number;
  /** Lower case, subcommands after a bar: `config|get`. */
  readonly fullName: Bytes;
  readonly isWrite: boolean;
  readonly subcommands: ReadonlyMap<string, Command<C>>;
}

/** Completes the specs of one group's commands with what follows from them. */
export function defineGroup<C = Context>(
  group: Group,
  specs: readonly CommandSpec<C>[],
): Command<C>[] {
  const containers = new Map<string, Map<string, Command<C>>>();
  const commands: Command<C>[] = [];
  for (const spec of specs) {
    const [container = '', child] = spec.name.split(' ');
    const children = new Map<string, Command<C>>();
    const command = complete(group, spec, children);
    if (child === undefined) {
      containers.set(container, children);
      commands.push(command);
    } else {
      containers.get(container)?.set(child, command);
    }
  }
  return commands;
}

/** The command as it was before its `earlier.until`, with all that follows from it. */
export function earlierForm<C>(command: Command<C>): Command<C> {
  const { syntax = command.syntax, flags = command.flags } = command.earlier ?? {};
  return complete(command.group, { ...command, syntax, flags }, command.subcommands);
}

function complete<C>(
  group: Group,
  spec: Omit<CommandSpec<C>, keyof Documentation>,
  subcommands: ReadonlyMap<string, Command<C>>,
): Command<C> {
  const syntaxTree = parseSyntax(spec.syntax);
  const counts = argumentCounts(syntaxTree);
  const { min } = counts;
  const open = counts.open || spec.takesMore === true;
  const words = spec.name.split(' ').length;
  const flagSet = new Set(spec.flags.split(' ').filter(Boolean));
  const arity = spec.run === undefined ? -2 : open ? -(min + words) : min + words;
  return {
    ...spec,
    group,
    syntaxTree,
    arity,
    flagSet,
    subcommands,
    fullName: spec.name.toLowerCase().replace(' ', '|'),
    isWrite: flagSet.has('write'),
  };
}

/** Indices into argv of the command's keys; none where they cannot be told from these arguments. */
export function keyIndices({ fullName, findKeys }: Command<never>, args: Args): number[] {
  return specifiedKeys(fullName, args) ?? findKeys?.(args) ?? [];
}
