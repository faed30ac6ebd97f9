/**
 * Pull on a beat: however often `open` is called, `act` runs at most once per frame, and never
 * twice at the same time when it is asynchronous. A hidden page falls back to a timer.
 */
export function createFrameGate(act: () => void | Promise<void>): () => void {
  let asked = false;
  let running = false;
  const run = async () => {
    running = true;
    asked = false;
    try {
      await act();
    } finally {
      running = false;
      if (asked) next();
    }
  };
  const next = () => {
    const go = () => void run();
    if (document.visibilityState === 'hidden') setTimeout(go, 250);
    else requestAnimationFrame(go);
  };
  return () => {
    if (asked) return;
    asked = true;
    if (!running) next();
  };
}
