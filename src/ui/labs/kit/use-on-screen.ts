/** Whether an element is within the window: what is scrolled away need not be drawn. */
import { type RefObject, useEffect, useState } from 'react';

export function useOnScreen(element: RefObject<Element | null>): boolean {
  const [isOn, setIsOn] = useState(false);
  useEffect(() => {
    const target = element.current;
    if (!target) return;
    const observer = new IntersectionObserver((entries) => {
      setIsOn(entries.at(-1)?.isIntersecting ?? false);
    });
    observer.observe(target);
    return () => observer.disconnect();
  }, [element]);
  return isOn;
}
