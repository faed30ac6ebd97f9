/**
 * The configuration a server starts with, read line by line in redis-server's order: the first line
 * that cannot be is the one reported, `include` reads its file where it stands, and `dir` moves the
 * process there, so that what follows is relative to it.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { globMatch } from '../../base/glob.ts';
import type { Node } from '../../engine/node.ts';
import { AclError, UNKNOWN_NAME } from '../../engine/server/acl/selector.ts';
import { Config, ConfigError } from '../../engine/server/config.ts';
import { type CommandLine, type ConfigLine, eachConfigLine } from './config-text.ts';
import { FatalConfigError, StartError, systemReason } from './start-error.ts';

const INCLUDES_DEEP_MAX = 16;
const ADDRESSES_MAX = 16;
const BAD_LINE = 'Bad directive or wrong number of arguments';
const WRONG_NUMBER = 'wrong number of arguments';

/** What redis-server once had: known with one value, and without effect. */
const FORGOTTEN = new Set(['list-max-ziplist-entries', 'list-max-ziplist-value']);
/** Lines that are not settings; the node checks them when it is made, the users after that. */
const ADDING = new Set(['user', 'rename-command']);

export interface ReadConfig {
  readonly lines: readonly ConfigLine[];
  /** The settings alone. */
  readonly config: Config;
}

/** Changes the working directory and answers with its path; throws where there is none. */
export type MoveTo = (folder: string) => string;

export function readConfig(
  given: CommandLine,
  moveTo: MoveTo,
  readInput = () => readFileSync(0, 'utf8'),
): ReadConfig {
  const file = given.file === null ? '' : fileText(given.file);
  const input = given.readsInput ? readInput() : '';
  const reading = new Reading(moveTo);
  reading.read(`${file}${input}${given.options}`);
  if (!reading.lines.some(({ words }) => words[0] === 'dir')) reading.read('dir .');
  return reading;
}

function fileText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new StartError(`Fatal error, can't open config file '${path}': ${systemReason(error)}`);
  }
}

