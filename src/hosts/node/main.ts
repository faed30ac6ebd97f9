/**
 * The engine as a program that is started like redis-server:
 *
 *   [redis.conf] [-] [--directive value ...]      -v | --version      -h | --help
 *
 * Exits with 1 when it cannot be started, 0 after an orderly end (SIGTERM, SIGINT, SHUTDOWN).
 */
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Log } from '../../base/ports.ts';
import { OpenError } from '../open-node.ts';
import { type CommandLine, parseCommandLine } from './config-text.ts';
import { lineLog } from './node-ports.ts';
import { followProcessTitle } from './process-title.ts';
import { type ReadConfig, readConfig } from './read-config.ts';
import { startServer } from './server.ts';
import { endOn } from './shutdown.ts';
import { FatalConfigError, StartError, systemReason } from './start-error.ts';
import { logInitialized, logStarted, logStarting } from './start-log.ts';

const help = `Usage: serve [/path/to/redis.conf] [options] [-]
       serve - (read config from stdin)
       serve -v or --version
       serve -h or --help

Examples:
       serve --port 7777
       serve /etc/redis.conf --loglevel verbose -
       serve --port 7777 --appendonly yes --dir ./data
       serve --emulate-version 7.0
`;

function refuse(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

/** Says why there will be no server, where redis-server says it, and ends. */
function giveUp(error: unknown, log: Log): never {
  if (error instanceof FatalConfigError) return refuse(`\n${error.message}`);
  log.write(
    'warning',
    error instanceof StartError || error instanceof OpenError
      ? error.message
      : `Could not start: ${error}`,
  );
  process.exit(1);
}

const REFUSED: Readonly<Record<string, string>> = {
  help,
  'memory-test': 'This server does not test memory: run redis-server --test-memory for that.',
  'system-check':
    'This server does not check the system: run redis-server --check-system for that.',
  sentinel:
    'This is not a Sentinel: it watches over no other servers and cannot be started as one.',
};

function moveTo(folder: string): string {
  process.chdir(folder);
  return process.cwd();
}

async function run(given: CommandLine, read: ReadConfig, log: Log, version: string): Promise<void> {
  const { lines, config } = read;
  const initialized = (): void => logInitialized(log, version, read);
  const file = given.file === null ? {} : { configFile: given.file };
  const server = await startServer(lines, { ...file, log, moveTo, initialized });
  const pidFile = config.text('pidfile');
  try {
    if (pidFile !== '') writeFileSync(pidFile, `${process.pid}\n`);
  } catch (error) {
    log.write('notice', `Failed to write PID file: ${systemReason(error)}`);
  }
  endOn(server, pidFile, log);
  followProcessTitle(server.node.config, given.file ?? '');
}

export async function main(args: readonly string[], version: string): Promise<void> {
  const given = parseCommandLine(args);
  if (given.shows === 'version') {
    process.stdout.write(`Stampede server v=${version} bits=64 node=${process.versions.node}\n`);
    return;
  }
  if (given.shows !== null) refuse((REFUSED[given.shows] ?? '').trimEnd());
  let log = lineLog('notice', '');
  try {
    const file = given.file === null ? null : resolve(given.file);
    const read = readConfig({ ...given, file }, moveTo);
    log = openLog(read);
    if (read.config.flag('daemonize')) {
      refuse('daemonize is not supported: start it in the background, or under a supervisor.');
    }
    logStarting(log, version, args.length > 0);
    await run({ ...given, file }, read, log, version);
    logStarted(log);
  } catch (error) {
    giveUp(error, log);
  }
}

function openLog({ config }: ReadConfig): Log {
  try {
    return lineLog(config.text('loglevel'), config.text('logfile'));
  } catch (error) {
    throw new FatalConfigError(null, `Can't open the log file: ${systemReason(error)}`);
  }
}
