/** WCAG 2.2 AA as far as a program can tell, in both languages and both themes. */
import AxeBuilder from '@axe-core/playwright';
import { Console, expect, test } from './journey.ts';

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

for (const theme of ['light', 'dark'] as const) {
  for (const language of ['en', 'ko'] as const) {
    test(`axe finds nothing, ${theme}, ${language}`, async ({ page, site }) => {
      await page.emulateMedia({ colorScheme: theme });
      const console = new Console(page);
      await console.open(site.url);
      if (language === 'ko') await page.getByRole('button', { name: '한국어' }).click();
      await console.expectReply('RPUSH list a b c', '(integer) 3');
      await console.expectReply('INCR list', 'WRONGTYPE');
      await expect(page.locator('html')).toHaveAttribute('lang', language);
      const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
      const found = violations.flatMap(({ id, nodes }) =>
        nodes.map((node) => `${id}: ${node.target.join(' ')}: ${node.failureSummary}`),
      );
      expect(found).toEqual([]);
    });
  }
}
