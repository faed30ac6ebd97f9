/**
 * How the program ends: once, in order, whoever asks for it; where nothing can be saved it goes on.
 *
 * Replicas that lag behind are waited for first, up to shutdown-timeout; until then SHUTDOWN ABORT
 * gives it up. A signal is acted on at the server's next beat, with what its directive says; of
 * several signals until then the last one counts. SIGINT to a server that is about to end, or is ending, ends it at
 * once. While the data is being loaded nothing here could hear a signal, so the system's own way is
 * left in place: the process ends at once, and nothing has been changed.
 */
import { rmSync } from 'node:fs';
import type { Log } from '../../base/ports.ts';
import type { ShutdownRequest } from '../../engine/server/gates.ts';
import type { RunningServer } from './server.ts';
import { systemReason } from './start-error.ts';

const DIRECTIVES = { SIGTERM: 'shutdown-on-sigterm', SIGINT: 'shutdown-on-sigint' } as const;
type Signal = keyof typeof DIRECTIVES;

class Ending {
  private readonly server: RunningServer;
  private readonly pidFile: string;
  private readonly log: Log;
  private isEnding = false;
  /** Gives up waiting for replicas; null where nobody waits. */
  private stopWaiting: (() => void) | null = null;
  /** Received, and not yet acted on. */
  private signal: Signal | null = null;
  /** All who asked while it was tried are told that it goes on. */
  private asking: (() => void)[] = [];

  constructor(server: RunningServer, pidFile: string, log: Log) {
    this.server = server;
    this.pidFile = pidFile;
    this.log = log;
  }

  ask(request: ShutdownRequest): void {
    if (request.failed) this.asking.push(request.failed);
    if (!this.isEnding) void this.end(request);
  }

  receive(signal: Signal): void {
    const isAsked = this.isEnding || this.signal !== null;
    if (isAsked && signal === 'SIGINT') {
      this.log.write('warning', 'You insist... exiting now.');
      process.exit(1);
    }
    this.log.write('warning', `Received ${signal} scheduling shutdown...`);
    this.signal = signal;
    if (isAsked) return;
    this.obeySoon();
  }

  /** True where an end had been asked for, and had not begun. */
  abort(): boolean {
    const { signal, stopWaiting } = this;
    if (signal === null && stopWaiting === null) return false;
    this.signal = null;
    stopWaiting?.();
    this.log.write('notice', 'Shutdown manually aborted.');
    return true;
  }

  private obeySoon(): void {
    const { config, server } = this.server.node;
    const beat = (): void => {
      if (server.cron.paused) this.obeySoon();
      else this.obey();
    };
    setTimeout(beat, 1000 / config.number('hz'));
  }

  private obey(): void {
    const { signal } = this;
    this.signal = null;
    if (signal === null || this.isEnding) return;
    const words = this.server.node.config.text(DIRECTIVES[signal]).split(' ');
    const save = words.find((word) => word === 'save' || word === 'nosave') ?? 'default';
    void this.end({ save, force: words.includes('force'), now: words.includes('now') });
  }

  private async end(request: ShutdownRequest): Promise<void> {
    this.isEnding = true;
    this.log.write('warning', 'User requested shutdown...');
    const { pauses } = this.server.node.server;
    // What replicas wait for must not become more.
    const goOn = pauses.hold('write');
    if (request.now || (await this.haveReplicasAll())) {
      this.tellReplicas();
      const failure = await this.server.shutdown(request).catch(systemReason);
      if (failure === null) this.leave();
      this.log.write(
        'warning',
        'Errors trying to shut down the server. Check the logs for more information.',
      );
    }
    this.isEnding = false;
    const told = this.asking;
    this.asking = [];
    for (const tell of told) tell();
    goOn();
  }

  /** Waits for replicas that lag behind. False where that was given up. */
  private haveReplicasAll(): Promise<boolean> {
    const { config, server } = this.server.node;
    const timeoutMs = config.number('shutdown-timeout') * 1000;
    const { replication } = server;
    if (timeoutMs === 0 || !replication?.isBehind) return Promise.resolve(true);
    this.log.write('notice', 'Waiting for replicas before shutting down.');
    server.turn(() => replication.askForAcks());
    const dueMs = Date.now() + timeoutMs;
    return new Promise((resolve) => {
      const end = (isOver: boolean): void => {
        clearInterval(timer);
        this.stopWaiting = null;
        resolve(isOver);
      };
      const look = (): void => {
        if (!replication.isBehind || Date.now() >= dueMs) end(true);
      };
      const timer = setInterval(look, 1000 / config.number('hz'));
      this.stopWaiting = () => end(false);
    });
  }

  private tellReplicas(): void {
    const { replication } = this.server.node.server;
    if (!replication || replication.size === 0) return;
    const lagging = replication.lagging();
    for (const line of lagging) this.log.write('warning', line);
    const synced = replication.size - lagging.length;
    this.log.write(
      'notice',
      `${synced} of ${replication.size} replicas are in sync when shutting down.`,
    );
  }

  private leave(): never {
    if (this.pidFile !== '') {
      this.log.write('notice', 'Removing the pid file.');
      rmSync(this.pidFile, { force: true });
    }
    // It has gone with its listener.
    if (this.server.node.config.text('unixsocket') !== '') {
      this.log.write('notice', 'Removing the unix socket file.');
    }
    this.log.write('warning', 'Redis is now ready to exit, bye bye...');
    process.exit(0);
  }
}

/** SHUTDOWN and signals end the process from now on. */
export function endOn(server: RunningServer, pidFile: string, log: Log): void {
  const ending = new Ending(server, pidFile, log);
  server.node.server.onShutdown = (request) => ending.ask(request);
  server.node.server.abortShutdown = () => ending.abort();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => ending.receive(signal));
  }
}
