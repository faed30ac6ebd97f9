/**
 * What COMMAND INFO and COMMAND DOCS tell of each command: loaded when the first command asks, since
 * none is run by it.
 */

import { usageOf } from '../../../contract/usage.ts';
import { map, type Reply, set, simple } from '../../../protocol/reply.ts';
import { aclCategories } from '../../commands/categories.ts';
import type { Documentation } from '../../commands/command.ts';
import { type KeySpec, keySpecsOf } from '../../commands/key-specs.ts';
import type { CommandEntry } from '../command-table.ts';
import { argumentDocs } from './argument-docs.ts';
import { keyNotesOf, tipsOf } from './command-tips.ts';
import { debug } from './debug.ts';
import { HELP_LINES, HELP_OF_HELP } from './help-lines.ts';
import type { Reference } from './reference.ts';

/** By full names. */
export type Documentations = ReadonlyMap<string, Documentation>;

export function commandReference(documentation: Documentations): Reference {
  return {
    infoOf: infoReply,
    docOf: (entry, version) => docReply(entry, version, documentation),
    helpOf: (container) => helpLines(container, documentation),
    debug,
  };
}

/** Redis 7.0's lines, and what later versions have beside them. */
function helpLines({ command, children }: CommandEntry, documentation: Documentations): string[] {
  const lines = [...(HELP_LINES.get(command.fullName) ?? [])];
  const told = new Set(lines.map((line) => /^\S+/.exec(line)?.[0]));
  for (const [word, { command: child }] of children) {
    if (told.has(word) || word === 'HELP') continue;
    const usage = usageOf(child.syntaxTree);
    const summary = documentation.get(child.fullName)?.summary ?? '';
    lines.push(usage === '' ? word : `${word} ${usage}`, `    ${summary}`);
  }
  return [...lines, ...HELP_OF_HELP];
}

const wordsOf = (text: string): string[] => text.split(' ');

function infoReply(entry: CommandEntry, version: number): Reply {
  const { command } = entry;
  const notes = keyNotesOf(command.fullName);
  const [first, last, step] = command.keys ?? [0, 0, 0];
  return [
    command.fullName,
    command.arity,
    set([...command.flagSet].map(simple)),
    first,
    last,
    step,
    set(aclCategories(command).map(simple)),
    set(tipsOf(command.fullName, version)),
    set(keySpecsOf(command.fullName).map((spec, n) => keySpecReply(spec, notes[n] ?? null))),
    // As Redis has it: none are an empty set, some an array.
    entry.children.size === 0
      ? set([])
      : [...entry.children.values()].map((child) => infoReply(child, version)),
  ];
}

/** Key specifications in the form of COMMAND INFO since 7.0. */
function keySpecReply(spec: KeySpec, note: string | null): Reply {
  const { mode, flags, begin, find } = spec;
  return map([
    ...(note === null ? [] : ['notes', note]),
    'flags',
    set([mode, ...flags].map(simple)),
    'begin_search',
    map(['type', begin.kind, 'spec', beginReply(begin)]),
    'find_keys',
    map(['type', find.kind, 'spec', findReply(find)]),
  ]);
}

function beginReply(begin: KeySpec['begin']): Reply {
  if (begin.kind === 'index') return map(['index', begin.index]);
  if (begin.kind === 'unknown') return map([]);
  return map(['keyword', begin.keyword, 'startfrom', begin.startFrom]);
}

function findReply(find: KeySpec['find']): Reply {
  if (find.kind === 'unknown') return map([]);
  if (find.kind === 'range') {
    return map(['lastkey', find.lastKey, 'keystep', find.step, 'limit', find.limit]);
  }
  return map(['keynumidx', find.countAt, 'firstkey', find.firstKey, 'keystep', find.step]);
}

/** Of the server's own business. */
const SYSTEM_COMMANDS = new Set(wordsOf('DEBUG PFDEBUG PFSELFTEST REPLCONF RESTORE-ASKING'));
/** Deprecated long since, but not told before 7.2. */
const DEPRECATED_SILENTLY = new Set(wordsOf('SETNX SETEX PSETEX QUIT'));

function docReply(entry: CommandEntry, version: number, documentation: Documentations): Reply {
  const { command } = entry;
  const {
    summary = '',
    complexity = '',
    history = [],
    deprecated,
  } = documentation.get(command.fullName) ?? {};
  const fields: Reply[] = [
    'summary',
    summary,
    'since',
    command.since,
    'group',
    command.group,
    'complexity',
    complexity,
  ];
  if (SYSTEM_COMMANDS.has(command.name)) fields.push('doc_flags', set([simple('syscmd')]));
  if (deprecated && (version >= 702 || !DEPRECATED_SILENTLY.has(command.name))) {
    fields.push('doc_flags', set([simple('deprecated')]));
    fields.push('deprecated_since', deprecated[0], 'replaced_by', deprecated[1]);
  }
  if (history.length > 0) fields.push('history', set(history.map((change) => [...change])));
  const argumentsTold = argumentDocs(command.fullName, command.syntaxTree, version);
  if (argumentsTold.length > 0) fields.push('arguments', argumentsTold);
  if (entry.children.size > 0) {
    const children = [...entry.children.values()];
    fields.push(
      'subcommands',
      map(
        children.flatMap((child): Reply[] => [
          child.command.fullName,
          docReply(child, version, documentation),
        ]),
      ),
    );
  }
  return map(fields);
}
