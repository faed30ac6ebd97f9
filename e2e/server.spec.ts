/** The server room: every panel does what it says, over real commands. */
import type { Page } from '@playwright/test';
import { Console, expect, expectAccessible, lookOf, test } from './journey.ts';

const panels = ['overview', 'config', 'slowlog', 'latency', 'clients', 'users', 'memory'];
/** By its address: where one typed it, and where the header's link and the list lead. */
async function goTo(page: Page, url: string, panel: string): Promise<void> {
  await page.goto(`${url}#/server/${panel}`);
  await expect(page.locator('.server-head')).toBeVisible();
}

test('the header leads to the room, the list to its panels', async ({ page, site }) => {
  const console = new Console(page);
  await console.open(site.url);
  await console.expectReply('SET a 1', 'OK');
  await page.getByRole('link', { name: 'Server', exact: true }).click();
  await expect(page.locator('.info')).not.toHaveCount(0);
  const list = page.getByRole('navigation', { name: 'Panels' });
  const select = list.getByRole('combobox');
  if (await select.isVisible()) await select.selectOption('clients');
  else await list.getByRole('link', { name: 'Clients' }).click();
  await expect(page).toHaveURL(/#\/server\/clients$/);
  await expect(page.getByText('console tab 1')).toBeVisible();
  await page.goto(`${site.url}#/server/nothing`);
  await expect(page.getByText('There is no such panel')).toBeVisible();
});

test('INFO is explained, filtered, and marks what changes', async ({ page, site }) => {
  await goTo(page, site.url, 'overview');
  await page.getByRole('searchbox').fill('hit ratio');
  await expect(page.locator('.info > div')).toHaveCount(1);
  await expect(page.locator('.info dt')).toHaveText('keyspace_misses');
  await page.getByRole('searchbox').fill('total_commands_processed');
  await expect(page.getByRole('img', { name: 'changed' })).toBeVisible();
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByText('Paused')).toBeVisible();
  await page.getByRole('button', { name: 'Reset statistics' }).click();
  await expect(page.getByText('start again at zero')).toBeVisible();
});

test('a directive is changed, refused, and set back', async ({ page, site }) => {
  await goTo(page, site.url, 'config');
  await page.getByRole('searchbox').fill('maxmemory');
  const row = page.locator('.directive').filter({ hasText: 'The limit on memory;' });
  await row.getByRole('button', { name: 'Change maxmemory' }).click();
  const field = row.getByRole('textbox', { name: 'New value of maxmemory' });
  await field.fill('a lot');
  await field.press('Enter');
  await expect(row.getByRole('alert')).toContainText('argument must be a memory value');
  await field.fill('64');
  await row.getByRole('combobox', { name: 'Unit' }).selectOption('mb');
  await row.getByRole('button', { name: 'Set', exact: true }).click();
  await expect(row).toContainText('67108864');
  await expect(row).toContainText('changed');
  await page.getByRole('checkbox', { name: 'Only changed' }).check();
  await expect(page.locator('.directive')).toHaveCount(1);
  await page.getByRole('checkbox', { name: 'Only changed' }).uncheck();
  await row.getByRole('button', { name: 'Set it back' }).click();
  await expect(row.locator('.directive-value')).toHaveText('0');

  const policy = page.locator('.directive').filter({ hasText: 'Which keys are evicted' });
  await policy.getByRole('button', { name: 'Change maxmemory-policy' }).click();
  await policy.getByRole('combobox').selectOption('allkeys-lru');
  await policy.getByRole('button', { name: 'Set', exact: true }).click();
  await expect(policy.locator('.directive-value')).toHaveText('allkeys-lru');
});

