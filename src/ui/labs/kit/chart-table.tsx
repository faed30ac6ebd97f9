/** A chart's data as a table; of many rows an even sample, and it says so. */
import { ScrollRegion } from '../../kit/scroll-region.tsx';
import type { Plotted } from './chart-scales.ts';
import { type ChartRow, sampleRows } from './series.ts';
import { useLabsTexts } from './texts.tsx';

const ROWS_SHOWN_MAX = 200;

interface ChartTableProps extends Plotted {
  readonly title: string;
  readonly rows: readonly ChartRow[];
}

export function ChartTable({ title, x, y, series, rows }: ChartTableProps) {
  const m = useLabsTexts();
  const shown = sampleRows(rows, ROWS_SHOWN_MAX);
  return (
    <>
      <ScrollRegion className="chart-table scroll" role="region" label={title}>
        <table className="lab-grid">
          <thead>
            <tr>
              <th scope="col">{x.label}</th>
              {series.map(({ id, label }) => (
                <th key={id} scope="col">
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr key={row.x}>
                <th scope="row">{x.format(row.x)}</th>
                {series.map(({ id }, index) => {
                  const value = row.values[index] ?? null;
                  return <td key={id}>{value === null ? '' : y.format(value)}</td>;
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
      {shown.length < rows.length ? (
        <p className="faint">{m.chart.sampled(shown.length, rows.length)}</p>
      ) : null}
    </>
  );
}
