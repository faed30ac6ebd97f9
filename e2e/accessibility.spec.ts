/** WCAG 2.2 AA as far as a program can tell, in both languages and both themes, at both sizes. */
import { Console, expect, expectAccessible, test } from './journey.ts';

const looks = [
  ['light', 'en'],
  ['dark', 'ko'],
] as const;

for (const [theme, language] of looks) {
  test(`axe finds nothing, ${theme}, ${language}`, async ({ page, site }) => {
    await page.emulateMedia({ colorScheme: theme });
    const console = new Console(page);
    await console.open(site.url);
    if (language === 'ko') await page.getByRole('button', { name: '한국어' }).click();
    await console.expectReply('RPUSH list a b c', '(integer) 3');
    await console.expectReply('INCR list', 'WRONGTYPE');
    await expect(page.locator('html')).toHaveAttribute('lang', language);
    await expectAccessible(page);
  });
}
