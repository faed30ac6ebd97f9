/**
 * Lua in the playground: a script with its keys and arguments, and an error at its line. At a desk
 * only: the editor that it is written in does not support phones.
 */
import type { Page } from '@playwright/test';
import { Console, expect, test } from './journey.ts';

class LuaPane {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  get result() {
    return this.page.locator('output.script-result');
  }

  get editor() {
    return this.page.locator('.script-editor .monaco-editor').first();
  }

  /** What is underlined in the editor. */
  get mistakes() {
    return this.editor.locator('.squiggly-error');
  }

  async open(): Promise<void> {
    await this.page.getByRole('button', { name: 'Open the script editor' }).click();
    await this.page.getByRole('tab', { name: 'Lua' }).click();
    await expect(this.editor).toBeVisible();
  }

  async run(text: string): Promise<void> {
    await this.editor.click();
    await this.page.keyboard.press('ControlOrMeta+A');
    await this.page.keyboard.insertText(text);
    await this.page.keyboard.press('ControlOrMeta+Enter');
  }
}

test('a Lua script runs with KEYS and ARGV, and an error points at its line @desk', async ({
  page,
  site,
}) => {
  const console = new Console(page);
  await console.open(site.url);
  const lua = new LuaPane(page);
  await lua.open();
  await page.getByRole('textbox', { name: 'KEYS', exact: true }).fill('"two words" other');
  await page.getByRole('textbox', { name: 'ARGV', exact: true }).fill('7 30');
  await lua.run(
    "redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[2])\nreturn {#KEYS, redis.call('TTL', KEYS[1])}",
  );
  await expect(lua.result).toHaveText('1) (integer) 2\n2) (integer) 30', { useInnerText: true });
  await console.expectReply('GET "two words"', '"7"');

  await lua.run("local key = KEYS[1]\nreturn redis.call('LPUSH', key, 'x')");
  await expect(lua.result).toContainText('WRONGTYPE');
  await expect(lua.mistakes).toBeVisible();
  const line = lua.editor.locator('.view-line', { hasText: 'LPUSH' });
  const [mark, text] = [await lua.mistakes.boundingBox(), await line.boundingBox()];
  expect(Math.abs((mark?.y ?? 0) - (text?.y ?? -99))).toBeLessThan(8);

  // The mark goes with the next change.
  await lua.run('return 1 +');
  await expect(lua.result).toContainText('near');
  await lua.run('return 1 + 1');
  await expect(lua.result).toHaveText('(integer) 2');
  await expect(lua.mistakes).toHaveCount(0);

  const keys = page.getByRole('textbox', { name: 'KEYS', exact: true });
  await keys.fill('"open');
  await keys.press('ControlOrMeta+Enter');
  await expect(lua.result).toHaveText('A quote in KEYS or ARGV is not closed.');
});

