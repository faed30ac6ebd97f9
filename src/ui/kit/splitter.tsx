/**
 * A movable border between two panes: role=separator, by pointer and by keyboard.
 *
 * It owns no size: the pane's owner does, and hears the wished size through `onMove`.
 * Arrows move by 16 px, with Shift by 64; Home and End go to the limits.
 */
import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';

interface SplitterProps {
  /** Names the pane whose size changes. */
  readonly label: string;
  /** `vertical` is an upright line: it changes a width. */
  readonly orientation: 'vertical' | 'horizontal';
  readonly sizePx: number;
  readonly minPx: number;
  readonly maxPx: number;
  /** +1 when the pane lies before the line (left or above), -1 when after it. */
  readonly direction: 1 | -1;
  readonly onMove: (sizePx: number) => void;
}

export function Splitter(props: SplitterProps) {
  const { orientation, sizePx, minPx, maxPx, direction, onMove } = props;
  const [dragging, setDragging] = useState(false);
  const start = useRef({ at: 0, sizePx: 0 });
  const move = (size: number) => onMove(Math.round(Math.min(maxPx, Math.max(minPx, size))));
  const place = (event: PointerEvent) =>
    orientation === 'vertical' ? event.clientX : event.clientY;
  // The pane may be smaller than wished, where the window has no room for that.
  const drawnSize = (line: Element) => {
    const pane = direction === 1 ? line.previousElementSibling : line.nextElementSibling;
    const box = pane?.getBoundingClientRect();
    if (!box) return sizePx;
    return orientation === 'vertical' ? box.width : box.height;
  };
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    start.current = { at: place(event), sizePx: drawnSize(event.currentTarget) };
    setDragging(true);
  };
  const onPointerMove = (event: PointerEvent) => {
    if (dragging) move(start.current.sizePx + (place(event) - start.current.at) * direction);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.shiftKey ? 64 : 16;
    const shown = drawnSize(event.currentTarget);
    const less = orientation === 'vertical' ? 'ArrowLeft' : 'ArrowUp';
    const more = orientation === 'vertical' ? 'ArrowRight' : 'ArrowDown';
    if (event.key === less) move(shown - step * direction);
    else if (event.key === more) move(shown + step * direction);
    else if (event.key === 'Home') move(minPx);
    else if (event.key === 'End') move(maxPx);
    else return;
    event.preventDefault();
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: an <hr> cannot be focused and moved in every browser
    <div
      className="splitter"
      role="separator"
      tabIndex={0}
      aria-label={props.label}
      aria-orientation={orientation}
      aria-valuenow={sizePx}
      aria-valuemin={minPx}
      aria-valuemax={maxPx}
      data-dragging={dragging || undefined}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={() => setDragging(false)}
      onPointerCancel={() => setDragging(false)}
      onKeyDown={onKeyDown}
    />
  );
}
