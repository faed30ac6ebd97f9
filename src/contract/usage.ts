/** The usage line of a command, written from its grammar: what HELP, completion and ghost text show. */
import type { Syntax } from './catalogue.ts';

/** The syntax as one line, as in `key [NX | XX] [EX seconds]`. */
export function usageOf(items: readonly Syntax[]): string {
  return items.map((item) => usage(item, false)).join(' ');
}

function usage(node: Syntax, bracketed: boolean): string {
  switch (node.kind) {
    case 'value':
      return node.name;
    case 'token':
      return node.token;
    case 'sequence':
      return usageOf(node.items);
    case 'choice': {
      const text = node.items.map((item) => usage(item, false)).join(' | ');
      return bracketed ? text : `<${text}>`;
    }
    case 'optional':
      return node.item.kind === 'repeat'
        ? `[${usage(node.item.item, true)} ...]`
        : `[${usage(node.item, true)}]`;
    case 'repeat': {
      const one = usage(node.item, false);
      return `${one} [${usage(node.item, true)} ...]`;
    }
  }
}
