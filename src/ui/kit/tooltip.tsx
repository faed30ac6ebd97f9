/**
 * The page's one tooltip. An element says what it wants shown in `data-tip`; that costs nothing until
 * it is pointed at or reached by keyboard, so a list may have one in every row (Radix's own tooltip is
 * mounted once for each element; of Radix here is what hangs on an element and keeps its place).
 *
 * A tooltip repeats a label; it never holds the only copy. Escape, any key, a press and scrolling
 * take it away; the pointer may rest on it.
 */
import { lazy, Suspense, useEffect, useState } from 'react';

const FloatingTip = lazy(() =>
  import('./floating.tsx').then(({ FloatingTip }) => ({ default: FloatingTip })),
);

/** How long the pointer rests on an element, and how long after one tooltip the next comes at once. */
const REST_MS = 500;
const NEXT_MS = 300;
/** Long enough to reach the tooltip across the gap. */
const LEAVE_MS = 120;

type Show = (target: HTMLElement | null) => void;

/** Mounted once, beside everything that has tips. */
export function TooltipLayer() {
  const [target, setTarget] = useState<HTMLElement | null>(null);
  useEffect(() => watchTips(setTarget), []);
  if (!target) return null;
  return (
    <Suspense fallback={null}>
      <FloatingTip target={target} onClose={() => setTarget(null)} />
    </Suspense>
  );
}

const tipOf = ({ target }: Event): HTMLElement | null =>
  target instanceof Element ? target.closest<HTMLElement>('[data-tip]') : null;
const isTooltip = ({ target }: Event): boolean =>
  target instanceof Element && target.closest('.tooltip') !== null;

/** Tells `show` whose tip is to be seen; answers with the way to stop. */
function watchTips(show: Show): () => void {
  let over: HTMLElement | null = null;
  let shown: HTMLElement | null = null;
  let hiddenMs = Number.NEGATIVE_INFINITY;
  let timer = 0;
  const set: Show = (target) => {
    window.clearTimeout(timer);
    if (shown && !target) hiddenMs = performance.now();
    shown = target;
    show(target);
  };
  const hide = () => {
    window.clearTimeout(timer);
    if (shown) set(null);
  };
  const onPointerOver = (event: PointerEvent) => {
    if (event.pointerType === 'touch') return;
    if (isTooltip(event)) {
      window.clearTimeout(timer);
      return;
    }
    const target = tipOf(event);
    if (target === over && target !== null) return;
    over = target;
    window.clearTimeout(timer);
    if (!target) {
      if (shown) timer = window.setTimeout(hide, LEAVE_MS);
    } else if (shown || performance.now() - hiddenMs < NEXT_MS) set(target);
    else timer = window.setTimeout(() => set(target), REST_MS);
  };
  const onFocusIn = (event: FocusEvent) => {
    const target = tipOf(event);
    if (target?.matches(':focus-visible')) set(target);
    else hide();
  };
  const listeners = {
    pointerover: onPointerOver,
    focusin: onFocusIn,
    focusout: hide,
    keydown: hide,
    pointerdown: hide,
    scroll: hide,
  };
  const stopping = new AbortController();
  for (const [name, listener] of Object.entries(listeners)) {
    const options = { capture: true, passive: true, signal: stopping.signal };
    document.addEventListener(name, listener as (event: Event) => void, options);
  }
  return () => {
    stopping.abort();
    window.clearTimeout(timer);
  };
}
