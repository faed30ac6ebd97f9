/**
 * What the debugger draws into the editor: breakpoints in the margin, which move with their lines,
 * and the line about to run. The margin is clicked to set and remove them.
 */
import type * as Monaco from 'monaco-editor/editor';
import type { MonacoApi } from './monaco.ts';
import type { Editor } from './use-editor.ts';

export interface MarkTexts {
  readonly breakpoint: string;
  readonly currentLine: string;
}

export class DebugMarks {
  private readonly editor: Editor;
  private readonly monaco: MonacoApi;
  private readonly breakpoints: Monaco.editor.IEditorDecorationsCollection;
  private readonly current: Monaco.editor.IEditorDecorationsCollection;
  private readonly texts: () => MarkTexts;
  private readonly listener: Monaco.IDisposable;

  /** Texts are those of the moment; `onMargin` is told the line whose margin was clicked. */
  constructor(
    editor: Editor,
    monaco: MonacoApi,
    texts: () => MarkTexts,
    onMargin: (line: number) => void,
  ) {
    this.editor = editor;
    this.monaco = monaco;
    this.texts = texts;
    this.breakpoints = editor.createDecorationsCollection();
    this.current = editor.createDecorationsCollection();
    const { GUTTER_GLYPH_MARGIN, GUTTER_LINE_NUMBERS } = monaco.editor.MouseTargetType;
    this.listener = editor.onMouseDown(({ target }) => {
      if (target.type !== GUTTER_GLYPH_MARGIN && target.type !== GUTTER_LINE_NUMBERS) return;
      if (target.position) onMargin(target.position.lineNumber);
    });
  }

  /** The lines with a breakpoint, in order; two that an edit has brought together are one. */
  get lines(): number[] {
    const lines = this.breakpoints.getRanges().map(({ startLineNumber }) => startLineNumber);
    return [...new Set(lines)].sort((a, b) => a - b);
  }

  /** True where there is one now. */
  toggle(line: number): boolean {
    const { lines } = this;
    const isSet = !lines.includes(line);
    const wanted = isSet ? [...lines, line] : lines.filter((one) => one !== line);
    this.breakpoints.set(
      wanted.map((one) => ({
        range: new this.monaco.Range(one, 1, one, 1),
        options: {
          glyphMarginClassName: 'debug-breakpoint',
          glyphMarginHoverMessage: { value: this.texts().breakpoint },
          stickiness: 1,
        },
      })),
    );
    return isSet;
  }

  /** Marks the line that is about to run; null for none. */
  showLine(line: number | null): void {
    if (line === null) {
      this.current.clear();
      return;
    }
    const range = new this.monaco.Range(line, 1, line, 1);
    // A whole line is all of its rows where it is wrapped: the arrow stands at the first.
    const arrow = {
      glyphMarginClassName: 'debug-arrow',
      glyphMarginHoverMessage: { value: this.texts().currentLine },
      zIndex: 10,
    };
    const ground = { isWholeLine: true, className: 'debug-line', zIndex: 10 };
    this.current.set([
      { range, options: ground },
      { range, options: arrow },
    ]);
    this.editor.setPosition({ lineNumber: line, column: 1 });
    this.editor.revealLineInCenterIfOutsideViewport(line);
  }

  dispose(): void {
    this.listener.dispose();
    this.breakpoints.clear();
    this.current.clear();
  }
}
