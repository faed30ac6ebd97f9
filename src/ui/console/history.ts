/**
 * The history of typed lines: walked with Up and Down, searched with Ctrl-R, kept over visits.
 *
 * Lines that hold a password are never kept, as in redis-cli: AUTH, ACL SETUSER, CONFIG SET
 * masterauth or requirepass, MIGRATE ... AUTH, HELLO ... AUTH. Nor are lines too long to be edited.
 */
export interface History {
  readonly lines: readonly string[];
  add(line: string): void;
  /** A pasted script: its last lines, so that it does not push everything else out. */
  addScript(lines: readonly string[]): void;
  /** The newest line that contains `text`, older than `before` (an index); null when there is none. */
  search(text: string, before: number): { readonly line: string; readonly index: number } | null;
}

const LINES_MAX = 500;
const SCRIPT_MAX = 50;
const LENGTH_MAX = 20_000;

export function createHistory(
  stored: readonly string[],
  save: (lines: readonly string[]) => void,
): History {
  let lines = stored.slice(-LINES_MAX);
  function keep(added: readonly string[]): void {
    const before = lines;
    for (const line of added) {
      const text = line.trim();
      if (text === '' || text.length > LENGTH_MAX) continue;
      if (text === lines.at(-1) || holdsSecret(text)) continue;
      lines = [...lines, text];
    }
    if (lines === before) return;
    lines = lines.slice(-LINES_MAX);
    save(lines);
  }
  return {
    get lines() {
      return lines;
    },
    add: (line) => keep([line]),
    addScript: (script) => keep(script.slice(-SCRIPT_MAX)),
    search(text, before) {
      const wanted = text.toLowerCase();
      for (let index = Math.min(before, lines.length) - 1; index >= 0; index--) {
        const line = lines[index] as string;
        if (line.toLowerCase().includes(wanted)) return { line, index };
      }
      return null;
    },
  };
}

export function holdsSecret(line: string): boolean {
  const words = line.trim().toUpperCase().split(/\s+/);
  const [first, second, third] = words;
  if (first === 'AUTH') return true;
  if (first === 'ACL') return second === 'SETUSER';
  if (first === 'CONFIG' && second === 'SET') {
    return words.slice(2).some((word) => /^(MASTERAUTH|MASTERUSER|REQUIREPASS)$/.test(word));
  }
  if (first === 'MIGRATE' || first === 'HELLO') return words.some((word) => /^AUTH2?$/.test(word));
  return first === 'SENTINEL' && (second === 'SET' || second === 'CONFIG') && third !== undefined;
}
