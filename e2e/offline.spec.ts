/** After one visit the page needs no host any more. */
import type { Page } from '@playwright/test';
import { Console, expect, test } from './journey.ts';

test.use({ serviceWorkers: 'allow' });

/** Waits until the service worker has the shell and rules this page. */
const ruled = (page: Page) =>
  page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');

/** Waits until files that only some commands and drawings need are kept too. */
const hasParts = (page: Page) =>
  expect
    .poll(() =>
      page.evaluate(async () => {
        const stores = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
        const kept = (await Promise.all(stores.map((store) => store.keys()))).flat();
        return kept.filter(({ url }) => /\/(exchange|report|structure)-[^/]*\.js$/.test(url))
          .length;
      }),
    )
    .toBe(3);

/** A hash as Redis 6.2 dumps it: a ziplist. */
const OLD_HASH = String.raw`"\r\x19\x19\x00\x00\x00\x11\x00\x00\x00\x02\x00\x00\x05field\x07\x05value\xff\t\x00\xbc\x11Jr\x8b\xda\xb6{"`;

test('works after one visit with the host gone', async ({ page, site }) => {
  const console = new Console(page);
  await console.open(site.url);
  await console.expectReply('SET kept 1', 'OK');
  await console.expectAllOnDisk();
  await ruled(page);
  await hasParts(page);
  await site.stop();
  await page.reload();
  await console.expectReply('GET kept', '"1"');
  await console.expectReply(`RESTORE old 0 ${OLD_HASH}`, 'OK');
  await console.expectReply('HGET old field', '"value"');
  await console.expectReply('INFO keyspace', 'db0:keys=2');
  await page.goto(`${site.url}#/there/is/no/such/page`);
  await expect(page.getByText('There is no such page')).toBeVisible();
  await page.goto(`${site.url}index.html`);
  await console.expectReply('PING', 'PONG');
});

test('a new version waits for consent, then takes over and removes the old one', async ({
  page,
  site,
}) => {
  const console = new Console(page);
  await console.open(site.url);
  await ruled(page);
  const caches = () => page.evaluate(() => window.caches.keys());
  const [before] = await caches();
  const worker = await (await page.request.get(`${site.url}sw.js`)).text();
  const html = await (await page.request.get(site.url)).text();
  site.replace('index.html', html.replace('<title>Stampede', '<title>Later Stampede'));
  const version = before?.split(' ').at(-1) ?? 'none';
  expect(worker).toContain(version);
  const pageHash = /path:(?:``|"")\s*,\s*hash:[`"](\w+)[`"]/.exec(worker)?.[1] ?? 'none';
  expect(worker).toContain(pageHash);
  site.replace('sw.js', worker.replaceAll(version, 'laterversion').replace(pageHash, 'laterpage'));

  await page.evaluate(async () => {
    await (await navigator.serviceWorker.ready).update();
  });
  await page.waitForFunction(async () => (await navigator.serviceWorker.ready).waiting !== null);
  await page.reload();
  await expect(page).toHaveTitle(/^Stampede/);
  expect(await caches()).toHaveLength(2);

  await page.evaluate(async () => {
    (await navigator.serviceWorker.ready).waiting?.postMessage({ kind: 'take-over' });
  });
  await expect.poll(caches).toEqual([before?.replace(version, 'laterversion')]);
  await page.reload();
  await expect(page).toHaveTitle(/^Later Stampede/);
});
