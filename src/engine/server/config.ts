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
import { shownNotifyLetters } from '../keyspace/notifications.ts';
import { versionNumber } from './command-table.ts';
import { DIRECTIVES, type Directive } from './config-directives.ts';
import { normalisedValue } from './config-values.ts';

/** Why a value was refused, in Redis's words. */
export class ConfigError extends Error {
  readonly directive: string;
  constructor(directive: string, reason: string) {
    super(reason);
    this.name = 'ConfigError';
    this.directive = directive;
  }
}

/** A directive as CONFIG REWRITE needs it; `isText` values are one word, whatever is in it. */
export interface ConfigSetting {
  readonly name: string;
  readonly isText: boolean;
  readonly isMemory: boolean;
  readonly value: string;
  readonly fallback: string;
}

type Listener = (value: string) => void;

/** Makes what has been set so; resolves with null, or with why it cannot be, in Redis's words. */
export type Applier = () => Promise<string | null>;

/** What a CONFIG SET has changed. */
export interface ConfigChange {
  /** Everything is again as it was before. */
  undo(): void;
  /** What the host still has to do; its failure names the directive. Null where that is nothing. */
  readonly applied: (() => Promise<ConfigError | null>) | null;
}

const noFolders = (): never => {
  throw new Error('this server keeps its files in no folder');
};

/** Directives whose value in the file is several words. */
const MULTI_WORD = new Set([
  'save',
  'client-output-buffer-limit',
  'bind',
  'oom-score-adj-values',
  'latency-tracking-info-percentiles',
  'replicaof',
  'shutdown-on-sigint',
  'shutdown-on-sigterm',
  'tls-protocols',
]);

export class Config {
  private readonly directives = new Map<string, Directive>();
  private readonly values = new Map<string, string>();
  private readonly numbers = new Map<string, number>();
  private readonly listeners = new Map<string, Listener[]>();
  /**
   * The folder that a value of `dir` names, in full; throws, with the reason, where there is none or
   * the host has no folders.
   */
  folderAt: (path: string) => string = noFolders;
  /** By directive: what shows only when the host does it. Set by the host. */
  readonly appliers = new Map<string, Applier>();
  private started = false;
  /** A line has set `save`. */
  private hasSaveLine = false;

  constructor() {
    for (const directive of DIRECTIVES) {
      this.directives.set(directive.name, directive);
      if (directive.alias) this.directives.set(directive.alias, directive);
      this.store(directive, directive.fallback);
    }
  }

  /** The same values, without those who follow them. */
  clone(): Config {
    const copy = new Config();
    for (const [name, value] of this.values) copy.store(this.directive(name) as Directive, value);
    copy.started = true;
    return copy;
  }

  /** From now on immutable directives are refused. */
  start(): void {
    this.started = true;
  }

  text(name: string): string {
    return this.values.get(name) ?? '';
  }

  private shown(name: string): string {
    const value = this.text(name);
    return name === 'notify-keyspace-events' ? shownNotifyLetters(value) : value;
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
        const isHidden = directive.isHidden || directive.name === 'emulate-version';
        if (isHidden || !this.isKnown(directive)) {
          if (pattern.toLowerCase() !== name) continue;
        }
        if (globMatch(pattern, name, true)) found.set(name, this.shown(directive.name));
      }
    }
    return found;
  }

  /**
   * CONFIG SET. Throws `ConfigError` for the first pair that cannot be; then nothing has changed.
   * Protected directives are for those who `mayChangeProtected`.
   */
  set(pairs: readonly (readonly [string, string])[], mayChangeProtected = false): ConfigChange {
    const seen = new Set<string>();
    const found = pairs.map(([name, value]) => {
      const directive = this.directive(name);
      if (!directive || !this.isKnown(directive)) throw new ConfigError(name, 'unknown');
      if (directive.immutable && this.started) {
        throw new ConfigError(name, "can't set immutable config");
      }
      if (directive.isProtected && !mayChangeProtected) {
        throw new ConfigError(name, "can't set protected config");
      }
      if (seen.has(name.toLowerCase())) throw new ConfigError(name, 'duplicate parameter');
      seen.add(name.toLowerCase());
      return { directive, name, value };
    });
    const changes = found.map(({ directive, name, value }) => {
      const normal = this.normalise(directive, name, value);
      return [directive, directive.name === 'dir' ? this.folder(name, normal) : normal] as const;
    });
    const before = changes.map(([directive]) => [directive, this.text(directive.name)] as const);
    for (const [directive, value] of changes) this.apply(directive, value);
    return {
      undo: () => {
        for (const [directive, value] of before) this.apply(directive, value);
      },
      applied: this.appliedLater(
        changes.filter(([, value], i) => value !== before[i]?.[1]).map(([{ name }]) => name),
      ),
    };
  }

  private appliedLater(names: readonly string[]): ConfigChange['applied'] {
    const slow = names.filter((name) => this.appliers.has(name));
    if (slow.length === 0) return null;
    return () =>
      slow.reduce<Promise<ConfigError | null>>(
        (earlier, name) =>
          earlier.then((failure) => {
            if (failure) return failure;
            const applied = this.appliers.get(name)?.() ?? Promise.resolve(null);
            return applied.then((reason) =>
              reason === null ? null : new ConfigError(name, reason),
            );
          }),
        Promise.resolve(null),
      );
  }

  /** One line of redis.conf or one `--directive value` of the command line. */
  setLine(words: readonly string[]): void {
    const [name = '', ...rest] = words;
    const directive = this.directive(name);
    if (!directive) throw new ConfigError(name, 'Bad directive or wrong number of arguments');
    const several = MULTI_WORD.has(directive.name);
    if (rest.length !== 1 && !several) {
      throw new ConfigError(name, 'wrong number of arguments');
    }
    let value = this.normalise(directive, name, rest.join(' '));
    if (directive.name === 'save') {
      // The first line takes the place of what there was, the others add to it.
      const before = this.hasSaveLine ? this.text('save') : '';
      this.hasSaveLine = true;
      if (value !== '' && before !== '') value = `${before} ${value}`;
    }
    this.apply(directive, value);
  }

  /** Every directive with what CONFIG GET says of it: for CONFIG REWRITE. */
  settings(): ConfigSetting[] {
    const known = DIRECTIVES.filter((directive) => this.isKnown(directive));
    return known.map(({ name, kind, fallback }) => ({
      name,
      isText: kind === 'text' && !MULTI_WORD.has(name) && name !== 'unixsocketperm',
      isMemory: kind === 'memory',
      value: this.shown(name),
      fallback,
    }));
  }

  private folder(name: string, path: string): string {
    if (path === this.text('dir')) return path;
    try {
      return this.folderAt(path);
    } catch (error) {
      throw new ConfigError(name, error instanceof Error ? error.message : String(error));
    }
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
    return normalisedValue(directive, value, this.text(directive.name), (reason) => {
      throw new ConfigError(name, reason);
    });
  }
}
