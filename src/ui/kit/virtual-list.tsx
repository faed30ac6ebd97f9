/**
 * A list of rows of one height, of which only the visible ones exist.
 *
 * The rows' owner is told which window is on screen; rows outside it cost nothing, so a million
 * are as quick as ten. Keyboard and roles belong to the owner too: they are passed through.
 */
import {
  type HTMLAttributes,
  type ReactNode,
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { flushSync } from 'react-dom';
import { laidOutPx, scrolled, scrollTo, type TallScroll } from './tall-scroll.ts';

interface VirtualListProps extends Omit<HTMLAttributes<HTMLDivElement>, 'children'> {
  readonly count: number;
  readonly rowHeightPx: number;
  readonly renderRow: (index: number) => ReactNode;
  /** Called when the window of visible rows changes. */
  readonly onWindow?: (first: number, count: number) => void;
  /** A row to bring into view when it changes. */
  readonly reveal?: number | null;
}

interface Window {
  readonly first: number;
  readonly count: number;
  /** What the rows' places in the element are less than their places in the content. */
  readonly basePx: number;
}

/** Rows made beyond the view on either side. */
const OVERSCAN = 8;
/** Before the element has been measured. */
const GUESSED_VIEW_PX = 600;

export function VirtualList(props: VirtualListProps) {
  const { count, rowHeightPx, renderRow, onWindow, reveal, className = '', ...rest } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const place = useRef<TallScroll>({ scrollTop: 0, top: 0 });
  const contentPx = count * rowHeightPx;
  const [view, setView] = useState<Window>({ first: 0, count: 0, basePx: 0 });

  const content = useCallback(
    () => ({ contentPx, viewPx: scroller.current?.clientHeight || GUESSED_VIEW_PX }),
    [contentPx],
  );
  const look = useCallback(() => {
    const { top, scrollTop } = place.current;
    const first = Math.max(0, Math.floor(top / rowHeightPx) - OVERSCAN);
    const rows = Math.ceil(content().viewPx / rowHeightPx) + 2 * OVERSCAN + 1;
    const seen = { first, count: rows, basePx: top - scrollTop };
    const same = (now: Window) =>
      now.first === seen.first && now.count === rows && now.basePx === seen.basePx;
    setView((now) => (same(now) ? now : seen));
  }, [content, rowHeightPx]);
  const goTo = useCallback(
    (to: TallScroll) => {
      const element = scroller.current;
      place.current = to;
      if (element && element.scrollTop !== to.scrollTop) {
        element.scrollTop = to.scrollTop;
        // Rounded or cut by the browser: what it made of it is where we are.
        place.current = { ...to, scrollTop: element.scrollTop };
      }
      look();
    },
    [look],
  );

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const measure = () => goTo(scrolled(place.current, element.scrollTop, content()));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [goTo, content]);
  const first = Math.min(view.first, Math.max(0, count - 1));
  const shown = Math.max(0, Math.min(view.count, count - first));
  useEffect(() => onWindow?.(first, shown), [onWindow, first, shown]);
  useEffect(() => {
    if (reveal === null || reveal === undefined || reveal < 0) return;
    const { viewPx } = content();
    const { top } = place.current;
    const above = reveal * rowHeightPx;
    const below = above + rowHeightPx - viewPx;
    if (above < top) goTo(scrollTo(above, place.current, content()));
    else if (below > top) goTo(scrollTo(below, place.current, content()));
  }, [reveal, rowHeightPx, content, goTo]);

  const onScroll = () => {
    const element = scroller.current;
    if (!element || element.scrollTop === place.current.scrollTop) return;
    const to = scrolled(place.current, element.scrollTop, content());
    // In the same frame, or a quick scroll would show a gap.
    flushSync(() => goTo(to));
  };
  return (
    <div ref={scroller} className={`scroll ${className}`} onScroll={onScroll} {...rest}>
      <div
        role="presentation"
        style={{ height: laidOutPx({ contentPx, viewPx: 0 }), position: 'relative' }}
      >
        {Array.from({ length: shown }, (_, at) => first + at).map((index) => (
          <div
            key={index}
            role="presentation"
            style={{
              position: 'absolute',
              insetInline: 0,
              top: index * rowHeightPx - view.basePx,
              height: rowHeightPx,
              // One row's layout is nobody else's.
              contain: 'layout size style',
            }}
          >
            {renderRow(index)}
          </div>
        ))}
      </div>
    </div>
  );
}
