/** The width of an element, kept up to date. */
import { type RefObject, useLayoutEffect, useRef, useState } from 'react';

/** A ref for the element, and its width in whole px; 0 until it has been laid out. */
export function useWidth<E extends HTMLElement>(): [RefObject<E | null>, number] {
  const element = useRef<E>(null);
  const [widthPx, setWidthPx] = useState(0);
  useLayoutEffect(() => {
    const target = element.current;
    if (!target) return;
    // It tells the width it begins with, too, after the frame's own layout and before its paint:
    // to ask for it here would have the page laid out once more.
    const observer = new ResizeObserver(() => setWidthPx(Math.floor(target.clientWidth)));
    observer.observe(target);
    return () => observer.disconnect();
  }, []);
  return [element, widthPx];
}
