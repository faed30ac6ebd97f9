/** A reply as a table; fetched when replies are first shown as tables. */
import { useState } from 'react';
import type { Bytes } from '../../base/bytes.ts';
import { renderTable } from '../../client/render-table.ts';
import type { RespValue } from '../../client/resp-value.ts';
import { useLanguage, useMessages } from '../i18n/i18n.tsx';
import { tableEn } from '../i18n/table-en.ts';
import { tableKo } from '../i18n/table-ko.ts';

/** Rows shown before a table folds. */
const FOLD_ROWS = 60;
const headings = { en: tableEn, ko: tableKo } as const;

interface ReplyTableProps {
  readonly reply: RespValue;
  readonly argv: readonly Bytes[];
}

export function ReplyTable({ reply, argv }: ReplyTableProps) {
  const m = useMessages();
  const names = headings[useLanguage()];
  const [all, setAll] = useState(false);
  const table = renderTable(reply, argv);
  if (!table) return null;
  const { columns, rows } = table;
  const shown = all ? rows : rows.slice(0, FOLD_ROWS);
  return (
    <>
      <table className="reply-table">
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {names[column]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((row, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a row's place is its identity
            <tr key={place}>
              {row.map((cell, column) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its column
                <td key={column}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > FOLD_ROWS ? (
        <button type="button" className="link" onClick={() => setAll(!all)}>
          {all ? m.console.showLess : m.console.showAll(rows.length)}
        </button>
      ) : null}
    </>
  );
}
