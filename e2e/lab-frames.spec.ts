/**
 * Labs while they run: `npm run bench -- smoothness` measures what their charts cost the page. Each
 * lab runs what it opens with, which is its heaviest default, in its worker; the page asks for every
 * frame meanwhile, and no task of its main thread, from the navigation on, may take 50 ms of
 * processor time.
 */
import type { Page } from '@playwright/test';
import { expect, test } from './journey.ts';
import { BUSY_MAX_MS, recordMainThread, showTimes } from './main-thread.ts';

test.skip(process.env.MEASURE_FRAMES !== '1', 'measured by the bench');

/** Waits until the lab's run is on, or over, in the page itself. */
const running = (page: Page, on: boolean) =>
  page.waitForFunction(
    (wanted) => document.querySelector<HTMLElement>('.run-bar progress')?.dataset.on === wanted,
    String(on),
  );

interface RunSeen {
  readonly tookMs: number;
  readonly framesPerSecond: number;
}

/**
 * Starts the lab's run and asks for every frame until it is over. All in the page itself: whoever
 * clicks and looks from outside puts scripts of their own on its main thread.
 */
const watchRun = (page: Page): Promise<RunSeen> =>
  page.evaluate(
    () =>
      new Promise<RunSeen>((done) => {
        const progress = document.querySelector<HTMLElement>('.run-bar progress');
        const times: number[] = [];
        let hasBegun = false;
        const tick = (nowMs: number) => {
          times.push(nowMs);
          const isOn = progress?.dataset.on === 'true';
          if (hasBegun && !isOn) {
            const tookMs = nowMs - (times[0] ?? nowMs);
            return done({ tookMs, framesPerSecond: ((times.length - 1) / tookMs) * 1000 });
          }
          hasBegun ||= isOn;
          requestAnimationFrame(tick);
        };
        document.querySelector<HTMLElement>('.run-bar button')?.click();
        requestAnimationFrame(tick);
      }),
  );

for (const lab of ['caching', 'stampede', 'eviction']) {
  test(`frames while the ${lab} lab runs`, async ({ page, site }) => {
    const opening = await recordMainThread(page, async () => {
      await page.goto(`${site.url}#/labs/${lab}`);
      await running(page, true);
      await running(page, false);
    });
    let seen: RunSeen = { tookMs: 0, framesPerSecond: 0 };
    const again = await recordMainThread(page, async () => {
      seen = await watchRun(page);
    });
    const { tookMs } = seen;
    // Frames are counted without the trace, which takes its share of the processors.
    const { framesPerSecond } = await watchRun(page);
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
