/** The skip list that Redis would have over the rows on screen, with the path of the last search. */
import { useEffect, useRef } from 'react';
import type { SortedSetView } from '../../contract/key-view.ts';
import { useMessages } from '../i18n/i18n.tsx';
import { ScrollRegion } from '../kit/scroll-region.tsx';
import { shortened, shownBytes } from './bytes-shown.ts';
import { comingIn, nextOn, searchPath } from './skiplist-path.ts';

/** Columns drawn; more would be too small to read. */
const COLUMNS_MAX = 24;
const COLUMN_PX = 52;
const HEAD_PX = 44;
const LEVEL_PX = 30;
const BOX_PX = 22;
const TOP_PX = 8;

interface Rows {
  readonly rows: SortedSetView['rows'];
  readonly levels: readonly number[];
  /** Place of the last search's target among these rows, or null. */
  readonly target: number | null;
}

/** The window of the window: around the target where there is one. */
function cut({ rows, skiplist, touchedAt }: SortedSetView): Rows {
  const found = rows.findIndex((row) => row.rank === touchedAt);
  const start = Math.max(0, Math.min(found - COLUMNS_MAX + 2, rows.length - COLUMNS_MAX));
  const end = start + COLUMNS_MAX;
  return {
    rows: rows.slice(start, end),
    levels: skiplist.levels.slice(start, end),
    target: found >= start ? found - start : null,
  };
}

export function SkiplistDrawing({ view }: { readonly view: SortedSetView }) {
  const m = useMessages();
  const { rows, levels, target } = cut(view);
  const height = Math.max(1, ...levels);
  const path = target === null || target < 0 ? null : searchPath(levels, target);
  // The head stands before the lowest member; before other windows stand members that are not drawn.
  const before = rows[0]?.rank ?? 0;
  const targetRow = target === null ? undefined : rows[target];
  const base = TOP_PX + height * LEVEL_PX;
  const width = HEAD_PX + rows.length * COLUMN_PX + 24;
  const x = (at: number) => (at < 0 ? 18 : HEAD_PX + at * COLUMN_PX + COLUMN_PX / 2);
  const y = (level: number) => base - level * LEVEL_PX + LEVEL_PX / 2;
  const scroller = useRef<HTMLDivElement>(null);
  const targetPx = target === null || target < 0 ? 0 : x(target);
  // A target beyond the edge is brought into view.
  useEffect(() => {
    const element = scroller.current;
    if (element) element.scrollLeft = Math.max(0, targetPx - element.clientWidth + COLUMN_PX);
  }, [targetPx]);
  return (
    <figure className="skiplist">
      <figcaption>
        <span>{m.visuals.skiplist}</span>
        {targetRow ? (
          <small>{m.visuals.searchPath(shownBytes(targetRow.member), targetRow.score)}</small>
        ) : null}
      </figcaption>
      <ScrollRegion ref={scroller} className="scroll-x" role="group" label={m.visuals.skiplist}>
        <svg
          width={width}
          height={base + 24}
          viewBox={`0 0 ${width} ${base + 24}`}
          aria-hidden="true"
        >
          <Rails levels={levels} height={height} x={x} y={y} end={width - 20} />
          {path ? (
            <path
              className="skiplist-path"
              d={(before > 0 ? comingIn(path) : path.steps)
                .map(({ at, level }, i) => `${i === 0 ? 'M' : 'L'}${x(at)} ${y(level)}`)
                .join('')}
            />
          ) : null}
          {before > 0 ? null : (
            <rect
              className="skiplist-node"
              x={6}
              y={y(height) - BOX_PX / 2}
              width={24}
              height={(height - 1) * LEVEL_PX + BOX_PX}
              rx={4}
            />
          )}
          <text className="skiplist-name" x={18} y={base + 16}>
            {before > 0 ? '…' : m.visuals.head}
          </text>
          {rows.map((row, at) => {
            const level = levels[at] ?? 1;
            return (
              <g key={row.rank} data-target={at === target || undefined}>
                <rect
                  className="skiplist-node"
                  x={x(at) - 21}
                  y={y(level) - BOX_PX / 2}
                  width={42}
                  height={(level - 1) * LEVEL_PX + BOX_PX}
                  rx={4}
                />
                <text className="skiplist-score" x={x(at)} y={y(1) + 4}>
                  {shortened(row.score, 6)}
                </text>
                <text className="skiplist-name" x={x(at)} y={base + 16}>
                  {shortened(row.member, 7)}
                </text>
              </g>
            );
          })}
          {Array.from({ length: height }, (_, i) => i + 1).map((level) => (
            <text key={level} className="skiplist-level" x={width - 4} y={y(level) + 4}>
              {level}
            </text>
          ))}
        </svg>
      </ScrollRegion>
      <p className="faint">{m.visuals.skiplistNote}</p>
      <p className="quiet">
        {path && target !== null ? m.visuals.hops(path.hops, target + 1, before) : m.visuals.lifted}
      </p>
    </figure>
  );
}

interface RailsProps {
  readonly levels: readonly number[];
  readonly height: number;
  readonly x: (at: number) => number;
  readonly y: (level: number) => number;
  readonly end: number;
}

/** The pointers of each level, from node to node. */
function Rails({ levels, height, x, y, end }: RailsProps) {
  const paths: string[] = [];
  for (let level = 1; level <= height; level++) {
    let at = -1;
    for (let next = nextOn(levels, at, level); next !== null; next = nextOn(levels, at, level)) {
      paths.push(`M${x(at)} ${y(level)}H${x(next)}`);
      at = next;
    }
    paths.push(`M${x(at)} ${y(level)}H${end}`);
  }
  return <path className="skiplist-rails" d={paths.join('')} />;
}
