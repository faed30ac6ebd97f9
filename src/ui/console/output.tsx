/**
 * The replies: a virtualised role=log that sticks to its end while one is there.
 *
 * Only the rows on screen exist. Running a command, or the button that appears, leads back to the
 * end after one has scrolled up.
 */
import { ArrowDown } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { useMessages } from '../i18n/i18n.tsx';
import { Button } from '../kit/button.tsx';
import { ScrollRegion } from '../kit/scroll-region.tsx';
import { useActiveSession, useSession } from './console-context.tsx';
import { Entry } from './entry.tsx';
import { useLogWindow } from './log-window.ts';

/** What the list's own padding takes. */
const PADDING_PX = 16;

export function Output({ empty }: { readonly empty: ReactNode }) {
  const m = useMessages();
  const session = useActiveSession();
  const { log } = session;
  const scroller = useRef<HTMLDivElement>(null);
  const { rows, totalPx, viewPx, atEnd, onScroll, toEnd } = useLogWindow(log, scroller);
  const epoch = useStore(log.store, (state) => state.epoch);
  const runs = useSession(session, (state) => state.runs);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each run, and each tab, goes to the end
  useEffect(toEnd, [runs, session, toEnd]);
  // Few replies stand at the bottom, next to the prompt.
  const fillPx = Math.max(0, viewPx - PADDING_PX - totalPx);
  return (
    <div className="output-frame" id="console-output">
      <ScrollRegion
        ref={scroller}
        className="output scroll"
        role="log"
        label={m.console.output}
        onScroll={onScroll}
      >
        <div className="output-rows" style={{ height: totalPx, marginTop: fillPx }}>
          {rows.map(({ entry, index, top }) => (
            <div
              key={`${session.number} ${epoch} ${entry.id}`}
              data-row={index}
              data-kind={entry.kind}
              className="output-row"
              style={{ top }}
            >
              <Entry entry={entry} />
            </div>
          ))}
        </div>
      </ScrollRegion>
      {log.count === 0 ? empty : null}
      {atEnd ? null : (
        <Button className="to-end" onClick={toEnd}>
          <ArrowDown size={14} aria-hidden />
          {m.console.toEnd}
        </Button>
      )}
    </div>
  );
}