test('a slow command is made and seen, in the slow log and among the spikes @desk', async ({
  page,
  site,
}) => {
  await goTo(page, site.url, 'latency');
  await page.getByRole('textbox', { name: 'Note what takes at least' }).fill('1');
  await page.getByRole('button', { name: 'Set', exact: true }).click();
  await expect(page.getByText('latency-monitor-threshold is now 1')).toBeVisible();
  await goTo(page, site.url, 'slowlog');
  const threshold = page.getByRole('textbox', { name: 'Log what takes at least' });
  await threshold.fill('fast');
  await page.getByRole('button', { name: 'Set', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText('ERR CONFIG SET failed');
  await threshold.fill('1000');
  await page.getByRole('button', { name: 'Set', exact: true }).click();
  await page.getByRole('button', { name: 'Make a slow command' }).click();
  await expect(page.getByText(/^SORT took/)).toBeVisible();
  await expect(page.getByRole('row', { name: /SORT slow-example/ }).first()).toBeVisible();
  await page.getByRole('button', { name: 'Empty the log' }).click();
  await expect(page.getByText('The slow log is empty.')).toBeVisible();
  await goTo(page, site.url, 'latency');
  await expect(page.getByRole('button', { name: 'Show the history of command' })).toBeVisible();
  await expect(page.locator('.latency-chart rect').first()).toBeAttached();
  await page.getByRole('button', { name: /^Show \d+ more command/ }).click();
  await page.getByRole('button', { name: 'Histogram of sort' }).click();
  await expect(page.getByRole('table', { name: 'Histogram of sort' })).toBeVisible();
});

test('a user is made, probed, and denied @desk', async ({ page, site }) => {
  const console = new Console(page);
  await console.open(site.url);
  await goTo(page, site.url, 'users');
  await page.getByRole('button', { name: 'New user' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('ann');
  await page.getByLabel('New password').fill('pw');
  await page.getByLabel('New password').press('Enter');
  await page.getByRole('button', { name: '@read: untouched' }).click();
  await page.getByRole('button', { name: '@read: allowed' }).waitFor();
  await page.getByRole('textbox', { name: 'Key pattern' }).fill('app:*');
  await page.getByRole('textbox', { name: 'Key pattern' }).press('Enter');
  const line = page.locator('.user-line');
  await expect(line).toHaveText('ACL SETUSER ann on >pw ~app:* -@all +@read');
  const rules = page.getByRole('textbox', { name: 'As rules' });
  await rules.fill('on >pw ~app:* -@all +@read +nonsense');
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect(page.getByRole('alert')).toContainText('Unknown command or category name');
  await rules.fill('on >pw ~app:* -@all +@read');
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect(page.getByText('ann is as shown.')).toBeVisible();

  await page.getByRole('combobox', { name: 'User' }).selectOption('ann');
  const command = page.getByRole('textbox', { name: 'Command', exact: true });
  await command.fill('GET app:1');
  await page.getByRole('button', { name: 'Ask' }).click();
  await expect(page.getByText('Yes: ann may run this.')).toBeVisible();
  await command.fill('SET app:1 x');
  await page.getByRole('button', { name: 'Ask' }).click();
  await expect(page.getByText("has no permissions to run the 'set' command")).toBeVisible();

  await page.goto(`${site.url}#/`);
  await console.expectReply('AUTH ann pw', 'OK');
  await console.expectReply('GET other', 'NOPERM');
  await goTo(page, site.url, 'users');
  const denied = page.getByRole('table', { name: 'Denied lately' });
  await expect(denied.getByText('key not allowed')).toBeVisible();
  await expect(denied.getByText('other')).toBeVisible();

  await page
    .locator('.users-list')
    .getByRole('button', { name: /^default/ })
    .click();
  await page.getByRole('checkbox', { name: 'May log in' }).uncheck();
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect(page.getByRole('alertdialog')).toContainText('This may lock you out');
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.locator('.users-list').getByRole('button', { name: /^ann/ }).click();
  await page.getByRole('button', { name: 'Delete user' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByText('ann was deleted.')).toBeVisible();
});

test('a client is closed after a question @desk', async ({ page, site }) => {
  const console = new Console(page);
  await console.open(site.url);
  await console.expectReply('CLIENT SETNAME <b>me</b>', 'OK');
  await page.goto(`${site.url}#/server/clients`);
  const row = page.getByRole('row', { name: /console tab 1/ });
  await expect(row).toContainText('<b>me</b>');
  await row.getByRole('button').click();
  await expect(page.getByRole('alertdialog')).toContainText('Close console tab 1?');
  await page.getByRole('button', { name: 'Close it' }).click();
  await expect(page.getByText('console tab 1 was closed.')).toBeVisible();
  await expect(page.getByText('<b>me</b>')).toHaveCount(0);
  await page.goto(`${site.url}#/`);
  await expect(console.log).toContainText('closed by the server');
});

test('the analysis of memory finds the biggest key @desk', async ({ page, site }) => {
  const console = new Console(page);
  await console.open(site.url);
  await console.expectReply('DEBUG POPULATE 3000 user 40', 'OK');
  await console.expectReply('SETRANGE jobs:big 200000 x', '200001');
  await console.expectReply('SET session:1 x EX 1000', 'OK');
  await goTo(page, site.url, 'memory');
  await page.getByRole('button', { name: 'Analyse' }).click();
  await expect(page.getByText('All 3,002 keys looked at.')).toBeVisible();
  const biggest = page.getByRole('table', { name: 'Biggest keys' });
  await expect(biggest.getByRole('row').nth(1)).toContainText('jobs:big');
  const prefixes = page.getByRole('table', { name: 'By prefix' });
  await expect(prefixes.getByRole('row', { name: /user: 3,000/ })).toBeVisible();
  await page.getByRole('combobox', { name: 'Look at' }).selectOption('2000');
  await page.getByRole('button', { name: 'Analyse again' }).click();
  await expect(page.getByText('A sample: 2,000 of 3,002 keys.')).toBeVisible();
});

test('axe finds nothing and nothing overflows', async ({ page, site }, info) => {
  const { theme, language } = lookOf(info);
  await page.emulateMedia({ colorScheme: theme });
  const console = new Console(page);
  await console.open(site.url);
  if (language === 'ko') await page.getByRole('button', { name: '한국어' }).click();
  await console.expectReply('DEBUG POPULATE 200 user 40', 'OK');
  await console.expectReply('CONFIG SET slowlog-log-slower-than 0', 'OK');
  await console.expectReply('AUTH nobody nothing', 'WRONGPASS');
  await console.expectReply('ACL SETUSER ann on >pw ~app:* +@read -get (~z +set)', 'OK');
  for (const panel of panels) {
    await goTo(page, site.url, panel);
    await expect(page.locator('.server-panel .faint').first()).toBeVisible();
    // Rows by the hundred are alike: a part of them is looked at, which is several times faster.
    if (panel === 'overview') await page.getByRole('searchbox').fill('memory');
    if (panel === 'config') await page.getByRole('searchbox').fill('maxmemory');
    if (panel === 'config') await page.locator('.directive button').nth(1).click();
    if (panel === 'users') await page.getByRole('button', { name: /^ann/ }).click();
    if (panel === 'memory') await page.locator('.analysis .button').click();
    if (panel === 'memory') await expect(page.locator('.memory-tables')).toBeVisible();
    await expectAccessible(page, panel);
    const excess = await page.evaluate(() =>
      [document.documentElement, document.querySelector('.server-body')].map((element) =>
        element ? element.scrollWidth - element.clientWidth : 0,
      ),
    );
    expect(excess, panel).toEqual([0, 0]);
  }
});

test('a crashed engine starts again; one that goes on crashing leaves figures and a way back @desk', async ({
  page,
  site,
}) => {
  const console = new Console(page);
  await console.open(site.url);
  await console.expectReply('SET kept 1', 'OK');
  await goTo(page, site.url, 'overview');
  await expect(page.locator('.info')).not.toHaveCount(0);
  const crash = async () => {
    const engine = page.workers().find((worker) => /main|engine/.test(worker.url()));
    await engine?.evaluate(() => {
      setTimeout(() => {
        throw new Error('out of luck');
      });
    });
  };
  const told = page.getByText(/The engine stopped unexpectedly.*out of luck/);
  await crash();
  await expect(told).toHaveCount(1);
  await expect(page.locator('.info')).not.toHaveCount(0);
  const banner = page.getByText(/The engine could not be started/);
  // Three within a minute are too many; between two of them it is starting.
  await expect(async () => {
    await crash();
    await expect(banner).toBeVisible({ timeout: 1000 });
  }).toPass();
  // The figures of before stay, with what went wrong beside them.
  await expect(page.locator('.server-refused')).toContainText('out of luck');
  await expect(page.locator('.info')).not.toHaveCount(0);
  await page.getByRole('button', { name: 'Start it again' }).click();
  await expect(banner).toHaveCount(0);
  await expect(page.locator('.server-refused')).toHaveCount(0);
  await page.getByRole('link', { name: 'Playground', exact: true }).click();
  await console.expectReply('GET kept', '"1"');
});
