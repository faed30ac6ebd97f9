/**
 * Two thousand random points and as many searches on both servers: every distance, coordinate and hash to
 * the digit, and the order of what was not sorted.
 *
 *   GEO_SEED=1   what they are drawn from
 *
 * Points lie in clusters as well as anywhere, searches are of every size and reach over the poles
 * and the date line.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seededRandom } from '../../base/random.ts';
import { findReal, ServerPair } from './servers.ts';

const real = findReal();
const seed = Number(process.env.GEO_SEED ?? 1);
const pointCount = 2000;
const searchCount = 1000;
const batchSize = 50;

describe.skipIf(real === null)(`places are found as redis-server finds them (seed ${seed})`, () => {
  const random = seededRandom(seed);
  let pair: ServerPair;
  beforeAll(async () => {
    pair = await ServerPair.start(real!, real!.version.split('.').slice(0, 2).join('.'));
  });
  afterAll(() => pair.stop());

  async function check(commands: readonly (readonly string[])[]): Promise<string> {
    const [theirs, ours] = await pair.run(commands);
    for (const [n, { raw }] of theirs.entries()) {
      const line = commands[n]!.join(' ').slice(0, 200);
      if (raw !== ours[n]!.raw) expect(`${line}\n${ours[n]!.raw}`).toBe(`${line}\n${raw}`);
    }
    return theirs.map(({ raw }) => raw).join('');
  }

  const between = (min: number, max: number): number => min + random.unit() * (max - min);
  const centers = Array.from({ length: 12 }, () => [between(-180, 180), between(-84, 84)] as const);

  /** Anywhere, near a centre, on a grid where distances are equal, or at the edge of the map. */
  function coordinates(): [string, string] {
    const kind = random.below(8);
    const [longitude, latitude] = centers[random.below(centers.length)]!;
    if (kind === 0) return [`${between(-180, 180)}`, `${between(-85.05, 85.05)}`];
    if (kind === 1) return [`${random.below(21) - 10}`, `${random.below(21) - 10}`];
    if (kind === 2) return [`${between(179.9, 180)}`, `${between(-1, 1)}`];
    if (kind === 3) return [`${between(-180, 180)}`, `${between(84, 85.05112878)}`];
    const spread = 10 ** -random.below(5);
    const lon = Math.max(-180, Math.min(180, longitude + between(-spread, spread)));
    const lat = Math.max(-85, Math.min(85, latitude + between(-spread, spread)));
    return [`${lon}`, `${lat}`];
  }

  const member = (): string => `m${random.below(pointCount)}`;
  const unit = (): string => ['m', 'km', 'ft', 'mi'][random.below(4)]!;
  const size = (): string => (10 ** between(-1, 7.6)).toPrecision(1 + random.below(12));

  function search(): string[] {
    const argv = ['GEOSEARCH', random.below(10) === 0 ? 'few' : 'many'];
    if (argv[1] === 'many' && random.below(2) === 0) argv.push('FROMMEMBER', member());
    else argv.push('FROMLONLAT', ...coordinates());
    if (random.below(2) === 0) argv.push('BYRADIUS', size(), unit());
    else argv.push('BYBOX', size(), size(), unit());
    if (random.below(3) === 0) argv.push(random.below(2) === 0 ? 'ASC' : 'DESC');
    if (random.below(2) === 0) {
      argv.push('COUNT', String(1 + random.below(40)));
      if (random.below(2) === 0) argv.push('ANY');
    }
    for (const word of ['WITHCOORD', 'WITHDIST', 'WITHHASH']) {
      if (random.below(3) === 0) argv.push(word);
    }
    return argv;
  }

  test('points as they were stored', async () => {
    const members = Array.from({ length: pointCount }, (_, n) => `m${n}`);
    for (let at = 0; at < pointCount; at += batchSize) {
      const batch = members.slice(at, at + batchSize);
      await check([
        ['GEOADD', 'many', ...batch.flatMap((name) => [...coordinates(), name])],
        ['GEOPOS', 'many', ...batch],
        ['GEOHASH', 'many', ...batch],
        ['ZMSCORE', 'many', ...batch],
      ]);
    }
    await check([
      ['GEOADD', 'few', ...members.slice(0, 60).flatMap((name) => [...coordinates(), name])],
      ...members.map(() => ['GEODIST', 'many', member(), member(), unit()]),
    ]);
  });

  test.each(['2', '3'])(`${searchCount} searches, RESP%s`, async (version) => {
    await check([['PING']]);
    await pair.run([['HELLO', version]]);
    let answered = 0;
    for (let done = 0; done < searchCount; done += batchSize) {
      answered += (await check(Array.from({ length: batchSize }, search))).length;
    }
    expect(answered).toBeGreaterThan(searchCount * 100);
  });

  test('what is stored: members with their hashes, or with all digits of their distances', async () => {
    for (let round = 0; round < 100; round++) {
      const plain = search().filter((word) => !word.startsWith('WITH'));
      await check([
        ['GEOSEARCHSTORE', 'found', ...plain.slice(1)],
        ['ZRANGE', 'found', '0', '-1', 'WITHSCORES'],
      ]);
    }
    let same = 0;
    let all = 0;
    for (let round = 0; round < 100; round++) {
      const plain = search().filter((word) => !word.startsWith('WITH') && word !== 'ANY');
      const [theirs, ours] = await pair.run([
        ['GEOSEARCHSTORE', 'found', ...plain.slice(1), 'STOREDIST'],
        ['ZRANGE', 'found', '0', '-1', 'WITHSCORES'],
      ]);
      expect(ours[0]!.raw).toBe(theirs[0]!.raw);
      const items = theirs[1]!.items;
      for (const [n, item] of items.entries()) if (item.raw === ours[1]!.items[n]!.raw) same++;
      all += items.length;
    }
    // The C library's sine is not always rounded to the nearest, ours is.
    expect(same / all).toBeGreaterThan(0.99);
    process.stdout.write(`geo: ${same} of ${all} stored members and distances are the same\n`);
  });
});
