/**
 * The ACL users of a node, and the log of what was denied.
 *
 * There is always a user `default`, which new connections have. Users are changed whole or not at
 * all: rules are applied to a copy first.
 */
import type { Bytes } from '../../../base/bytes.ts';
import { splitArguments } from '../../../protocol/split-arguments.ts';
import type { CommandTable } from '../command-table.ts';
import { AclLog } from './acl-log.ts';
import { describeUser } from './describe.ts';
import { AclError, UNKNOWN_NAME } from './selector.ts';
import { joinSelectors, User, type UserDefaults } from './user.ts';

const DEFAULT = 'default';

export class Acl implements UserDefaults {
  readonly log = new AclLog();
  channelsByDefault = false;
  private readonly users = new Map<Bytes, User>();
  private readonly table: CommandTable;
  private readonly version: number;

  constructor(table: CommandTable, version: number) {
    this.table = table;
    this.version = version;
    this.users.set(DEFAULT, this.freshDefault());
  }

  get defaultUser(): User {
    return this.users.get(DEFAULT) as User;
  }

  user(name: Bytes): User | undefined {
    return this.users.get(name);
  }

  /** In alphabetical order, as Redis keeps them. */
  names(): Bytes[] {
    return [...this.users.keys()].sort();
  }

  /** One line a user, as in a configuration file. */
  lines(): Bytes[] {
    return this.names().map((name) => this.describe(this.users.get(name) as User));
  }

  describe(user: User): Bytes {
    return describeUser(user, this.table, this.version);
  }

  /** Makes or changes a user. Throws `AclError`. */
  setUser(name: Bytes, rules: readonly Bytes[]): User {
    if (/[\s\0]/.test(name))
      throw new AclError("Usernames can't contain spaces or null characters");
    const known = this.users.get(name);
    const changed = known?.clone() ?? this.newUser(name);
    changed.applyAll(joinSelectors(rules));
    if (!known) this.users.set(name, changed);
    else known.take(changed);
    return known ?? changed;
  }

  /** False where there is no such user. */
  deleteUser(name: Bytes): boolean {
    return this.users.delete(name);
  }

  /** requirepass: the default user's only password; none, and it needs none. */
  setDefaultPassword(password: Bytes): void {
    this.defaultUser.applyAll(password === '' ? ['nopass'] : ['resetpass', `>${password}`]);
  }

  /**
   * Takes the users of a file's text in place of all there are. Throws `AclError` that names every
   * line at fault; then nothing has changed.
   */
  load(text: Bytes, fileName: string): void {
    const loaded = new Map<Bytes, User>();
    let errors = '';
    for (const [i, line] of text.split('\n').entries()) {
      if (line.trim() !== '') errors += this.loadLine(line.trim(), i + 1, fileName, loaded);
    }
    if (errors !== '') {
      throw new AclError(
        `${errors}WARNING: ACL errors detected, no change to the previously active ACL rules was performed`,
      );
    }
    const { defaultUser } = this;
    defaultUser.take(loaded.get(DEFAULT) ?? this.freshDefault());
    this.users.clear();
    for (const [name, user] of loaded) this.users.set(name, user);
    this.users.set(DEFAULT, defaultUser);
  }

  private loadLine(line: Bytes, number: number, file: string, loaded: Map<Bytes, User>): string {
    const words = splitArguments(line);
    if (words === null) return `${file}:${number}: unbalanced quotes in acl line. `;
    const [keyword, name, ...rules] = words;
    if (keyword !== 'user' || name === undefined) {
      return `${file}:${number} should start with user keyword followed by the username. `;
    }
    if (loaded.has(name)) return `WARNING: Duplicate user '${name}' found on line ${number}. `;
    const user = this.newUser(name);
    loaded.set(name, user);
    let joined: readonly Bytes[];
    try {
      joined = joinSelectors(rules);
    } catch {
      return `${file}:${number}: Unmatched parenthesis in selector definition.`;
    }
    return applyEach(user, joined, `${file}:${number}`);
  }

  private newUser(name: Bytes): User {
    return new User(name, this.table, this);
  }

  private freshDefault(): User {
    const user = this.newUser(DEFAULT);
    user.applyAll(['+@all', '~*', '&*', 'on', 'nopass']);
    return user;
  }
}

/** Applies what can be applied. Unknown names are all told, of other errors the first of the line. */
function applyEach(user: User, rules: readonly Bytes[], place: string): string {
  let errors = '';
  let told = false;
  for (const rule of rules) {
    try {
      user.apply(rule);
    } catch (error) {
      if (!(error instanceof AclError)) throw error;
      if (error.message === UNKNOWN_NAME) {
        errors += `${place}: Error in applying operation '${rule}': ${error.message}. `;
      } else if (!told) {
        errors += `${place}: ${error.message}. `;
        told = true;
      }
    }
  }
  return errors;
}
