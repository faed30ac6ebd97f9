import { chromium } from 'playwright';
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
page.on('console', (m) => { if (m.type() === 'error') console.log('console', m.text()); });
page.on('pageerror', (e) => console.log('pageerror', e.message));
await page.goto(`http://localhost:4899/#/labs/stampede`);
await page.locator('.totals').waitFor({ timeout: 60000 });
console.log((await page.locator('.totals tr').last().innerText()).replace(/\s+/g, ' '));
await page.getByRole('button', { name: 'Edit' }).click();
await page.locator('.strategy-editor .monaco-editor').first().waitFor({ timeout: 60000 });
await page.waitForTimeout(1000);
await page.locator('.strategy-editor .view-lines').click();
await page.keyboard.press('Control+A');
await page.keyboard.insertText(`let flight: Promise<Row> | null = null;
export async function read(id: string): Promise<Row> {
  const cached = await redis.get('post:' + id);
  if (cached) return JSON.parse(cached);
  flight ??= load(id).finally(() => { flight = null; });
  return flight;
}
async function load(id: string): Promise<Row> {
  const row = await db.query('SELECT * FROM posts WHERE id = ?', [id]);
  await redis.set('post:' + id, JSON.stringify(row), 'EX', params.ttl);
  console.log('loaded', typeof fetch, typeof indexedDB);
  return row;
}
`);
await page.getByRole('button', { name: 'Run again' }).click();
await page.waitForFunction(() => document.querySelectorAll('.totals th[scope=col]').length > 1 || document.querySelector('.run-bar .bad'), null, { timeout: 60000 });
console.log(await page.locator('.run-bar').innerText(), (await page.locator('.totals').innerText()).replace(/\s+/g, ' ').slice(0, 900));
console.log(await page.locator('.world-notes').innerText().catch(() => 'no notes'));
await page.locator('.strategy-code').scrollIntoViewIfNeeded();
await page.screenshot({ path: '/tmp/z1.png' });
await page.locator('.strategy-editor .view-lines').click();
await page.keyboard.press('Control+A');
await page.keyboard.insertText(`export async function read(id: string) {\n  while (true);\n}\n`);
await page.getByRole('button', { name: 'Run again' }).click();
await page.waitForTimeout(12000); await page.screenshot({ path: '/tmp/z2.png' });
console.log(await page.locator('.run-bar .bad').innerText());
await page.locator('.strategy-editor .view-lines').click();
await page.keyboard.press('Control+A');
await page.keyboard.insertText(`export async function read(id: string) {\n  return db.query('SELECT * FROM x WHERE id = ?', [id]\n}\n`);
await page.getByRole('button', { name: 'Run again' }).click();
await page.locator('.run-bar .bad').filter({ hasText: 'line' }).waitFor({ timeout: 60000 });
console.log(await page.locator('.run-bar .bad').innerText());
await browser.close();
