/** What the page knows of configuration directives: derived from the engine's own table. */

export interface DirectiveDoc {
  readonly name: string;
  readonly kind: 'bool' | 'int' | 'memory' | 'enum' | 'text';
  /** As CONFIG GET prints it. */
  readonly default: string;
  /** What the host started the node with, where it said so. */
  readonly startedWith: string | null;
  /** Limits in decimal digits; null where there is none that anybody meets. */
  readonly min: string | null;
  readonly max: string | null;
  /** The words of an enum; empty for other kinds. */
  readonly values: readonly string[];
  /** Redis's older name. */
  readonly alias: string | null;
  /** May be given at start only: CONFIG SET refuses. */
  readonly fixed: boolean;
  /** Known, checked and remembered, but nothing here follows it. */
  readonly inert: boolean;
  /** Followed where the engine serves TCP on a file system, of no effect in a page. */
  readonly tcpOnly: boolean;
}
