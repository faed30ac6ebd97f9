/**
 * Which rows of a log are on screen: real heights, a view that sticks to the end while it is there.
 *
 * Rows are measured when they appear and whenever they change. A row above the view that turns out
 * higher or lower than guessed moves the scroll position with it, so that nothing jumps.
 */
import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { createHeightIndex, type HeightIndex } from './height-index.ts';
import type { Log, LogEntry } from './log.ts';

const GUESSED_PX = { command: 52, push: 62, monitor: 22, notice: 32, help: 92, group: 32 } as const;
const OVERSCAN_PX = 200;
/** Within this distance of the end the view counts as being at its end. */
const END_PX = 48;

/** Heights live as long as their log, so that changing tabs keeps them. */
interface Heights {
  readonly index: HeightIndex;
  /** Measured heights by entry id. */
  readonly measured: Map<number, number>;
  epoch: number;
  folds: number;
}
const heightsOfLogs = new WeakMap<Log, Heights>();

/** The heights of a log's visible rows, brought up to date with it. */
function heightsOf(log: Log): Heights {
  const { epoch, folds } = log.store.getState();
  let heights = heightsOfLogs.get(log);
  if (!heights) {
    heights = { index: createHeightIndex(), measured: new Map(), epoch, folds };
    heightsOfLogs.set(log, heights);
  }
  if (heights.epoch !== epoch) heights.measured.clear();
  if (heights.epoch !== epoch || heights.folds !== folds || heights.index.count > log.count)
    heights.index.clear();
  heights.epoch = epoch;
  heights.folds = folds;
  for (let i = heights.index.count; i < log.count; i++) {
    const entry = log.row(i);
    heights.index.append(entry ? (heights.measured.get(entry.id) ?? GUESSED_PX[entry.kind]) : 0);
  }
  return heights;
}

export interface LogRow {
  readonly entry: LogEntry;
  readonly index: number;
  readonly top: number;
}

export interface LogWindow {
  readonly rows: readonly LogRow[];
  readonly totalPx: number;
  readonly viewPx: number;
  readonly atEnd: boolean;
  readonly onScroll: () => void;
  readonly toEnd: () => void;
}

/** True for a row other than the last one whose height is no longer what is known. */
function grownAbove(target: Element, index: HeightIndex): boolean {
  if (!(target instanceof HTMLElement) || target.dataset.row === undefined) return false;
  const at = Number(target.dataset.row);
  return at < index.count - 1 && target.offsetHeight > index.heightOf(at);
}

export function useLogWindow(log: Log, scroller: RefObject<HTMLElement | null>): LogWindow {
  useStore(log.store);
  const [view, setView] = useState({ top: 0, height: 600 });
  const [atEnd, setAtEnd] = useState(true);
  const [, redraw] = useState(0);
  const stick = useRef(true);
  const { index, measured } = heightsOf(log);
  const top = stick.current ? Math.max(0, index.total - view.height) : view.top;

  const rows: LogRow[] = [];
  for (let i = index.indexAt(top - OVERSCAN_PX); i < index.count; i++) {
    const rowTop = index.offsetOf(i);
    if (rowTop > top + view.height + OVERSCAN_PX) break;
    const entry = log.row(i);
    if (entry) rows.push({ entry, index: i, top: rowTop });
  }

  const measure = useCallback(() => {
    const element = scroller.current;
    if (!element) return;
    let shift = 0;
    let changed = false;
    for (const row of element.querySelectorAll<HTMLElement>('[data-row]')) {
      const at = Number(row.dataset.row);
      const height = row.offsetHeight;
      const delta = height - index.heightOf(at);
      if (height === 0 || delta === 0) continue;
      if (index.offsetOf(at) + index.heightOf(at) <= element.scrollTop) shift += delta;
      index.set(at, height);
      const entry = log.row(at);
      if (entry) measured.set(entry.id, height);
      changed = true;
    }
    if (changed) redraw((n) => n + 1);
    if (stick.current) element.scrollTop = element.scrollHeight;
    else if (shift !== 0) element.scrollTop += shift;
  }, [index, measured, log, scroller]);

  useLayoutEffect(measure);
  const observer = useRef<ResizeObserver | null>(null);
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    observer.current = new ResizeObserver((changes) => {
      if (changes.some(({ target }) => target === element))
        setView({ top: element.scrollTop, height: element.clientHeight });
      // What somebody opens further up grows downwards under the pointer: the end moves away.
      else if (changes.some(({ target }) => grownAbove(target, index))) stick.current = false;
      measure();
    });
    observer.current.observe(element);
    for (const row of element.querySelectorAll('[data-row]')) observer.current.observe(row);
    return () => observer.current?.disconnect();
  }, [measure, index, scroller]);
  // A card or a long reply that is opened changes a row without a render of the list.
  const newest = rows.at(-1)?.entry.id;
  const oldest = rows[0]?.entry.id;
  // biome-ignore lint/correctness/useExhaustiveDependencies: when the rows on screen are others
  useEffect(() => {
    for (const row of scroller.current?.querySelectorAll('[data-row]') ?? [])
      observer.current?.observe(row);
  }, [newest, oldest, rows.length, scroller]);

  const onScroll = useCallback(() => {
    const element = scroller.current;
    if (!element) return;
    stick.current = element.scrollHeight - element.scrollTop - element.clientHeight < END_PX;
    setAtEnd(stick.current);
    setView({ top: element.scrollTop, height: element.clientHeight });
  }, [scroller]);
  const toEnd = useCallback(() => {
    stick.current = true;
    setAtEnd(true);
    redraw((n) => n + 1);
  }, []);
  return { rows, totalPx: index.total, viewPx: view.height, atEnd, onScroll, toEnd };
}
