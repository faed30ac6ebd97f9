/** The owner's side of the channel: other tabs' calls and connections, served by this tab's engine. */
import { type OpenReport, SERVER_STOPPED } from '../../contract/host.ts';
import { type GuestMessage, isGuestMethod, type ToGuest, type ToOwner } from './guest-channel.ts';
import type { Owner } from './owner.ts';
import { attachClient } from './port-link.ts';

type Client = ReturnType<typeof attachClient>;

export function serveGuests(channelName: string, owner: Owner): void {
  const channel = new BroadcastChannel(channelName);
  const links = new Map<string, { readonly guest: string; readonly client: Client }>();
  const post = (message: ToGuest): void => channel.postMessage(message);
  owner.watch((news) => {
    if (news.kind === 'beat') post({ to: 'guest', guest: '*', kind: 'beat', beat: news });
    else post({ to: 'guest', guest: '*', kind: 'news', news });
  });

  const fail = (guest: string, id: number, error: unknown): void => {
    const message = error instanceof Error ? error.message : String(error);
    post({ to: 'guest', guest, kind: 'failure', id, message });
  };
  const call = async (message: Extract<ToOwner, { kind: 'call' }>): Promise<void> => {
    const { guest, id, method, args } = message;
    try {
      if (!isGuestMethod(method)) throw new Error(`There is no method '${method}'.`);
      const target = method === 'start' ? owner : owner.host;
      const run = target[method as keyof typeof target] as (...args: readonly unknown[]) => unknown;
      const value = await run.apply(target, [...args]);
      post({ to: 'guest', guest, kind: 'answer', id, value });
    } catch (error) {
      fail(guest, id, error);
    }
  };
  const connect = async (message: Extract<ToOwner, { kind: 'connect' }>): Promise<void> => {
    const { guest, id, link } = message;
    await owner.settled();
    if (owner.stopped) return fail(guest, id, SERVER_STOPPED);
    const carrier = {
      send: (message: Extract<ToGuest, { kind: 'port' }>['message']) =>
        post({ to: 'guest', guest, kind: 'port', link, message }),
      close: () => links.delete(link),
    };
    const client = attachClient(owner.host, carrier, 'other-tab');
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
  const welcome = (guest: string): void => {
    const report: OpenReport = { ...owner.report, tenancy: 'guest' };
    post({ to: 'guest', guest, kind: 'welcome', report });
    if (owner.stopped)
      post({ to: 'guest', guest, kind: 'news', news: { kind: 'stopped', report: owner.stopped } });
  };
  channel.onmessage = ({ data }: MessageEvent<GuestMessage>) => {
    if (data.to !== 'owner') return;
    if (data.kind === 'hello') welcome(data.guest);
    else if (data.kind === 'call') void call(data);
    else if (data.kind === 'connect') void connect(data);
    else if (data.kind === 'port') links.get(data.link)?.client.receive(data.message);
    else bye(data.guest);
  };
}
