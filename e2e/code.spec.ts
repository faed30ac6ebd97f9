/**
 * Client code in the playground: the genuine clients against the page's engine, errors at their line,
 * loops that are stopped, and a sandbox that gives nothing away. At a desk only: the editor that it
 * is written in does not support phones, and there the pane says so.
 */
import type { Page } from '@playwright/test';
import { expect, expectAccessible, test } from './journey.ts';

test.skip(({ isMobile }) => isMobile, 'Monaco does not support phones');

class CodePane {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  get output() {
    return this.page.getByRole('log', { name: 'Output' });
  }

  get editor() {
    return this.page.locator('.code-editor .monaco-editor').first();
  }

  async open(url: string): Promise<void> {
    await this.page.goto(url);
    await this.page.getByRole('button', { name: 'Open the script editor' }).click();
    await this.page.getByRole('tab', { name: 'Client code' }).click();
    await expect(this.editor).toBeVisible();
    await expect(this.page.getByRole('button', { name: /^Run/ })).toBeEnabled();
  }

  /** Puts a text into the editor, as one paste. */
  async write(text: string): Promise<void> {
    await this.editor.click();
    await this.page.keyboard.press('ControlOrMeta+A');
    await this.page.evaluate((pasted) => {
      const data = new DataTransfer();
      data.setData('text/plain', pasted);
      const event = new ClipboardEvent('paste', { clipboardData: data, bubbles: true });
      document.activeElement?.dispatchEvent(event);
    }, text);
  }

  async run(text: string): Promise<void> {
    await this.write(text);
    await this.page.getByRole('button', { name: /^Run/ }).click();
  }
}

test('ioredis runs, and its keys are in the tree', async ({ page, site }) => {
  const code = new CodePane(page);
  await code.open(site.url);
  await code.run(`import Redis from 'ioredis';
const redis = new Redis();
await redis.hset('user:1', { name: 'Ann', score: 7 });
console.log(await redis.hgetall('user:1'));
console.log(String(await redis.client('INFO')).match(/lib-name=\\S+/)[0]);`);
  await expect(code.output).toContainText("{ name: 'Ann', score: '7' }");
  await expect(code.output).toContainText('lib-name=ioredis');
  await expect(page.getByRole('treeitem', { name: /user/ }).first()).toBeVisible();
});

test('node-redis, Upstash and the light client', async ({ page, site }) => {
  const code = new CodePane(page);
  await code.open(site.url);
  await code.run(`import { createClient } from 'redis';
const client = await createClient().connect();
await client.zAdd('z', [{ score: 2, value: 'b' }, { score: 1, value: 'a' }]);
console.log(await client.zRange('z', 0, -1));
try { await client.lPush('z', 'x') } catch (error) { console.log(error.constructor.name, error.message) }`);
  await expect(code.output).toContainText("[ 'a', 'b' ]");
  await expect(code.output).toContainText('SimpleError WRONGTYPE');
  const client = page.getByLabel('redis is');
  await client.selectOption('upstash');
  await code.run(`await redis.set('u', { a: 1 }); console.log(await redis.get('u'));`);
  await expect(code.output).toContainText('{ a: 1 }');
  await client.selectOption('light');
  await code.run(
    `console.log(await redis.incr('n'), await redis.multi().incr('n').get('n').exec());`,
  );
  await expect(code.output).toContainText("1 [ [ null, 2 ], [ null, '2' ] ]");
});

test('an error is shown at its line', async ({ page, site }) => {
  const code = new CodePane(page);
  await code.open(site.url);
  await code.run(`await redis.set('text', 'x');

await redis.lpush('text', 'y');`);
  await expect(code.output).toContainText('ReplyError: WRONGTYPE');
  await code.output.getByRole('button', { name: 'Line 3, column 1' }).click();
  await expect(code.editor.locator('.squiggly-error')).toHaveCount(1);
  await code.run('const a = 1;\nconst a = 2;');
  await expect(code.output).toContainText("SyntaxError: Identifier 'a' has already been declared");
  await expect(code.output.getByRole('button', { name: 'Line 2, column 7' })).toBeVisible();
  await code.run('setTimeout(() => {\n  null.x;\n}, 5);');
  await expect(code.output.getByRole('button', { name: /Line 2/ })).toBeVisible();
});

test('loops and floods are stopped', async ({ page, site }) => {
  const code = new CodePane(page);
  await code.open(site.url);
  await code.run("console.log('begun');\nfor (;;) {}");
  await expect(code.output).toContainText('begun');
  await expect(code.output).toContainText('did not give way for 3 seconds');
  await code.run('for (let i = 0; i < 1e5; i++) console.log(i);');
  await expect(code.output).toContainText('prints too much');
  await code.run("setInterval(() => console.log('tick'), 20); await redis.ping();");
  await expect(code.output).toContainText('tick');
  await page.getByRole('button', { name: 'End', exact: true }).click();
  await expect(code.output).toContainText('Done.');
  // The playground is as it was.
  await page.locator('#prompt').fill('PING');
  await page.locator('#prompt').press('Enter');
  await expect(page.getByRole('log').last()).toContainText('PONG');
});

