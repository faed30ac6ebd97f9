/** A learner does the first lesson from the map to its end, by clicking and by typing. */
import type { Page } from '@playwright/test';
import { Console, expect, expectAccessible, lookOf, test } from './journey.ts';

const lesson = '#/learn/caching/01-cache-aside';
/** The lesson page; a phone shows text and stage one at a time. */
class Lesson {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  get text() {
    return this.page.locator('.lesson-text');
  }

  private async show(tab: RegExp): Promise<void> {
    const found = this.page.getByRole('tab', { name: tab });
    if (await found.isVisible().catch(() => false)) await found.click();
  }

  async guess(option: string): Promise<void> {
    await this.show(/^Lesson/);
    await this.page.getByRole('button', { name: option }).click();
  }

  /** Clicks a line of the text. */
  async click(line: string | RegExp): Promise<void> {
    await this.show(/^Lesson/);
    await this.text.getByRole('button', { name: line }).first().click();
  }

  async press(button: string): Promise<void> {
    await this.show(/^Try it/);
    await this.page.getByRole('button', { name: button, exact: true }).click();
  }

  async type(line: string): Promise<void> {
    await this.show(/^Try it/);
    const prompt = this.page.locator('#prompt');
    await prompt.fill(line);
    await prompt.press('Enter');
    const newest = this.page.getByRole('log').locator('.output-row').last();
    await expect(newest).toContainText(line);
  }

  async expectDone(): Promise<void> {
    await this.show(/^Lesson/);
    await expect(this.text.locator('.step-why')).toBeVisible();
    await expect(this.text.locator('.checks li:not([data-met])')).toHaveCount(0);
  }

  async next(title: string): Promise<void> {
    await this.show(/^Lesson/);
    await this.page.getByRole('link', { name: 'Next step' }).click();
    await expect(this.page.getByRole('heading', { name: title })).toBeFocused();
  }
}

test('the whole lesson, and the playground untouched', async ({ page, site }) => {
  const playground = new Console(page);
  await playground.open(site.url);
  await playground.expectReply('SET product:42 mine', 'OK');
  await page.getByRole('link', { name: 'Learn', exact: true }).click();
  await page.getByRole('link', { name: 'Start: Cache-aside', exact: true }).click();
  const learner = new Lesson(page);

  // A miss, with a wrong guess.
  await learner.guess('The product, because Redis looks it up');
  await expect(page.getByText('Noted. Now try it')).toBeVisible();
  await learner.click('Run GET product:42');
  await learner.press('Query product:42');
  await learner.expectDone();
  await expect(page.getByText('You guessed otherwise')).toBeVisible();

  // Filling the cache, first without an expiry.
  await learner.next('You fill the cache');
  await learner.guess('A SET that the application sends');
  await learner.click('Run GET product:42');
  await learner.press('Query product:42');
  await learner.type('SET product:42 "rain jacket, 89"');
  await learner.click('Run GET product:42');
  await expect(page.getByText('Your copy has no expiry')).toBeVisible();
  await expect(page.getByText('product:42 has no expiry (TTL -1)')).toBeVisible();
  await learner.type('EXPIRE product:42 60');
  await learner.expectDone();

  // The time runs out; nobody waits.
  await learner.next('When the time is up');
  await learner.guess('It is gone');
  await learner.click('Jump to the next expiry');
  await learner.type('GET product:42');
  await learner.press('Query product:42');
  await learner.type('SETEX product:42 60 "rain jacket, 89"');
  await learner.expectDone();

  await learner.next('A stale read');
  await learner.guess('Go on without a guess');
  await learner.press('Update product:42');
  await learner.type('GET product:42');
  await learner.expectDone();

  // The solution types itself.
  await learner.next('Write, then delete');
  await learner.guess('Change the database, then DEL the key');
  await learner.click('Hint 1 of 3');
  await learner.click('Show the solution');
  await learner.click('Type all');
  await learner.expectDone();

  await learner.next('What the hit ratio decides');
  await learner.guess('About 20 ms');
  await learner.click('Run the lab: No cache');
  await learner.click('Run the lab: Cache-aside · expiry 1 s');
  await learner.click('Run the lab: Cache-aside · expiry 30 s');
  await learner.expectDone();
  await page.getByRole('link', { name: 'To the course' }).click();
  await expect(page.getByText('6 of 6 steps done')).toBeVisible();

  await page.getByRole('link', { name: 'Playground', exact: true }).click();
  await playground.expectReply('GET product:42', '"mine"');
  await playground.expectReply('DBSIZE', '(integer) 1');
});

test('a reload in the middle finds progress, data and what was done @desk', async ({
  page,
  site,
}) => {
  await page.goto(`${site.url}${lesson}/fill`);
  const learner = new Lesson(page);
  await learner.guess('A SET that the application sends');
  await learner.click('Run GET product:42');
  await learner.press('Query product:42');
  await learner.type('SET product:42 "rain jacket, 89" EX 600');
  await page.waitForTimeout(1500);
  await page.reload();
  await expect(page.getByRole('heading', { name: 'You fill the cache' })).toBeVisible();
  await expect(page.getByText('3 actions since this step began')).toBeVisible();
  await learner.type('GET product:42');
  await learner.expectDone();
  await page.goto(`${site.url}#/learn`);
  await expect(page.getByText('1 of 6 steps done')).toBeVisible();
  await page.getByRole('link', { name: 'Go on' }).click();
  await expect(page.getByRole('heading', { name: 'You fill the cache' })).toBeVisible();
});

