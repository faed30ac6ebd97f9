/** The width of an element, kept up to date. */
import { type RefObject, useLayoutEffect, useRef, useState } from 'react';

/** A ref for the element, and its width in whole px; 0 until it has been laid out. */
export function useWidth<E extends HTMLElement>(): [RefObject<E | null>, number] {
  const element = useRef<E>(null);
  const [widthPx, setWidthPx] = useState(0);
  useLayoutEffect(() => {
    const target = element.current;
    if (!target) return;
    const measure = () => setWidthPx(Math.floor(target.clientWidth));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(target);
    return () => observer.disconnect();
  }, []);
  return [element, widthPx];
}