/** Each is tried, and must throw or find nothing. */
const escapes = [
  'fetch("/")',
  'globalThis.fetch("/")',
  'new XMLHttpRequest()',
  'new WebSocket("ws://localhost")',
  'new EventSource("/")',
  'importScripts("/x.js")',
  'indexedDB.open("x")',
  'caches.open("x")',
  'new BroadcastChannel("x")',
  'new Worker("x.js")',
  'navigator.locks',
  'self.postMessage(1)',
  'postMessage(1)',
  'location.href',
  'WebAssembly.Module',
  'new SharedArrayBuffer(1)',
  'eval("1")',
  '(0, eval)("1")',
  'new Function("return 1")()',
  'Function("return 1")()',
  '(() => {}).constructor("return 1")()',
  '(async () => {}).constructor("return 1")()',
  '(function* () {}).constructor("return 1")()',
  '(async function* () {}).constructor("return 1")()',
  'Reflect.construct((() => {}).constructor, ["return 1"])()',
  'Object.getPrototypeOf(Object.getPrototypeOf(globalThis)).fetch("/")',
  'Object.getPrototypeOf(globalThis).constructor === Object ? undefined : 1',
  'Object.getPrototypeOf(Object.getPrototypeOf(Object.getPrototypeOf(globalThis))).addEventListener.call(globalThis, "message", () => {})',
  'setTimeout("1", 0)',
  'URL.createObjectURL("x")',
  'await import("./x.js")',
  'await import(["data:text/javascript", "export default 1"].join(","))',
  'require("node:fs")',
  'process.binding("fs")',
];

test('the sandbox gives nothing away', async ({ page, site }) => {
  const code = new CodePane(page);
  await code.open(site.url);
  const tries = escapes.map(
    (text, i) =>
      `try { const found = ${text}; if (found !== undefined) console.log('ESCAPED ${i}'); } catch {}`,
  );
  await code.run(`// @ts-nocheck\n${tries.join('\n')}\nconsole.log('all tried');
console.log(Object.getOwnPropertyNames(globalThis).filter((name) => /^[a-z]/.test(name)).sort().join(' '));`);
  await expect(code.output).toContainText('all tried');
  await expect(code.output).not.toContainText('ESCAPED');
  await expect(code.output).toContainText(
    'atob btoa decodeURI decodeURIComponent encodeURI encodeURIComponent escape globalThis isFinite isNaN parseFloat parseInt structuredClone undefined unescape',
  );
  await code.run('const text = "import(\'x\')";');
  await expect(code.output).toContainText('import( is not allowed');
});

test('completion knows the client that is chosen', async ({ page, site }) => {
  const code = new CodePane(page);
  await code.open(site.url);
  // The other kinds of scripts complete as well.
  await page.getByRole('tab', { name: 'Script' }).click();
  await page.locator('.script-editor .monaco-editor').first().click();
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.type('ZREVRA');
  await expect(page.locator('.suggest-widget')).toContainText('ZREVRANGE');
  await page.keyboard.press('Escape');
  await page.getByRole('tab', { name: 'Client code' }).click();
  await expect(code.editor).toBeVisible();
  await code.write('await redis.zrevra');
  await page.keyboard.press('ControlOrMeta+Space');
  await expect(page.locator('.suggest-widget')).toContainText('zrevrange');
  await page.keyboard.press('Escape');
  await page.getByLabel('redis is').selectOption('redis');
  await code.write('await redis.zRangeW');
  await page.keyboard.press('ControlOrMeta+Space');
  await expect(page.locator('.suggest-widget')).toContainText('zRangeWithScores');
});

test('the pane is accessible', async ({ page, site }) => {
  const code = new CodePane(page);
  await code.open(site.url);
  for (const [theme, language] of [
    ['light', 'en'],
    ['dark', 'ko'],
  ] as const) {
    await page.evaluate((name) => document.documentElement.setAttribute('data-theme', name), theme);
    if (language === 'ko') await page.getByRole('button', { name: '한국어' }).click();
    await page.locator('.code-snippets').selectOption('214');
    await expect(page.locator('.code-card')).toBeVisible();
    await expectAccessible(page);
  }
});

test('an example that fails, and its correction', async ({ page, site }) => {
  const code = new CodePane(page);
  await code.open(site.url);
  await page.getByLabel('Example').selectOption('104');
  await page.getByRole('button', { name: /^Run/ }).click();
  await expect(code.output).toContainText('ReplyError: ERR syntax error');
  const card = page.getByRole('region', { name: 'What is wrong with this example' });
  await expect(card).toContainText('[object Object]');
  await card.getByRole('button', { name: 'Use the correction' }).click();
  await page.getByRole('button', { name: /^Run/ }).click();
  await expect(code.output).toContainText('rank 2');
});