test('a script is gone through line by line in a forked session @desk', async ({ page, site }) => {
  const console = new Console(page);
  await console.open(site.url);
  const lua = new LuaPane(page);
  await lua.open();
  await page.getByRole('textbox', { name: 'KEYS', exact: true }).fill('visits');
  await page.getByRole('textbox', { name: 'ARGV', exact: true }).fill('7');
  await lua.editor.click();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.insertText(
    "local n = redis.call('INCRBY', KEYS[1], ARGV[1])\nlocal twice = n * 2\nlocal list = {n, twice}\nreturn list",
  );
  // A breakpoint by key at the last line, one by the margin at the third.
  await page.keyboard.press('F9');
  await lua.editor
    .locator('.margin-view-overlays > div')
    .nth(2)
    .click({ position: { x: 8, y: 10 } });
  await expect(lua.editor.locator('.debug-breakpoint')).toHaveCount(2);

  await page.getByRole('button', { name: 'Debug', exact: true }).click();
  const panel = page.getByRole('region', { name: 'Debugger' });
  await expect(panel.getByRole('status')).toHaveText('Stopped at line 1: step over');
  await expect(panel).toContainText('Breakpoints: 3, 4');
  await expect(lua.editor.locator('.debug-line').first()).toBeVisible();
  await expect(lua.result).toContainText('its own copy of the data');
  await page.keyboard.press('F10');
  await expect(panel.getByRole('status')).toHaveText('Stopped at line 2: step over');
  await expect(panel.getByRole('log')).toContainText('<redis> INCRBY visits 7');
  await expect(panel.getByRole('row', { name: 'n 7' })).toBeVisible();
  // Others see nothing of it, and are answered at once.
  await console.expectReply('EXISTS visits', '(integer) 0');

  await lua.editor.click();
  await page.keyboard.press('F5');
  await expect(panel.getByRole('status')).toHaveText('Stopped at line 3: break point');
  const command = panel.getByRole('textbox', { name: 'Debugger command' });
  await command.fill('redis GET visits');
  await command.press('Enter');
  await expect(panel.getByRole('log')).toContainText('<reply> "7"');
  await panel.getByRole('button', { name: /^Continue/ }).click();
  await expect(panel.getByRole('row', { name: 'list {7; 14}' })).toBeVisible();
  await panel.getByRole('button', { name: /^Step/ }).click();
  await expect(lua.result).toHaveText('1) (integer) 7\n2) (integer) 14', { useInnerText: true });
  await expect(panel).toHaveCount(0);
  await console.expectReply('EXISTS visits', '(integer) 0');

  // A line that is wrapped is marked as a whole, and pointed at once.
  await lua.editor.click();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.insertText(`local words = '${'wrapped '.repeat(40)}'\nreturn words`);
  await page.getByRole('button', { name: 'Debug', exact: true }).click();
  await expect(panel.getByRole('status')).toHaveText('Stopped at line 1: step over');
  await expect(lua.editor.locator('.debug-arrow')).toHaveCount(1);
  expect(await lua.editor.locator('.debug-line').count()).toBeGreaterThan(1);
  await panel.getByRole('button', { name: 'Stop' }).click();
  await lua.editor.click();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.insertText("local n = redis.call('INCRBY', KEYS[1], ARGV[1])\nreturn n");

  // With changes kept; stopped in the middle.
  await page.getByRole('checkbox', { name: 'Keep changes' }).check();
  await page.getByRole('button', { name: 'Debug', exact: true }).click();
  await expect(panel.getByRole('status')).toHaveText('Stopped at line 1: step over');
  await panel.getByRole('button', { name: /^Step/ }).click();
  await expect(panel.getByRole('status')).toContainText('Stopped at line 2');
  await panel.getByRole('button', { name: 'Stop' }).click();
  await expect(lua.result).toContainText('script aborted for user request');
  await console.expectReply('GET visits', '"7"');
});

test('a script without end is stopped in the editor and by Ctrl-C @desk', async ({
  page,
  site,
}) => {
  const console = new Console(page);
  await console.open(site.url);
  // Scripts can be killed once they have run that long.
  await console.expectReply('CONFIG SET busy-reply-threshold 200', 'OK');
  const lua = new LuaPane(page);
  await lua.open();
  await lua.run('while true do end');
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await expect(lua.result).toContainText('Script killed by user');
  await console.expectReply('PING', 'PONG');
  await console.run('EVAL "while true do end" 0');
  await expect(page.getByText('EVAL is running')).toBeVisible();
  await console.prompt.press('Control+c');
  await expect(console.log.getByText('Script killed by user')).toBeVisible();
  await console.expectReply('PING', 'PONG');
  // What has written cannot be ended, which is said.
  await lua.run("redis.call('SET', KEYS[1], 'x') while true do end");
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await expect(lua.result).toContainText('The script has written already');
  await page.reload();
  await console.expectReply('EXISTS visits:today', '(integer) 0');
});
