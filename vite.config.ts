/**
 * The page's build: static files that work below any path of any host.
 *
 * The chunk groups keep names stable: libraries get chunks of their own, so that a change in our
 * code does not rename them and returning visitors fetch only what has changed.
 */
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { contentSecurityPolicy } from './scripts/build/content-security-policy.ts';
import { earlyPage } from './scripts/build/early-page.ts';
import { liftDocumentation } from './scripts/build/lift-documentation.ts';
import { monacoTypeScript } from './scripts/build/monaco-typescript.ts';
import { strategyCode } from './scripts/build/strategy-code.ts';
import { wholeChunk } from './scripts/build/whole-chunk.ts';
import { lessons } from './src/course/vite-plugin-lessons.ts';
import { serviceWorker } from './src/hosts/service-worker/vite-plugin.ts';
import { clientPackages } from './src/labs/code/clients/vite-plugin-clients.ts';

const monaco = 'node_modules/monaco-editor/esm/vs/';

export default defineConfig({
  base: './',
  plugins: [
    lessons(),
    strategyCode(),
    react(),
    contentSecurityPolicy(),
    earlyPage(),
    monacoTypeScript(),
    clientPackages(),
    serviceWorker(),
  ],
  worker: {
    format: 'es',
    plugins: () => [strategyCode(), liftDocumentation(), monacoTypeScript(), clientPackages()],
    // What workers load later: the service worker tells it by the folder from what they begin with.
    rolldownOptions: {
      output: {
        chunkFileNames: ({ name }) =>
          name === 'engine' ? 'assets/[name]-[hash].js' : 'assets/parts/[name]-[hash].js',
        codeSplitting: {
          groups: [wholeChunk('engine', 'hosts/worker/engine.ts', 'hosts/worker/main.ts')],
        },
      },
    },
  },
  // The development server bundles packages beforehand, by a build of its own.
  optimizeDeps: { rolldownOptions: { plugins: [clientPackages()] } },
  build: {
    target: 'es2023',
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 4000,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'rt', test: /vite\/preload-helper|rolldown\/runtime/, priority: 30 },
            {
              name: 'monaco',
              test: (id: string) => id.includes(monaco) && !/vs\/(language|nls\/lang)/.test(id),
              priority: 25,
            },
            {
              name: 'monaco-ts',
              test: (id: string) => id.includes(`${monaco}language`),
              priority: 24,
            },
            {
              name: 'react',
              test: /node_modules\/(react|react-dom|scheduler|zustand|comlink)\//,
              priority: 20,
            },
            wholeChunk('page', 'ui/shell/page.tsx', 'ui/shell/main.ts'),
          ],
        },
      },
    },
  },
  server: { port: 5173 },
  preview: { port: 4173 },
});
