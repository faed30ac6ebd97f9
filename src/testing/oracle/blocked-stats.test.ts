/**
 * How a command that waits is counted, against a real redis-server: calls and commands when it
 * begins to wait, failures when it ends, each once.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bothServers, findReal, OracleClient, type OracleServer } from './servers.ts';

const real = findReal();
const replyTimeoutMs = 5000;
const setUp = ['DEL l s z', 'XGROUP CREATE s g $ MKSTREAM', 'XADD z 1-1 f v', 'SET text x'];
const counted = /^(?:cmdstat_[bx]|errorstat_|total_error_replies|total_commands)\S*/gm;

/** What has been counted since the last time, without durations. Redis counts who ends a wait with an error as failed, too. */
async function figures(client: OracleClient): Promise<string[]> {
  const [info] = await client.run(
    [
      ['INFO', 'everything'],
      ['CONFIG', 'RESETSTAT'],
    ],
    replyTimeoutMs,
  );
  // In the order of a hash table, of its own on each server.
  return (info?.text?.match(counted) ?? [])
    .sort()
    .map((line) => line.replace(/usec=\d+,usec_per_call=[\d.]+,/, ''));
}

class Side {
  readonly asker: OracleClient;
  readonly waiter: OracleClient;
  readonly id: string;

  private constructor(asker: OracleClient, waiter: OracleClient, id: string) {
    this.asker = asker;
    this.waiter = waiter;
    this.id = id;
  }

  static async of({ path }: OracleServer): Promise<Side> {
    const [asker, waiter] = [await OracleClient.open(path), await OracleClient.open(path)];
    const [id] = await waiter.run([['CLIENT', 'ID']], replyTimeoutMs);
    return new Side(asker, waiter, id?.text ?? '');
  }

  ask(...lines: readonly string[]) {
    const commands = lines.map((line) => line.replace('{id}', this.id).split(' '));
    return this.asker.run(commands, replyTimeoutMs);
  }

  async isBlocked(): Promise<void> {
    for (let attempt = 0; attempt < 500; attempt++) {
      const [info] = await this.ask('INFO clients');
      if (info?.text?.includes('blocked_clients:1')) return;
    }
    throw new Error('does not block');
  }

  /** What is counted once `line` waits, then once `events` have ended the wait; and its reply. */
  async play(line: string, events: readonly string[]): Promise<unknown> {
    await this.ask(...setUp);
    const reply = this.waiter.run([line.split(' ')], replyTimeoutMs);
    await this.isBlocked();
    const [info] = await this.ask('INFO commandstats', 'CONFIG RESETSTAT');
    const name = line.split(' ')[0]?.toLowerCase();
    const waiting = new RegExp(`cmdstat_${name}:calls=\\d+`).exec(info?.text ?? '')?.[0];
    await this.ask(...events);
    const [answer] = await reply;
    return { waiting, answer: answer?.raw, after: await figures(this.asker) };
  }
}

describe.skipIf(real === null)('what is counted of a wait', () => {
  const servers = bothServers(real);
  let sides: readonly Side[];
  beforeAll(async () => {
    sides = await Promise.all(servers.map((server) => Side.of(server)));
  });
  afterAll(() => {
    for (const { asker, waiter } of sides) for (const client of [asker, waiter]) client.close();
  });

  test.each([
    ['BLPOP l 0', ['RPUSH l a']],
    ['BLPOP l 0', ['CLIENT UNBLOCK {id} TIMEOUT']],
    ['BLPOP l 0', ['CLIENT UNBLOCK {id} ERROR']],
    ['BLPOP l 0.2', ['PING']],
    ['BLPOP l 0', ['SET l text', 'DEL l', 'RPUSH l a']],
    ['BRPOPLPUSH l text 0', ['RPUSH l a']],
    ['BZPOPMIN l 0', ['ZADD l 1 a']],
    ['XREAD BLOCK 0 STREAMS z $', ['XADD z 2-1 f v']],
    ['XREADGROUP GROUP g c BLOCK 0 STREAMS s >', ['XADD s 1-1 f v']],
    ['XREADGROUP GROUP g c BLOCK 0 STREAMS s >', ['DEL s']],
    ['XREADGROUP GROUP g c BLOCK 0 STREAMS s >', ['XGROUP DESTROY s g']],
  ])('%s, then %j', async (line, events) => {
    const [theirs, ours] = await Promise.all(sides.map((side) => side.play(line, events)));
    expect(ours).toEqual(theirs);
  });
});
