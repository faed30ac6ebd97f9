/**
 * What a directive takes, and what CONFIG GET prints of it: each kind's rules, and those of single
 * directives, in Redis's words where a value is refused.
 */
import { parseDouble } from '../../base/double.ts';
import { parseCanonicalInt64 } from '../../base/int64.ts';
import { formatNotifyFlags, parseNotifyFlags } from '../keyspace/notifications.ts';
import { type Directive, MAX_INT64 } from './config-directives.ts';

/** Throws, with Redis's words for what is wrong. */
export type Refuse = (reason: string) => never;

const UNITS: Readonly<Record<string, bigint>> = {
  '': 1n,
  b: 1n,
  k: 1000n,
  kb: 1024n,
  m: 1000n ** 2n,
  mb: 1024n ** 2n,
  g: 1000n ** 3n,
  gb: 1024n ** 3n,
};

const MAX_UINT64 = 2n ** 64n - 1n;

/** Bytes from `100`, `64mb`, `1G`; nothing at all is 0, as Redis reads it. Null where it is none. */
export function parseMemory(text: string): bigint | null {
  const match = /^(\d{0,127})([a-z]*)$/i.exec(text);
  const unit = match && UNITS[(match[2] as string).toLowerCase()];
  if (!match || !unit) return null;
  const digits = BigInt(match[1] || 0);
  return BigInt.asUintN(64, (digits > MAX_UINT64 ? MAX_UINT64 : digits) * unit);
}

/** The value as CONFIG GET will print it. `current` is what it is now. */
export function normalisedValue(
  directive: Directive,
  value: string,
  current: string,
  refuse: Refuse,
): string {
  switch (directive.kind) {
    case 'bool':
      return boolValue(directive, value.toLowerCase(), refuse);
    case 'enum':
      return enumValue(directive, value, refuse);
    case 'int': {
      const number = parseCanonicalInt64(value);
      if (number === null) return refuse("argument couldn't be parsed into an integer");
      return clamped(directive, bounded(directive, BigInt(number), 2n ** 31n - 1n, refuse));
    }
    case 'memory':
      return memoryValue(directive, value, refuse);
    case 'text':
      return TEXT_RULES[directive.name]?.(value, refuse, current) ?? value;
  }
}

function boolValue({ name }: Directive, word: string, refuse: Refuse): string {
  if (word !== 'yes' && word !== 'no') return refuse("argument must be 'yes' or 'no'");
  if (name === 'activedefrag' && word === 'yes') {
    return refuse(
      'Active defragmentation cannot be enabled: it requires a Redis server compiled with a modified Jemalloc like the one shipped by default with the Redis source distribution',
    );
  }
  return word;
}

/** Several words of these may be given together. */
const COMBINED = new Set(['shutdown-on-sigint', 'shutdown-on-sigterm']);

function enumValue(directive: Directive, value: string, refuse: Refuse): string {
  const known = (directive.values as string).split(' ');
  const given = COMBINED.has(directive.name) ? value.split(' ') : [value];
  const words = given.map((word) => word.toLowerCase());
  if (words.some((word) => !known.includes(word))) {
    return refuse(`argument(s) must be one of the following: ${known.join(', ')}`);
  }
  return known.filter((word) => words.includes(word)).join(' ');
}

function bounded(
  { min = 0, max }: Directive,
  number: bigint,
  maxOfKind: bigint,
  refuse: Refuse,
): bigint {
  const limit = BigInt(max ?? maxOfKind);
  if (number >= min && number <= limit) return number;
  return refuse(`argument must be between ${min} and ${limit} inclusive`);
}

/** Some directives are taken and then brought into a range that makes sense. */
const CLAMPS: Readonly<Record<string, readonly [min: bigint, max: bigint]>> = {
  hz: [1n, 500n],
  'repl-backlog-size': [16384n, MAX_INT64],
};

function clamped({ name }: Directive, number: bigint): string {
  const [min, max] = CLAMPS[name] ?? [number, number];
  return String(number < min ? min : number > max ? max : number);
}

const PERCENT_MAX = 100n;

function memoryValue(directive: Directive, value: string, refuse: Refuse): string {
  const isShare = directive.name === 'maxmemory-clients';
  const bytes = parseMemory(value);
  if (!isShare) {
    if (bytes === null) return refuse('argument must be a memory value');
    return clamped(directive, bounded(directive, bytes, MAX_INT64, refuse));
  }
  // A share of maxmemory is kept as a negative number, and so can be given as one that wraps.
  const percent = /^\d+%$/.test(value) ? parseCanonicalInt64(value.slice(0, -1)) : null;
  const signed = percent === null ? BigInt.asIntN(64, bytes ?? 0n) : -BigInt(percent);
  if (percent === null && bytes === null) {
    return refuse('argument must be a memory or percent value');
  }
  if (signed < -PERCENT_MAX) {
    return refuse(`percentage argument must be less or equal to ${PERCENT_MAX}`);
  }
  return signed < 0n ? `${-signed}%` : String(signed);
}

type TextRule = (value: string, refuse: Refuse, current: string) => string;

/** C's strtoll over a whole word: signs and leading zeros pass, nothing else does. */
const integerOf = (word: string): number | null => {
  const digits = word.trimStart();
  return /^[+-]?\d+$/.test(digits) ? Number(digits) : null;
};

