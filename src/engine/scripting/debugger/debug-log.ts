/**
 * What the debugger has to say, gathered until it is sent as one array of status replies; and the
 * limit to the length of values and replies in it (`maxlen`).
 */
import type { Bytes } from '../../../base/bytes.ts';

const LENGTH_MAX_DEFAULT = 256;
const LENGTH_MAX_LEAST = 60;
/** Where the user has lifted the limit, there is one nevertheless: tables that hold themselves. */
export const ENOUGH = 4 * 1024 * 1024;
const HINT = "<hint> The above reply was trimmed. Use 'maxlen 0' to disable trimming.";

export class DebugLog {
  private entries: Bytes[] = [];
  /** 0 for none. */
  private lengthMax = LENGTH_MAX_DEFAULT;
  private hinted = false;

  add(entry: Bytes): void {
    this.entries.push(entry);
  }

  /** Cut where it is too long; the first time with a hint. */
  addTrimmed(entry: Bytes): void {
    const isTrimmed = entry.length > this.enough;
    this.add(isTrimmed ? `${entry.slice(0, this.enough)} ...` : entry);
    if (!isTrimmed || this.hinted) return;
    this.hinted = true;
    this.add(HINT);
  }

  /** So many bytes of an entry are shown at most. */
  get enough(): number {
    return this.lengthMax === 0 ? ENOUGH : this.lengthMax;
  }

  setLengthMax(length: number): void {
    this.hinted = true;
    this.lengthMax = length === 0 ? 0 : Math.max(length, LENGTH_MAX_LEAST);
  }

  addLengthMax(): void {
    this.add(
      this.lengthMax === 0
        ? '<value> replies are unlimited.'
        : `<value> replies are truncated at ${this.lengthMax} bytes.`,
    );
  }

  /** What has gathered, as RESP. */
  take(): Bytes {
    const { entries } = this;
    this.entries = [];
    const lines = entries.map((entry) => `+${entry.replace(/[\r\n]/g, ' ')}\r\n`);
    return `*${entries.length}\r\n${lines.join('')}`;
  }
}
