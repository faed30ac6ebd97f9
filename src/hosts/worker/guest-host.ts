/**
 * A guest's side of the channel: answers the page by asking the tab that owns the engine.
 *
 * Calls wait until the owner has said welcome. When the guest becomes the owner itself, `end` closes
 * every connection with the reason and fails calls that are still open, so nothing waits for ever.
 */
import type { CommandWords } from '../../contract/catalogue.ts';
import type { HostNews, OpenReport, PortMessage, StopReport } from '../../contract/host.ts';
import { allCommands } from '../../engine/all-commands.ts';
import { CommandTable, versionNumber } from '../../engine/server/command-table.ts';
import { commandWordsOf } from '../../inspect/catalogue.ts';
import type { GuestMessage, GuestMethod, ToOwner } from './guest-channel.ts';
import { documentationFromNetwork } from './late-parts.ts';
import type { LocalHost } from './local-host.ts';
import type { Owner } from './owner.ts';

const HELLO_PERIOD_MS = 250;
const NEWEST_VERSION = '7.4';

interface Pending {
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
}

type Answer<M extends GuestMethod> = Promise<
  Awaited<ReturnType<(LocalHost & Pick<Owner, 'start'>)[M]>>
>;

export class GuestHost {
  private readonly channel: BroadcastChannel;
  private readonly guest = crypto.randomUUID();
  private readonly pending = new Map<number, Pending>();
  private readonly ports = new Map<string, MessagePort>();
  private readonly watchers = new Set<(news: HostNews) => void>();
  /** How the server stopped, while it is stopped. */
  stopped: StopReport | null = null;
  private nextId = 1;
  private knocking: ReturnType<typeof setInterval> | undefined;
  private onWelcome: (report: OpenReport) => void = () => {};

  constructor(channelName: string) {
    this.channel = new BroadcastChannel(channelName);
    this.channel.onmessage = ({ data }: MessageEvent<GuestMessage>) => this.hear(data);
  }

  /** Knocks until the owner answers. */
  async open(dataset: string): Promise<OpenReport> {
    const hello = (): void => this.post({ to: 'owner', guest: this.guest, kind: 'hello' });
    this.knocking = setInterval(hello, HELLO_PERIOD_MS);
    const report = await new Promise<OpenReport>((resolve) => {
      this.onWelcome = resolve;
      hello();
    });
    clearInterval(this.knocking);
    return { ...report, dataset };
  }

  async connect(port: MessagePort): Promise<number> {
    const link = crypto.randomUUID();
    this.ports.set(link, port);
    port.onmessage = ({ data }: MessageEvent<PortMessage>) =>
      this.post({ to: 'owner', guest: this.guest, kind: 'port', link, message: data });
    return this.ask<number>((id) => ({
      to: 'owner',
      guest: this.guest,
      kind: 'connect',
      id,
      link,
    }));
  }

  watch(onNews: (news: HostNews) => void): void {
    this.watchers.add(onNews);
    if (this.stopped) onNews({ kind: 'stopped', report: this.stopped });
  }

  start = async (): Promise<OpenReport> => asGuest(await this.call('start', []));
  vitals = (): Answer<'vitals'> => this.call('vitals', []);
  keyTree = (...args: Parameters<LocalHost['keyTree']>): Answer<'keyTree'> =>
    this.call('keyTree', args);
  inspect = (...args: Parameters<LocalHost['inspect']>): Answer<'inspect'> =>
    this.call('inspect', args);
  catalogue = (): Answer<'catalogue'> => this.call('catalogue', []);
  /** An owner of an older build may not know the question: then this build says what it knows. */
  commandWords = (): Answer<'commandWords'> => this.call('commandWords', []).catch(ownWords);
  directives = (): Answer<'directives'> => this.call('directives', []);
  completeKey = (...args: Parameters<LocalHost['completeKey']>): Answer<'completeKey'> =>
    this.call('completeKey', args);
  clock = (...args: Parameters<LocalHost['clock']>): Answer<'clock'> => this.call('clock', args);
  undo = (): Answer<'undo'> => this.call('undo', []);
  eventsSince = (...args: Parameters<LocalHost['eventsSince']>): Answer<'eventsSince'> =>
    this.call('eventsSince', args);
  reset = (...args: Parameters<LocalHost['reset']>): Answer<'reset'> => this.call('reset', args);
  exportAof = (): Answer<'exportAof'> => this.call('exportAof', []);
  importFile = (...args: Parameters<LocalHost['importFile']>): Answer<'importFile'> =>
    this.call('importFile', args);

  /** The owner has gone and this tab takes its place. */
  end(reason: string): void {
    for (const port of this.ports.values()) {
      port.postMessage({ kind: 'close', reason } satisfies PortMessage);
      port.close();
    }
    this.ports.clear();
    for (const { reject } of this.pending.values()) reject(new Error(reason));
    this.pending.clear();
    clearInterval(this.knocking);
    this.channel.close();
  }

  private call<M extends GuestMethod>(method: M, args: readonly unknown[]): Answer<M> {
    return this.ask((id) => ({ to: 'owner', guest: this.guest, kind: 'call', id, method, args }));
  }

  private ask<T>(message: (id: number) => ToOwner): Promise<T> {
    const id = this.nextId++;
    return new Promise<T>((resolve, reject) => {
      this.pending.set(id, { resolve, reject });
      this.post(message(id));
    });
  }

  private hear(message: GuestMessage): void {
    if (message.to !== 'guest' || (message.guest !== this.guest && message.guest !== '*')) return;
    if (message.kind === 'welcome') this.onWelcome(message.report);
    else if (message.kind === 'beat') this.tell(message.beat);
    else if (message.kind === 'news') this.hearNews(message.news);
    else if (message.kind === 'port') this.ports.get(message.link)?.postMessage(message.message);
    else this.settle(message);
  }

  private hearNews(news: HostNews): void {
    this.stopped = news.kind === 'stopped' ? news.report : null;
    this.tell(news.kind === 'started' ? { ...news, report: asGuest(news.report) } : news);
  }

  private tell(news: HostNews): void {
    for (const watcher of this.watchers) watcher(news);
  }

  private settle(message: Extract<GuestMessage, { kind: 'answer' | 'failure' }>): void {
    const pending = this.pending.get(message.id);
    this.pending.delete(message.id);
    if (message.kind === 'answer') pending?.resolve(message.value as never);
    else pending?.reject(new Error(message.message));
  }

  private post(message: ToOwner): void {
    this.channel.postMessage(message);
  }
}

async function ownWords(): Promise<readonly CommandWords[]> {
  const table = new CommandTable(allCommands, versionNumber(NEWEST_VERSION));
  return commandWordsOf(table, await documentationFromNetwork());
}

const asGuest = (report: OpenReport): OpenReport => ({ ...report, tenancy: 'guest' });
