/**
 * The configuration: known directives, their values, CONFIG GET/SET and redis.conf lines.
 *
 * Values are kept as the text CONFIG GET prints; numbers are parsed once, when set. Whoever needs a
 * value on a hot path registers with `onChange` and keeps a field of his own.
 *
 * Invariant: CONFIG SET is all or nothing: every pair is checked before the first is applied.
 */
import type { Bytes } from '../../base/bytes.ts';
import { globMatch } from '../../base/glob.ts';
import { formatNotifyFlags, parseNotifyFlags } from '../keyspace/notifications.ts';
import { versionNumber } from './command-table.ts';
import { DIRECTIVES, type Directive, MAX_INT64 } from './config-directives.ts';

/** Why a value was refused, in Redis's words. */
export class ConfigError extends Error {
  readonly directive: string;
  constructor(directive: string, reason: string) {
    super(reason);
    this.name = 'ConfigError';
    this.directive = directive;
  }
}

const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  k: 1000,
  kb: 1024,
  m: 1000 ** 2,
  mb: 1024 ** 2,
  g: 1000 ** 3,
  gb: 1024 ** 3,
};

/** Bytes from `100`, `64mb`, `1G`; null where it is none. */
export function parseMemory(text: string): number | null {
  const match = /^(\d+)([a-z]*)$/i.exec(text);
  const unit = match && UNITS[(match[2] as string).toLowerCase()];
  return match && unit !== undefined && unit !== null ? Number(match[1]) * unit : null;
}

type Listener = (value: string) => void;

/** Directives whose value in the file is several words. */
const MULTI_WORD = new Set([
  'save',
  'client-output-buffer-limit',
  'bind',
  'oom-score-adj-values',
  'latency-tracking-info-percentiles',
  'replicaof',
  'tls-protocols',
]);

export class Config {
  private readonly directives = new Map<string, Directive>();
  private readonly values = new Map<string, string>();
  private readonly numbers = new Map<string, number>();
  private readonly listeners = new Map<string, Listener[]>();
  private started = false;

  constructor() {
    for (const directive of DIRECTIVES) {
      this.directives.set(directive.name, directive);
      if (directive.alias) this.directives.set(directive.alias, directive);
      this.store(directive, directive.fallback);
    }
  }

  /** From now on immutable directives are refused. */
  start(): void {
    this.started = true;
  }

  text(name: string): string {
    return this.values.get(name) ?? '';
  }

  number(name: string): number {
    return this.numbers.get(name) ?? 0;
  }

  flag(name: string): boolean {
    return this.values.get(name) === 'yes';
  }

  /** 700, 702 or 704. */
  get version(): number {
    return versionNumber(this.text('emulate-version'));
  }

  directive(name: string): Directive | undefined {
    return this.directives.get(name.toLowerCase());
  }

  /** Calls `listener` now and after every change of the directive. */
  onChange(name: string, listener: Listener): void {
    this.listeners.set(name, [...(this.listeners.get(name) ?? []), listener]);
    listener(this.text(name));
  }

  /** Name and value of every directive that a pattern matches, aliases included. */
  matching(patterns: readonly Bytes[]): Map<string, string> {
    const found = new Map<string, string>();
    for (const pattern of patterns) {
      for (const [name, directive] of this.directives) {
        if (!this.isKnown(directive) || directive.name === 'emulate-version') {
          if (pattern.toLowerCase() !== name) continue;
        }
        if (globMatch(pattern, name, true)) found.set(name, this.text(directive.name));
      }
    }
    return found;
  }

  /** CONFIG SET. Throws `ConfigError` for the first pair that cannot be; then nothing has changed. */
  set(pairs: readonly (readonly [string, string])[]): void {
    const seen = new Set<string>();
    const changes = pairs.map(([name, value]) => {
      const directive = this.directive(name);
      if (!directive || !this.isKnown(directive)) throw new ConfigError(name, 'unknown');
      if (directive.immutable && this.started) {
        throw new ConfigError(name, "can't set immutable config");
      }
      if (seen.has(directive.name)) throw new ConfigError(name, 'duplicate parameter');
      seen.add(directive.name);
      return [directive, this.normalise(directive, name, value)] as const;
    });
    for (const [directive, value] of changes) this.apply(directive, value);
  }

