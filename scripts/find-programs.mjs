/**
 * Finds the programs that tests and benches drive but npm does not bring: a Chromium and a real
 * redis-server. Node built-ins only, because setup runs this before anything is installed.
 */
import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/**
 * @param {string} name
 * @returns {string | null}
 */
export function findOnPath(name) {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const path = join(folder, name + suffix);
    if (folder !== '' && existsSync(path)) return path;
  }
  return null;
}

function systemBrowsers() {
  if (process.platform === 'darwin') {
    return ['/Applications', join(homedir(), 'Applications')].flatMap((folder) => [
      join(folder, 'Chromium.app/Contents/MacOS/Chromium'),
      join(folder, 'Google Chrome.app/Contents/MacOS/Google Chrome'),
      join(folder, 'Microsoft Edge.app/Contents/MacOS/Microsoft Edge'),
    ]);
  }
  if (process.platform === 'win32') {
    const roots = [
      process.env.PROGRAMFILES,
      process.env['PROGRAMFILES(X86)'],
      process.env.LOCALAPPDATA,
    ];
    return roots.flatMap((root) =>
      root === undefined
        ? []
        : [
            join(root, 'Chromium', 'Application', 'chrome.exe'),
            join(root, 'Google', 'Chrome', 'Application', 'chrome.exe'),
            join(root, 'Microsoft', 'Edge', 'Application', 'msedge.exe'),
          ],
    );
  }
  const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
  return names.flatMap((name) => findOnPath(name) ?? []);
}

/** Where Playwright keeps the browsers it has downloaded. */
function playwrightFolder() {
  const chosen = process.env.PLAYWRIGHT_BROWSERS_PATH;
  if (chosen !== undefined && chosen !== '' && chosen !== '0') return chosen;
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'ms-playwright');
  if (process.platform === 'win32') {
    return join(process.env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'ms-playwright');
  }
  return join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'ms-playwright');
}

function playwrightBrowsers() {
  const folder = playwrightFolder();
  if (!existsSync(folder)) return [];
  const inside = [
    'chrome-linux/chrome',
    'chrome-linux64/chrome',
    'chrome-mac/Chromium.app/Contents/MacOS/Chromium',
    'chrome-win/chrome.exe',
    'chrome-win64/chrome.exe',
  ];
  return readdirSync(folder)
    .filter((name) => /^chromium-\d+$/.test(name))
    .sort()
    .reverse()
    .flatMap((name) => inside.map((path) => join(folder, name, path)));
}

/**
 * The Chromium to drive: CHROME_BIN, else one of the system's, else one that Playwright has.
 *
 * @returns {string | null}
 */
export function findBrowser() {
  const chosen = process.env.CHROME_BIN;
  if (chosen !== undefined && chosen !== '') return chosen;
  return [...systemBrowsers(), ...playwrightBrowsers()].find((path) => existsSync(path)) ?? null;
}

/** What Chromium needs in a container: root has no sandbox there, and /dev/shm is small. */
export function browserFlags() {
  const asRoot = process.platform === 'linux' && process.getuid?.() === 0;
  return [...(asRoot ? ['--no-sandbox'] : []), '--disable-dev-shm-usage', '--disable-gpu'];
}

/**
 * The real redis-server to compare with: REDIS_SERVER, else one on the path.
 *
 * @returns {string | null}
 */
export function findRedisServer() {
  const chosen = process.env.REDIS_SERVER;
  if (chosen !== undefined && chosen !== '') return existsSync(chosen) ? chosen : null;
  return findOnPath('redis-server');
}
