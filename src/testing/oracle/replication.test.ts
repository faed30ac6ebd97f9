/**
 * Ours as a master: a real redis-server follows it and has the same data, redis-cli takes snapshots
 * from it, and calls of a replica's commands are answered as by a real master.
 *
 *   REPLICATION_SEED=1   what the traffic is drawn from
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seededRandom } from '../../base/random.ts';
import { allCommands } from '../../engine/all-commands.ts';
import { findProgram, runProgram, startOurs, type TestServer } from '../tools/programs.ts';
import type { Argv } from './compare.ts';
import type { Frame } from './frames.ts';
import { Generator } from './generator.ts';
import {
  ask,
  bothServers,
  findReal,
  OracleClient,
  type OracleServer,
  startReal,
} from './servers.ts';

const real = findReal();
const isKnownVersion = real?.version.startsWith('7.0.') === true;
const cli = findProgram('redis-cli');
const seed = Number(process.env.REPLICATION_SEED ?? 1);
const replyTimeoutMs = 10_000;

const split = (line: string): string[] => line.split(' ');
const raws = (frames: readonly Frame[]): string[] => frames.map(({ raw }) => raw);

/** Asked until the answer is right; the last one tells what is wrong. */
async function eventually(look: () => Promise<void>): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      return await look();
    } catch (error) {
      if (tries === 100) throw error;
    }
    await new Promise((wake) => setTimeout(wake, 50));
  }
}

describe.skipIf(!isKnownVersion)('a real redis-server follows ours', () => {
  let folder: string;
  let server: TestServer;
  let master: OracleServer;
  let replica: OracleServer;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'stampede-master-'));
    const path = join(folder, 'ours.sock');
    server = await startOurs(
      `unixsocket ${path}`,
      'emulate-version 7.0',
      'enable-debug-command yes',
      'appendonly yes',
      'save ""',
    );
    master = { path, stop: () => server.stop() };
    await ask(master, [
      split('SET before 1'),
      split('SELECT 3'),
      split('RPUSH list a b'),
      ['FUNCTION', 'LOAD', "#!lua name=lib\nredis.register_function('f', function() return 7 end)"],
    ]);
    replica = await startReal(real!, '--replicaof', '127.0.0.1', String(server.port));
    await eventually(async () => {
      const [info] = await ask(replica, [split('INFO replication')]);
      expect(info?.text).toContain('master_link_status:up');
    });
  });
  afterAll(async () => {
    await replica.stop();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** All data, and what the replica has of it once it has everything. */
  async function sameData(): Promise<void> {
    await eventually(async () => {
      const [wanted] = await ask(master, [split('DEBUG DIGEST')]);
      const [got] = await ask(replica, [split('DEBUG DIGEST')]);
      expect(got?.raw, `seed ${seed}`).toBe(wanted?.raw);
    });
  }

  test('it has what was there before', async () => {
    await sameData();
    const [before, libraries] = await ask(replica, [split('GET before'), split('FUNCTION LIST')]);
    expect(before?.text).toBe('1');
    expect(libraries?.raw).toContain('lib');
  });

  test('WAIT counts it, and not more', async () => {
    const client = await OracleClient.open(master.path);
    const replies = await client.run(
      [
        'WAIT 0 0',
        'SET a 1',
        'WAIT 1 5000',
        'INCR a',
        'WAIT 2 50',
        'MULTI',
        'WAIT 1 0',
        'EXEC',
      ].map(split),
      replyTimeoutMs,
    );
    client.close();
    expect(raws(replies).slice(1, 6)).toEqual(['+OK\r\n', ':1\r\n', ':2\r\n', ':1\r\n', '+OK\r\n']);
    expect((await ask(replica, [split('GET a')]))[0]?.text).toBe('2');
  });

  test('drawn traffic reaches it', async () => {
    const generator = new Generator(seededRandom(seed), allCommands);
    for (let n = 0; n < 12; n++) {
      const client = await OracleClient.open(master.path);
      await client.run(generator.sequence(150), replyTimeoutMs);
      client.close();
      await sameData();
    }
  });

  test('what scripts send to one side only', async () => {
    const script = (where: string, key: string): Argv => [
      'EVAL',
      `redis.set_repl(redis.${where}); redis.call('set', '${key}', 1); redis.set_repl(redis.REPL_ALL); redis.call('incr', 'n')`,
      '0',
    ];
    await ask(master, [
      split('FLUSHALL'),
      script('REPL_REPLICA', 'only:there'),
      script('REPL_AOF', 'only:logged'),
      script('REPL_NONE', 'only:nowhere'),
      split('SET last 1'),
      split('WAIT 1 5000'),
    ]);
    const asked = split('MGET only:there only:logged only:nowhere n last');
    await eventually(async () => {
      const [got] = await ask(replica, [asked]);
      expect(got?.items.map(({ text }) => text)).toEqual(['1', null, null, '3', '1']);
    });
    const path = server.running.node.server.aofStatus?.().path ?? '';
    await eventually(async () => {
      const log = readFileSync(join(server.folder, path), 'latin1');
      const isLogged = (name: string) => log.includes(`only:${name}\r`);
      expect(['there', 'logged', 'nowhere'].map(isLogged)).toEqual([false, true, false]);
    });
  });

  test('how it looks from the master', async () => {
    const [info, clients, list, normal, role] = await ask(master, [
      split('INFO replication'),
      split('INFO clients'),
      split('CLIENT LIST TYPE replica'),
      split('CLIENT LIST TYPE normal'),
      split('ROLE'),
    ]);
    expect(info?.text).toMatch(
      /connected_slaves:1\r\nslave0:ip=127\.0\.0\.1,port=0,state=online,offset=\d+,lag=[01]\r\n/,
    );
    expect(clients?.text).toContain('connected_clients:1\r\n');
    expect(list?.text).toMatch(/ flags=S .* cmd=replconf /);
    expect(normal?.text).not.toContain('flags=S');
    expect(role?.items[2]?.items.length).toBe(1);
  });

  test('it comes back after it was cut off', async () => {
    const [killed] = await ask(master, [split('CLIENT KILL TYPE replica'), split('SET late 1')]);
    expect(killed?.raw).toBe(':1\r\n');
    await eventually(async () => {
      const [got] = await ask(replica, [split('GET late')]);
      expect(got?.text).toBe('1');
    });
    await sameData();
  });

  test.skipIf(cli === null)('redis-cli takes the data set, and functions alone', async () => {
    const take = async (option: string): Promise<Buffer> => {
      const file = join(folder, `taken${option}.rdb`);
      const { code, errors } = await runProgram(cli!, ['-p', String(server.port), option, file]);
      expect(errors).toContain('Transfer finished with success.');
      expect([code, existsSync(file)]).toEqual([0, true]);
      return readFileSync(file);
    };
    const whole = await take('--rdb');
    expect(whole.includes('late')).toBe(true);
    expect(whole.includes('name=lib')).toBe(true);
    const functions = await take('--functions-rdb');
    expect(functions.includes('late')).toBe(false);
    expect(functions.includes('name=lib')).toBe(true);
    // Neither has become a replica.
    const [info] = await ask(master, [split('INFO replication')]);
    expect(info?.text).toContain('connected_slaves:1\r\n');
  });
});

