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

  await page.getByRole('textbox', { name: 'KEYS', exact: true }).fill('"open');
  await page.getByRole('button', { name: /^Run/ }).click();
  await expect(lua.result).toHaveText('A quote in KEYS or ARGV is not closed.');
});
