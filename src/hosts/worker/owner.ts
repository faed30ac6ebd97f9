/**
 * The engine of the tab that owns the data set, through its stops and starts: SHUTDOWN ends one
 * node, `start` makes the next from the same disk.
 *
 * As with redis-server, what CONFIG SET changed is gone by then. But for how data are kept: the next
 * node is started with the `appendonly` and `save` that the last one had, as if they stood on its
 * command line, or nobody could see what SHUTDOWN keeps without an append-only file.
 */
import type { Disk } from '../../base/ports.ts';
import {
  type DamageNotice,
  type HostNews,
  type OpenReport,
  SERVER_STOPPED,
  type StopReport,
} from '../../contract/host.ts';
import { LocalHost } from './local-host.ts';

export class Owner {
  private readonly disk: Disk;
  private readonly dataset: string;
  private readonly watchers = new Set<(news: HostNews) => void>();
  private current: LocalHost | null = null;
  private opened: OpenReport;
  private ended: StopReport | null = null;
  private starting: Promise<OpenReport> | null = null;

  private constructor(disk: Disk, dataset: string, report: OpenReport) {
    this.disk = disk;
    this.dataset = dataset;
    this.opened = report;
  }

  /** Starts the first node. */
  static async open(
    disk: Disk,
    dataset: string,
    notices: readonly DamageNotice[] = [],
  ): Promise<Owner> {
    const host = new LocalHost(disk);
    const report = await host.open(dataset);
    const all = { ...report, notices: [...notices, ...report.notices] };
    const owner = new Owner(disk, dataset, all);
    owner.current = owner.takeIn(host);
    return owner;
  }

  /** Takes over from a tab whose server had stopped: nobody has asked for a start yet. */
  static inherit(disk: Disk, dataset: string, stopped: StopReport): Owner {
    const none = { keysLoaded: 0, commandsReplayed: 0, loadMs: 0, notices: [] };
    const owner = new Owner(disk, dataset, { dataset, tenancy: 'owner', ...none });
    owner.ended = stopped;
    return owner;
  }

  /** Of the last start. */
  get report(): OpenReport {
    return this.opened;
  }

  /** How the server stopped, while it is stopped. */
  get stopped(): StopReport | null {
    return this.ended;
  }

  /** Throws while the server is stopped. */
  get host(): LocalHost {
    if (this.ended || !this.current) throw new Error(SERVER_STOPPED);
    return this.current;
  }

  watch(onNews: (news: HostNews) => void): void {
    this.watchers.add(onNews);
    this.current?.watch(onNews);
    if (this.ended) onNews({ kind: 'stopped', report: this.ended });
  }

  /** Several who ask at once get one start. A start that fails leaves the server stopped. */
  async start(): Promise<OpenReport> {
    if (!this.ended) return this.opened;
    this.starting ??= this.startNext().finally(() => {
      this.starting = null;
    });
    return this.starting;
  }

  /** Settles when no start is under way: who connects meanwhile waits for it. */
  async settled(): Promise<void> {
    await this.starting?.catch(() => undefined);
  }

  private async startNext(): Promise<OpenReport> {
    const next = new LocalHost(this.disk, this.ended?.options ?? []);
    const report = await next.open(this.dataset);
    this.opened = report;
    this.ended = null;
    this.current = this.takeIn(next);
    for (const watcher of this.watchers) {
      next.watch(watcher);
      watcher({ kind: 'started', report });
    }
    return report;
  }

  private takeIn(host: LocalHost): LocalHost {
    host.onStopped = (report) => {
      this.ended = report;
      for (const watcher of this.watchers) watcher({ kind: 'stopped', report });
    };
    return host;
  }
}
