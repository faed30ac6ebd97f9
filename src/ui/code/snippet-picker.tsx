/** The examples of the sources, by client; those that do not work as written say so. */
import { type SnippetRow, snippetRows } from '../../labs/code/snippets.ts';
import type { CodeTexts } from '../i18n/code-en.ts';
import { clientNames } from './client-names.ts';

interface SnippetPickerProps {
  readonly texts: CodeTexts;
  readonly chosen: SnippetRow | null;
  readonly onChoose: (row: SnippetRow) => void;
}

const groups = ['ioredis', 'redis', 'upstash'] as const;

export function SnippetPicker({ texts, chosen, onChoose }: SnippetPickerProps) {
  const { pane, titles } = texts;
  return (
    <select
      className="text-field code-select code-snippets"
      aria-label={pane.snippet}
      value={chosen?.id ?? ''}
      onChange={(event) => {
        const row = snippetRows.find(({ id }) => id === event.target.value);
        if (row) onChoose(row);
      }}
    >
      <option value="" disabled>
        {pane.noSnippet}
      </option>
      {groups.map((client) => (
        <optgroup key={client} label={clientNames[client]}>
          {snippetRows
            .filter((row) => row.client === client)
            .map(({ id, verdict }) => (
              <option key={id} value={id}>
                {titles[id]}
                {verdict === 'runs' ? '' : ` (${pane[verdict]})`}
              </option>
            ))}
        </optgroup>
      ))}
    </select>
  );
}
