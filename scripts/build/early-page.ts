/**
 * Asks for the page's code and styles beside its tiny entry, which imports them dynamically: without
 * these links the browser would hear of them only when the entry has run.
 */
import type { Plugin } from 'vite';

const PAGE = 'src/ui/shell/page.tsx';

export function earlyPage(): Plugin {
  return {
    name: 'early-page',
    transformIndexHtml: {
      order: 'post',
      handler: (_html, { bundle }) => {
        const chunks = Object.values(bundle ?? {}).filter((file) => file.type === 'chunk');
        const page = chunks.find(({ moduleIds }) => moduleIds.some((id) => id.endsWith(PAGE)));
        if (!page) return [];
        // The entry, and what it imports, the page asks for already.
        const asked = chunks.flatMap((chunk) =>
          chunk.isEntry ? [chunk.fileName, ...chunk.imports] : [],
        );
        const scripts = [page.fileName, ...page.imports].filter((file) => !asked.includes(file));
        const styles = [...(page.viteMetadata?.importedCss ?? [])];
        return [
          ...scripts.map((file) => link('modulepreload', file)),
          ...styles.map((file) => link('stylesheet', file)),
        ];
      },
    },
  };
}

const link = (rel: string, file: string) => ({
  tag: 'link',
  attrs: { rel, crossorigin: true, href: `./${file}` },
  injectTo: 'head' as const,
});
