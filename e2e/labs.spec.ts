/** The labs room: its index, the interleaving explorer and the eviction lab, with links and without. */
import { catchClipboard, expect, expectAccessible, test } from './journey.ts';

test('the index leads to labs; an unknown one leads back', async ({ page, site }) => {
  await page.goto(`${site.url}#/labs`);
  await expect(page.getByRole('link', { name: 'Labs', exact: true })).toHaveAttribute(
    'aria-current',
    'page',
  );
  await page.goto(`${site.url}#/labs/no-such`);
  await expect(page.getByRole('heading', { name: 'There is no such lab' })).toBeVisible();
  await page.getByRole('link', { name: 'To the list of labs' }).click();
  await page.getByRole('link', { name: /Interleaving explorer/ }).click();
  await expect(page.getByRole('heading', { name: '4 of 6 orders lose an update.' })).toBeVisible();
  await expectAccessible(page);
});

test('an order is replayed step by step with the keyboard', async ({ page, site }) => {
  await page.goto(`${site.url}#/labs/interleave`);
  await page.getByRole('button', { name: 'Replay order A B B A', exact: true }).click();
  const replay = page.getByRole('region', { name: 'Replay', exact: true });
  const next = replay.getByRole('button', { name: 'Forward' });
  await next.focus();
  for (let step = 0; step < 3; step++) await page.keyboard.press('Enter');
  await expect(replay.locator('tr[aria-current="step"]')).toContainText('SET n 1');
  await expect(replay.locator('tr[aria-current="step"]')).toContainText('n = 1');
  await replay.getByRole('button', { name: 'To the end' }).click();
  await expect(replay.getByText('step 4 of 4')).toBeVisible();
});

test('changed scripts travel by link, and what cannot run says why @desk', async ({
  page,
  site,
}) => {
  const copied = await catchClipboard(page);
  await page.goto(`${site.url}#/labs/interleave`);
  const client = page.getByLabel('Client A, one step per line');
  const run = page.getByRole('button', { name: 'Run again' });
  await client.fill('x = GET n\nFROB n {x + 1}');
  await run.click();
  await expect(page.getByRole('alert')).toContainText('Client A, line 2');
  await page.getByLabel('Must hold in the end').fill('');
  await client.fill('LPUSH n 1');
  await run.click();
  await expect(page.getByRole('alert')).toContainText('Write what must hold');
  // What went wrong while it ran stands beside the verdict and the outcome.
  const before = page.getByLabel('Before each order, one step per line');
  await page.getByLabel('Must hold in the end').fill('n is not nil');
  await before.fill('SET n 0\nLPUSH n');
  await run.click();
  const outcomes = page.getByRole('region', { name: 'How it can end' });
  await expect(outcomes.getByRole('status')).toContainText(
    "Before, line 2 LPUSH n ERR wrong number of arguments for 'lpush' command",
  );
  await expect(outcomes.getByRole('table')).toContainText('Client A, line 1 WRONGTYPE');
  await before.fill('SET n 0');
  await client.fill('INCRBY n 5');
  await page.getByLabel('Must hold in the end').fill('n == 6');
  await run.click();
  await expect(
    page.getByRole('heading', { name: '1 of 3 orders breaks the invariant.' }),
  ).toBeVisible();
  await page.getByRole('button', { name: 'Copy link' }).click();
  const link = await copied();
  await page.goto('about:blank');
  await page.goto(link);
  await expect(client).toHaveValue('INCRBY n 5');
  await expect(
    page.getByRole('heading', { name: '1 of 3 orders breaks the invariant.' }),
  ).toBeVisible();
});

test('a broken link opens the lab with its usual settings and says so @desk', async ({
  page,
  site,
}) => {
  for (const lab of ['interleave', 'eviction']) {
    await page.goto('about:blank');
    await page.goto(`${site.url}#/labs/${lab}?s=H4sIAAAAAAAAA6tWKk5NTVGyUjI0Mq4FAFaa`);
    await expect(page.getByRole('alert')).toContainText('The link is damaged or cut short.');
  }
});

test('the eviction lab runs, can be held and stepped, scrubbed, and read as a table @desk', async ({
  page,
  site,
}) => {
  await page.goto(`${site.url}#/labs/eviction`);
  const pause = page.getByRole('button', { name: 'Pause', exact: true });
  await pause.click();
  const cursor = page.getByRole('slider', { name: 'Hit ratio: position read out' });
  const step = page.getByRole('button', { name: 'One step' });
  await expect(step).toBeEnabled();
  const before = (await cursor.getAttribute('aria-valuetext')) ?? '';
  await step.click();
  await expect(cursor).not.toHaveAttribute('aria-valuetext', before);
  // Evictions are shown while the run is on.
  await expect(page.getByText(/^After [\d,]+ accesses: .* evicted so far\.$/)).toBeVisible();
  await page.getByRole('button', { name: 'Go on' }).click();
  await expect(page.getByRole('heading', { name: /keeps the most/ })).toBeVisible({
    timeout: 60_000,
  });
  await cursor.focus();
  await page.keyboard.press('Home');
  await expect(cursor).toHaveAttribute('aria-valuetext', /^Accesses 250, Optimum \d/);
  await page.getByRole('button', { name: 'To the beginning' }).click();
  await expect(page.getByText('After 0 accesses: 0 keys in the cache')).toBeVisible();
  await page.getByRole('button', { name: 'Table' }).first().click();
  await expect(page.getByRole('row', { name: /^50,000/ })).toBeVisible();
  await expectAccessible(page);
});

test('the settings of the eviction lab travel by link @desk', async ({ page, site }) => {
  const copied = await catchClipboard(page);
  await page.goto(`${site.url}#/labs/eviction`);
  await page.getByRole('combobox', { name: 'Accesses', exact: true }).selectOption('loop');
  // The fewest: this is about the link, not about the run.
  await page
    .locator('.control', { hasText: /^Accesses/ })
    .getByRole('slider')
    .press('Home');
  await page.getByRole('textbox', { name: 'Seed' }).fill('77');
  await page.getByRole('button', { name: 'Copy link' }).click();
  const link = await copied();
  await page.goto('about:blank');
  await page.goto(link);
  await expect(page.getByRole('textbox', { name: 'Seed' })).toHaveValue('77');
  await expect(page.getByRole('row', { name: /LRU, exact 0\.0%/ })).toBeVisible();

  // Where there is nothing to draw it is said why, beside the button.
  await page.getByRole('combobox', { name: 'Accesses', exact: true }).selectOption('own');
  await page.getByRole('textbox', { name: 'Keys, one per line' }).fill('# nothing\n');
  await page.getByRole('button', { name: 'Measure all sizes' }).click();
  await expect(page.getByRole('alert')).toHaveText(/^There is no key in the trace\./);
});
