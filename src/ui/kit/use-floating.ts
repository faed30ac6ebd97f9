/**
 * What menus and popovers share: a box that hangs on its trigger while it is open.
 *
 * Escape, a click outside and the focus going elsewhere close it; Escape gives the focus back to the
 * trigger. It keeps its place beside the trigger when either changes size and when something scrolls.
 */
import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { placeBeside, type Wish } from './placement.ts';

interface Floating {
  readonly open: boolean;
  setOpen(open: boolean): void;
  /** Closes, and gives the focus back. */
  leave(): void;
  readonly trigger: RefObject<HTMLButtonElement | null>;
  readonly box: RefObject<HTMLDivElement | null>;
}

export function useFloating({ side, align, gapPx }: Wish): Floating {
  const [open, setOpen] = useState(false);
  const trigger = useRef<HTMLButtonElement>(null);
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const [anchor, element] = [trigger.current, box.current];
    if (!open || !anchor || !element) return;
    const place = () => {
      const { clientWidth: width, clientHeight: height } = document.documentElement;
      const size = { width: element.offsetWidth, height: element.offsetHeight };
      const wish = { side, align, gapPx };
      const at = placeBeside(anchor.getBoundingClientRect(), size, { width, height }, wish);
      element.style.left = `${at.left}px`;
      element.style.top = `${at.top}px`;
    };
    place();
    const observer = new ResizeObserver(place);
    observer.observe(element);
    observer.observe(anchor);
    window.addEventListener('resize', place);
    window.addEventListener('scroll', place, { capture: true, passive: true });
    return () => {
      observer.disconnect();
      window.removeEventListener('resize', place);
      window.removeEventListener('scroll', place, { capture: true });
    };
  }, [open, side, align, gapPx]);
  useEffect(() => {
    if (!open) return;
    const onElsewhere = ({ target }: Event) => {
      const node = target as Node | null;
      if (box.current?.contains(node) || trigger.current?.contains(node)) return;
      setOpen(false);
    };
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      event.stopPropagation();
      setOpen(false);
      trigger.current?.focus();
    };
    document.addEventListener('pointerdown', onElsewhere, true);
    document.addEventListener('focusin', onElsewhere, true);
    document.addEventListener('keydown', onKeyDown, true);
    return () => {
      document.removeEventListener('pointerdown', onElsewhere, true);
      document.removeEventListener('focusin', onElsewhere, true);
      document.removeEventListener('keydown', onKeyDown, true);
    };
  }, [open]);
  const leave = () => {
    setOpen(false);
    trigger.current?.focus();
  };
  return { open, setOpen, leave, trigger, box };
}
