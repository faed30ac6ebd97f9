/** Asks again once a period while the panel is on screen and the page is in sight. */
import { useEffect } from 'react';

const PERIOD_MS = 1000;

export function usePolling(refresh: () => Promise<void>, paused: boolean): void {
  useEffect(() => {
    void refresh();
    if (paused) return;
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') void refresh();
    }, PERIOD_MS);
    return () => clearInterval(timer);
  }, [refresh, paused]);
}
