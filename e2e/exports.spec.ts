/** What a lab saves: a CSV that parses, with units, and a PNG of the chart's size. */
import { readFile } from 'node:fs/promises';
import { expect, test } from './journey.ts';

test('a chart is saved as CSV and as PNG @desk', async ({ page, site }) => {
  await page.goto(`${site.url}#/labs/caching`);
  const button = page.getByRole('button', { name: 'Save: Hit ratio of reads' });
  const save = async (kind: string) => {
    await button.click();
    const download = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: kind }).click();
    return readFile(await (await download).path());
  };
  await expect(page.getByText('Run again')).toBeEnabled();
  // The mark by which spreadsheets know UTF-8 is trimmed too.
  const csv = (await save('CSV')).toString();
  expect(csv.startsWith('\ufeff')).toBe(true);
  const [head, ...rows] = csv.trim().split('\r\n');
  expect(head).toMatch(/^virtual second,Cache-aside \(.+\)$/);
  expect(rows.length).toBeGreaterThan(10);
  for (const row of rows) expect(row).toMatch(/^\d+,[\d.]*$/);
  const png = await save('PNG');
  const box = await page.locator('svg.chart-plot').nth(1).boundingBox();
  expect(png.toString('latin1', 1, 4)).toBe('PNG');
  expect(png.readUInt32BE(16)).toBe(Math.floor((box?.width ?? 0) * 2));
  expect(png.readUInt32BE(20)).toBeGreaterThan((box?.height ?? 0) * 2);
});
