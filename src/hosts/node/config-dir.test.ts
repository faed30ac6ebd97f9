/** CONFIG SET dir, as redis-server does it: what is answered, and where files are written from then on. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  ask,
  findReal,
  type OracleServer,
  startOurs,
  startReal,
} from '../../testing/oracle/servers.ts';
import { testEngine } from '../../testing/test-engine.ts';
import { parseConfigText } from './config-text.ts';
import { startServer } from './server.ts';

const real = findReal();
const isKnownVersion = real?.version.startsWith('7.0.') === true;
const other = mkdtempSync(join(tmpdir(), 'stampede-dir-'));
afterAll(() => rmSync(other, { recursive: true, force: true }));

/** Values of `dir`; `HOME` is the folder the server began in, `OTHER` another one. */
const MOVES: readonly (readonly string[])[] = [
  ...[['/nowhere'], ['OTHER/file'], ['OTHER/file/x'], [''], ['OTHER/sub'], ['..'], ['.']],
  ...[['./sub/../sub'], ['../link'], ['HOME'], ['/nowhere', 'hz', 'abc'], ['OTHER', 'hz', 'abc']],
  ...[['OTHER', 'dbfilename', 'a/b'], ['OTHER', 'dir', 'HOME'], ['OTHER', 'hz', '20'], ['HOME']],
  [`${'x'.repeat(300)}`],
];

describe.skipIf(!isKnownVersion)('CONFIG SET dir', () => {
  let servers: readonly OracleServer[];
  const words = ['appendonly yes', 'enable-protected-configs yes'];
  beforeAll(async () => {
    mkdirSync(join(other, 'sub'));
    writeFileSync(join(other, 'file'), '');
    symlinkSync(join(other, 'sub'), join(other, 'link'));
    const options = words.flatMap((word) => `--${word}`.split(' '));
    servers = [await startReal(real!, ...options), await startOurs('7.0', ...words)];
  });
  afterAll(() => Promise.all(servers.map((server) => server.stop())));

  const homeOf = ({ path }: OracleServer) => dirname(path);

  test('the answers, and the folder that CONFIG GET tells', async () => {
    const answers = servers.map(async (server) => {
      const said: string[] = [];
      for (const move of MOVES) {
        const values = move.map((word) =>
          word.replace('HOME', homeOf(server)).replace('OTHER', other),
        );
        const frames = await ask(server, [
          ['CONFIG', 'SET', 'dir', ...values],
          ['CONFIG', 'GET', 'dir'],
        ]);
        const text = frames.map(({ raw }) => raw).join('');
        const shown = text.replaceAll(homeOf(server), 'HOME').replaceAll(other, 'OTHER');
        said.push(`${move.join(' ')}: ${shown.replace(/\$\d+/g, '$')}`);
      }
      return said;
    });
    const [wanted, got] = await Promise.all(answers);
    expect(got).toEqual(wanted);
  });

  const filesIn = (folder: string): string[] =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
      .sort();

  test('where files are written', async () => {
    const written: Record<string, readonly string[]>[] = [];
    for (const server of servers) {
      const folder = mkdtempSync(join(other, 'files-'));
      const info = async () => (await ask(server, [['INFO', 'persistence']]))[0]?.text ?? '';
      const rewritten = async () => {
        for (let n = 0; n < 100; n++) {
          if ((await info()).includes('aof_rewrite_in_progress:0')) break;
          await new Promise((wake) => setTimeout(wake, 20));
        }
      };
      await ask(server, [
        ['CONFIG', 'SET', 'appendfsync', 'always'],
        ['SET', 'a', '1'],
        ['CONFIG', 'SET', 'dir', folder],
        ['SET', 'b', '2'],
      ]);
      // The log stays where it was opened.
      const first = filesIn(folder);
      await ask(server, [['SAVE'], ['BGREWRITEAOF']]);
      await rewritten();
      const second = filesIn(folder);
      await ask(server, [['CONFIG', 'SET', 'appendonly', 'no']]);
      await ask(server, [['CONFIG', 'SET', 'appendonly', 'yes']]);
      await rewritten();
      const frames = await ask(server, [['SET', 'c', '3'], ['DEBUG', 'LOADAOF'], ['DBSIZE']]);
      expect(frames.map(({ raw }) => raw)).toEqual(['+OK\r\n', '+OK\r\n', ':3\r\n']);
      written.push({ first, second, third: filesIn(folder) });
      const again = await startServer(
        parseConfigText(`port 0\nunixsocket ${folder}/s\ndir ${folder}\nappendonly yes\nsave ""`),
        { log: { write: () => {} } },
      );
      expect(again.node.server.keyspace.databases[0]?.size).toBe(3);
      await again.stop();
    }
    expect(written[1]).toEqual(written[0]);
    expect(written[0]?.third).toHaveLength(4);
  });
});

test('a host without folders says so', () => {
  const client = testEngine({ 'enable-protected-configs': 'yes' }).client();
  expect(client.run('CONFIG SET dir /tmp')).toBe(
    "(error) ERR CONFIG SET failed (possibly related to argument 'dir') - this server keeps its files in no folder",
  );
  expect(client.run('CONFIG SET dir .')).toBe('OK');
});
