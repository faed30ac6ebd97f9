/**
 * A list of rows of one height, of which only the visible ones exist.
 *
 * The rows' owner is told which window is on screen; rows outside it cost nothing, so a million
 * are as quick as ten. Keyboard and roles belong to the owner too: they are passed through.
 */
import { useVirtualizer } from '@tanstack/react-virtual';
import { type HTMLAttributes, type ReactNode, useEffect, useRef } from 'react';

interface VirtualListProps extends Omit<HTMLAttributes<HTMLDivElement>, 'children'> {
  readonly count: number;
  readonly rowHeightPx: number;
  readonly renderRow: (index: number) => ReactNode;
  /** Called when the window of visible rows changes. */
  readonly onWindow?: (first: number, count: number) => void;
  /** A row to bring into view when it changes. */
  readonly reveal?: number | null;
}

export function VirtualList(props: VirtualListProps) {
  const { count, rowHeightPx, renderRow, onWindow, reveal, className = '', ...rest } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeightPx,
    overscan: 8,
  });
  const rows = virtualizer.getVirtualItems();
  const first = rows[0]?.index ?? 0;
  const visible = rows.length;
  useEffect(() => onWindow?.(first, visible), [onWindow, first, visible]);
  useEffect(() => {
    if (reveal !== null && reveal !== undefined && reveal >= 0) virtualizer.scrollToIndex(reveal);
  }, [virtualizer, reveal]);
  return (
    <div ref={scroller} className={`scroll ${className}`} {...rest}>
      <div role="presentation" style={{ height: virtualizer.getTotalSize(), position: 'relative' }}>
        {rows.map((row) => (
          <div
            key={row.key}
            role="presentation"
            style={{ position: 'absolute', insetInline: 0, top: row.start, height: rowHeightPx }}
          >
            {renderRow(row.index)}
          </div>
        ))}
      </div>
    </div>
  );
}
