/**
 * Labs while they run: `npm run bench -- smoothness` measures what their charts cost the page. Each
 * lab runs what it opens with, which is its heaviest default, in its worker; the page asks for every
 * frame meanwhile, and no task of its main thread, from the navigation on, may take 50 ms of
 * processor time.
 */
import type { Page } from '@playwright/test';
import { expect, test } from './journey.ts';
import { BUSY_MAX_MS, recordMainThread, showTimes } from './main-thread.ts';

test.use({ trace: 'off' });
test.skip(process.env.MEASURE_FRAMES !== '1', 'measured by the bench');

/** Waits until the lab's run is on, or over, in the page itself. */
const running = (page: Page, on: boolean) =>
  page.waitForFunction(
    (wanted) => document.querySelector<HTMLElement>('.run-bar progress')?.dataset.on === wanted,
    String(on),
  );

/** Asks for every frame until the returned function is called; that answers with frames a second. */
async function countFrames(page: Page): Promise<() => Promise<number>> {
  const counter = await page.evaluateHandle(() => {
    const times: number[] = [];
    let frame = 0;
    const tick = (nowMs: number) => {
      times.push(nowMs);
      frame = requestAnimationFrame(tick);
    };
    frame = requestAnimationFrame(tick);
    return {
      stop: () => {
        cancelAnimationFrame(frame);
        const spanMs = (times.at(-1) ?? 0) - (times[0] ?? 0);
        return ((times.length - 1) / spanMs) * 1000;
      },
    };
  });
  return () => counter.evaluate(({ stop }) => stop());
}

for (const lab of ['caching', 'stampede', 'eviction']) {
  test(`frames while the ${lab} lab runs`, async ({ page, site }) => {
    const opening = await recordMainThread(page, async () => {
      await page.goto(`${site.url}#/labs/${lab}`);
      await running(page, true);
      await running(page, false);
    });
    let framesPerSecond = 0;
    let tookMs = 0;
    const again = await recordMainThread(page, async () => {
      const startedMs = performance.now();
      const stop = await countFrames(page);
      await page.locator('.run-bar button').first().click();
      await running(page, true);
      await running(page, false);
      framesPerSecond = await stop();
      tookMs = performance.now() - startedMs;
    });
    const long = (ms: number) => ms >= BUSY_MAX_MS;
    const figures = [
      `run ${(tookMs / 1000).toFixed(1)} s, ${framesPerSecond.toFixed(0)} frames/s`,
      `page: tasks over ${BUSY_MAX_MS} ms: ${again.taskMs.filter(long).length}, ${showTimes(again.frameMs)} a frame, busy ${((again.spentMs / tookMs) * 100).toFixed(0)} %`,
      `opening: tasks over ${BUSY_MAX_MS} ms: ${opening.taskMs.filter(long).length}, worst ${Math.max(...opening.taskMs).toFixed(1)} ms`,
    ].join('; ');
    console.info(`${lab} lab: ${figures}`);
    expect(Math.max(...opening.taskMs, ...again.taskMs), figures).toBeLessThan(BUSY_MAX_MS);
  });
}
