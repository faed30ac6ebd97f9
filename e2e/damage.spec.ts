/** Bad bytes on the disk: said with their offset, kept aside, and nothing else is lost. */
import type { Page } from '@playwright/test';
import { Console, expect, test } from './journey.ts';

/** Appends bytes to the last chunk of the append-only file, behind the engine's back. */
async function spoil(page: Page, bytes: string): Promise<void> {
  await page.evaluate(async (text) => {
    const open = indexedDB.open('stampede/playground');
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      open.onsuccess = () => resolve(open.result);
      open.onerror = () => reject(open.error);
    });
    const transaction = db.transaction(['files', 'chunks'], 'readwrite');
    const files = transaction.objectStore('files');
    const chunks = transaction.objectStore('chunks');
    const path = 'appendonlydir/appendonly.aof.1.incr.aof';
    const get = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve) => {
        request.onsuccess = () => resolve(request.result);
      });
    const row = await get<{ id: number; chunkCount: number; sizeBytes: number }>(files.get(path));
    const key = [row.id, row.chunkCount - 1];
    const last = await get<Uint8Array>(chunks.get(key));
    const added = new TextEncoder().encode(text);
    const whole = new Uint8Array(last.length + added.length);
    whole.set(last);
    whole.set(added, last.length);
    chunks.put(whole, key);
    files.put({ ...row, sizeBytes: row.sizeBytes + added.length }, path);
    await new Promise((resolve) => {
      transaction.oncomplete = resolve;
    });
    db.close();
  }, bytes);
}

test('a damaged file is reported with its offset and kept aside', async ({ page, site }) => {
  const console = new Console(page);
  await console.open(site.url);
  await console.expectReply('SET kept value', 'OK');
  await console.expectAllOnDisk();
  await spoil(page, 'rubbish\r\n');
  await page.reload();
  await expect(page.getByRole('alert')).toContainText(/is damaged at byte \d+/);
  await expect(page.getByRole('alert')).toContainText('.damaged-1');
  await console.expectReply('GET kept', '"value"');
  await console.expectReply('SET later 1', 'OK');
  await console.expectAllOnDisk();
  await page.reload();
  await console.expectReply('MGET kept later', '2) "1"');
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('a torn tail is cut off, with a notice; full storage is told of, with ways out', async ({
  page,
  site,
}) => {
  const console = new Console(page);
  await console.open(site.url);
  await console.expectReply('SET kept value', 'OK');
  await console.expectAllOnDisk();
  await spoil(page, '*3\r\n$3\r\nSET\r\n$4\r\nlost');
  await page.reload();
  await expect(page.getByText(/was torn at byte \d+ and has been cut off/)).toBeVisible();
  await console.expectReply('MGET kept lost', '1) "value"');

  // The storage fills up in mid-session: what the browser then does to each writing.
  const [worker] = page.workers();
  await worker?.evaluate(() => {
    const { put } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.put = () => {
      throw new DOMException('', 'QuotaExceededError');
    };
    self.addEventListener('room', () => {
      IDBObjectStore.prototype.put = put;
    });
  });
  const full = page.getByRole('alert').filter({ hasText: 'does not store what is written' });
  await console.expectReply('SET text held', 'OK');
  await expect(full).toBeVisible();
  await console.expectReply('SET more 1', 'MISCONF');
  const saved = page.waitForEvent('download');
  await full.getByRole('button', { name: 'Save all data to a file' }).click();
  await saved;
  await full.getByRole('button', { name: 'Turn the log off' }).click();
  await expect(full).toBeHidden();
  await console.expectReply('SET more 1', 'OK');
  await worker?.evaluate(() => self.dispatchEvent(new Event('room')));
  await page.getByRole('button', { name: 'Log again' }).click();
  await console.expectAllOnDisk();
  await page.reload();
  await console.expectReply('MGET text more', /"held"\s*2\) "1"/);
});

test('a browser that gives no storage has a Redis all the same, and is told', async ({
  page,
  context,
  site,
}) => {
  const session = await context.newCDPSession(page);
  const { origin } = new URL(site.url);
  await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1 });
  const console = new Console(page);
  await console.open(site.url);
  await expect(page.getByText('This browser gives no storage')).toBeVisible();
  await console.expectReply('SET a 1', 'OK');
  await console.expectReply('GET a', '"1"');
});
