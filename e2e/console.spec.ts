/** Pasting into the console: a script of many lines runs in order, folded, and can be stopped. */
import { Console, expect, expectAccessible, test } from './journey.ts';

test('pasted lines run in order, each after the reply to the one before', async ({
  page,
  site,
}) => {
  const console = new Console(page);
  await console.open(site.url);
  const lines = Array.from({ length: 12 }, (_, i) => `127.0.0.1:6379> RPUSH l ${i}\n${i + 1}\n`);
  await console.paste(`# a list\n\n${lines.join('')}> LPOP\n> BLPOP none 0\n> LPOP l\n> LRANGE l`);
  await expect(console.prompt).toHaveValue('LRANGE l');
  await expect(page.getByText('Waiting for BLPOP')).toBeVisible();
  await console.prompt.press('Control+c');
  const group = page.locator('.group-head');
  await expect(group).toContainText('14 of 15 commands · stopped');
  await expect(group).toContainText('1 error');
  await expect(group).toContainText('12 lines');
  await expect(page.locator('.entry')).toHaveCount(0);
  await page.getByRole('button', { name: 'show replies' }).click();
  await expect(page.locator('.entry').last()).toContainText('BLPOP none 0');
  await console.prompt.press('Control+c');
  await console.expectReply('LLEN l', '(integer) 12');
});

test('text beyond ASCII is escaped as in redis-cli, explained once, and shown on request', async ({
  page,
  site,
}) => {
  const console = new Console(page);
  await console.open(site.url);
  await console.expectReply('SET a 값', 'OK');
  await console.expectReply('GET a', '"\\xea\\xb0\\x92"');
  await expect(page.getByText('redis-cli --raw prints it as text')).toHaveCount(1);
  await page.getByRole('button', { name: 'show as text' }).click();
  await expect(console.log.getByText('"값"')).toBeVisible();
  await console.expectReply('GETRANGE a 0 -1', '"\\xea\\xb0\\x92"');
  await expect(page.getByText('redis-cli --raw prints it as text')).toHaveCount(1);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'always as text' }).click();
  await console.expectReply('GET a', '"값"');
  await expect(page.getByText('redis-cli --raw')).toHaveCount(0);
});

test('what tells of commands comes when it is asked for, and what is typed meanwhile waits', async ({
  page,
  site,
}) => {
  const console = new Console(page);
  let release = (): void => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.context().route(/parts\/(reference|documentation)-/, async (route) => {
    await held;
    await route.continue();
  });
  await console.open(site.url);
  await console.expectReply('SET greeting hello', 'OK');
  await console.prompt.fill('SET ');
  await expect(page.locator('.prompt-ghost')).toContainText('key value [NX | XX]');
  await console.run('HELP GETEX');
  const early = page.locator('.entry').last();
  await expect(early).toContainText('GETEX key');
  await expect(early).toContainText('still being fetched');
  await console.prompt.fill('DEBUG OBJECT greeting');
  await console.prompt.press('Enter');
  release();
  await expect(page.locator('.entry').last()).toContainText('encoding:embstr');
  await console.prompt.fill('OBJECT HELP');
  await console.prompt.press('Enter');
  await expect(page.locator('.entry').last()).toContainText('ENCODING <key>');
  await console.prompt.fill('COMMAND DOCS set');
  await console.prompt.press('Enter');
  await expect(page.locator('.entry').last()).toContainText('Added the `KEEPTTL` option.');
  await console.prompt.fill('CONFIG SET maxmemory-policy v');
  await console.prompt.press('Tab');
  await expect(console.prompt).toHaveValue('CONFIG SET maxmemory-policy volatile-');
  await expect(page.getByRole('listbox').getByRole('option')).toHaveCount(4);
  await console.prompt.press('Escape');
  await console.prompt.fill('HELP GETDEL');
  await console.prompt.press('Enter');
  await expect(page.locator('.entry').last()).toContainText(
    'Returns the string at a key and deletes',
  );
  await expect(early).toContainText('Complexity O(1)');
  await expect(early).not.toContainText('fetched');
});

test('words that could not be fetched are asked for again by the next HELP', async ({
  page,
  site,
}) => {
  const console = new Console(page);
  const path = /parts\/documentation-/;
  await page.context().route(path, (route) => route.abort());
  await console.open(site.url);
  await console.run('HELP GETEX');
  await expect(page.locator('.help')).toContainText('could not be fetched');
  await page.context().unroute(path);
  await console.run('HELP GETDEL');
  const helps = page.locator('.help');
  await expect(helps).toContainText(['Complexity O(1)', 'Complexity O(1)']);
  await expect(helps.getByText('fetched')).toHaveCount(0);
});

test('an error says what was meant and how it is written', async ({ page, site }) => {
  const console = new Console(page);
  await console.open(site.url);
  const why = page.getByRole('button', { name: 'why?' });
  await console.expectReply('STE a 1', 'unknown command');
  await why.last().click();
  await expect(page.locator('.why').last()).toContainText('Did you mean SET?');
  await console.expectReply('EXPIRE a', 'wrong number of arguments');
  await why.last().click();
  await expect(page.locator('.why').last()).toContainText('EXPIRE key seconds [NX | XX | GT | LT]');
  await console.expectReply('PSYNC ? -1', 'cannot replicate');
  await why.last().click();
  await expect(page.locator('.why').last()).toContainText('no replica can follow it');
  await expectAccessible(page);
});
