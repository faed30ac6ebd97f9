/**
 * The page's entry, kept tiny: the engine's worker starts before the page's own code has arrived,
 * so that it has opened the data by the time there is a prompt. Nothing heavy happens before that.
 */
import './early-worker.ts';
import { preferredLanguage } from './preferred-language.ts';

// Asked for beside the page, not after it; whether it comes is seen when it is used.
if (preferredLanguage() === 'ko') import('../i18n/ko.ts').catch(() => undefined);

/**
 * This script waits for neither the document nor its styles; the page does, since it measures what
 * it shows. Styles that cannot be had leave a page that works.
 */
async function styled(): Promise<void> {
  if (document.readyState === 'loading') {
    await new Promise((done) => document.addEventListener('DOMContentLoaded', done));
  }
  const sheets = [...document.querySelectorAll<HTMLLinkElement>('link[rel="stylesheet"]')];
  const coming = sheets.filter(({ sheet }) => sheet === null);
  await Promise.all(
    coming.map(
      (link) =>
        new Promise((done) => {
          link.addEventListener('load', done);
          link.addEventListener('error', done);
        }),
    ),
  );
}

styled()
  .then(() => import('./page.tsx'))
  .catch((error: unknown) => {
    const root = document.getElementById('root');
    if (root) root.textContent = `The page could not be loaded. ${String(error)}`;
  });
