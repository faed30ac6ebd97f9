/** The first minutes in the playground. */
import { Console, expect, test } from './journey.ts';

test('the first command answers', async ({ page, site }) => {
  const console = new Console(page);
  await console.open(site.url);
  await console.expectReply('SET greeting hello', 'OK');
  await console.expectReply('GET greeting', '"hello"');
  await console.expectReply('INCR greeting', 'ERR value is not an integer or out of range');
});

test('what was written survives a reload', async ({ page, site }) => {
  const console = new Console(page);
  await console.open(site.url);
  await console.expectReply('SET kept "a value"', 'OK');
  await console.expectReply('EXPIRE kept 1000', '(integer) 1');
  await console.expectAllOnDisk();
  await page.reload();
  await console.expectReply('GET kept', '"a value"');
  await console.expectReply('TTL kept', /\(integer\) (1000|99\d)/);
});

test('deep links', async ({ page, site }) => {
  const console = new Console(page);
  await console.open(`${site.url}index.html#/`);
  await console.expectReply('PING', 'PONG');
  await page.goto(`${site.url}#/there/is/no/such/page`);
  await expect(page.getByText('There is no such page')).toBeVisible();
  await page.getByRole('link', { name: 'To the playground' }).click();
  await expect(console.prompt).toBeVisible();
});

test('a second tab is a further client, and takes over when the first closes @desk', async ({
  context,
  page,
  site,
}) => {
  const first = new Console(page);
  await first.open(site.url);
  await first.expectReply('SET shared 1', 'OK');
  const second = new Console(await context.newPage());
  await second.open(site.url);
  await expect(second.page.getByText('Another tab owns this data set')).toBeVisible();
  await second.expectReply('INCR shared', '(integer) 2');
  await first.expectReply('GET shared', '"2"');
  await first.page.close();
  // What is sent before the loss is noticed fails, as it must: nobody knows whether it was run.
  await expect(second.log.getByText('Connected again')).toBeVisible();
  await second.expectReply('GET shared', '"2"');
  await second.expectReply('INCR shared', '(integer) 3');
  await expect(second.page.getByText('Another tab owns this data set')).toHaveCount(0);
});

test('the page never asks for anything but its own files', async ({ page, site }) => {
  const asked: string[] = [];
  page.on('response', (response) => asked.push(`${response.status()} ${response.url()}`));
  await new Console(page).open(site.url);
  expect(asked.filter((line) => !line.startsWith(`200 ${site.url}`))).toEqual([]);
});