/** What `include` reads: the files whose names match a pattern, if any, or the one so called. */
function includedTexts(path: string): string[] {
  if (!/[*?[]/.test(path)) return [fileText(path)];
  const [folder, pattern] = [dirname(path), basename(path)];
  const names = existsSync(folder) ? readdirSync(folder) : [];
  const found = names.filter((name) => globMatch(pattern, name)).sort();
  return found.map((name) => fileText(join(folder, name)));
}

class Reading implements ReadConfig {
  readonly lines: ConfigLine[] = [];
  readonly config = new Config();
  private readonly moveTo: MoveTo;
  private readonly users = new Set<string>();
  private depth = 0;

  constructor(moveTo: MoveTo) {
    this.moveTo = moveTo;
  }

  read(text: string): void {
    for (const line of eachConfigLine(text)) {
      const reason = this.take(line);
      if (reason !== null) throw new FatalConfigError(line, reason, this.config.version);
    }
  }

  /** Answers with what is wrong with the line, or null. */
  private take(line: ConfigLine): string | null {
    const [directive = '', ...values] = line.words;
    if (this.config.directive(directive)) return this.set(line, values);
    if (FORGOTTEN.has(directive) && values.length === 1) return null;
    if (directive === 'include' && values.length === 1) return this.include(values[0] as string);
    if (directive === 'sentinel') {
      return values.length === 0 ? null : 'sentinel directive while not in sentinel mode';
    }
    if (directive === 'loadmodule' && values.length > 0) {
      throw new StartError(`Can't load module from ${values[0]}: there are no modules here`);
    }
    if (directive.includes('.')) {
      if (values.length === 0) return 'Module config specified without value';
      throw new StartError(
        'Module Configuration detected without loadmodule directive or no ApplyConfig call: aborting',
      );
    }
    return ADDING.has(directive) ? this.add(line, values) : BAD_LINE;
  }

  private set(line: ConfigLine, values: readonly string[]): string | null {
    const [directive = '', value = ''] = line.words;
    const refused = SETTING_RULES[this.config.directive(directive)?.name ?? '']?.(values);
    if (refused) return refused;
    try {
      this.config.setLine(line.words);
      const isMove = directive === 'dir';
      this.lines.push(isMove ? { ...line, words: [directive, this.moveTo(value)] } : line);
    } catch (error) {
      return error instanceof ConfigError ? error.message : systemReason(error);
    }
    return null;
  }

  private include(path: string): string | null {
    if (this.depth === INCLUDES_DEEP_MAX) return 'files include one another';
    this.depth++;
    for (const text of includedTexts(path)) this.read(text);
    this.depth--;
    return null;
  }

  private add(line: ConfigLine, values: readonly string[]): string | null {
    const [name] = values;
    if (name === undefined) return BAD_LINE;
    if (line.words[0] === 'user') {
      if (this.users.has(name)) {
        return `Error in user declaration '${name}': Duplicate user found. A user can only be defined once in config files`;
      }
      this.users.add(name);
    }
    this.lines.push(line);
    return null;
  }
}

const notEmpty =
  (name: string) =>
  ([value]: readonly string[]) =>
    value === '' ? `${name} can't be empty` : null;

/** What CONFIG SET cannot come across, since these are given at start only. */
const SETTING_RULES: Readonly<Record<string, (values: readonly string[]) => string | null>> = {
  appendfilename: notEmpty('appendfilename'),
  appenddirname: notEmpty('appenddirname'),
  bind: (values) => (values.length > ADDRESSES_MAX ? 'Too many bind addresses specified.' : null),
  unixsocketperm: ([mode, ...more]) => {
    if (more.length > 0 || mode === undefined) return null;
    if (!/^\s*[+-]?[0-7]+$/.test(mode)) return "argument couldn't be parsed as an octal number";
    const bits = Number.parseInt(mode, 8);
    return bits >= 0 && bits <= 0o777 ? null : 'argument must be between 0 and 777 inclusive';
  },
  replicaof: (values) => {
    if (values.length !== 2) return WRONG_NUMBER;
    const [host = '', port = ''] = values.map((value) => value.toLowerCase());
    if (host === 'no' && port === 'one') return null;
    return /^\d+$/.test(port) && Number(port) <= 65535 ? null : 'Invalid master port';
  },
};

/**
 * Makes the users that the lines name. Unknown commands are told when the server has been set up,
 * since modules could have brought them; all else is a fault of the line.
 */
export function defineUsers(node: Node, lines: readonly ConfigLine[]): void {
  for (const line of lines) {
    const [directive, name = '', ...rules] = line.words;
    if (directive !== 'user') continue;
    if (node.config.text('aclfile') !== '') {
      throw new StartError(
        'Configuring Redis with users defined in redis.conf and at the same setting an ACL file path is invalid. This setup is very likely to lead to configuration errors and security holes, please define either an ACL file or declare users directly in your redis.conf, but not both.',
      );
    }
    try {
      // The default user is there already, and its line says all of it.
      node.server.acl.setUser(name, name === 'default' ? ['reset', ...rules] : rules);
    } catch (error) {
      if (!(error instanceof AclError)) throw error;
      const fault = userFault(line, error.message, node.config.version);
      if (fault instanceof FatalConfigError) throw fault;
      node.ports.log.write('warning', fault);
      throw new StartError('Critical error while loading ACLs. Exiting.');
    }
  }
}

function userFault(line: ConfigLine, message: string, version: number): FatalConfigError | string {
  const [, name = '', ...rules] = line.words;
  const found = /^Error in ACL SETUSER modifier '(.*)': (.*)$/s.exec(message);
  if (found === null) return 'Spaces not allowed in ACL usernames';
  const [, rule = '', reason = ''] = found;
  if (reason === UNKNOWN_NAME) {
    return `Error loading ACL rule '${rule}' for the user named '${name}': ${reason}`;
  }
  // The word it names is two before the rule at fault: Redis counts from the first rule.
  const named = line.words[rules.indexOf(rule)] ?? rule;
  return new FatalConfigError(line, `Error in user declaration '${named}': ${reason}`, version);
}
