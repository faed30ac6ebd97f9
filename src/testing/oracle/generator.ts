/**
 * Draws command sequences from the engine's own grammar: mostly meaningful, now and then with a
 * wrong arity, a wrong type or a value that is none.
 *
 * Some commands are drawn so that both servers can only answer alike: iterations take everything
 * in one call, a key that chance has popped from is deleted, nothing blocks for long.
 */
import type { Random } from '../../base/ports.ts';
import type { Syntax } from '../../contract/catalogue.ts';
import { type Argv, sayingScripts } from './compare.ts';
import { StreamIds, streamPrelude } from './stream-ids.ts';
import {
  allKeys,
  byGroup,
  byName,
  doubles,
  integers,
  keysByType,
  lexKey,
  lexLimits,
  spoilers,
  texts,
  times,
} from './values.ts';

/** What the generator needs of a command; the engine's commands have it. */
export interface GrammarCommand {
  readonly name: string;
  readonly group: string;
  readonly syntaxTree: readonly Syntax[];
  readonly keyType?: string;
  readonly flagSet: ReadonlySet<string>;
  readonly subcommands: ReadonlyMap<string, GrammarCommand>;
  readonly run?: unknown;
}

const excludedGroups = new Set(['connection', 'pubsub', 'server', 'scripting', 'cluster']);
/** Of the excluded groups, those that answer from the data alone. */
const included = new Set(['PING', 'ECHO', 'SELECT', 'DBSIZE', 'FLUSHDB', 'FLUSHALL', 'SWAPDB']);
const excluded = new Set(['WAIT', 'WAITAOF', 'MIGRATE', 'MULTI', 'EXEC', 'DISCARD', 'PFSELFTEST']);
const rare = new Set([
  ...['FLUSHDB', 'FLUSHALL', 'SWAPDB', 'SELECT', 'MOVE', 'KEYS', 'PING', 'ECHO'],
  // Its reply may have 16384 elements.
  'PFDEBUG',
  ...['XGROUP DESTROY', 'XGROUP DELCONSUMER', 'XSETID'],
]);
const scans = new Set(['SCAN', 'SSCAN', 'HSCAN', 'ZSCAN']);

const typeOfGroup: Readonly<Record<string, string>> = {
  string: 'string',
  bitmap: 'string',
  hash: 'hash',
  list: 'list',
  set: 'set',
  'sorted-set': 'zset',
  geo: 'zset',
  stream: 'stream',
};

function usable(command: GrammarCommand): boolean {
  if (command.run === undefined || excluded.has(command.name)) return false;
  if (command.name.endsWith(' HELP')) return false;
  return !excludedGroups.has(command.group) || included.has(command.name);
}

/** The commands that can be compared, subcommands on their own. */
export function usableCommands(commands: readonly GrammarCommand[]): GrammarCommand[] {
  return commands.flatMap((one) => [one, ...one.subcommands.values()]).filter(usable);
}

/** Limits low enough that a few commands cross them; drawn at the head of most sequences. */
const presets: readonly Argv[] = [
  ['CONFIG', 'SET', 'hash-max-listpack-entries', '4'],
  ['CONFIG', 'SET', 'hash-max-listpack-value', '8'],
  ['CONFIG', 'SET', 'set-max-intset-entries', '4'],
  ['CONFIG', 'SET', 'zset-max-listpack-entries', '4'],
  ['CONFIG', 'SET', 'zset-max-listpack-value', '8'],
  ['CONFIG', 'SET', 'list-max-listpack-size', '4'],
  ['CONFIG', 'SET', 'list-max-listpack-size', '-1'],
  ['CONFIG', 'SET', 'stream-node-max-entries', '3'],
  ['CONFIG', 'SET', 'stream-node-max-bytes', '60'],
  ['CONFIG', 'SET', 'hll-sparse-max-bytes', '40'],
  ['CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lfu'],
];

/** What is sorted BY something may tie, and then no two servers store the same list. */
function withoutTiesStored(argv: Argv): Argv {
  const words = argv.map((arg) => arg.toUpperCase());
  const store = words.indexOf('STORE');
  if (store < 0 || !words.includes('BY')) return argv;
  return [...argv.slice(0, store), ...argv.slice(store + 2)];
}

export class Generator {
  readonly #random: Random;
  readonly #common: readonly GrammarCommand[];
  readonly #rare: readonly GrammarCommand[];
  #command: GrammarCommand | null = null;
  /** Set by a `numkeys`, used by the repetition that follows it. */
  #keyCount: number | null = null;
  /** How often the last repetition repeated: XREAD has an ID for each of its keys. */
  #repeated = 0;
  readonly #ids: StreamIds;
  #comparisons = 0;

