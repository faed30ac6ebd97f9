/** SHUTDOWN: the server stops for every tab, and a start brings back what had been kept. */
import { Console, expect, test } from './journey.ts';

const START = /Start the server again/;

test('SHUTDOWN stops the server for all tabs; without a log, SAVE keeps and NOSAVE loses @desk', async ({
  page,
  context,
  site,
}) => {
  const console = new Console(page);
  const stopped = page.getByRole('alert').filter({ hasText: 'SHUTDOWN stopped the server' });
  const start = page.getByRole('button', { name: START });
  await console.open(site.url);
  const guest = await context.newPage();
  const other = new Console(guest);
  await other.open(site.url);
  await other.expectReply('SET logged 1', 'OK');

  await console.run('SHUTDOWN NOSAVE');
  await expect(stopped).toContainText('append-only file, so 1 key comes back');
  await console.expectReply('GET logged', 'Could not connect: the server has stopped');
  await other.expectReply('GET logged', 'Could not connect: the server has stopped');
  await guest.getByRole('button', { name: START }).click();
  await expect(stopped).toBeHidden();
  await console.expectReply('GET logged', '"1"');
  await other.expectReply('GET logged', '"1"');

  await console.expectReply('CONFIG SET appendonly no', 'OK');
  await console.run('SHUTDOWN SAVE');
  await expect(stopped).toContainText('saved a snapshot first');
  // The key, which leaves the focus in the prompt.
  await console.prompt.press('Alt+r');
  await expect(stopped).toBeHidden();
  await console.expectReply('SET unlogged 1', 'OK');
  await console.run('SHUTDOWN NOSAVE');
  await expect(stopped).toContainText('1 change since then lost');
  await start.click();
  // What is typed while it starts waits for it.
  await console.expectReply('MGET logged unlogged', /"1"\s*2\) \(nil\)/);

  // Who takes over a stopped server does not start it unasked, nor with other options than it had.
  await console.run('SHUTDOWN NOSAVE');
  await expect(stopped).toBeVisible();
  await page.close();
  // The first may still be told that this tab has taken over.
  await expect(async () => {
    await other.run('PING');
    await expect(other.newest).toContainText('the server has stopped', { timeout: 2000 });
  }).toPass();
  await guest.getByRole('button', { name: START }).click();
  await other.expectReply('MGET logged unlogged', /"1"\s*2\) \(nil\)/);
  await other.expectReply('CONFIG GET appendonly', '"no"');
});

test('SHUTDOWN NOSAVE ends a script that nothing else ends @desk', async ({ page, site }) => {
  const console = new Console(page);
  await console.open(site.url);
  await console.expectReply('CONFIG SET busy-reply-threshold 100', 'OK');
  // Lua has come by then: a client that waits for it holds up nobody else.
  await console.expectReply('EVAL "return 1" 0', '(integer) 1');
  await console.run(`EVAL "redis.call('SET', KEYS[1], 1) while true do end" 1 a`);
  await expect(page.getByRole('tab', { name: 'EVAL is running' })).toBeVisible();
  await page.getByRole('button', { name: 'New client' }).click();
  await console.expectReply('PING', 'BUSY');
  await console.expectReply('SCRIPT KILL', 'UNKILLABLE');
  await console.expectReply('SHUTDOWN SAVE', 'BUSY');
  await console.run('SHUTDOWN NOSAVE');
  await expect(page.getByRole('alert')).toContainText('script that was running is gone');
  await page.getByRole('button', { name: START }).click();
  await console.expectReply('EXISTS a', '(integer) 0');
});
