/**
 * Reads YAML into typed fields and complains with the line of the file where something is wrong.
 *
 * Every field that is read must be named before; a field that nobody knows is an error, so that a
 * typing mistake cannot silently switch a check off.
 */
import { isMap, isNode, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { didYouMean, type Problems } from './problems.ts';

/** A YAML text that begins at `firstLine` of the file, or null where it is no YAML at all. */
export function readYaml(text: string, firstLine: number, problems: Problems): YamlValue | null {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter });
  const [error] = document.errors;
  if (error) {
    const line = firstLine + (error.linePos?.[0].line ?? 1) - 1;
    const [what = 'bad YAML'] = error.message.split(/ at line \d/);
    problems.add(line, `bad YAML: ${what}`, 'quote texts that hold `: ` or begin with a sign');
    return null;
  }
  const lineAt = (offset: number): number => firstLine + counter.linePos(offset).line - 1;
  return new YamlValue(document.contents, firstLine, lineAt, problems);
}

export class YamlValue {
  readonly line: number;
  private readonly node: Node | null;
  private readonly lineAt: (offset: number) => number;
  private readonly problems: Problems;

  constructor(
    node: Node | null,
    fallbackLine: number,
    lineAt: (offset: number) => number,
    problems: Problems,
  ) {
    this.node = node;
    this.line = node?.range ? lineAt(node.range[0]) : fallbackLine;
    this.lineAt = lineAt;
    this.problems = problems;
  }

  complain(problem: string, remedy: string): void {
    this.problems.add(this.line, problem, remedy);
  }

  private get plain(): unknown {
    return this.node?.toJSON();
  }

  text(what: string): string {
    const { plain } = this;
    if (typeof plain === 'string' || typeof plain === 'number') return String(plain);
    this.complain(`${what} is not a text`, 'write a text');
    return '';
  }

  number(what: string): number {
    const { plain } = this;
    if (typeof plain === 'number' && Number.isFinite(plain)) return plain;
    this.complain(`${what} is not a number`, 'write a number');
    return 0;
  }

  flag(what: string): boolean {
    const { plain } = this;
    if (typeof plain === 'boolean') return plain;
    this.complain(`${what} is neither true nor false`, 'write true or false');
    return false;
  }

  list(what: string): readonly YamlValue[] {
    if (isSeq(this.node)) {
      return this.node.items.map((item) => this.child(isNode(item) ? item : null));
    }
    this.complain(`${what} is not a list`, 'begin each item with `- `');
    return [];
  }

  /** The fields of a map. Those outside `known` are complained about. */
  fields(what: string, known: readonly string[]): Map<string, YamlValue> {
    const found = new Map<string, YamlValue>();
    if (!isMap(this.node)) {
      this.complain(`${what} is not a map of fields`, `write fields such as \`${known[0]}: ...\``);
      return found;
    }
    for (const { key, value } of this.node.items) {
      const name = String(isNode(key) ? key.toJSON() : key);
      const field = this.child(isNode(value) ? value : isNode(key) ? key : null);
      if (known.includes(name)) found.set(name, field);
      else {
        const at = isNode(key) && key.range ? this.lineAt(key.range[0]) : this.line;
        this.problems.add(at, `unknown field \`${name}\` in ${what}`, didYouMean(name, known));
      }
    }
    return found;
  }

  /** As `fields`, but any name may occur. */
  entries(what: string): readonly (readonly [string, YamlValue])[] {
    if (!isMap(this.node)) {
      this.complain(`${what} is not a map of fields`, 'write fields such as `name: ...`');
      return [];
    }
    return this.node.items.map(({ key, value }) => [
      String(isNode(key) ? key.toJSON() : key),
      this.child(isNode(value) ? value : null),
    ]);
  }

  private child(node: Node | null): YamlValue {
    return new YamlValue(node, this.line, this.lineAt, this.problems);
  }
}
