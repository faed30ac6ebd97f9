/** Menus, popovers, dialogs and tooltips by keyboard: the focus goes in, moves, and comes back. */
import { expect, expectAccessible, test } from './journey.ts';

test('a menu opens, moves by arrows and letters, chooses, and gives the focus back @desk', async ({
  page,
  site,
}) => {
  await page.goto(site.url);
  const trigger = page.getByRole('button', { name: 'Theme' });
  await trigger.focus();
  await page.keyboard.press('Enter');
  const focused = page.locator(':focus');
  await expect(focused).toHaveText('Light');
  await page.keyboard.press('ArrowDown');
  await expect(focused).toHaveText('Dark');
  await page.keyboard.press('End');
  await expect(focused).toHaveText('As the system');
  await page.keyboard.press('l');
  await expect(focused).toHaveText('Light');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menu')).toHaveCount(0);
  await expect(trigger).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(focused).toHaveText('Light');
  await page.keyboard.press('d');
  await expect(focused).toHaveText('Dark');
  await page.keyboard.press('Enter');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect(trigger).toBeFocused();
  await trigger.click();
  await page.getByRole('heading', { name: 'Inspector' }).click();
  await expect(page.getByRole('menu')).toHaveCount(0);
});

test('a popover, the question it leads to, and a tooltip @desk', async ({ page, site }) => {
  await page.goto(site.url);
  const trigger = page.getByRole('button', { name: 'Data', exact: true });
  await trigger.click();
  const popover = page.getByRole('dialog', { name: 'Data' });
  await expect(popover).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(popover).toHaveCount(0);
  await expect(trigger).toBeFocused();
  const file = {
    name: 'x.aof',
    mimeType: 'text/plain',
    buffer: Buffer.from('*1\r\n$4\r\nPING\r\n'),
  };
  await page.locator('input[type=file]').setInputFiles(file);
  const question = page.getByRole('alertdialog', { name: 'Load x.aof?' });
  await expect(question.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await expectAccessible(page, 'dialog');
  await page.keyboard.press('Escape');
  await expect(question).toHaveCount(0);
  await expect(trigger).toBeFocused();
  await page.getByRole('button', { name: 'Pause', exact: true }).hover();
  await expect(page.getByRole('tooltip')).toHaveText('Pause');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('tooltip')).toHaveCount(0);
});
