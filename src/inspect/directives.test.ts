/** The page hears of every directive, has a meaning for it in both languages, and a theme. */
import { expect, test } from 'vitest';
import { testEngine } from '../testing/test-engine.ts';
import { directivesEn } from '../ui/i18n/directives-en.ts';
import { directivesKo } from '../ui/i18n/directives-ko.ts';
import { directivesOf } from './directives.ts';

test('every directive is explained in both languages', () => {
  const docs = directivesOf(704, []);
  const names = docs.map(({ name }) => name);
  expect(Object.keys(directivesEn).filter((name) => !names.includes(name))).toEqual([]);
  for (const texts of [directivesEn, directivesKo] as readonly Readonly<Record<string, string>>[]) {
    expect(names.filter((name) => !texts[name])).toEqual([]);
  }
});

test('defaults are what CONFIG GET prints where nothing was set', () => {
  const client = testEngine({
    save: '3600 1 300 100 60 10000',
    'enable-debug-command': 'no',
  }).client();
  const told = client.run('CONFIG GET *');
  for (const { name, default: value, alias } of directivesOf(704, [])) {
    expect(told).toContain(`"${name}"`);
    const shown = client.run(`CONFIG GET ${name}`);
    expect(shown.split('\n')[1]?.trim(), alias ?? name).toBe(`2) "${value}"`);
  }
});

test('limits, words, standing and what the host started with', () => {
  const docs = directivesOf(704, [['appendonly', 'yes']]);
  const find = (name: string) => docs.find((doc) => doc.name === name);
  expect(find('appendonly')).toMatchObject({ kind: 'bool', default: 'no', startedWith: 'yes' });
  expect(find('maxmemory')).toMatchObject({ kind: 'memory', min: '0', max: null, fixed: false });
  expect(find('hz')).toMatchObject({ kind: 'int', min: '0', max: '2147483647', inert: false });
  expect(find('appendfsync')?.values).toEqual(['everysec', 'always', 'no']);
  expect(find('port')).toMatchObject({ tcpOnly: true, inert: false });
  // Nobody follows a page's node, and its ports do not tell what is unread.
  for (const name of ['repl-timeout', 'repl-ping-replica-period', 'client-output-buffer-limit']) {
    expect(find(name)?.tcpOnly, name).toBe(true);
  }
  expect(find('dir')?.fixed).toBe(true);
  expect(find('latency-monitor-threshold')?.inert).toBe(false);
  expect(directivesOf(700, []).some(({ name }) => name === 'locale-collate')).toBe(false);
});
