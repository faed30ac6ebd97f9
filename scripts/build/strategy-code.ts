/**
 * Strategies of the labs as data: importing `src/strategies/X.ts?code` gives the file's text, for the
 * editor, and what a world runs: types removed, async functions turned into generators (a world has
 * promises of its own, `hosts/simulated/async-functions.ts`), `export` into entries of `exports`.
 * Both also in node-redis's way of calling, for worlds with that client.
 */
import { readFile } from 'node:fs/promises';
import { type Plugin, transformWithOxc } from 'vite';
import { nodeRedisShapes } from './node-redis-shapes.ts';

const SUFFIX = '?code';

/** Line by line as in the source, as far as the compiler keeps them. */
async function compile(source: string, file: string): Promise<string> {
  const { code } = await transformWithOxc(source, file, {
    target: 'es2016',
    sourcemap: false,
    helpers: { mode: 'External' },
  });
  const names = [...code.matchAll(/^export (?:async )?(?:function|const|let|class) (\w+)/gm)];
  const body = code.replace(/^export (?=(?:async )?(?:function|const|let|class) )/gm, '');
  if (/^\s*(?:import|export)\b/m.test(body)) {
    throw new Error(`${file}: a strategy imports nothing and exports functions where they stand`);
  }
  return `${body}\nObject.assign(exports, { ${names.map(([, name]) => name).join(', ')} });\n`;
}

export function strategyCode(): Plugin {
  return {
    name: 'strategy-code',
    enforce: 'pre',
    async load(id) {
      if (!id.endsWith(SUFFIX)) return null;
      const file = id.slice(0, -SUFFIX.length);
      this.addWatchFile(file);
      const source = await readFile(file, 'utf8');
      const shaped = nodeRedisShapes(source);
      const values = {
        source,
        compiled: await compile(source, file),
        nodeRedis: { source: shaped, compiled: await compile(shaped, file) },
      };
      const code = Object.entries(values).map(
        ([name, value]) => `export const ${name} = ${JSON.stringify(value)};\n`,
      );
      return { code: code.join(''), moduleType: 'js' };
    },
  };
}
