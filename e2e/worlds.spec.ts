/** The labs on worlds: a run held and stepped, runs over each other, a link, edited code, pictures as text. */
import { catchClipboard, expect, expectAccessible, lookOf, test } from './journey.ts';

test('strategies run against each other, and the moment can be chosen', async ({ page, site }) => {
  await page.goto(`${site.url}#/labs/stampede`);
  const totals = page.getByRole('region', { name: 'Counted' });
  const row = (name: RegExp) => totals.getByRole('row', { name });
  await page.getByText('More settings').click();
  await page.getByRole('slider', { name: 'Virtual time' }).fill('0');
  await page.getByRole('slider', { name: 'Requests per second' }).fill('3');
  await page.getByRole('radio', { name: 'XFetch', exact: true }).check();
  const again = page.getByRole('button', { name: /^Run/ });
  await expect(again).toBeEnabled();
  await again.click();
  // Named by what has changed since the first run.
  const renamed = /^XFetch, .*Requests per second \d+/;
  await expect(totals.getByRole('columnheader', { name: renamed })).toBeVisible();
  await expect(row(/^Requests [\d,]+ [\d,]+$/)).toBeVisible();
  await expect(totals.getByRole('columnheader')).toHaveCount(2);

  const second = page.getByRole('slider', { name: 'Position', exact: true });
  await second.focus();
  await page.keyboard.press('Home');
  await expect(page.getByText(/^At 0:01: /)).toBeVisible();
  await page.getByRole('slider', { name: /^Database queries: / }).click();
  await expect(page.getByText(/^At 0:[23]\d: /)).toBeVisible();
  await page.getByRole('button', { name: 'Table' }).first().click();
  await expect(page.getByRole('columnheader', { name: 'No protection' }).first()).toBeVisible();
});

test('a run can be held, stepped and cancelled @desk', async ({ page, site }) => {
  await page.goto(`${site.url}#/labs/stampede`);
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  const step = page.getByRole('button', { name: 'One step' });
  await expect(step).toBeEnabled();
  await step.click();
  await step.click();
  await expect(page.getByText(/^At \d+:\d\d: /)).toBeVisible();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByText('Cancelled.')).toBeVisible();
});

test('a link brings the same run, to the last figure @desk', async ({ page, site }, info) => {
  const copied = await catchClipboard(page);
  await page.emulateMedia({ colorScheme: lookOf(info).theme });
  await page.goto(`${site.url}#/labs/caching`);
  const totals = page.getByRole('region', { name: 'Counted' });
  await expect(totals).toBeVisible();
  await expect(
    page.getByText(/^10,000 clients: [\d,]+ requests in 30 virtual seconds/),
  ).toBeVisible();
  await page.getByRole('radio', { name: 'Write-around' }).check();
  await page.getByRole('textbox', { name: 'Seed' }).fill('77');
  await page.getByRole('button', { name: 'Run again' }).click();
  await expect(totals.getByRole('columnheader', { name: 'Write-around' })).toBeVisible();
  const figures = (name: RegExp) =>
    totals.getByRole('row', { name }).getByRole('cell').last().innerText();
  const seen = [await figures(/^Requests /), await figures(/^Stale reads/)];
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Copy link' }).click();
  const link = await copied();
  await page.goto('about:blank');
  await page.goto(link);
  await expect(totals.getByRole('columnheader', { name: 'Write-around' })).toBeVisible();
  expect([await figures(/^Requests /), await figures(/^Stale reads/)]).toEqual(seen);
});

