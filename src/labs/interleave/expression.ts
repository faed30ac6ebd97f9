/**
 * The explorer's expressions: what scripts compute with replies, and what must hold in the end.
 *
 *   or:    and { "or" and }            compare: sum [ op sum | "is" ["not"] ("nil" | "error" | sum) ]
 *   and:   not { "and" not }           sum:     term { ("+" | "-") term }
 *   not:   ["not"] compare             term:    unary { ("*" | "/" | "%") unary }
 *   unary: ["-"] primary               primary: number | 'text' | name | nil | true | false
 *                                               | key("name") | row("name") | "(" or ")"
 *
 * Compiled to closures, never to JavaScript source. `and` and `or` give the operand that decided,
 * as in Lua: nil and false are false, everything else is true, so `x or 0` fills in for nil.
 * Equality compares as numbers where both sides are numbers, as text otherwise.
 */

/** A reply that was an error. */
export interface ErrorValue {
  readonly error: string;
}
export type Value = null | boolean | number | string | ErrorValue | readonly Value[];

/** What a name stands for, told by the form in which it is written. */
export type Name =
  | { readonly kind: 'plain'; readonly name: string }
  | { readonly kind: 'dotted'; readonly before: string; readonly name: string }
  | { readonly kind: 'key' | 'row'; readonly name: string };

export type Scope = (name: Name) => Value;

export interface Expression {
  evaluate(scope: Scope): Value;
  readonly names: readonly Name[];
}

/** The text is no expression; `at` is where it stops being one, empty for its end. */
export class ExpressionSyntaxError extends Error {
  readonly at: string;

  constructor(at: string) {
    super(`unexpected ${at}`);
    this.at = at;
  }
}

/** The expression has no value here: arithmetic on nil, say. */
export class EvaluationError extends Error {}

export const isError = (value: Value): value is ErrorValue =>
  typeof value === 'object' && value !== null && 'error' in value;

const isTrue = (value: Value): boolean => value !== null && value !== false;

/** A value as text: what is sent to the engine and shown; nil has none. */
export function textOf(value: Value): string | null {
  if (value === null) return null;
  if (typeof value === 'object') {
    if (isError(value)) return `error: ${value.error}`;
    return `[${value.map((item) => textOf(item) ?? 'nil').join(', ')}]`;
  }
  return String(value);
}

function numberOf(value: Value): number | null {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || !/^-?\d+(\.\d+)?$/.test(value)) return null;
  return Number(value);
}

function areEqual(a: Value, b: Value): boolean {
  const [x, y] = [numberOf(a), numberOf(b)];
  if (x !== null && y !== null) return x === y;
  return textOf(a) === textOf(b);
}

function inOrder(a: Value, b: Value): number {
  const [x, y] = [numberOf(a), numberOf(b)];
  if (x !== null && y !== null) return x - y;
  const [s, t] = [textOf(a), textOf(b)];
  if (s === null || t === null) throw new EvaluationError('nil has no order');
  return s < t ? -1 : s > t ? 1 : 0;
}

function calculate(op: string, a: Value, b: Value): number {
  const [x, y] = [numberOf(a), numberOf(b)];
  if (x === null || y === null) {
    const culprit = x === null ? a : b;
    throw new EvaluationError(`${textOf(culprit) ?? 'nil'} is no number`);
  }
  if (y === 0 && (op === '/' || op === '%')) throw new EvaluationError('division by zero');
  if (op === '+') return x + y;
  if (op === '-') return x - y;
  if (op === '*') return x * y;
  return op === '/' ? x / y : x % y;
}

type Compiled = (scope: Scope) => Value;

