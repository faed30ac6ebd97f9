/**
 * RESTORE of damaged payloads against a real redis-server that sanitizes them: what the one refuses
 * the other refuses, and what both take reads the same.
 *
 *   DAMAGE_COUNT=2000   how many payloads are damaged
 *   DAMAGE_SEED=1       what they are drawn from; each failure prints it
 *
 * By default Redis does not sanitize, takes structures that are unsound, and asserts when it comes
 * to walk over them. Those we always refuse, as `sanitize-dump-payload yes` does. Times that a
 * double cannot hold are not compared.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seededRandom } from '../../base/random.ts';
import { type Argv, firstFault } from './compare.ts';
import type { Frame } from './frames.ts';
import { payloadOf } from './old-encodings.ts';
import { damagedOldValues } from './old-values.ts';
import { damagedValues, PayloadDamager, sealed } from './payload-damage.ts';
import { ask, findReal, OracleClient, type OracleServer, startOurs, startReal } from './servers.ts';

const real = findReal();
const isKnownVersion = real?.version.startsWith('7.0.') === true;
const count = Number(process.env.DAMAGE_COUNT ?? 2000);
const seed = Number(process.env.DAMAGE_SEED ?? 1);
const batchSize = 100;
const batchMsMax = 10_000;

const READINGS: Readonly<Record<string, string>> = {
  string: 'GET k|STRLEN k|DUMP k',
  list: 'LRANGE k 0 -1|LLEN k|LINDEX k -1|DUMP k',
  set: 'SMEMBERS k|SCARD k',
  hash: 'HGETALL k|HLEN k|HGET k f',
  zset: 'ZRANGE k 0 -1 WITHSCORES|ZRANGE k 0 -1 REV|ZRANGEBYSCORE k -inf 2|ZCARD k|ZSCORE k a',
  stream: `XRANGE k - +|XREVRANGE k + -|XLEN k|XINFO STREAM k|XINFO GROUPS k|XPENDING k g - + 10|XADD k 9999999999999-1 f v|XLEN k`,
};

/** For sets and hashes of a length of 32 bits and more Redis makes a table before it reads them. */
const promisesBillions = (payload: string): boolean =>
  '\x02\x04'.includes(payload.charAt(0)) && '\x80\x81'.includes(payload.charAt(1));

/** A stream that Redis believes to be longer than can be: such a length we refuse. */
const hasImpossibleLength = (frames: readonly Frame[]): boolean =>
  frames.some(({ raw }) => /^:(?:-|\d{16})/.test(raw));

const readingsOf = (type: string): Argv[] =>
  `OBJECT ENCODING k|${READINGS[type] ?? 'TYPE k'}`.split('|').map((line) => line.split(' '));

/** Redis takes them unless it sanitizes, and ends itself when they are read. */
const unsound: readonly { name: string; body: string; read: string }[] = [
  {
    name: 'an entry of a listpack longer than the listpack',
    body: '\x12\x01\x02\x0c\x0c\0\0\0\x02\0\xbfa\x02\x01\x01\xff',
    read: 'LRANGE k 0 -1',
  },
  {
    name: 'a stream whose node is cut off',
    body: `\x13\x01\x10${'\0'.repeat(7)}\x01${'\0'.repeat(7)}\x01\x0b\x0b\0\0\0\x02\0\x01\x01\0\x01\xff\x01\x01\x01\x01\x01\0\0\x01\0`,
    read: 'XRANGE k - +',
  },
];

describe.skipIf(!isKnownVersion)('damaged payloads', () => {
  let theirs: OracleServer;
  let ours: OracleServer;
  let clients: readonly OracleClient[] = [];
  beforeAll(async () => {
    theirs = await startReal(real!, '--sanitize-dump-payload', 'yes');
    ours = await startOurs('7.0');
    clients = await Promise.all([theirs, ours].map(({ path }) => OracleClient.open(path)));
  });
  afterAll(async () => {
    for (const client of clients) client.close();
    await theirs.stop();
    await ours.stop();
  });

  const both = (commands: readonly Argv[]): Promise<Frame[][]> =>
    Promise.all(clients.map((client) => client.run(commands, batchMsMax)));

  /** One line for each payload that is not answered, or does not read, the same. */
  async function differences(payloads: readonly string[]): Promise<string[]> {
    const restore = (payload: string) => ['RESTORE', 'k', '0', payload, 'REPLACE'];
    const takes = payloads.flatMap((payload) => [restore(payload), ['TYPE', 'k'], ['DEL', 'k']]);
    const [taken = []] = await both(takes);
    const looks = payloads.map((payload, n) => {
      const isTaken = taken[3 * n]?.kind === '+';
      return [restore(payload), ...(isTaken ? readingsOf(taken[3 * n + 1]?.text ?? '') : [])];
    });
    const [wanted = [], got = []] = await both(looks.flat());
    let at = 0;
    return looks.flatMap((look, n) => {
      const end = at + look.length;
      const [a, b] = [wanted.slice(at, end), got.slice(at, end)];
      at = end;
      const fault = firstFault(look, a, b);
      if (fault === null || (b[0]?.kind === '-' && hasImpossibleLength(a))) return [];
      const said = [a, b].map((side) => JSON.stringify(side[fault.at]?.raw.slice(0, 400)));
      const shown = Buffer.from(payloads[n] ?? '', 'latin1').toString('hex');
      return [`${shown} ${fault.argv[0]}: redis ${said[0]} ours ${said[1]}`];
    });
  }

  test(`${count} payloads, seed ${seed}`, async () => {
    const made = damagedValues.map(({ make }) => [['FLUSHALL'], ...make, ['DUMP', 'k']]);
    const sound: string[] = [];
    for (const one of made) sound.push((await both(one))[0]?.at(-1)?.text ?? '');
    sound.push(...damagedOldValues.map((value) => sealed(payloadOf(value))));
    const damager = new PayloadDamager(seededRandom(seed));
    const found: string[] = [];
    for (let from = 0; from < count; from += batchSize) {
      const size = Math.min(batchSize, count - from);
      const payloads = Array.from({ length: size }, (_, n) =>
        damager.damage(sound[(from + n) % sound.length] ?? ''),
      );
      found.push(...(await differences(payloads.filter((one) => !promisesBillions(one)))));
    }
    expect(found.join('\n')).toBe('');
  });

  test.each(unsound)('$name', async ({ body, read }) => {
    const restore = ['RESTORE', 'k', '0', sealed(body), 'REPLACE'];
    const careless = await startReal(real!, '--crash-log-enabled', 'no');
    const [took, looked] = await ask(careless, [restore]).then(async (frames) => [
      ...frames,
      ...(await ask(careless, [read.split(' ')])),
    ]);
    await careless.stop();
    expect([took?.raw, looked?.text]).toEqual(['+OK\r\n', 'connection closed']);
    const refusals = await both([restore]);
    expect(refusals.map(([frame]) => frame?.raw)).toEqual(
      Array.from({ length: 2 }, () => '-ERR Bad data format\r\n'),
    );
  });
});
