/** The script's text by lines, and the breakpoints in it. */
import type { Bytes } from '../../../base/bytes.ts';
import { cText } from '../../commands/errors.ts';

const BREAKPOINTS_MAX = 64;

export class SourceLines {
  readonly breakpoints: number[] = [];
  /** The line about to run. */
  current = -1;
  private readonly lines: readonly Bytes[];

  constructor(source: Bytes) {
    const text = source.replace(/[\r\n]+$/, '');
    this.lines = text === '' ? [] : text.split('\n').map((line) => cText(line));
  }

  isBreakpoint(line: number): boolean {
    return this.breakpoints.includes(line);
  }

  get isFull(): boolean {
    return this.breakpoints.length === BREAKPOINTS_MAX;
  }

  /** False where there is no such line, or a breakpoint already. */
  addBreakpoint(line: number): boolean {
    if (line <= 0 || line > this.lines.length || this.isBreakpoint(line)) return false;
    this.breakpoints.push(line);
    return true;
  }

  /** False where there was none. */
  removeBreakpoint(line: number): boolean {
    const at = this.breakpoints.indexOf(line);
    if (at < 0) return false;
    this.breakpoints.splice(at, 1);
    return true;
  }

  clearBreakpoints(): void {
    this.breakpoints.length = 0;
  }

  /** One line with its number and marks, as `list` shows it. */
  shown(line: number): Bytes {
    const text = this.lines[line - 1] ?? '<out of range source code line>';
    const mark = line === this.current ? '->' : '  ';
    const hash = this.isBreakpoint(line) ? '#' : ' ';
    return `${mark}${hash}${String(line).padEnd(3)} ${text}`;
  }

  /** The lines around one, `context` before and behind it. */
  around(line: number, context: number): Bytes[] {
    const shown: Bytes[] = [];
    for (let i = 1; i <= this.lines.length; i++) {
      if (line === 0 || Math.abs(line - i) <= context) shown.push(this.shown(i));
    }
    return shown;
  }
}
