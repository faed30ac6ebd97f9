/** The drawings that a value offers beside its plain one: bits, registers, a map. */
import { Console, expect, expectAccessible, test } from './journey.ts';

test.skip(({ isMobile }) => isMobile, 'the inspector lies behind a tab there');

test('bits are shown by themselves, walked with arrow keys, and give way to bytes', async ({
  page,
  site,
}, info) => {
  const console = new Console(page);
  await console.open(site.url);
  await console.expectReply('SETBIT visits 9 1', '(integer) 0');
  const grid = page.getByRole('slider', { name: 'Bits of the window' });
  await expect(grid).toBeVisible();
  await expect(page.getByText('1 bit of 16 set')).toBeVisible();
  await page.screenshot({ path: info.outputPath('bits.png') });
  await grid.focus();
  await grid.press('Home');
  for (let step = 0; step < 9; step++) await grid.press('ArrowRight');
  await expect(grid).toHaveAttribute('aria-valuetext', 'Bit 9 is 1');
  await page.getByRole('button', { name: 'Bytes', exact: true }).click();
  await expect(grid).toHaveCount(0);
});

test('registers of a HyperLogLog, sparse and dense', async ({ page, site }, info) => {
  const console = new Console(page);
  await console.open(site.url);
  const many = Array.from({ length: 300 }, (_, n) => n).join(' ');
  await console.expectReply(`PFADD seen ${many}`, '(integer) 1');
  await expect(page.getByRole('img', { name: /16,384 registers in eight rows/ })).toBeVisible();
  await expect(page.getByText(/About (29|30)\d ± 2 different elements/)).toBeVisible();
  await page.screenshot({ path: info.outputPath('sparse.png') });
  await console.expectReply('PFDEBUG TODENSE seen', '(integer) 1');
  await expect(page.getByRole('slider', { name: 'Registers' })).toBeVisible();
  await page.screenshot({ path: info.outputPath('dense.png') });
});

test('a map is opened on request, from files of this site', async ({ page, site }, info) => {
  const scripts: string[] = [];
  page.on('request', (request) => scripts.push(request.url()));
  const console = new Console(page);
  await console.open(site.url);
  await console.expectReply(
    'GEOADD sicily 13.361389 38.115556 Palermo 15.087269 37.502669 Catania',
    '(integer) 2',
  );
  await console.expectReply('GEOSEARCH sicily FROMLONLAT 15 37 BYRADIUS 200 km', 'Catania');
  const map = page.getByRole('img', { name: /^Map with 2 points/ });
  await expect(page.getByRole('button', { name: 'Map', exact: true })).toBeVisible();
  await expect(map).toHaveCount(0);
  expect(scripts.filter((url) => url.includes('map-drawing'))).toEqual([]);
  await page.getByRole('button', { name: 'Map', exact: true }).press('Enter');
  await expect(map).toBeVisible();
  await expect(page.getByText(/within 200 km of 15\.000000, 37\.000000/)).toBeVisible();
  await console.expectReply('GEOSEARCH sicily FROMLONLAT 14 38 BYBOX 400 100 km', 'Palermo');
  await expect(page.getByText(/a box of 400 km by 100 km around 14\.000000/)).toBeVisible();
  await page.screenshot({ path: info.outputPath('map.png') });
  await expectAccessible(page);
});
