/**
 * One ACL user: whether it may log in, with which passwords (SHA-256 only), and what it may do.
 *
 * Several selectors: a command may run where any one of them permits it whole.
 */
import type { Bytes } from '../../../base/bytes.ts';
import { sha256Hex } from '../../../base/hashes.ts';
import type { Args } from '../../commands/args.ts';
import type { CommandEntry, CommandTable } from '../command-table.ts';
import { AclError, type Denial, Selector } from './selector.ts';

const HASH_DIGITS = 64;
/** Which of two denials is told: the one that came further. */
const RANK = { command: 1, key: 2, channel: 3 } as const;

/** What may change while there are users. */
export interface UserDefaults {
  /** acl-pubsub-default is allchannels: new and reset users, and new selectors, begin with all channels. */
  readonly channelsByDefault: boolean;
}

export class User {
  readonly name: Bytes;
  enabled = false;
  noPassword = false;
  /** `sanitize-payload` and `skip-sanitize-payload`, as last said. */
  sanitizes: boolean | null = null;
  hashes: Bytes[] = [];
  root: Selector;
  others: Selector[] = [];
  /** The root permits everything: kept beside the rules, because every command asks. */
  isUnlimited = false;
  private readonly table: CommandTable;
  private readonly defaults: UserDefaults;

  /** A new user may do nothing but, by default, use all channels or none. */
  constructor(name: Bytes, table: CommandTable, defaults: UserDefaults) {
    this.name = name;
    this.table = table;
    this.defaults = defaults;
    this.root = new Selector(table);
    this.root.allChannels = defaults.channelsByDefault;
  }

  clone(): User {
    const copy = new User(this.name, this.table, this.defaults);
    copy.take(this);
    return copy;
  }

  /** Becomes like `other`, except in name. */
  take(other: User): void {
    this.enabled = other.enabled;
    this.noPassword = other.noPassword;
    this.sanitizes = other.sanitizes;
    this.hashes = [...other.hashes];
    this.root = other.root.clone();
    this.others = other.others.map((selector) => selector.clone());
    this.isUnlimited = other.isUnlimited;
  }

  get selectors(): readonly Selector[] {
    return [this.root, ...this.others];
  }

  accepts(password: Bytes): boolean {
    return this.noPassword || this.hashes.includes(sha256Hex(password));
  }

  /** Null where the command may run with these arguments. */
  denial(entry: CommandEntry, args: Args): Denial | null {
    if (this.isUnlimited) return null;
    let worst: Denial = { reason: 'command', at: 0 };
    for (const selector of this.selectors) {
      const denial = selector.denial(entry, args);
      if (denial === null) return null;
      const further = RANK[denial.reason] - RANK[worst.reason];
      if (further > 0 || (further === 0 && denial.at > worst.at)) worst = denial;
    }
    return worst;
  }

  /** One selector must permit the command as it stands and the reading of every key there is. */
  mayReadAnyKey(entry: CommandEntry, args: Args): boolean {
    return this.selectors.some(
      (selector) => selector.readsAllKeys && selector.denial(entry, args) === null,
    );
  }

  permitsChannel(channel: Bytes, isPattern: boolean): boolean {
    return this.selectors.some((selector) => selector.permitsChannel(channel, isPattern));
  }

  /** Applies rules in order. Throws `AclError` for the first that cannot be; apply to a clone. */
  applyAll(rules: readonly Bytes[]): void {
    for (const rule of rules) {
      try {
        this.apply(rule);
      } catch (error) {
        if (!(error instanceof AclError)) throw error;
        throw new AclError(`Error in ACL SETUSER modifier '${rule}': ${error.message}`);
      }
    }
  }

  /** Applies one rule; a selector in parentheses is one. Throws `AclError`. */
  apply(rule: Bytes): void {
    this.applyOne(rule);
    this.isUnlimited = this.root.isUnlimited;
  }

  private applyOne(rule: Bytes): void {
    switch (rule.toLowerCase()) {
      case '':
        return;
      case 'on':
        this.enabled = true;
        return;
      case 'off':
        this.enabled = false;
        return;
      case 'nopass':
        this.noPassword = true;
        this.hashes = [];
        return;
      case 'resetpass':
        this.noPassword = false;
        this.hashes = [];
        return;
      case 'sanitize-payload':
        this.sanitizes = true;
        return;
      case 'skip-sanitize-payload':
        this.sanitizes = false;
        return;
      case 'clearselectors':
        this.others = [];
        return;
      case 'reset':
        this.take(new User(this.name, this.table, this.defaults));
        this.sanitizes = true;
        return;
    }
    if (rule.startsWith('>') || rule.startsWith('#')) this.addPassword(rule);
    else if (rule.startsWith('<') || rule.startsWith('!')) this.removePassword(rule);
    else if (rule.startsWith('(') && rule.endsWith(')')) this.addSelector(rule.slice(1, -1));
    else this.root.apply(rule);
  }

  private addPassword(rule: Bytes): void {
    const hash = rule.startsWith('>') ? sha256Hex(rule.slice(1)) : checkedHash(rule.slice(1));
    if (!this.hashes.includes(hash)) this.hashes.push(hash);
    this.noPassword = false;
  }

  private removePassword(rule: Bytes): void {
    const hash = rule.startsWith('<') ? sha256Hex(rule.slice(1)) : checkedHash(rule.slice(1));
    if (!this.hashes.includes(hash)) {
      throw new AclError('The password you are trying to remove from the user does not exist');
    }
    this.hashes = this.hashes.filter((known) => known !== hash);
  }

  private addSelector(text: Bytes): void {
    const selector = new Selector(this.table);
    selector.allChannels = this.defaults.channelsByDefault;
    for (const rule of text.split(' ').filter(Boolean)) selector.apply(rule);
    this.others.push(selector);
  }
}

function checkedHash(hash: Bytes): Bytes {
  if (hash.length === HASH_DIGITS && /^[0-9a-f]*$/.test(hash)) return hash;
  throw new AclError(
    'The password hash must be exactly 64 characters and contain only lowercase hexadecimal characters',
  );
}

/** Words between parentheses belong together: `(+get` `~x)` is one selector. */
export function joinSelectors(rules: readonly Bytes[]): Bytes[] {
  const joined: Bytes[] = [];
  let open: Bytes[] | null = null;
  for (const rule of rules) {
    if (open) open.push(rule);
    else if (rule.startsWith('(') && !rule.endsWith(')')) open = [rule];
    else joined.push(rule);
    if (open && rule.endsWith(')')) {
      joined.push(open.join(' '));
      open = null;
    }
  }
  if (open) throw new AclError(`Unmatched parenthesis in acl selector starting at '${open[0]}'.`);
  return joined;
}
