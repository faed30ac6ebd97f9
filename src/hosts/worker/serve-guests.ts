/** The owner's side of the channel: other tabs' calls and connections, served by this tab's engine. */
import type { OpenReport } from '../../contract/host.ts';
import { type GuestMessage, isGuestMethod, type ToGuest, type ToOwner } from './guest-channel.ts';
import type { LocalHost } from './local-host.ts';
import { attachClient } from './port-link.ts';

type Client = ReturnType<typeof attachClient>;

export function serveGuests(channelName: string, host: LocalHost, report: OpenReport): void {
  const channel = new BroadcastChannel(channelName);
  const links = new Map<string, { readonly guest: string; readonly client: Client }>();
  const post = (message: ToGuest): void => channel.postMessage(message);
  host.watch((beat) => post({ to: 'guest', guest: '*', kind: 'beat', beat }));

  const call = async (message: Extract<ToOwner, { kind: 'call' }>): Promise<void> => {
    const { guest, id, method, args } = message;
    try {
      if (!isGuestMethod(method)) throw new Error(`There is no method '${method}'.`);
      const run = host[method] as (...args: readonly unknown[]) => unknown;
      const value = await run.apply(host, [...args]);
      post({ to: 'guest', guest, kind: 'answer', id, value });
    } catch (error) {
      post({
        to: 'guest',
        guest,
        kind: 'failure',
        id,
        message: error instanceof Error ? error.message : String(error),
      });
    }
  };
  const connect = ({ guest, id, link }: Extract<ToOwner, { kind: 'connect' }>): void => {
    const carrier = {
      send: (message: Extract<ToGuest, { kind: 'port' }>['message']) =>
        post({ to: 'guest', guest, kind: 'port', link, message }),
      close: () => links.delete(link),
    };
    const client = attachClient(host.node, carrier, 'other-tab');
    links.set(link, { guest, client });
    post({ to: 'guest', guest, kind: 'answer', id, value: client.id });
  };
  const bye = (guest: string): void => {
    for (const [link, entry] of links) {
      if (entry.guest !== guest) continue;
      links.delete(link);
      entry.client.receive({ kind: 'close', reason: 'tab closed' });
    }
  };
  channel.onmessage = ({ data }: MessageEvent<GuestMessage>) => {
    if (data.to !== 'owner') return;
    if (data.kind === 'hello')
      post({
        to: 'guest',
        guest: data.guest,
        kind: 'welcome',
        report: { ...report, tenancy: 'guest' },
      });
    else if (data.kind === 'call') void call(data);
    else if (data.kind === 'connect') connect(data);
    else if (data.kind === 'port') links.get(data.link)?.client.receive(data.message);
    else bye(data.guest);
  };
}
