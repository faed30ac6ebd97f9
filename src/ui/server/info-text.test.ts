/** INFO taken apart; and every field that the engine prints is explained in both languages. */
import { expect, test } from 'vitest';
import { testEngine } from '../../testing/test-engine.ts';
import { infoEn } from '../i18n/info-en.ts';
import { infoKo } from '../i18n/info-ko.ts';
import { changedFields, explainedAs, infoValues, parseInfo, partsOf } from './info-text.ts';
import { filterInfo } from './overview-store.ts';

/** What redis-cli shows of a bulk string, read back as its text. */
const unquoted = (shown: string): string => JSON.parse(shown) as string;

function infoOf(config: Readonly<Record<string, string>>): string {
  const client = testEngine(config).client();
  client.run('SET a 1');
  client.run('INCR a b');
  client.run('PEXPIRE a 5000');
  return unquoted(client.run('INFO everything'));
}

test('every field has an explanation in both languages', () => {
  for (const version of ['7.0', '7.2', '7.4']) {
    for (const appendonly of ['no', 'yes']) {
      const text = infoOf({ 'emulate-version': version, appendonly });
      const names = parseInfo(text).flatMap(({ fields }) => fields.map(({ name }) => name));
      expect(names.length).toBeGreaterThan(100);
      for (const texts of [infoEn, infoKo] as readonly Readonly<Record<string, string>>[]) {
        const missing = names.filter((name) => !texts[explainedAs(name)]);
        expect(missing, `emulate-version ${version}`).toEqual([]);
      }
    }
  }
});

test('sections, fields, values with colons', () => {
  const text = '# Server\r\nos:a:b\r\nempty:\r\n\r\n# Modules\r\n\r\n# Keyspace\r\ndb0:keys=1\r\n';
  expect(parseInfo(text)).toEqual([
    {
      title: 'Server',
      fields: [
        { name: 'os', value: 'a:b' },
        { name: 'empty', value: '' },
      ],
    },
    { title: 'Modules', fields: [] },
    { title: 'Keyspace', fields: [{ name: 'db0', value: 'keys=1' }] },
  ]);
});

test('values of several figures', () => {
  expect(partsOf('calls=1,usec=2.5')).toEqual([
    ['calls', '1'],
    ['usec', '2.5'],
  ]);
  expect(partsOf('stampede')).toBeNull();
});

test('rows of one kind share a name', () => {
  const rows: readonly (readonly [string, string])[] = [
    ['cmdstat_config|get', 'cmdstat_*'],
    ['errorstat_ERR', 'errorstat_*'],
    ['latency_percentiles_usec_get', 'latency_percentiles_usec_*'],
    ['db15', 'db*'],
    ['used_memory', 'used_memory'],
  ];
  for (const [name, shared] of rows) expect(explainedAs(name)).toBe(shared);
});

test('what has changed since the look before', () => {
  const before = infoValues(parseInfo('# A\r\nx:1\r\ny:2\r\n'));
  const now = infoValues(parseInfo('# A\r\nx:1\r\ny:3\r\nz:4\r\n'));
  expect([...changedFields(before, now)]).toEqual(['y']);
});

test('the filter looks at names, values and meanings', () => {
  const sections = parseInfo('# A\r\nx:one\r\ny:two\r\n# B\r\n');
  const explain = (name: string) => (name === 'y' ? 'how many ducks' : '');
  const names = (typed: string, wanted: ReadonlySet<string> | null = null) =>
    filterInfo(sections, typed, explain, wanted).map(({ title, fields }) =>
      [title, ...fields.map(({ name }) => name)].join(' '),
    );
  expect(names('')).toEqual(['A x y', 'B']);
  expect(names('ducks')).toEqual(['A y']);
  expect(names('ONE')).toEqual(['A x']);
  expect(names('none of this')).toEqual([]);
  expect(names('', new Set(['x']))).toEqual(['A x']);
});
