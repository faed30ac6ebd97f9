/**
 * CLIENT TRACKING against a real redis-server: two or three connections at a time, and every frame
 * that each of them gets, replies and pushes, in order.
 *
 * After each step all connections send PING: what has arrived before the answer is all there is.
 */
import { connect, type Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { splitArguments } from '../../protocol/split-arguments.ts';
import { FrameReader, requestBytes } from './frames.ts';
import { bothServers, findReal } from './servers.ts';

const real = findReal();
if (real === null) {
  process.stdout.write('\n==== SKIPPED: no redis-server was found to compare tracking with ====\n');
}

class Wire {
  private readonly socket: Socket;
  private readonly reader = new FrameReader();
  private heard: string[] = [];
  private look: () => void = () => {};

  constructor(path: string) {
    this.socket = connect(path);
    this.socket.on('data', (bytes: Buffer) => {
      for (const { raw } of this.reader.feed(bytes)) this.heard.push(raw);
      this.look();
    });
  }

  /** Everything up to the answer to a PING sent behind the command. */
  async ask(...commands: readonly (readonly string[])[]): Promise<string[]> {
    const end = `end-${Math.random()}`;
    this.socket.write(requestBytes([...commands, ['PING', end]]));
    await new Promise<void>((done) => {
      this.look = () => {
        if (this.heard.some((raw) => raw.includes(end))) done();
      };
      this.look();
    });
    const { heard } = this;
    this.heard = [];
    return heard.filter((raw) => !raw.includes(end));
  }

  close(): void {
    this.socket.destroy();
  }
}

/** Steps such as `a> GET k` or `a> MULTI; EXEC`; `$b` is the number of connection b. Answers with all that was heard. */
async function play(path: string, steps: readonly string[]): Promise<string[]> {
  const names = [...new Set(steps.map((step) => step.slice(0, 1)))].sort();
  const wires = new Map(names.map((name) => [name, new Wire(path)]));
  const ids = new Map<string, string>();
  for (const [name, wire] of wires) {
    const [, id] = await wire.ask(['RESET'], ['CLIENT', 'ID']);
    ids.set(name, /:(\d+)/.exec(id ?? '')?.[1] ?? '');
  }
  const log: string[] = [];
  for (const step of ['a> FLUSHALL', ...steps]) {
    const line = step.slice(3).replace(/\$(\w)/g, (_, name: string) => ids.get(name) ?? '');
    for (const [name, wire] of wires) {
      const commands = step.startsWith(name) ? line.split('; ') : [];
      const heard = await wire.ask(...commands.map((one) => splitArguments(one) ?? []));
      for (const raw of heard) {
        let shown = raw;
        for (const [other, id] of ids) {
          shown = shown.replace(`redirect\r\n:${id}\r`, `redirect\r\n:$${other}\r`);
          if (line === 'CLIENT GETREDIR') shown = shown.replace(`:${id}\r`, `:$${other}\r`);
        }
        log.push(`${step}  ${name} hears ${JSON.stringify(shown)}`);
      }
    }
  }
  for (const wire of wires.values()) wire.close();
  return log.filter((entry) => !entry.includes('HELLO'));
}

const scripts: Readonly<Record<string, readonly string[]>> = {
  'what was read is invalidated once': [
    ...['b> HELLO 3', 'b> CLIENT TRACKING ON', 'b> CLIENT TRACKINGINFO', 'a> SET k 1', 'b> GET k'],
    ...['a> SET k 2', 'a> SET k 3', 'b> GET k', 'b> SET k 4', 'a> SET k 5', 'b> MGET k l'],
    ...['a> SET l 1', 'a> DEL k', 'b> EXISTS k', 'a> SET k 1', 'b> GET k', 'a> EXPIRE k 100'],
    ...['b> GET k', 'a> FLUSHALL', 'b> GET k', 'b> FLUSHDB', 'b> CLIENT TRACKING OFF', 'b> GET k'],
    ...['a> SET k 1', 'b> CLIENT TRACKINGINFO', 'b> CLIENT GETREDIR'],
  ],
  'in transactions': [
    ...['b> HELLO 3', 'b> CLIENT TRACKING ON', 'b> GET k'],
    ...['b> MULTI; SET k 1; GET k; INCR k; EXEC', 'a> MULTI; SET k 1; SET k 2; EXEC'],
    ...['b> GET k', 'a> MULTI; FLUSHDB; SET k 1; FLUSHALL; EXEC'],
  ],
  noloop: [
    ...['b> HELLO 3', 'b> CLIENT TRACKING ON NOLOOP', 'b> GET k', 'b> SET k 1', 'b> GET k'],
    ...['a> SET k 2', 'b> CLIENT TRACKINGINFO'],
  ],
  'in scripts': [
    ...['b> HELLO 3', 'b> CLIENT TRACKING ON', "b> EVAL \"return redis.call('get', 'k')\" 2 k l"],
    ...['a> MSET l 1 k 1', "b> EVAL \"return redis.call('set', 'k', 1)\" 2 k l", 'a> MSET l 2 k 2'],
    ...['b> EVAL_RO "return redis.call(\'ping\')" 2 k l', 'a> MSET l 3 k 3', 'b> GET k'],
    ...["b> EVAL \"return redis.call('set', 'k', 4)\" 1 k", 'b> EVAL_RO "return 1" 2 k l'],
    ...['a> MSET l 5 k 5', "b> EVAL_RO \"return redis.call('get', 'k')\" 2 k l", 'a> MSET l 6 k 6'],
  ],
  'in scripts, with noloop': [
    ...['b> HELLO 3', 'b> CLIENT TRACKING ON NOLOOP', 'b> GET k'],
    ...["b> EVAL \"return redis.call('set', 'k', 1)\" 1 k", 'b> GET k', 'a> SET k 2'],
    ...['b> CLIENT TRACKING OFF', 'b> CLIENT TRACKING ON NOLOOP BCAST'],
    ...["b> EVAL \"return redis.call('set', 'k', 3)\" 1 k", 'a> SET k 4'],
  ],
  optin: [
    ...['b> HELLO 3', 'b> CLIENT TRACKING ON OPTIN', 'b> GET k', 'a> SET k 1'],
    ...['b> CLIENT CACHING YES', 'b> GET k', 'a> SET k 2', 'b> CLIENT CACHING YES', 'b> PING'],
    ...['b> GET k', 'a> SET k 3', 'b> CLIENT CACHING NO', 'b> CLIENT TRACKING ON OPTOUT'],
  ],
  optout: [
    ...['b> HELLO 3', 'b> CLIENT TRACKING ON OPTOUT', 'b> GET k', 'a> SET k 1'],
    ...['b> CLIENT CACHING NO', 'b> GET k', 'a> SET k 2', 'b> GET k', 'a> SET k 3'],
    ...['b> CLIENT CACHING YES', 'b> CLIENT CACHING MAYBE', 'b> CLIENT TRACKINGINFO'],
  ],
  broadcast: [
    ...['b> HELLO 3', 'b> CLIENT TRACKING ON BCAST PREFIX user: PREFIX car:', 'a> SET user:1 x'],
    ...['a> SET plain x', 'a> MSET user:1 y car:1 z', 'b> SET user:2 x', 'b> CLIENT TRACKINGINFO'],
    ...['b> CLIENT TRACKING ON BCAST PREFIX user:1', 'b> CLIENT TRACKING ON BCAST PREFIX bike:'],
    ...['a> SET bike:1 x', 'b> CLIENT TRACKING ON', 'a> FLUSHALL', 'a> DEL user:1'],
  ],
  'broadcast of everything, without one’s own': [
    ...[
      'b> HELLO 3',
      'b> CLIENT TRACKING ON BCAST NOLOOP',
      'b> SET a 1',
      'a> SET a 2',
      'a> INCR a',
    ],
  ],
  'redirected to a subscriber': [
    ...['c> SUBSCRIBE __redis__:invalidate', 'b> CLIENT TRACKING ON REDIRECT $c', 'b> GET k'],
    ...['b> CLIENT GETREDIR', 'b> CLIENT TRACKINGINFO', 'a> SET k 1', 'b> GET k', 'a> FLUSHALL'],
  ],
  'redirected to RESP3': [
    ...['c> HELLO 3', 'b> HELLO 3', 'b> CLIENT TRACKING ON REDIRECT $c', 'b> GET k', 'a> SET k 1'],
    ...['b> GET k', 'b> SET k 2'],
  ],
  'without RESP3 nobody hears': ['b> CLIENT TRACKING ON', 'b> GET k', 'a> SET k 1', 'b> GET k'],
  errors: [
    ...['b> CLIENT TRACKING', 'b> CLIENT TRACKING MAYBE', 'b> CLIENT TRACKING ON BOGUS'],
    ...['b> CLIENT TRACKING ON REDIRECT 999999', 'b> CLIENT TRACKING ON REDIRECT x'],
    ...['b> CLIENT TRACKING ON REDIRECT $a REDIRECT $b', 'b> CLIENT TRACKING ON PREFIX x'],
    ...['b> CLIENT TRACKING ON BCAST OPTIN', 'b> CLIENT TRACKING ON OPTIN OPTOUT'],
    ...['b> CLIENT TRACKING ON BCAST PREFIX ab PREFIX a', 'b> CLIENT CACHING YES'],
    ...['b> CLIENT TRACKING ON OPTIN', 'b> CLIENT TRACKING ON OPTOUT', 'b> CLIENT TRACKING OFF'],
  ],
};

describe.skipIf(real === null)('client tracking', () => {
  const servers = bothServers(real);

  test.each(Object.entries(scripts))('%s', async (_name, steps) => {
    const [theirs, ours] = await Promise.all(servers.map(({ path }) => play(path, steps)));
    expect(ours).toEqual(theirs);
  });
});
