/** The texts of the examples and of their corrections, fetched when the first one is chosen. */
import { isCorrected, type SnippetRow } from '../../labs/code/snippets.ts';

/** `folder/file`, fetched together with all others: they are small. */
async function load(path: string): Promise<string> {
  const { snippetFiles } = await import('./snippet-files.ts');
  const text = snippetFiles[`../../labs/code/${path}`];
  if (text === undefined) throw new Error(`there is no ${path}`);
  return text;
}

/** As the source has it, but indented: most sources lost that. */
export async function originalText({ file }: SnippetRow): Promise<string> {
  return indented(await load(`snippets/${file}`));
}

export async function correctedText({ id, file }: SnippetRow): Promise<string | null> {
  return isCorrected(id) ? load(`corrections/${file}`) : null;
}

/** Indents by the brackets that are open at a line's beginning; text that has indentation is left. */
export function indented(text: string): string {
  if (/^[ \t]+\S/m.test(text)) return text;
  let depth = 0;
  return text
    .split('\n')
    .map((line) => {
      const code = line.replace(/\/\/.*$/, '').replace(/'[^']*'|"[^"]*"|`[^`]*`/g, '');
      const opened = (code.match(/[{([]/g) ?? []).length;
      const closed = (code.match(/[})\]]/g) ?? []).length;
      const leading = /^[})\]]*/.exec(code.trimStart())?.[0].length ?? 0;
      const shown =
        line === '' ? '' : `${'  '.repeat(Math.max(0, depth - (leading > 0 ? 1 : 0)))}${line}`;
      // Brackets that open together on a line count once, as people indent them.
      const change = opened - closed;
      depth = Math.max(0, depth + Math.sign(change));
      return shown;
    })
    .join('\n');
}
