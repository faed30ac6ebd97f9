/**
 * What is logged at a start, in redis-server's order and words: those who start servers from
 * programs (Redis's own test suite among them) wait for these lines and read the process id there.
 */
import type { Log } from '../../base/ports.ts';
import type { ReadConfig } from './read-config.ts';

const fence = 'oO0OoO0OoO0Oo';

/** Before anything is opened. `version` is this program's own. */
export function logStarting(log: Log, version: string, isConfigured: boolean): void {
  log.write('warning', `${fence} Stampede is starting ${fence}`);
  log.write('warning', `Stampede version=${version}, bits=64, pid=${process.pid}, just started`);
  if (isConfigured) log.write('warning', 'Configuration loaded');
  else {
    log.write(
      'warning',
      'Warning: no config file specified, using the default config. In order to specify a config file use npm run serve -- /path/to/redis.conf',
    );
  }
}

/** Once everything is there but the data. */
export function logInitialized(log: Log, version: string, { config }: ReadConfig): void {
  const port = config.text('port');
  const toTerminal = config.text('logfile') === '' && process.stdout.isTTY === true;
  if (toTerminal || config.flag('always-show-logo')) log.write('notice', logo(version, config));
  else log.write('notice', `Running mode=standalone, port=${port}.`);
  log.write('warning', 'Server initialized');
}

/** Once commands are answered. */
export function logStarted(log: Log): void {
  log.write('notice', 'Ready to accept connections');
}

const logo = (version: string, config: ReadConfig['config']): string =>
  [
    '',
    `   Stampede ${version}, as Redis ${config.text('emulate-version')}`,
    '   Running in standalone mode',
    `   Port: ${config.text('port')}`,
    `   PID: ${process.pid}`,
    '',
  ].join('\n');
