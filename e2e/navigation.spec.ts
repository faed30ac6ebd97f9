/**
 * From a navigation to the reply to a command that the page itself types as soon as there is a
 * prompt: no person and no test driver is quicker. `npm run bench -- navigation` measures it.
 *
 * Beside it what the browser costs on this machine: a bare page whose empty worker answers.
 */
import type { Page } from '@playwright/test';
import { test } from './journey.ts';

const rounds = Number(process.env.MEASURE_NAVIGATION ?? 0);

test.use({ serviceWorkers: 'allow' });
test.skip(rounds === 0, 'measured by the bench');

const bareFiles = {
  'bare/page.html':
    '<!doctype html><link rel="icon" href="../icon.svg" /><textarea id="prompt"></textarea><div role="log"></div><script type="module" src="./page.js"></script>',
  'bare/page.js': `const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
    worker.onmessage = ({ data }) => { document.querySelector('[role=log]').textContent = data; };
    document.querySelector('#prompt').onkeydown = (event) => worker.postMessage(event.target.value);`,
  'bare/worker.js': `self.onmessage = ({ data }) => self.postMessage('"' + data.slice(5) + '"');`,
};

type Marks = { prompt?: number; reply?: number; screen?: number };
type Marked = { marks: Marks };

/** Runs in the page before anything of it does. */
function typeAtOnce(): void {
  const marks: Marks = {};
  (window as unknown as Marked).marks = marks;
  const type = (prompt: HTMLTextAreaElement) => {
    const value = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value');
    value?.set?.call(prompt, 'ECHO first-reply');
    prompt.dispatchEvent(new Event('input', { bubbles: true }));
    const enter = { key: 'Enter', bubbles: true, cancelable: true };
    setTimeout(() => prompt.dispatchEvent(new KeyboardEvent('keydown', enter)));
  };
  const look = () => {
    const prompt = document.querySelector<HTMLTextAreaElement>('#prompt');
    if (prompt && marks.prompt === undefined) {
      marks.prompt = performance.now();
      if (document.readyState !== 'loading') type(prompt);
      else document.addEventListener('DOMContentLoaded', () => type(prompt));
    }
    const log = document.querySelector('[role=log]');
    if (marks.reply !== undefined || !log?.textContent.includes('"first-reply"')) return;
    marks.reply = performance.now();
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        marks.screen = performance.now();
      }),
    );
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true });
}

/** Milliseconds since the navigation began, at which each of these was there. */
async function visit(page: Page, url: string) {
  await page.goto('about:blank');
  await page.goto(url, { waitUntil: 'commit' });
  await page.waitForFunction(() => (window as unknown as Marked).marks?.screen !== undefined);
  return page.evaluate(() => {
    const { marks } = window as unknown as Marked;
    const [html] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
    const files = performance.getEntriesByType('resource') as PerformanceResourceTiming[];
    const before = files.filter(({ responseEnd }) => responseEnd < (marks.prompt ?? 0));
    return {
      page: html?.responseEnd ?? 0,
      files: Math.max(0, ...before.map(({ responseEnd }) => responseEnd)),
      prompt: marks.prompt ?? 0,
      reply: marks.reply ?? 0,
      screen: marks.screen ?? 0,
    };
  });
}

/** Waits until the service worker has kept all files. */
async function kept(page: Page): Promise<void> {
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');
  for (let before = -1, tries = 0; tries < 30; tries++) {
    const count = await page.evaluate(async () => {
      const [name = ''] = await caches.keys();
      return (await (await caches.open(name)).keys()).length;
    });
    if (count === before) return;
    before = count;
    await page.waitForTimeout(1500);
  }
}

for (let round = 1; round <= rounds; round++) {
  test(`visits of a new browser, round ${round}`, async ({ page, site }) => {
    for (const [path, text] of Object.entries(bareFiles)) site.replace(path, text);
    await page.addInitScript(typeAtOnce);
    const tell = async (kind: string, url: string) =>
      console.info(`visit ${JSON.stringify({ kind, ...(await visit(page, url)) })}`);
    for (let i = 0; i < 2; i++) await tell('floor', `${site.url}bare/page.html`);
    await tell('first', site.url);
    await kept(page);
    await tell('second', site.url);
    for (let i = 0; i < 4; i++) await tell('later', site.url);
  });
}
