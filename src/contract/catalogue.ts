/** What the page knows of commands: derived from the engine's own command table. */

/** The grammar of arguments, as a tree; `usage` strings, completion and ghost text come from it. */
export type Syntax = SyntaxNode & { readonly told?: Told };

type SyntaxNode =
  /** One value; `type` says what it is, e.g. key, string, integer, double, pattern, unix-time. */
  | { readonly kind: 'value'; readonly name: string; readonly type: ValueType }
  /** A literal word such as NX. */
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'sequence'; readonly items: readonly Syntax[] }
  | { readonly kind: 'choice'; readonly items: readonly Syntax[] }
  | { readonly kind: 'optional'; readonly item: Syntax }
  /** One or more times. */
  | { readonly kind: 'repeat'; readonly item: Syntax };

/** What COMMAND DOCS says of an argument beyond the grammar: engine/commands/syntax.ts has the notation. */
export interface Told {
  readonly name?: string;
  readonly type?: ValueType | 'block';
  readonly since?: string;
  readonly deprecatedSince?: string;
  readonly keySpec?: number;
  /** It says the contrary of whether the argument may be left out. */
  readonly contrary?: true;
  /** It does not mention the argument. */
  readonly hidden?: true;
}

export type ValueType = 'key' | 'string' | 'integer' | 'double' | 'pattern' | 'unix-time';

/** What is said of a command: kept apart from the engine, so it may come late, or not at all. */
export interface CommandWords {
  /** Upper case; subcommands as `CONFIG GET`. */
  readonly name: string;
  readonly summary: string;
  readonly complexity: string;
  readonly deprecatedSince: string | null;
}

/** A command's words are empty until they have been fetched. */
export interface CommandDoc extends CommandWords {
  readonly group: string;
  readonly since: string;
  readonly syntax: readonly Syntax[];
  /** The syntax as one line, without the command's name. */
  readonly usage: string;
  readonly flags: readonly string[];
  /** The type that the command's keys must hold, where there is one: for completing keys. */
  readonly keyType: string | null;
}
