/**
 * Scrolling through more than a browser can lay out: engines cap an element's height at 17 to 33
 * million pixels, and a million rows of a phone's height are taller.
 *
 * The element gets at most `TALLEST_PX`; where the content is taller, `scrollTop` and the place in
 * the content differ by `base`. A small movement moves both alike, so that rows pass by as they do
 * anywhere; a jump (dragging the scroll bar) goes to the same share of the content. At either end
 * the two are brought together again.
 */
export interface TallScroll {
  /** The scroller's own `scrollTop`. */
  readonly scrollTop: number;
  /** The content's offset at the top of the view. */
  readonly top: number;
}

export interface TallContent {
  readonly contentPx: number;
  readonly viewPx: number;
}

export const TALLEST_PX = 15_000_000;

export const laidOutPx = ({ contentPx }: TallContent): number => Math.min(contentPx, TALLEST_PX);

const ends = (content: TallContent) => ({
  topMax: Math.max(0, content.contentPx - content.viewPx),
  scrollMax: Math.max(0, laidOutPx(content) - content.viewPx),
});

/** Where the view is after the scroller came to `scrollTop`; a changed `scrollTop` must be set. */
export function scrolled(before: TallScroll, scrollTop: number, content: TallContent): TallScroll {
  const { topMax, scrollMax } = ends(content);
  if (topMax === scrollMax) return { scrollTop, top: scrollTop };
  const delta = scrollTop - before.scrollTop;
  if (Math.abs(delta) > content.viewPx)
    return { scrollTop, top: Math.round((scrollTop / scrollMax) * topMax) };
  return together({ scrollTop, top: before.top + delta }, content);
}

/** Where the scroller must be to have the content's `top` at the top of the view. */
export function scrollTo(top: number, before: TallScroll, content: TallContent): TallScroll {
  const { topMax, scrollMax } = ends(content);
  const to = Math.min(topMax, Math.max(0, top));
  if (topMax === scrollMax) return { scrollTop: to, top: to };
  const delta = to - before.top;
  if (Math.abs(delta) <= content.viewPx)
    return together({ scrollTop: before.scrollTop + delta, top: to }, content);
  return { scrollTop: Math.round((to / topMax) * scrollMax), top: to };
}

/** At an end of the one but not of the other, the scroller goes where the content is. */
function together({ scrollTop, top }: TallScroll, content: TallContent): TallScroll {
  const { topMax, scrollMax } = ends(content);
  if (top <= 0) return { scrollTop: 0, top: 0 };
  if (top >= topMax) return { scrollTop: scrollMax, top: topMax };
  const inside = scrollTop > 0 && scrollTop < scrollMax;
  return inside ? { scrollTop, top } : { scrollTop: Math.round((top / topMax) * scrollMax), top };
}