const ODD: readonly string[] = [
  ...['REPLCONF', 'REPLCONF a', 'REPLCONF a b', 'REPLCONF a b c', 'REPLCONF listening-port x'],
  ...['REPLCONF listening-port 99999999', 'REPLCONF capa eof capa foo', 'REPLCONF capa eof nope 3'],
  ...['REPLCONF ack 5', 'REPLCONF ack x foo 3', 'REPLCONF getack *', 'REPLCONF rdb-only 2'],
  ...['REPLCONF rdb-only x', 'REPLCONF rdb-only 1', 'REPLCONF rdb-filter-only functions'],
  ...['REPLCONF rdb-filter-only keys', 'REPLCONF ip-address 1.2.3.4', 'REPLCONF version 1'],
  ...[`REPLCONF ip-address ${'x'.repeat(300)}`, 'PSYNC', 'PSYNC ?', 'PSYNC ? x', 'SYNC now'],
  ...['PSYNC ? -1 FAILOVER', 'WAIT 0 0', 'WAIT 1 10', 'WAIT -1 10', 'WAIT x 10', 'WAIT 1 -1'],
];

describe.skipIf(!isKnownVersion)('odd calls of a replica’s commands', () => {
  const servers = bothServers(real);

  test.each(ODD.map((line) => [line]))('%s', async (line) => {
    const asked = [split(line), ['PING']];
    const answers: string[][] = [];
    for (const server of servers) {
      const client = await OracleClient.open(server.path);
      // One that is not answered leaves PING's reply alone, and one missing.
      const waitMs = /^REPLCONF (ack|getack)/.test(line) ? 150 : replyTimeoutMs;
      answers.push(raws(await client.run(asked, waitMs)));
      client.close();
    }
    expect(answers[1]).toEqual(answers[0]);
  });

  test('a replica that asks for a reply is cut off', async () => {
    for (const server of servers) {
      const client = await OracleClient.open(server.path);
      // Not a reply of the protocol, which ends the reader; the server sees the next command.
      await client.run([['PSYNC', '?', '-1']], replyTimeoutMs);
      client.send(Buffer.from('PING\r\n'));
      await eventually(async () => {
        const [list] = await ask(server, [split('CLIENT LIST TYPE replica')]);
        expect(list?.text).toBe('');
      });
      client.close();
    }
  });
});
