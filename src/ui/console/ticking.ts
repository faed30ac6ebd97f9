/** The time of the page, as a value that renews itself while somebody needs it. */
import { useEffect, useState } from 'react';

/** `performance.now()`, renewed every `everyMs` while `running`. */
export function useTicking(running: boolean, everyMs = 250): number {
  const [nowMs, setNowMs] = useState(() => performance.now());
  useEffect(() => {
    if (!running) return;
    setNowMs(performance.now());
    const timer = setInterval(() => setNowMs(performance.now()), everyMs);
    return () => clearInterval(timer);
  }, [running, everyMs]);
  return nowMs;
}
