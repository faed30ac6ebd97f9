/** A guest beside an owner of another build, over a channel of the test's own. */
import { expect, test } from 'vitest';
import type { GuestMessage, ToGuest } from './guest-channel.ts';
import { GuestHost } from './guest-host.ts';

/** Answers each call of a guest as an owner that knows none of its methods. */
function oldOwner(name: string): BroadcastChannel {
  const channel = new BroadcastChannel(name);
  channel.onmessage = (event) => {
    const { data } = event as unknown as { data: GuestMessage };
    if (data.to !== 'owner' || data.kind !== 'call') return;
    const { guest, id } = data;
    const message = `There is no method '${data.method}'.`;
    channel.postMessage({ to: 'guest', guest, kind: 'failure', id, message } satisfies ToGuest);
  };
  return channel;
}

test('words of commands come from this build where the owner has none', async () => {
  const name = `stampede/test ${crypto.randomUUID()}`;
  const owner = oldOwner(name);
  const guest = new GuestHost(name);
  const words = await guest.commandWords();
  expect(words.find((one) => one.name === 'GET')?.summary).toMatch(/\w/);
  await expect(guest.vitals()).rejects.toThrow("There is no method 'vitals'.");
  guest.end('over');
  owner.close();
});
