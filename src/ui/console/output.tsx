/**
 * The replies: a virtualised role=log that sticks to its end while one is there.
 *
 * Only the rows on screen exist. The list follows new output unless the person has scrolled up;
 * then a button leads back.
 */
import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown } from 'lucide-react';
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { useMessages } from '../i18n/i18n.tsx';
import { Button } from '../kit/button.tsx';
import { useActiveSession } from './console-context.tsx';
import { Entry } from './entry.tsx';
import type { LogEntry } from './log.ts';
import { Samples } from './samples.tsx';

/** Within this distance of the end the list counts as being at its end. */
const END_PX = 48;
const MEASURED_PX = { command: 52, push: 62, monitor: 22, notice: 32, help: 92, group: 32 } as const;

export function Output() {
  const m = useMessages();
  const { log, number } = useActiveSession();
  const { epoch, revision } = useStore(log.store);
  const scroller = useRef<HTMLDivElement>(null);
  const [atEnd, setAtEnd] = useState(true);
  const stick = useRef(true);
  const count = log.count;
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => MEASURED_PX[log.row(index)?.kind ?? 'command'],
    getItemKey: (index) => `${number}.${epoch}.${log.row(index)?.id ?? index}`,
    overscan: 12,
  });
  const toEnd = useCallback(() => {
    const element = scroller.current;
    if (element) element.scrollTop = element.scrollHeight;
  }, []);
  const totalSize = virtualizer.getTotalSize();
  // biome-ignore lint/correctness/useExhaustiveDependencies: new output or a new height moves the end
  useLayoutEffect(() => {
    if (stick.current) toEnd();
  }, [totalSize, revision, number, toEnd]);
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const resized = new ResizeObserver(() => {
      if (stick.current) toEnd();
    });
    resized.observe(element);
    return () => resized.disconnect();
  }, [toEnd]);
  const onScroll = () => {
    const element = scroller.current;
    if (!element) return;
    stick.current = element.scrollHeight - element.scrollTop - element.clientHeight < END_PX;
    setAtEnd(stick.current);
  };
  const rows = virtualizer.getVirtualItems();
  return (
    <div className="output-frame" id="console-output">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <div ref={scroller} className="output scroll" role="log" aria-label={m.console.output} tabIndex={0} onScroll={onScroll}>
        <div className="output-rows" style={{ height: totalSize, marginTop: fill(scroller.current, totalSize) }}>
          {rows.map((row) => {
            const entry = log.row(row.index);
            return entry ? (
              <div
                key={row.key}
                ref={virtualizer.measureElement}
                data-index={row.index}
                data-kind={entry.kind}
                className="output-row"
                style={{ top: row.start }}
              >
                <Entry entry={entry as LogEntry} />
              </div>
            ) : null;
          })}
        </div>
      </div>
      {count === 0 ? <Samples /> : null}
      {atEnd ? null : (
        <Button className="to-end" onClick={toEnd}>
          <ArrowDown size={14} aria-hidden />
          {m.console.toEnd}
        </Button>
      )}
    </div>
  );
}

/** Few replies stand at the bottom, next to the prompt. */
function fill(element: HTMLElement | null, totalSize: number): number {
  return Math.max(0, (element?.clientHeight ?? 0) - totalSize - 16);
}
