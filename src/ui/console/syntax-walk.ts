/**
 * Walks a command's syntax along the arguments typed so far.
 *
 * Answers three questions that ghost text, completion and highlighting ask: what may still follow,
 * what may stand right here, and what role each typed argument has. The grammar is tried with
 * backtracking; options that stand in a row may come in any order, as Redis takes them, and each
 * at most once. The first way that takes every argument wins.
 */
import type { Syntax, ValueType } from '../../contract/catalogue.ts';

export type Role = 'token' | 'key' | 'value';

export interface Walk {
  /** The role of each argument. */
  readonly roles: readonly Role[];
  /** What may follow, in order. */
  readonly rest: readonly Syntax[];
}

/** One way through: how far it came, the roles on the way, and what of the syntax is left. */
interface Path {
  readonly next: number;
  readonly roles: readonly Role[];
  readonly rest: readonly Syntax[];
}

/** How many ways are followed at once: grammars are nearly deterministic, this only bounds oddities. */
const PATHS_MAX = 64;

/** The walk that takes all of `args`, or null where the syntax does not allow them. */
export function walkSyntax(syntax: readonly Syntax[], args: readonly string[]): Walk | null {
  const ends = walkItems(syntax, args, 0).filter((path) => path.next === args.length);
  return ends[0] ?? null;
}

const fits: { readonly [K in ValueType]?: RegExp } = {
  integer: /^[-+]?\d+$/,
  'unix-time': /^\d+$/,
};

function step(node: Syntax, args: readonly string[], at: number): Path[] {
  if (at >= args.length) return [{ next: at, roles: [], rest: [node] }];
  const arg = args[at] as string;
  switch (node.kind) {
    case 'value': {
      const pattern = fits[node.type];
      if (pattern && !pattern.test(arg) && !looksSpecial(arg)) return [];
      return [{ next: at + 1, roles: [node.type === 'key' ? 'key' : 'value'], rest: [] }];
    }
    case 'token': {
      const same = node.token.toUpperCase() === arg.toUpperCase();
      return same ? [{ next: at + 1, roles: ['token'], rest: [] }] : [];
    }
    case 'sequence':
      return walkItems(node.items, args, at);
    case 'choice':
      // Words before values: `LIMIT` is the option, not a member named so.
      return node.items.flatMap((item) => step(item, args, at)).slice(0, PATHS_MAX);
    case 'optional':
      return [...step(node.item, args, at), { next: at, roles: [], rest: [] }];
    case 'repeat':
      return repeat(node, args, at);
  }
}

/** Integers may be written as -, + or with an operator in range arguments. */
function looksSpecial(arg: string): boolean {
  return /^[-+*$~=(>]/.test(arg) || /^[\d]+-/.test(arg);
}

function repeat(
  node: Syntax & { readonly kind: 'repeat' },
  args: readonly string[],
  at: number,
): Path[] {
  const done: Path[] = [];
  let open = step(node.item, args, at);
  while (open.length > 0) {
    const again: Path[] = [];
    for (const path of open) {
      if (path.rest.length > 0) {
        done.push({ ...path, rest: [...path.rest, { kind: 'optional', item: node }] });
      } else if (path.next === args.length) {
        done.push({ ...path, rest: [{ kind: 'optional', item: node }] });
      } else {
        const more = step(node.item, args, path.next);
        for (const next of more) {
          if (next.next > path.next) again.push({ ...next, roles: [...path.roles, ...next.roles] });
        }
        // Fewer repetitions come after more of them: the greedy way is tried first.
        done.push(path);
      }
    }
    open = again.slice(0, PATHS_MAX);
  }
  return done.sort((a, b) => b.next - a.next).slice(0, PATHS_MAX);
}

function walkItems(items: readonly Syntax[], args: readonly string[], at: number): Path[] {
  const first = items[0];
  if (first === undefined) return [{ next: at, roles: [], rest: [] }];
  if (at >= args.length) return [{ next: at, roles: [], rest: items }];
  const options = optionsInFront(items);
  const paths: Path[] = [];
  const follow = (head: readonly Path[], left: readonly Syntax[]): void => {
    for (const path of head) {
      if (paths.length >= PATHS_MAX) return;
      if (path.rest.length > 0) {
        paths.push({ ...path, rest: [...path.rest, ...left] });
        continue;
      }
      for (const tail of walkItems(left, args, path.next)) {
        paths.push({ next: tail.next, roles: [...path.roles, ...tail.roles], rest: tail.rest });
      }
    }
  };
  if (options === 0) {
    follow(step(first, args, at), items.slice(1));
    return paths;
  }
  for (let i = 0; i < options; i++) {
    const option = items[i] as Syntax & { kind: 'optional' };
    const taken = step(option.item, args, at).filter((path) => path.next > at);
    follow(taken, [...items.slice(0, i), ...items.slice(i + 1)]);
  }
  follow([{ next: at, roles: [], rest: [] }], items.slice(options));
  return paths;
}

function optionsInFront(items: readonly Syntax[]): number {
  const end = items.findIndex((item) => item.kind !== 'optional');
  return end < 0 ? items.length : end;
}

/** What may stand next: words, and the values by type. */
export interface Next {
  readonly tokens: readonly string[];
  readonly key: boolean;
  readonly values: readonly string[];
}

export function whatMayFollow(rest: readonly Syntax[]): Next {
  const tokens = new Set<string>();
  const values = new Set<string>();
  let key = false;
  /** True when the node may be empty, so that what stands behind it may come as well. */
  const visit = (node: Syntax): boolean => {
    switch (node.kind) {
      case 'value':
        if (node.type === 'key') key = true;
        values.add(node.name);
        return false;
      case 'token':
        tokens.add(node.token);
        return false;
      case 'choice':
        return node.items.map(visit).some(Boolean);
      case 'optional':
        visit(node.item);
        return true;
      case 'repeat':
        return visit(node.item);
      case 'sequence':
        return node.items.every(visit);
    }
  };
  rest.every(visit);
  return { tokens: [...tokens].filter((token) => token !== ''), key, values: [...values] };
}
