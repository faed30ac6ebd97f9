/**
 * The engine worker: decides whether this tab owns the data set or is a guest of the tab that does,
 * and answers the page either way.
 *
 * One tab owns a data set: it holds the Web Lock, and holds it in the worker, so that a throttled
 * page is not in the way. Other tabs reach its engine over a BroadcastChannel and are clients like
 * any other. When the owner goes, a guest gets the lock, replays the log and serves; connections
 * that ran over the old owner are closed with a reason, and the page connects again.
 */
import * as Comlink from 'comlink';
import type {
  EngineHost,
  HostNews,
  OpenReport,
  PortMessage,
  StopReport,
} from '../../contract/host.ts';
import type { DiskDatabase } from './disk-database.ts';
import { GuestHost } from './guest-host.ts';
import type { LocalHost } from './local-host.ts';
import { inMemory, openOwner } from './open-owner.ts';
import type { Owner } from './owner.ts';
import { attachClient, portCarrier } from './port-link.ts';
import { serveGuests } from './serve-guests.ts';

type Tenant =
  | { readonly kind: 'owner'; readonly host: Owner }
  | { readonly kind: 'guest'; readonly host: GuestHost };

class WorkerHost implements EngineHost {
  private tenant: Promise<Tenant> | null = null;
  private database: Promise<DiskDatabase> | null;
  private report: OpenReport | null = null;
  private readonly watchPorts = new Set<MessagePort>();

  /** `database` is that of the data set to come, where it has been opened. */
  constructor(database: Promise<DiskDatabase> | null) {
    this.database = database;
  }

  async open(dataset: string): Promise<OpenReport> {
    this.tenant ??= this.becomeTenant(dataset);
    await this.tenant;
    return this.report as OpenReport;
  }

  async connect(port: MessagePort): Promise<number> {
    const tenant = await this.ready();
    if (tenant.kind === 'guest') return tenant.host.connect(port);
    await tenant.host.settled();
    const client = attachClient(tenant.host.host, portCarrier(port), 'tab');
    port.onmessage = (event: MessageEvent<PortMessage>) => client.receive(event.data);
    return client.id;
  }

  async watch(port: MessagePort): Promise<void> {
    const tenant = await this.ready();
    this.watchPorts.add(port);
    tenant.host.watch((news) => port.postMessage(news));
  }

  async start(): Promise<OpenReport> {
    const tenant = await this.ready();
    try {
      this.report = await tenant.host.start();
    } catch (error) {
      // The tab that was asked has gone in the meantime: the server is this one's to start.
      if ((await this.ready()) === tenant) throw error;
      return this.start();
    }
    return this.report;
  }

  vitals: EngineHost['vitals'] = async () => (await this.running()).vitals();
  keyTree: EngineHost['keyTree'] = async (request) => (await this.running()).keyTree(request);
  inspect: EngineHost['inspect'] = async (request) => (await this.running()).inspect(request);
  catalogue: EngineHost['catalogue'] = async () => (await this.running()).catalogue();
  commandWords: EngineHost['commandWords'] = async () => (await this.running()).commandWords();
  directives: EngineHost['directives'] = async () => (await this.running()).directives();
  completeKey: EngineHost['completeKey'] = async (...args) =>
    (await this.running()).completeKey(...args);
  clock: EngineHost['clock'] = async (command) => (await this.running()).clock(command);
  undo: EngineHost['undo'] = async () => (await this.running()).undo();
  eventsSince: EngineHost['eventsSince'] = async (seq, limit) =>
    (await this.running()).eventsSince(seq, limit);
  reset: EngineHost['reset'] = async (commands) => (await this.running()).reset(commands);
  exportAof: EngineHost['exportAof'] = async () => (await this.running()).exportAof();
  importFile: EngineHost['importFile'] = async (bytes) => (await this.running()).importFile(bytes);

  /** Answers the page's calls; throws while the server is stopped. */
  private async running(): Promise<LocalHost | GuestHost> {
    const tenant = await this.ready();
    return tenant.kind === 'owner' ? tenant.host.host : tenant.host;
  }

  private ready(): Promise<Tenant> {
    if (!this.tenant) throw new Error('The data set has not been opened.');
    return this.tenant;
  }

  private async becomeTenant(dataset: string): Promise<Tenant> {
    const lock = `stampede/${dataset}`;
    try {
      if (await this.tryLock(lock)) return this.becomeOwner(dataset);
    } catch (error) {
      // Within another site's page a browser may refuse locks along with storage.
      return this.serveAs(dataset, await inMemory(dataset, error));
    }
    const host = new GuestHost(lock);
    const inherited = this.waitForLock(lock);
    // An owner that is just going (a page that is loaded anew) may never answer: then it is our turn.
    const report = await Promise.race([host.open(dataset), inherited.then(() => null)]);
    if (!report) {
      host.end('the tab that held the data was closed');
      return this.becomeOwner(dataset);
    }
    this.report = report;
    inherited
      .then(() => this.takeOver(dataset, host))
      .catch((error: unknown) => console.error(error));
    return { kind: 'guest', host };
  }

  /** Takes the lock for the worker's whole life if it is free. */
  private tryLock(name: string): Promise<boolean> {
    return new Promise((resolve, reject) => {
      const hold = (lock: Lock | null): Promise<void> | undefined => {
        resolve(lock !== null);
        return lock ? new Promise<void>(() => {}) : undefined;
      };
      navigator.locks.request(name, { ifAvailable: true }, hold).catch(reject);
    });
  }

  /** Resolves when the lock has become ours; it is held for the worker's whole life. */
  private waitForLock(name: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const hold = (): Promise<void> => {
        resolve();
        return new Promise<void>(() => {});
      };
      navigator.locks.request(name, hold).catch(reject);
    });
  }

  private async takeOver(dataset: string, guest: GuestHost): Promise<void> {
    this.tenant = this.becomeOwner(dataset, guest.stopped);
    await this.tenant;
    guest.end('the tab that held the data was closed; this tab has taken over');
  }

  private async becomeOwner(dataset: string, stopped: StopReport | null = null): Promise<Tenant> {
    const { database } = this;
    this.database = null;
    return this.serveAs(dataset, await openOwner(dataset, database, stopped));
  }

  private serveAs(dataset: string, host: Owner): Tenant {
    this.report = host.report;
    serveGuests(`stampede/${dataset}`, host);
    const { report } = host;
    for (const port of this.watchPorts) {
      if (!host.stopped) port.postMessage({ kind: 'started', report } satisfies HostNews);
      host.watch((news) => port.postMessage(news));
    }
    return { kind: 'owner', host };
  }
}

/**
 * Begins to answer the page. A data set that is named is opened at once: by the time the page asks,
 * it is done or under way, and the page's own call hears of a failure.
 */
export function serve(dataset: string | null, database: Promise<DiskDatabase> | null): void {
  const host = new WorkerHost(database);
  Comlink.expose(host);
  if (dataset !== null) host.open(dataset).catch(() => undefined);
}
