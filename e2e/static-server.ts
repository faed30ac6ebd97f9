/**
 * The dumbest static host there is: it serves dist/ below a sub-path, answers 404 to the rest, and
 * sends no headers of its own but the content type. What works here works on any static host.
 */
import { readFile } from 'node:fs/promises';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const dist = fileURLToPath(new URL('../dist', import.meta.url));
const subPath = '/some/sub/path/';

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ttf': 'font/ttf',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};

export interface StaticSite {
  /** The page's address, with its trailing slash. */
  readonly url: string;
  /** Refuses connections from then on, and drops those there are. */
  stop(): Promise<void>;
  /** Serves other bytes for one file from now on, as a later release would. */
  replace(path: string, content: string): void;
}

async function serve(
  path: string,
  replaced: ReadonlyMap<string, string>,
  response: ServerResponse,
) {
  if (!path.startsWith(subPath)) {
    response.writeHead(404).end('not found');
    return;
  }
  const name = normalize(decodeURIComponent(path.slice(subPath.length))) || 'index.html';
  const file = name === '.' ? 'index.html' : name;
  const content = replaced.get(file) ?? (await readFile(join(dist, file)).catch(() => null));
  if (file.startsWith('..') || content === null) {
    response.writeHead(404).end('not found');
    return;
  }
  const type = contentTypes[extname(file)] ?? 'application/octet-stream';
  response.writeHead(200, { 'content-type': type }).end(content);
}

export async function startStaticSite(): Promise<StaticSite> {
  const replaced = new Map<string, string>();
  const server: Server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    serve(path, replaced, response).catch(() => response.writeHead(500).end());
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://localhost:${port}${subPath}`,
    replace: (path, content) => void replaced.set(path, content),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
