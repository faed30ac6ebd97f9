/** Journeys in a real Chromium, at a desk's and at a phone's size, against the built page. */
import { defineConfig } from '@playwright/test';
import { browserFlags, findBrowser } from '../scripts/find-programs.mjs';

const executablePath = findBrowser();
if (executablePath === null) {
  throw new Error('no Chromium was found: run `node scripts/setup.mjs --browser`');
}

/**
 * Playwright's inspector has V8 tell where every `Error` was made, and V8 would compile the whole file
 * once more for that, which no reader's browser does: where time is measured it notes that at once.
 */
const measuring = process.env.MEASURE_FRAMES === '1';
const measuringFlags = measuring ? ['--js-flags=--no-enable-lazy-source-positions'] : [];

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  outputDir: '../test-results',
  fullyParallel: true,
  workers: 2,
  forbidOnly: true,
  // Bounds for machines that are busy elsewhere: nothing waits this long where all is well.
  timeout: 120_000,
  expect: { timeout: 30_000 },
  reporter: 'list',
  use: {
    locale: 'en-US',
    // Each test begins with an empty browser: without this each would keep all files for offline use.
    serviceWorkers: 'block',
    // A trace of each journey would take a third of the time: `--trace retain-on-failure` asks for them.
    screenshot: 'only-on-failure',
    launchOptions: { executablePath, args: [...browserFlags(), ...measuringFlags] },
  },
  projects: [
    {
      name: 'desktop',
      use: { viewport: { width: 1440, height: 900 } },
    },
    {
      name: 'phone',
      // What has nothing to do with the size of the screen runs once, and so does what says `@desk`.
      testIgnore: /(hard-kill|large-data|lab-frames|navigation|damage|offline|code)\.spec\.ts$/,
      grepInvert: /@desk/,
      use: { viewport: { width: 375, height: 812 }, isMobile: true, hasTouch: true },
    },
  ],
});
