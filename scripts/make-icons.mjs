/** Renders public/icon.svg to the PNG sizes that the web manifest names. Run after changing it. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { browserFlags, findBrowser } from './find-programs.mjs';

const folder = fileURLToPath(new URL('../public/', import.meta.url));
const svg = readFileSync(`${folder}icon.svg`, 'utf8');
const executablePath = findBrowser();
if (executablePath === null) throw new Error('no Chromium: run node scripts/setup.mjs --browser');

const browser = await chromium.launch({ executablePath, args: browserFlags() });
for (const size of [192, 512]) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  await page.setContent(`<style>body { margin: 0 } svg { display: block }</style>${svg}`);
  await page.screenshot({ path: `${folder}icon-${size}.png` });
  await page.close();
}
await browser.close();
