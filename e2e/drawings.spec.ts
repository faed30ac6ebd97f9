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

test('a bitmap of millions of bits is walked by the number of a bit', async ({ page, site }) => {
  const console = new Console(page);
  await console.open(site.url);
  await console.expectReply('SETBIT many 8000000 1', '(integer) 0');
  // The bit that was set is in sight.
  await expect(page.getByText(/^bits 7,99\d,\d+ to 8,000,007, /)).toBeVisible();
  const place = page.getByRole('textbox', { name: 'Go to one of the bits' });
  await place.fill('0');
  await place.press('Enter');
  await expect(page.getByText('bits 0 to 16,383, 8,000,008 in all')).toBeVisible();
  await place.fill('8,000,000');
  await place.press('Enter');
  await expect(page.getByText('bits 7,995,392 to 8,000,007, 8,000,008 in all')).toBeVisible();
  await expectAccessible(page);
});

test('a script that writes more than a call has arguments leaves the engine alive', async ({
  page,
  site,
}) => {
  const console = new Console(page);
  await console.open(site.url);
  const fill = `for i = 1, 100000 do redis.call('HSET', KEYS[1], i, i) end`;
  await console.expectReply(`EVAL "${fill} return redis.call('HLEN', KEYS[1])" 1 big`, '100000');
  await expect(page.getByText(/^buckets \d/)).toBeVisible();
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
  await expect(map.getByText('100 km')).toBeVisible();
  await page.screenshot({ path: info.outputPath('map.png') });
  await expectAccessible(page);
});