const saveRule: TextRule = (value, refuse) => {
  if (value === '') return '';
  const words = value.split(' ').map((word) => (word === '' ? 0 : integerOf(word)));
  const isBad = words.some((number, i) => number === null || number < (i % 2 === 0 ? 1 : 0));
  if (isBad || words.length % 2 !== 0) return refuse('Invalid save parameters');
  return words.join(' ');
};

const outputLimitRule: TextRule = (value, refuse, current) => {
  if (value === '') return current;
  const words = value.split(' ');
  if (words.length % 4 !== 0) {
    return refuse('Wrong number of arguments in buffer limit configuration.');
  }
  const limits = new Map<string, string>();
  const known = current.split(' ');
  for (let i = 0; i < known.length; i += 4) {
    limits.set(known[i] as string, known.slice(i + 1, i + 4).join(' '));
  }
  for (let i = 0; i < words.length; i += 4) {
    const [kind = '', ...figures] = words.slice(i, i + 4);
    const name = kind.toLowerCase() === 'replica' ? 'slave' : kind.toLowerCase();
    if (!limits.has(name)) {
      return refuse('Invalid client class specified in buffer limit configuration.');
    }
    const [hard = null, soft = null] = figures.slice(0, 2).map(parseMemory);
    const seconds = integerOf(figures[2] ?? '');
    if (hard === null || soft === null || seconds === null || seconds < 0) {
      return refuse('Error in hard, soft or soft_seconds setting in buffer limit configuration.');
    }
    limits.set(name, `${hard} ${soft} ${seconds}`);
  }
  return [...limits].map(([name, figures]) => `${name} ${figures}`).join(' ');
};

const percentilesRule: TextRule = (value, refuse) => {
  if (value === '') return '';
  const numbers = value
    .split(' ')
    .map((word) => (word === '' ? Number.NaN : (parseDouble(word) ?? Number.NaN)));
  if (numbers.some(Number.isNaN)) {
    return refuse('Invalid latency-tracking-info-percentiles parameters');
  }
  if (numbers.some((number) => number < 0 || number > 100)) {
    return refuse('latency-tracking-info-percentiles parameters should sit between [0.0,100.0]');
  }
  return numbers.map((number) => String(Number(number.toFixed(6)))).join(' ');
};

const OOM_SCORES = 3;
const OOM_SCORE_MAX = 2000;

const oomScoresRule: TextRule = (value, refuse) => {
  const words = value.split(' ');
  if (words.length !== OOM_SCORES) return refuse('wrong number of arguments');
  const numbers = words.map((word) => (word === '' ? 0 : integerOf(word)));
  if (numbers.some((number) => number === null || Math.abs(number) > OOM_SCORE_MAX)) {
    return refuse(
      `Invalid oom-score-adj-values, elements must be between -${OOM_SCORE_MAX} and ${OOM_SCORE_MAX}.`,
    );
  }
  return numbers.join(' ');
};

/** Variables of proc-title-template; those that are empty for a lone server do not make a title. */
const TITLE_VARIABLES: Readonly<Record<string, string>> = {
  title: '',
  'listen-addr': '*:6379',
  'server-mode': '',
  port: '6379',
  'tls-port': '0',
  unixsocket: '',
  'config-file': '',
};

const titleRule: TextRule = (value, refuse) => {
  let isKnown = true;
  const title = value.replace(/\{([^}]*)(\}?)/g, (_all, name: string, end: string) => {
    isKnown &&= end !== '' && Object.hasOwn(TITLE_VARIABLES, name);
    return TITLE_VARIABLES[name] ?? '';
  });
  if (isKnown && title.trim() !== '') return value;
  return refuse('template format is invalid or contains unknown variables');
};

const hostnameRule: TextRule = (value, refuse) => {
  if (value.length >= 256) return refuse('Hostnames must be less than 256 characters');
  if (!/^[A-Za-z0-9.-]*$/.test(value)) {
    return refuse('Hostnames may only contain alphanumeric characters, hyphens or dots');
  }
  return value;
};

const fileNameRule =
  (name: string): TextRule =>
  (value, refuse) =>
    /[/\\]/.test(value) ? refuse(`${name} can't be a path, just a filename`) : value;

const TEXT_RULES: Readonly<Record<string, TextRule>> = {
  save: saveRule,
  'client-output-buffer-limit': outputLimitRule,
  'latency-tracking-info-percentiles': percentilesRule,
  'oom-score-adj-values': oomScoresRule,
  'proc-title-template': titleRule,
  'cluster-announce-hostname': hostnameRule,
  unixsocketperm: (value) =>
    /^\s*[+-]?[0-7]+$/.test(value) ? Number.parseInt(value, 8).toString(8) : value,
  dbfilename: fileNameRule('dbfilename'),
  appendfilename: fileNameRule('appendfilename'),
  appenddirname: fileNameRule('appenddirname'),
  'notify-keyspace-events': (value, refuse) => {
    const flags = parseNotifyFlags(value);
    if (flags !== null) return formatNotifyFlags(flags);
    return refuse("Invalid event class character. Use 'Ag$lshzxeKEtmdn'.");
  },
};
