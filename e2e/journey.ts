/**
 * What every journey has: the built page on a static host of its own, and a watch that fails the
 * test when the page asks another origin, breaks its own security policy or throws.
 */
import AxeBuilder from '@axe-core/playwright';
import {
  type BrowserContext,
  test as base,
  expect,
  type Locator,
  type Page,
  type TestInfo,
} from '@playwright/test';
import { type StaticSite, startStaticSite } from './static-server.ts';

interface Journey {
  /** The page on its host, which a test may stop. */
  readonly site: StaticSite;
  /** What the page did that it must not do; checked when the test ends. */
  readonly misdeeds: string[];
}

/** Notes requests to other origins, violations of the policy, exceptions and errors. */
export async function watch(context: BrowserContext, origin: string, misdeeds: string[]) {
  context.on('request', (request) => {
    const url = new URL(request.url());
    if (/^(https?|wss?):$/.test(url.protocol) && url.origin !== origin) {
      misdeeds.push(`request to ${url.href}`);
    }
  });
  context.on('weberror', (error) => misdeeds.push(`exception: ${error.error().message}`));
  context.on('console', (message) => {
    const text = message.text();
    if (message.type() === 'error' && !/net::ERR_/.test(text)) misdeeds.push(`console: ${text}`);
  });
}

export const test = base.extend<Journey>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads which fixtures are used from it
  site: async ({}, use) => {
    const site = await startStaticSite();
    await use(site);
    await site.stop();
  },
  misdeeds: [
    async ({ context, site }, use) => {
      const misdeeds: string[] = [];
      await watch(context, new URL(site.url).origin, misdeeds);
      await use(misdeeds);
      expect(misdeeds).toEqual([]);
    },
    { auto: true },
  ],
});

/** The console of one page. */
export class Console {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  get prompt() {
    return this.page.locator('#prompt');
  }

  get log() {
    return this.page.getByRole('log');
  }

  async open(url: string): Promise<void> {
    await this.page.goto(url);
    await expect(this.prompt).toBeVisible();
  }

  async run(command: string): Promise<void> {
    await this.prompt.fill(command);
    await this.prompt.press('Enter');
  }

  /** Pastes into the prompt, as from the clipboard. */
  async paste(text: string): Promise<void> {
    await this.prompt.evaluate((field, text) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', text);
      const how = { clipboardData, bubbles: true, cancelable: true };
      field.dispatchEvent(new ClipboardEvent('paste', how));
    }, text);
  }

  /** The newest entry of the log, notices aside. */
  get newest(): Locator {
    return this.log.locator('.output-row:not([data-kind="notice"])').last();
  }

  /** Runs the command and waits until the newest entry of the log, notices aside, shows `reply`. */
  async expectReply(command: string, reply: string | RegExp): Promise<void> {
    await this.run(command);
    await expect(this.newest).toContainText(command);
    await expect(this.newest).toContainText(reply);
  }

  /** Waits until everything that was answered is on the disk. */
  async expectAllOnDisk(): Promise<void> {
    // Under `always` no reply leaves before the log is on disk, this one included.
    await this.expectReply('CONFIG SET appendfsync always', 'OK');
    await this.expectReply('CONFIG SET appendfsync everysec', 'OK');
  }
}

export { expect };

/** A theme and a language: each is seen by one of the two sizes, since they change colours and words. */
export function lookOf({ project }: TestInfo): {
  readonly theme: 'light' | 'dark';
  readonly language: 'en' | 'ko';
} {
  return project.name === 'desktop'
    ? { theme: 'light', language: 'en' }
    : { theme: 'dark', language: 'ko' };
}

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** axe finds nothing on the page as it stands; `place` is told where it does. */
export async function expectAccessible(page: Page, place = ''): Promise<void> {
  // No frames, so no second page to gather their results in; and only what is wrong is described.
  const { violations } = await new AxeBuilder({ page })
    .options({ runOnly: tags, resultTypes: ['violations'] })
    .setLegacyMode(true)
    .analyze();
  const found = violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${place} ${id}: ${node.target.join(' ')}: ${node.failureSummary}`),
  );
  expect(found).toEqual([]);
}

/** What the page would have put into the clipboard. */
export async function catchClipboard(page: Page): Promise<() => Promise<string>> {
  await page.addInitScript(() => {
    const caught = window as unknown as { copied: string };
    caught.copied = '';
    Object.defineProperty(navigator, 'clipboard', {
      value: {
        writeText: async (text: string) => {
          caught.copied = text;
        },
      },
    });
  });
  return async () => {
    const copied = () => page.evaluate(() => (window as unknown as { copied: string }).copied);
    await expect.poll(copied).toContain('#/labs/');
    return copied();
  };
}
