/**
 * Builds Node client libraries for a worker: inside of these packages, and nowhere else, Node's
 * modules are ours (`node/`) and its globals are imported from there too.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const here = fileURLToPath(new URL('.', import.meta.url));
const shim = (file: string): string => JSON.stringify(join(here, 'node', file));
const requireHere = createRequire(import.meta.url);

/** Packages that were written for Node. */
const packages =
  /node_modules[\\/](ioredis|@ioredis|redis|@redis|standard-as-callback|redis-parser|redis-errors|denque|cluster-key-slot|readable-stream|string_decoder|safe-buffer|@upstash|uncrypto)[\\/]/;
/** Of these, the ones whose free names are Node's globals. The rest asks for what it needs. */
const usesGlobals =
  /node_modules[\\/](ioredis|@ioredis|redis|@redis|redis-errors|standard-as-callback|redis-parser|@upstash)[\\/]/;

/** Learners see the names of error classes, which a minifier would change. */
const errorClass = /\bclass (\w*Error)\b([^{]*)\{/g;
const withName = "class $1$2{ static { Object.defineProperty(this, 'name', { value: '$1' }); }";

const all = (file: string): string => `module.exports = Object.assign({}, require(${shim(file)}));`;
const part = (name: string): string =>
  `module.exports = require(${shim('small-modules.ts')}).${name};`;

/** What stands in place of each module, as CommonJS. */
const modules: Readonly<Record<string, string>> = {
  net: all('net.ts'),
  tls: all('tls.ts'),
  dns: all('dns.ts'),
  'dns/promises': all('dns-promises.ts'),
  crypto: all('crypto.ts'),
  util: all('util.ts'),
  buffer: all('buffer.ts'),
  url: 'module.exports = { URL, URLSearchParams, parse: (text) => new URL(text) };',
  assert: part('assertModule'),
  'timers/promises': part('timersPromises'),
  perf_hooks: `module.exports = { performance: require(${shim('globals.ts')}).performance };`,
  diagnostics_channel: part('diagnosticsChannel'),
  'process/': `module.exports = require(${shim('globals.ts')}).process;`,
  // Its colours, its environment and its terminal are none of a page's.
  debug: `const debug = () => Object.assign(() => {}, { enabled: false, extend: debug });
module.exports = Object.assign(debug, { default: debug });`,
  // An optional native addon.
  '@node-rs/xxhash': 'module.exports = {};',
};

/** Packages that stand in for a module under another name. */
const substitutes: Readonly<Record<string, string>> = {
  stream: requireHere.resolve('readable-stream/lib/ours/browser.js'),
  events: requireHere.resolve('events/events.js'),
  string_decoder: requireHere.resolve('string_decoder/'),
};

const globals = [
  ...['Buffer', 'process', 'console', 'Date', 'Math', 'performance', 'fetch'],
  ...['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask'],
  ...['AbortController', 'AbortSignal'],
  ...['clearTimeout', 'clearInterval', 'clearImmediate'],
];

const PREFIX = '\0node-module:';

export function clientPackages(): Plugin {
  return {
    name: 'client-packages',
    enforce: 'pre',
    resolveId(source, importer) {
      if (importer === undefined || !(packages.test(importer) || importer.startsWith(PREFIX)))
        return null;
      const name = source.replace(/^node:/, '');
      const substitute = substitutes[name];
      if (substitute !== undefined && !importer.startsWith(PREFIX)) return substitute;
      return name in modules ? `${PREFIX}${name}` : null;
    },
    load(id) {
      if (!id.startsWith(PREFIX)) return null;
      return modules[id.slice(PREFIX.length)] ?? null;
    },
    transform(code, id) {
      const [path = ''] = id.split('?');
      if (!packages.test(path) || !/\.m?js$/.test(path)) return null;
      const named = code.replace(errorClass, withName);
      if (!usesGlobals.test(path)) return named === code ? null : { code: named, map: null };
      // On the first line, so that no line moves.
      const isModule = /^\s*(import|export)\b/m.test(code) && !/\bmodule\.exports\b/.test(code);
      const names = globals.filter(
        (name) => new RegExp(`\\b${name}\\b`).test(code) && !declares(code, name),
      );
      if (names.length === 0) return { code: named, map: null };
      const from = shim('globals.ts');
      const line = isModule
        ? `import { ${names.join(', ')} } from ${from};`
        : `const { ${names.join(', ')} } = require(${from});`;
      return { code: `${line} ${named}`, map: null };
    },
  };
}

/** The module has a binding of its own by that name. */
function declares(code: string, name: string): boolean {
  return new RegExp(`\\b(const|let|var|function|class)\\s+(\\{[^}]*)?${name}\\b`).test(code);
}