  constructor(random: Random, commands: readonly GrammarCommand[]) {
    this.#random = random;
    this.#ids = new StreamIds(random);
    const all = usableCommands(commands);
    this.#common = all.filter(({ name }) => !rare.has(name));
    this.#rare = all.filter(({ name }) => rare.has(name));
  }

  /** A sequence of about `length` commands for a fresh connection and empty databases. */
  sequence(length: number): Argv[] {
    const sequence: Argv[] = [];
    this.#ids.reset();
    if (this.#chance(0.3)) sequence.push(['HELLO', '3']);
    for (const preset of presets) if (this.#chance(0.25)) sequence.push(preset);
    while (sequence.length < length) {
      if (this.#chance(0.02)) sequence.push(...this.#transaction());
      else sequence.push(...this.#commands());
    }
    return sequence;
  }

  #transaction(): Argv[] {
    const inside: Argv[] = [];
    const count = 1 + this.#random.below(6);
    while (inside.length < count) inside.push(...this.#commands());
    const watch: Argv[] = this.#chance(0.2) ? [['WATCH', this.#pick(allKeys)]] : [];
    return [...watch, ['MULTI'], ...inside, [this.#chance(0.9) ? 'EXEC' : 'DISCARD']];
  }

  /**
   * GT and LT compare with the time there is. Were it the same relative time, given a moment before,
   * the two servers' clocks would decide: so each comparison has a second that no other has.
   */
  #withTimeOfItsOwn(argv: Argv): Argv {
    const isRelative = /^[1-9]\d{0,9}$/.test(argv[2] ?? '');
    if (!isRelative || !argv.some((arg) => /^[GL]T$/i.test(arg))) return argv;
    this.#comparisons++;
    const inSeconds = /^EXPIRE$/i.test(argv[0] ?? '');
    const own = inSeconds ? 50_000_000 + this.#comparisons : 200_000 + this.#comparisons * 1000;
    return argv.with(2, String(own));
  }

  /** One command, or one and what has to go with it; now and then said by a script. */
  #commands(): Argv[] {
    const commands = this.#plainCommands();
    return this.#chance(0.05) ? commands.map((argv) => this.#inScript(argv)) : commands;
  }

  /** Scripts say to pcall's face what they may not do at all. */
  #inScript(argv: Argv): Argv {
    return ['EVAL', this.#pick(sayingScripts), '0', ...argv];
  }

  #plainCommands(): Argv[] {
    const isRare = this.#rare.length > 0 && this.#chance(0.02);
    const command = this.#pick(isRare ? this.#rare : this.#common);
    const argv = this.#argv(command);
    if (command.group === 'stream') {
      return [...streamPrelude(this.#random, this.#ids, argv, this.#key()), argv];
    }
    if (/^P?EXPIRE$/.test(command.name)) return [this.#withTimeOfItsOwn(argv)];
    if (/^SORT/.test(command.name)) return [withoutTiesStored(argv)];
    if (command.name === 'SPOP') return [argv, ['DEL', argv[1] ?? 't1']];
    const isLex = command.name.includes('LEX') || argv.some((arg) => /^BYLEX$/i.test(arg));
    return isLex ? this.#lexicographic(argv) : [argv];
  }

  /** Redis defines such ranges for equal scores only: so they are asked of a key that has them. */
  #lexicographic(argv: Argv): Argv[] {
    const changed = [...argv];
    const keyAt = /^ZRANGESTORE$/i.test(argv[0] ?? '') ? 2 : 1;
    if (changed.length > keyAt) changed[keyAt] = lexKey;
    for (const at of [keyAt + 1, keyAt + 2]) {
      if (changed.length > at) changed[at] = this.#pick(lexLimits);
    }
    const members = Array.from({ length: 4 }, () => ['0', this.#pick(texts)]).flat();
    return this.#chance(0.5) ? [['ZADD', lexKey, ...members], changed] : [changed];
  }

  #argv(command: GrammarCommand): Argv {
    this.#command = command;
    this.#keyCount = null;
    const args = this.#shuffleOptions(command.syntaxTree).flatMap((item) => this.#draw(item));
    let argv = [...command.name.split(' '), ...args];
    if (this.#chance(0.1)) argv = argv.map((arg, at) => (at === 0 ? arg.toLowerCase() : arg));
    if (scans.has(command.name)) return this.#wholeScan(argv);
    if (this.#chance(0.03) && !command.flagSet.has('blocking')) argv = this.#spoil(argv);
    return argv;
  }

  #wholeScan(argv: readonly string[]): Argv {
    const at = argv.findIndex((arg) => arg.toUpperCase() === 'COUNT');
    const others = at < 0 ? argv : [...argv.slice(0, at), ...argv.slice(at + 2)];
    return [...others, 'COUNT', '1000'];
  }

  #spoil(argv: readonly string[]): string[] {
    const changed = [...argv];
    const kind = this.#random.below(4);
    if (kind === 0) changed.pop();
    else if (kind === 1) changed.push(this.#pick(texts));
    else if (kind === 2 && changed.length > 1) {
      changed[1 + this.#random.below(changed.length - 1)] = this.#pick(spoilers);
    } else if (changed.length > 2) {
      changed.splice(1 + this.#random.below(changed.length - 1), 0, this.#pick(['NX', 'GET', '0']));
    }
    // A subcommand's name, or nothing at all, is not to become another command.
    return changed.length === 0 ? [...argv] : changed;
  }

  /** Options may stand in any order: a run of them is sometimes shuffled. */
  #shuffleOptions(items: readonly Syntax[]): readonly Syntax[] {
    const start = items.findIndex(({ kind }) => kind === 'optional');
    const tail = start < 0 ? [] : items.slice(start);
    if (tail.length < 2 || tail.some(({ kind }) => kind !== 'optional') || this.#chance(0.6)) {
      return items;
    }
    const shuffled = [...tail];
    for (let n = shuffled.length - 1; n > 0; n--) {
      const other = this.#random.below(n + 1);
      [shuffled[n], shuffled[other]] = [shuffled[other]!, shuffled[n]!];
    }
    return [...items.slice(0, start), ...shuffled];
  }

  #draw(syntax: Syntax): string[] {
    switch (syntax.kind) {
      case 'token':
        // An ID that the clock chooses is no two servers' same.
        if (syntax.token === '*') return [this.#ids.next()];
        return [this.#chance(0.1) ? syntax.token.toLowerCase() : syntax.token];
      case 'value':
        return [this.#value(syntax.name, syntax.type)];
      case 'sequence':
        return syntax.items.flatMap((item) => this.#draw(item));
      case 'choice':
        return this.#draw(this.#pick(syntax.items));
      case 'optional':
        return this.#chance(0.35) ? this.#draw(syntax.item) : [];
      case 'repeat':
        return this.#repeat(syntax.item);
    }
  }

  #repeat(item: Syntax): string[] {
    const counted = item.kind === 'value' && item.type === 'key' ? this.#keyCount : null;
    const many = this.#chance(0.1) ? 8 : 3;
    const isIdPerKey = item.kind === 'value' && /^(after|group)-id$/.test(item.name);
    const asBefore = isIdPerKey && this.#chance(0.97) ? this.#repeated : null;
    const times = asBefore ?? counted ?? 1 + this.#random.below(many);
    this.#repeated = times;
    return Array.from({ length: times }, () => this.#draw(item)).flat();
  }

  #value(name: string, type: string): string {
    if (type === 'key') return this.#key();
    if (name === 'cursor') return this.#chance(0.97) ? '0' : 'abc';
    if (name === 'numkeys') return this.#numberOfKeys();
    const id = this.#ids.named(name);
    if (id !== null) return id;
    const named = byGroup[this.#command?.group ?? '']?.[name] ?? byName[name];
    const isTime = type === 'unix-time' || times.has(name);
    if (named !== undefined && (isTime || this.#chance(0.97))) return this.#pick(named);
    if (type === 'pattern') return this.#pick(byName.pattern!);
    if (type === 'integer' || type === 'unix-time') return this.#integer();
    if (type === 'double') return this.#pick(this.#chance(0.7) ? doubles.slice(0, 8) : doubles);
    return this.#pick(this.#chance(0.7) ? texts.slice(0, 10) : texts);
  }

  #integer(): string {
    return this.#pick(this.#chance(0.7) ? integers.slice(0, 9) : integers);
  }

  #numberOfKeys(): string {
    if (this.#chance(0.1)) return this.#pick(['0', '-1', 'abc', '5', '9223372036854775807']);
    this.#keyCount = 1 + this.#random.below(3);
    return String(this.#keyCount);
  }

  #key(): string {
    const command = this.#command;
    const type = command?.keyType ?? typeOfGroup[command?.group ?? ''] ?? '';
    const own = keysByType[command?.group ?? ''] ?? keysByType[type];
    return this.#pick(own !== undefined && this.#chance(0.9) ? own : allKeys);
  }

  #chance(probability: number): boolean {
    return this.#random.unit() < probability;
  }

  #pick<T>(from: readonly T[]): T {
    return from[this.#random.below(from.length)]!;
  }
}
