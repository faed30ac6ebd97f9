/**
 * The whole browser is killed with SIGKILL and started again on the same profile: what was
 * answered is there. (Only a power cut could tell strict from relaxed durability; not tested.)
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';
import { browserFlags, findBrowser } from '../scripts/find-programs.mjs';
import { Console, expect, test } from './journey.ts';

interface RunningBrowser {
  readonly page: Page;
  kill(): Promise<void>;
}

async function debuggingAddress(profile: string, child: ChildProcess): Promise<string> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const file = await readFile(join(profile, 'DevToolsActivePort'), 'utf8').catch(() => '');
    const [port, path] = file.split('\n');
    if (port && path) return `ws://127.0.0.1:${port}${path}`;
    if (child.exitCode !== null) break;
    await new Promise((wake) => setTimeout(wake, 50));
  }
  throw new Error('the browser did not start');
}

async function start(profile: string): Promise<RunningBrowser> {
  await rm(join(profile, 'DevToolsActivePort'), { force: true });
  const flags = ['--headless=new', '--remote-debugging-port=0', `--user-data-dir=${profile}`];
  // A process group of its own, so that all of the browser can be killed at once.
  const child = spawn(findBrowser() ?? '', [...flags, ...browserFlags(), 'about:blank'], {
    detached: true,
    stdio: 'ignore',
  });
  const gone = new Promise((resolve) => child.once('exit', resolve));
  const browser: Browser = await chromium.connectOverCDP(await debuggingAddress(profile, child));
  const context = browser.contexts()[0] ?? (await browser.newContext());
  return {
    page: context.pages()[0] ?? (await context.newPage()),
    kill: async () => {
      process.kill(-(child.pid ?? 0), 'SIGKILL');
      await gone;
    },
  };
}

test('nothing answered is lost when the browser is killed', async ({ site }) => {
  const profile = await mkdtemp(join(tmpdir(), 'stampede-profile-'));
  const first = await start(profile);
  const before = new Console(first.page);
  await before.open(site.url);
  await before.expectReply('CONFIG SET appendfsync always', 'OK');
  await before.expectReply('RPUSH log one two three', '(integer) 3');
  await before.expectReply('INCR counter', '(integer) 1');
  await first.kill();

  const second = await start(profile);
  const after = new Console(second.page);
  await after.open(site.url);
  await after.expectReply('GET counter', '"1"');
  await after.expectReply('LRANGE log 0 -1', '3) "three"');
  await expect(second.page.getByText('has been cut off')).toHaveCount(0);
  await second.kill();
  await rm(profile, { recursive: true, force: true, maxRetries: 5 });
});
