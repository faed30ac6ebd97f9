/**
 * Where something that hangs on an element goes: on the side wished for, or on the other one where
 * that has more room; never beyond the edges of the screen.
 */
export interface Edges {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Wish {
  readonly side: 'top' | 'bottom';
  /** Which edges are in line. */
  readonly align: 'start' | 'center' | 'end';
  readonly gapPx: number;
}

/** What stays free at the edges of the screen. */
const MARGIN_PX = 8;

export function placeBeside(
  anchor: Edges,
  { width, height }: Size,
  screen: Size,
  { side, align, gapPx }: Wish,
): { readonly left: number; readonly top: number } {
  const needed = height + gapPx + MARGIN_PX;
  const room = { top: anchor.top, bottom: screen.height - anchor.bottom };
  const other = side === 'top' ? 'bottom' : 'top';
  const taken = room[side] < needed && room[other] > room[side] ? other : side;
  const middle = (anchor.left + anchor.right - width) / 2;
  const left = { start: anchor.left, center: middle, end: anchor.right - width }[align];
  const top = taken === 'top' ? anchor.top - gapPx - height : anchor.bottom + gapPx;
  return { left: inside(left, width, screen.width), top: inside(top, height, screen.height) };
}

/** What is larger than the screen begins at its start. */
const inside = (at: number, size: number, screenSize: number): number =>
  Math.round(Math.max(MARGIN_PX, Math.min(at, screenSize - size - MARGIN_PX)));