test('edited code runs, locked away; a loop without an end is stopped @desk', async ({
  page,
  site,
  isMobile,
}) => {
  await page.goto(`${site.url}#/labs/stampede`);
  const totals = page.getByRole('region', { name: 'Counted' });
  await expect(totals).toBeVisible();
  await page.getByText('More settings').click();
  await page.getByRole('slider', { name: 'Virtual time' }).fill('0');
  await page.getByRole('button', { name: 'Change its code' }).click();
  await expect(page.locator('.strategy-editor')).toBeInViewport();
  const write = async (text: string) => {
    if (isMobile) {
      await page.locator('textarea.strategy-editor').fill(text);
      return;
    }
    await page.locator('.strategy-editor .view-lines').click();
    await page.keyboard.press('ControlOrMeta+A');
    await page.evaluate((pasted) => {
      const data = new DataTransfer();
      data.setData('text/plain', pasted);
      const event = new ClipboardEvent('paste', { clipboardData: data, bubbles: true });
      document.activeElement?.dispatchEvent(event);
    }, text);
  };
  const run = page.getByRole('button', { name: 'Run again' });
  await write(`export async function read(id: string): Promise<Row> {
  console.log('here', typeof fetch, typeof indexedDB, typeof WebSocket);
  return db.query('SELECT * FROM posts WHERE id = ?', [id]);
}`);
  await run.click();
  await expect(totals.getByRole('columnheader', { name: 'No protection (edited)' })).toBeVisible();
  await expect(page.getByText('here undefined undefined undefined')).toBeVisible();
  await write('export async function read(id: string): Promise<Row> {\n  for (;;);\n}');
  await run.click();
  await expect(page.getByText('The code did not give way')).toBeVisible();
  await write(`export async function read(id: string): Promise<Row> {
  const row = await db.query('SELECT * FROM posts WHERE id = ?', [id]);
  await new Promise<void>(() => {});
  return row;
}`);
  await run.click();
  await expect(
    page
      .getByRole('status')
      .filter({ hasText: 'never answered: the await on line 3 never settled' }),
  ).toBeVisible();

  // What was typed is there again after another choice, the original, and a reload.
  const code = page.locator('.strategy-code');
  await page.getByRole('radio', { name: 'XFetch', exact: true }).check();
  await expect(code).toContainText('beta');
  await page.getByRole('radio', { name: 'No protection' }).check();
  await expect(code).toContainText('new Promise<void>');
  await page.getByRole('button', { name: 'Back to the original' }).click();
  await expect(code).not.toContainText('new Promise<void>');
  await page.getByRole('button', { name: 'Back to your edit' }).click();
  await expect(code).toContainText('new Promise<void>');
  await page.reload();
  await expect(code).toContainText('new Promise<void>');
});

test('the genuine ioredis runs in a world, waits for a lost cache, and travels by link @desk', async ({
  page,
  site,
}) => {
  const copied = await catchClipboard(page);
  await page.goto(`${site.url}#/labs/caching`);
  const totals = page.getByRole('region', { name: 'Counted' });
  await expect(totals).toBeVisible();
  await page.getByText('More settings').click();
  await page.getByRole('slider', { name: 'Virtual time' }).fill('0');
  // So few that nobody is refused by the database when the cache is back.
  await page.getByRole('slider', { name: 'Clients' }).fill('6');
  await page.getByRole('combobox', { name: 'At half time' }).selectOption('cut-network');
  const client = page.getByRole('combobox', { name: 'Client', exact: true });
  await client.selectOption('ioredis');
  await page.getByText('What it does when the cache goes away').click();
  await expect(page.getByText('(maxRetriesPerRequest)')).toBeVisible();
  await page.getByRole('button', { name: 'Run again' }).click();
  await expect(totals.getByRole('columnheader', { name: 'Cache-aside (ioredis)' })).toBeVisible({
    timeout: 60_000,
  });
  const figure = (name: RegExp) => totals.getByRole('row', { name }).getByRole('cell').last();
  await expect(figure(/^Failed/)).toHaveText('0');
  await expect(figure(/^Slowest/)).toHaveText(/^[45]\.\d+ s$/);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Copy link' }).click();
  const link = await copied();
  await page.goto('about:blank');
  await page.goto(link);
  await expect(client).toHaveValue('ioredis');
  await client.selectOption('redis');
  await expect(page.getByText('{ EX: params.ttl }').first()).toBeVisible();
});
