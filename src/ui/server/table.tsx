/**
 * A table from columns and rows. On a phone each row becomes a block with the heads of its columns
 * before its figures.
 */
import type { ReactNode } from 'react';
import { ScrollRegion } from '../kit/scroll-region.tsx';

export interface Column<Row> {
  readonly head: string;
  readonly cell: (row: Row) => ReactNode;
  readonly kind?: 'number' | 'wide' | 'nowrap';
}

interface TableProps<Row> {
  readonly caption: string;
  /** The first heads its row. */
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string | number;
  readonly typeOf?: (row: Row) => string | undefined;
  /** Few narrow columns: it stays a table on a phone. */
  readonly narrow?: boolean;
}

export function Table<Row>({ caption, columns, rows, keyOf, typeOf, narrow }: TableProps<Row>) {
  return (
    <ScrollRegion className="server-scroll" role="group" label={caption}>
      <table className="server-table" data-stacks={narrow ? undefined : ''}>
        <caption className="unseen">{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ head, kind }) => (
              <th key={head} scope="col" className={kind}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)} data-type={typeOf?.(row)}>
              {columns.map((column, index) => (
                <Cell key={column.head} column={column} row={row} heads={index === 0} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

function Cell<Row>({
  column,
  row,
  heads,
}: {
  readonly column: Column<Row>;
  readonly row: Row;
  readonly heads: boolean;
}) {
  const { head, kind, cell } = column;
  return heads ? (
    <th scope="row" className={kind} data-label={head}>
      {cell(row)}
    </th>
  ) : (
    <td className={kind} data-label={head}>
      {cell(row)}
    </td>
  );
}