  /** One line of redis.conf or one `--directive value` of the command line. */
  setLine(words: readonly string[]): void {
    const [name = '', ...rest] = words;
    const directive = this.directive(name);
    if (!directive) throw new ConfigError(name, 'Bad directive or wrong number of arguments');
    const several = MULTI_WORD.has(directive.name);
    if (rest.length === 0 || (rest.length > 1 && !several)) {
      throw new ConfigError(name, directive ? 'wrong number of arguments' : 'Bad directive');
    }
    this.apply(directive, this.normalise(directive, name, rest.join(' ')));
  }

  /** Every directive as a redis.conf line where it differs from its default: CONFIG REWRITE. */
  changedLines(): string[] {
    const lines: string[] = [];
    for (const directive of DIRECTIVES) {
      const value = this.text(directive.name);
      if (value !== directive.fallback)
        lines.push(`${directive.name} ${quoteIfNeeded(directive.name, value)}`);
    }
    return lines;
  }

  private isKnown(directive: Directive): boolean {
    return directive.since === undefined || versionNumber(directive.since) <= this.version;
  }

  private apply(directive: Directive, value: string): void {
    this.store(directive, value);
    for (const listener of this.listeners.get(directive.name) ?? []) listener(value);
  }

  private store(directive: Directive, value: string): void {
    this.values.set(directive.name, value);
    if (directive.kind === 'int' || directive.kind === 'memory')
      this.numbers.set(directive.name, Number(value));
  }

  /** The value as CONFIG GET will print it; throws where it cannot be. */
  private normalise(directive: Directive, name: string, value: string): string {
    const refuse = (reason: string): never => {
      throw new ConfigError(name, reason);
    };
    switch (directive.kind) {
      case 'bool': {
        const word = value.toLowerCase();
        return word === 'yes' || word === 'no' ? word : refuse("argument must be 'yes' or 'no'");
      }
      case 'enum': {
        const words = (directive.values as string).split(' ');
        const found = words.find((word) => word === value.toLowerCase());
        return found ?? refuse(`argument(s) must be one of the following: ${words.join(', ')}`);
      }
      case 'int': {
        if (!/^-?\d+$/.test(value)) return refuse("argument couldn't be parsed into an integer");
        return this.bounded(directive, Number(value), value, refuse);
      }
      case 'memory': {
        const bytes = parseMemory(value);
        return bytes === null ? refuse('argument must be a memory value') : String(bytes);
      }
      case 'text':
        return normaliseText(directive.name, value, refuse);
    }
  }

  private bounded(
    directive: Directive,
    number: number,
    text: string,
    refuse: (reason: string) => never,
  ): string {
    const min = directive.min ?? 0;
    const max = directive.max ?? 2 ** 31 - 1;
    if (number >= min && number <= max) return String(BigInt(text));
    return refuse(
      `argument must be between ${min} and ${max === MAX_INT64 ? '9223372036854775807' : max} inclusive`,
    );
  }
}

function normaliseText(name: string, value: string, refuse: (reason: string) => never): string {
  if (name === 'notify-keyspace-events') {
    const flags = parseNotifyFlags(value);
    return flags === null
      ? refuse("Invalid event class character. Use 'Ag$lshzxeKEtmdn'.")
      : formatNotifyFlags(flags);
  }
  if (name === 'save' && value !== '' && !/^(\d+ \d+)( \d+ \d+)*$/.test(value)) {
    return refuse('Invalid save parameters');
  }
  return value;
}

function quoteIfNeeded(name: string, value: string): string {
  return value === '' || (/[\s"'\\]/.test(value) && !MULTI_WORD.has(name))
    ? JSON.stringify(value)
    : value;
}
