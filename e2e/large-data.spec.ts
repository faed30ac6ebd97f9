/**
 * Many replies and many keys: only what is on the screen exists in the page, wherever one scrolls.
 *
 * What every run proves is the count of rows in the page. `npm run bench -- smoothness` sets
 * MEASURE_FRAMES: then there are a hundred thousand replies and a million keys, and no frame may
 * take the page's main thread 50 ms of processor time (main-thread.ts). Time on the wall is only
 * printed.
 */
import { writeFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { Console, expect, test } from './journey.ts';
import { BUSY_MAX_MS, type MainThread, recordMainThread, showTimes } from './main-thread.ts';

const measuring = process.env.MEASURE_FRAMES === '1';
const REPLIES = measuring ? 100_000 : 5000;
const LINES = measuring ? 10_000 : 1000;
/** Of a hundred keys, forty lie in folders of their own, thirty in one folder, thirty in none. */
const KEYS = measuring ? 1_000_000 : 50_000;
/** Rows that a view and what is made beyond it can hold, with room to spare. */
const ROWS_MAX = 150;

/** Moves one element of the page, or clicks it, in the page itself: Playwright's own checks cost too. */
interface Move {
  readonly selector: string;
  /** Scrolls by so much, to there, or clicks what holds the text. */
  readonly by?: number;
  readonly to?: number;
  readonly click?: string;
}

/** Makes the move and waits until its frame is on the screen; answers with the time on the wall. */
const act = (page: Page, move: Move): Promise<number> =>
  page.evaluate(
    ({ selector, by, to, click }) =>
      new Promise<number>((done, fail) => {
        const all = [...document.querySelectorAll<HTMLElement>(selector)];
        const element = click ? all.find(({ textContent }) => textContent.includes(click)) : all[0];
        if (!element) return fail(new Error(`no ${selector} ${click ?? ''}`));
        const startMs = performance.now();
        requestAnimationFrame(() => {
          if (click) element.click();
          else element.scrollTop = to ?? element.scrollTop + (by ?? 0);
          requestAnimationFrame(() => done(performance.now() - startMs));
        });
      }),
    move,
  );

class Meter {
  private readonly wallMs: number[] = [];
  private readonly page: Page;
  private readonly rows: string;

  /** `rows` selects what must stay few. */
  constructor(page: Page, rows: string) {
    this.page = page;
    this.rows = rows;
  }

  async moves(move: Move, times = 1): Promise<void> {
    for (let i = 0; i < times; i++) this.wallMs.push(await act(this.page, move));
    const rows = this.page.locator(this.rows);
    // Where a quick scroll has gone further than rows are known, they come when the engine has told them.
    await expect(rows.first()).toBeAttached();
    expect(await rows.count(), `${this.rows} in the page`).toBeLessThan(ROWS_MAX);
  }

  /** The frames after something that is answered later, as a folder that opens. */
  async frames(selector: string, times: number): Promise<void> {
    await this.moves({ selector, by: 0 }, times);
  }

  /** Moves, and, where it is measured, says what that cost. */
  check(name: string, moving: () => Promise<void>): Promise<void> {
    const wall = () => `; wall: ${showTimes(this.wallMs)}`;
    return measured(this.page, name, moving, ({ frameMs }) => [frameMs, wall()]);
  }
}

type Figures = (thread: MainThread) => readonly [times: readonly number[], more: string];

/** Does it, and, where it is measured, says what it cost: no time of those chosen may be too long. */
async function measured(page: Page, name: string, work: () => Promise<void>, choose: Figures) {
  if (!measuring) return work();
  const thread = await recordMainThread(page, work);
  const [times, more] = choose(thread);
  const figures = `${thread.frameMs.length} frames; page: ${showTimes(times)}${more}`;
  console.info(`${name}: ${figures}`);
  expect(Math.max(...times), `${name}: ${figures}`).toBeLessThan(BUSY_MAX_MS);
}

/**
 * Writes MSET commands of 500 keys: folders in folders, a folder of many keys, and keys without one.
 * A file of the disk: one that is handed over lies in the page's own heap, and its collection counts.
 */
function writeKeys(path: string): void {
  const nameOf = (n: number): string => {
    if (n < KEYS * 0.4) return `user:${Math.floor(n / 100)}:field${n % 100}`;
    return n < KEYS * 0.7 ? `cache:product:${n}` : `plain${n}`;
  };
  const pieces: string[] = [];
  for (let first = 0; first < KEYS; first += 500) {
    const argv = ['MSET'];
    for (let n = first; n < first + 500; n++) argv.push(nameOf(n), '1');
    pieces.push(`*${argv.length}\r\n`, ...argv.map((arg) => `$${arg.length}\r\n${arg}\r\n`));
  }
  writeFileSync(path, pieces.join(''));
}

// Recording a journey takes snapshots of the page on its own main thread.

test('a console with many replies', async ({ page, site }) => {
  const console = new Console(page);
  await console.open(site.url);
  await console.run(`${REPLIES} INCR n`);
  const newest = console.log.locator('.output-row').last();
  await expect(newest).toContainText(`(integer) ${REPLIES}`, { timeout: 40_000 });
  await expect(page.locator('.status-line')).toHaveCount(0);
  const meter = new Meter(page, '.output-row');
  const selector = '.output';
  await meter.check('console', async () => {
    await meter.moves({ selector, by: -120 }, 60);
    await meter.moves({ selector, by: -3000 }, 40);
    await meter.moves({ selector, by: -100_000 }, 20);
    for (const to of [REPLIES * 25, 0, 1e9]) await meter.moves({ selector, to });
    await meter.moves({ selector, by: -400 }, 30);
  });
});

test('a paste of many lines', async ({ page, site }) => {
  const console = new Console(page);
  await console.open(site.url);
  await console.expectReply('PING', 'PONG');
  const script = Array.from({ length: LINES }, (_, i) => `SET k:${i % 100} ${i}\n`).join('');
  const pasting = async () => {
    await console.paste(script);
    const all = new RegExp(`^${LINES.toLocaleString('en')} commands`);
    await expect(page.locator('.group-head')).toHaveText(all, { timeout: 50_000 });
  };
  // Frames come between tasks: none of these may hold the page up.
  await measured(page, 'paste', pasting, ({ taskMs }) => [taskMs, ' a task']);
  await console.expectReply('GET k:99', `"${LINES - 1}"`);
});

test('a key tree of many keys', async ({ page, site }, testInfo) => {
  const file = testInfo.outputPath('million.aof');
  writeKeys(file);
  await new Console(page).open(site.url);
  await page.locator('input[type=file]').setInputFiles(file);
  await page.getByRole('button', { name: 'Load it' }).click();
  await expect(page.locator('.keyspace-count')).toHaveText(KEYS.toLocaleString('en'), {
    timeout: 40_000,
  });
  const meter = new Meter(page, '.tree-row');
  const selector = '.tree';
  const folder = async (name: string): Promise<void> => {
    await meter.moves({ selector: '.tree-row', click: name });
    await meter.frames(selector, 10);
  };
  await meter.check('key tree', async () => {
    await folder('cache');
    await folder('product');
    await expect(page.getByText(String(KEYS * 0.4), { exact: true })).toBeVisible();
    await meter.moves({ selector, by: 56 }, 60);
    await meter.moves({ selector, by: 2000 }, 40);
    await meter.moves({ selector, by: 300_000 }, 20);
    await meter.moves({ selector, to: 0 });
    await meter.frames(selector, 5);
    await folder('cache');
    await expect(page.getByText(String(KEYS * 0.4), { exact: true })).toHaveCount(0);
    await meter.moves({ selector, to: 1e9 });
    await expect(page.getByRole('treeitem', { name: 'user' })).toBeVisible();
    await folder('user');
    await meter.moves({ selector, by: 300 }, 30);
  });
});
