/**
 * What a paste means. Many lines are a script: the complete ones run, what comes after the last
 * newline stays in the field to be finished by hand. A single line only goes into the field, with
 * or without its newline: copying a line often takes the newline along, and nobody asked to run it.
 * But a line that no field can hold without freezing the page is run, shortened in the output.
 *
 * Text copied from documents and terminals has prompts in front of its commands. They are taken
 * away; and where some lines have one, the lines without are replies, which nobody wants to run.
 */

export type Pasted =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'script';
      readonly lines: readonly string[];
      /** What stays in the field, up to the caret. */
      readonly rest: string;
      /** Lines that were taken for replies. */
      readonly skipped: number;
    };

/** redis-cli's prompt, of any host, and the bare `> ` of documents. */
const PROMPT =
  /^\s*(?:redis(?: \S+:\d+)?|\S+:\d+|not connected)?(?:\[\d+\])?(?:\(TX\))?(?:\(subscribed mode\))?>(?:\s+|$)/;

/** Browsers lay out a field of a megabyte for seconds at every key. */
const FIELD_MAX = 100_000;

const isCommand = (line: string): boolean => line !== '' && !line.startsWith('#');

/** Reads a paste into a field that has `before` in front of the caret. */
export function readPaste(text: string, before: string): Pasted {
  const one = text.replace(/^[\r\n]+|[\r\n]+$/g, '');
  if (!/[\r\n]/.test(one)) {
    const line = before.trim() ? one : bare(one);
    if (before.length + line.length <= FIELD_MAX) return { kind: 'text', text: line };
    return { kind: 'script', lines: [(before + line).trim()], rest: '', skipped: 0 };
  }
  const all = (before + text).split(/\r\n?|\n/);
  const isTranscript = all.some((line) => PROMPT.test(line));
  const isKept = (line: string) => !isTranscript || PROMPT.test(line);
  const last = all.pop() ?? '';
  const lines = all
    .filter(isKept)
    .map((line) => bare(line).trim())
    .filter(isCommand);
  const replies = [...all, last].filter((line) => !isKept(line) && isCommand(line.trim()));
  const rest = isKept(last) ? bare(last) : '';
  return { kind: 'script', lines, rest, skipped: replies.length };
}

const bare = (line: string): string => line.replace(PROMPT, '');