test('starting over can be undone @desk', async ({ page, site }) => {
  await page.goto(`${site.url}${lesson}/stale`);
  const learner = new Lesson(page);
  await learner.guess('Go on without a guess');
  await learner.press('Update product:42');
  await learner.type('SET product:42 other');
  await learner.click('Start over');
  await expect(page.getByText('As at the beginning of the step')).toBeVisible();
  await learner.type('GET product:42');
  await expect(page.getByRole('log')).toContainText('"rain jacket, 89"');
  await learner.click('Undo');
  await expect(page.getByText('2 actions since this step began')).toBeVisible();
  await learner.type('STRLEN product:42');
  await expect(page.getByRole('log').locator('.output-row').last()).toContainText('(integer) 5');
});

test('every order is run and watched in a lesson, and its scripts are cured @desk', async ({
  page,
  site,
}) => {
  await page.goto(`${site.url}#/learn/caching/04-invalidation-race/every-order`);
  const learner = new Lesson(page);
  await learner.guess('Six');
  await learner.click('Run the lab: Write, then DEL; cache empty');
  await learner.click('Run the lab: DEL, then write; cache empty');
  const stage = page.getByRole('region', { name: 'Lab', exact: true });
  await expect(stage.getByText('6 of 10 orders leave an old value in the cache.')).toBeVisible();
  await stage.getByRole('button', { name: 'Replay order A B B A A', exact: true }).click();
  await expect(stage.getByRole('heading', { name: 'Replay A B B A A' })).toBeVisible();
  await stage.getByRole('button', { name: 'To the end' }).click();
  await expect(page.getByText('The order that you watched ends well.')).toBeVisible();
  await stage.getByRole('button', { name: 'Replay order A A B A B', exact: true }).click();
  await expect(stage.getByRole('heading', { name: 'Replay A A B A B' })).toBeVisible();
  await stage.getByRole('button', { name: 'To the end' }).click();
  await learner.expectDone();
  await expectAccessible(page);

  await page.goto(`${site.url}#/learn/caching/04-invalidation-race/cure`);
  await learner.guess('Go on without a guess');
  await learner.click('Run the lab: Write, then DEL; cache empty');
  await expect(stage.getByText('1 of 10 orders leaves an old value in the cache.')).toBeVisible();
  await stage
    .getByLabel('Client A, one step per line')
    .fill('WATCH changes\nrow = DB.GET item\nMULTI\nSET item {row}\nEXEC');
  await stage
    .getByLabel('Client B, one step per line')
    .fill('DB.SET item new\nINCR changes\nDEL item');
  await stage.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(stage.getByText('None of the 56 orders breaks the invariant.')).toBeVisible();
  await learner.expectDone();
});

test('progress travels as a file, and another file is refused @desk', async ({ page, site }) => {
  await page.goto(`${site.url}${lesson}/miss`);
  const learner = new Lesson(page);
  await learner.guess('An error');
  await learner.click('Run GET product:42');
  await learner.click('Ask the database');
  await learner.expectDone();
  await page.goto(`${site.url}#/learn`);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save as a file' }).click(),
  ]);
  const path = await download.path();
  await page.evaluate(() => localStorage.clear());
  await page.reload();
  await expect(page.getByText('0 of 6 steps done')).toBeVisible();
  const field = page.locator('main input[type=file]');
  await field.setInputFiles({
    name: 'x.json',
    mimeType: 'application/json',
    buffer: Buffer.from('{}'),
  });
  await expect(page.getByText('no progress of Stampede')).toBeVisible();
  await field.setInputFiles(path);
  await expect(page.getByText('1 of 6 steps done')).toBeVisible();
});

test('axe finds nothing in a lesson', async ({ page, site }, info) => {
  const { theme, language } = lookOf(info);
  await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
  await page.addInitScript(
    (chosen) => localStorage.setItem('stampede.language', JSON.stringify(chosen)),
    language,
  );
  const learner = new Lesson(page);
  await page.goto(`${site.url}#/learn`);
  await expect(page.locator('.lesson-row').first()).toBeVisible();
  await expectAccessible(page);
  await page.goto(`${site.url}${lesson}/fill`);
  await learner.page.locator('.option').first().click();
  await expectAccessible(page);
  for (const at of [0, 1, 2, 3]) await page.locator('.run-line').nth(at).click();
  await learner.expectDone();
  await expectAccessible(page);
  const stage = page.getByRole('tab').nth(1);
  if ((page.viewportSize()?.width ?? 0) < 720) await stage.click();
  await expectAccessible(page);
  await page.goto(`${site.url}${lesson}/ratio`);
  await page.locator('.option').first().click();
  for (const at of [1, 2]) await page.locator('.run-line').nth(at).click();
  await expect(page.locator('.checks li[data-met]')).toHaveCount(2);
  if ((page.viewportSize()?.width ?? 0) < 720) await page.getByRole('tab').nth(1).click();
  await expectAccessible(page);
});