const tokenPattern =
  /\s*(?:(\d+(?:\.\d+)?)|('[^']*'|"[^"]*")|([A-Za-z_][\w:]*(?:\.[A-Za-z_][\w:]*)?)|(==|!=|<=|>=|[-+*/%<>()]))/y;

interface Token {
  readonly kind: 'number' | 'text' | 'word' | 'sign';
  readonly text: string;
}

function tokensOf(source: string): Token[] {
  const tokens: Token[] = [];
  tokenPattern.lastIndex = 0;
  const end = source.trimEnd().length;
  while (tokenPattern.lastIndex < end) {
    const at = tokenPattern.lastIndex;
    const match = tokenPattern.exec(source);
    if (!match) throw new ExpressionSyntaxError(source.slice(at).trim().slice(0, 20));
    const [, digits, text, word, sign] = match;
    if (digits !== undefined) tokens.push({ kind: 'number', text: digits });
    else if (text !== undefined) tokens.push({ kind: 'text', text: text.slice(1, -1) });
    else if (word !== undefined) tokens.push({ kind: 'word', text: word });
    else tokens.push({ kind: 'sign', text: sign as string });
  }
  return tokens;
}

/** How deep parentheses and signs may nest: the parser calls itself for each. */
const DEPTH_MAX = 40;

class Parser {
  readonly names: Name[] = [];
  private readonly tokens: readonly Token[];
  private at = 0;
  private depth = 0;

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  whole(): Compiled {
    const value = this.or();
    if (this.at < this.tokens.length) this.fail();
    return value;
  }

  private or(): Compiled {
    let left = this.and();
    while (this.takes('or')) {
      const [a, b] = [left, this.and()];
      left = (scope) => {
        const value = a(scope);
        return isTrue(value) ? value : b(scope);
      };
    }
    return left;
  }

  private and(): Compiled {
    let left = this.not();
    while (this.takes('and')) {
      const [a, b] = [left, this.not()];
      left = (scope) => {
        const value = a(scope);
        return isTrue(value) ? b(scope) : value;
      };
    }
    return left;
  }

  private not(): Compiled {
    if (!this.takes('not')) return this.compare();
    const operand = this.deeper(() => this.not());
    return (scope) => !isTrue(operand(scope));
  }

  private compare(): Compiled {
    const a = this.sum();
    if (this.takes('is')) return this.is(a);
    if (this.takes('==')) return this.compared(a, (x, y) => areEqual(x, y));
    if (this.takes('!=')) return this.compared(a, (x, y) => !areEqual(x, y));
    if (this.takes('<=')) return this.compared(a, (x, y) => inOrder(x, y) <= 0);
    if (this.takes('>=')) return this.compared(a, (x, y) => inOrder(x, y) >= 0);
    if (this.takes('<')) return this.compared(a, (x, y) => inOrder(x, y) < 0);
    if (this.takes('>')) return this.compared(a, (x, y) => inOrder(x, y) > 0);
    return a;
  }

  private compared(a: Compiled, holds: (x: Value, y: Value) => boolean): Compiled {
    const b = this.sum();
    return (scope) => holds(a(scope), b(scope));
  }

  private is(a: Compiled): Compiled {
    const wanted = !this.takes('not');
    if (this.takes('nil')) return (scope) => (a(scope) === null) === wanted;
    if (this.takes('error')) return (scope) => isError(a(scope)) === wanted;
    const b = this.sum();
    return (scope) => areEqual(a(scope), b(scope)) === wanted;
  }

  private sum(): Compiled {
    return this.chain(['+', '-'], () => this.term());
  }

  private term(): Compiled {
    return this.chain(['*', '/', '%'], () => this.unary());
  }

  private chain(signs: readonly string[], operand: () => Compiled): Compiled {
    let left = operand();
    for (;;) {
      const op = signs.find((sign) => this.takes(sign));
      if (op === undefined) return left;
      const [a, b] = [left, operand()];
      left = (scope) => calculate(op, a(scope), b(scope));
    }
  }

  private unary(): Compiled {
    if (!this.takes('-')) return this.primary();
    const operand = this.deeper(() => this.unary());
    return (scope) => calculate('-', 0, operand(scope));
  }

  private primary(): Compiled {
    const token = this.tokens[this.at++];
    if (!token) throw new ExpressionSyntaxError('');
    if (token.kind === 'number') return constant(Number(token.text));
    if (token.kind === 'text') return constant(token.text);
    if (token.kind === 'word') return this.word(token.text);
    if (token.text !== '(') {
      this.at--;
      this.fail();
    }
    const inner = this.deeper(() => this.or());
    if (!this.takes(')')) this.fail();
    return inner;
  }

  private word(word: string): Compiled {
    if (word === 'nil') return constant(null);
    if (word === 'true' || word === 'false') return constant(word === 'true');
    if (reserved.has(word)) {
      this.at--;
      this.fail();
    }
    if ((word === 'key' || word === 'row') && this.takes('(')) {
      const token = this.tokens[this.at];
      if (token?.kind !== 'text') this.fail();
      this.at++;
      if (!this.takes(')')) this.fail();
      return this.named({ kind: word, name: token?.text ?? '' });
    }
    const [before = '', name] = word.split('.');
    return this.named(
      name === undefined ? { kind: 'plain', name: before } : { kind: 'dotted', before, name },
    );
  }

  private named(name: Name): Compiled {
    this.names.push(name);
    return (scope) => scope(name);
  }

  private deeper(parse: () => Compiled): Compiled {
    if (++this.depth > DEPTH_MAX) this.fail();
    const compiled = parse();
    this.depth--;
    return compiled;
  }

  private takes(text: string): boolean {
    const token = this.tokens[this.at];
    if (token?.text !== text || token.kind === 'text' || token.kind === 'number') return false;
    this.at++;
    return true;
  }

  private fail(): never {
    throw new ExpressionSyntaxError(this.tokens[this.at]?.text ?? '');
  }
}

const reserved = new Set(['and', 'or', 'not', 'is', 'error']);
const constant =
  (value: Value): Compiled =>
  () =>
    value;

/** Throws `ExpressionSyntaxError`. */
export function parseExpression(source: string): Expression {
  const parser = new Parser(tokensOf(source));
  const evaluate = parser.whole();
  return { evaluate, names: parser.names };
}

/** Whether the expression holds. Throws `EvaluationError`. */
export const holds = (expression: Expression, scope: Scope): boolean =>
  isTrue(expression.evaluate(scope));
