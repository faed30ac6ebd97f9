/**
 * The engine as a program that is started like redis-server:
 *
 *   [redis.conf] [-] [--directive value ...]      -v | --version      -h | --help
 *
 * Exits with 1 when it cannot be started, 0 after an orderly end (SIGTERM, SIGINT, SHUTDOWN).
 */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { globMatch } from '../../base/glob.ts';
import {
  type CommandLine,
  type ConfigLine,
  FatalConfigError,
  lastValues,
  parseCommandLine,
  parseConfigText,
  withIncludes,
} from './config-text.ts';
import { type RunningServer, startServer } from './server.ts';

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

function fileText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return refuse(`Fatal error, can't open config file '${path}': ${reason}`);
  }
}

/** What `include` reads: the files whose names match a pattern, in order, or the one so called. */
function includedTexts(path: string): string[] {
  const [folder, pattern] = [dirname(path), basename(path)];
  const names = /[*?[]/.test(pattern) && existsSync(folder) ? readdirSync(folder) : [];
  const found = names.filter((name) => globMatch(pattern, name)).sort();
  return found.length === 0 ? [fileText(path)] : found.map((name) => fileText(join(folder, name)));
}

function configText(given: CommandLine): string {
  const file = given.file === null ? '' : fileText(given.file);
  const input = given.readsInput ? readFileSync(0, 'utf8') : '';
  return `${file}${input}${given.options}`;
}

function refuse(message: string): never {
  process.stderr.write(`\n${message}\n`);
  process.exit(1);
}

function readLines(given: CommandLine): ConfigLine[] {
  return withIncludes(parseConfigText(configText(given)), includedTexts);
}

/** Ends the process once, in order, whoever asks for it. */
function endOn(server: RunningServer, pidFile: string): void {
  let isEnding = false;
  const end = (): void => {
    if (isEnding) return;
    isEnding = true;
    server.stop().then(
      () => {
        if (pidFile !== '') rmSync(pidFile, { force: true });
        process.exit(0);
      },
      (error: unknown) => refuse(`The shutdown failed: ${String(error)}`),
    );
  };
  server.node.server.onShutdown = end;
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
}

export async function main(args: readonly string[], version: string): Promise<void> {
  const given = parseCommandLine(args);
  if (given.shows === 'help') {
    process.stdout.write(help);
    return;
  }
  if (given.shows === 'version') {
    process.stdout.write(`Stampede server v=${version} bits=64 node=${process.versions.node}\n`);
    return;
  }
  try {
    const lines = readLines(given);
    const value = (directive: string) => lastValues(lines, directive)?.[0] ?? '';
    if (value('daemonize') === 'yes') {
      refuse('daemonize is not supported: start it in the background, or under a supervisor.');
    }
    const file = given.file === null ? {} : { configFile: given.file };
    const server = await startServer(lines, file);
    const pidFile = value('pidfile');
    if (pidFile !== '') writeFileSync(pidFile, `${process.pid}\n`);
    endOn(server, pidFile);
    process.stdout.write(`PID: ${process.pid}\nReady to accept connections\n`);
  } catch (error) {
    if (error instanceof FatalConfigError) refuse(error.message);
    refuse(`Could not start: ${error instanceof Error ? error.message : String(error)}`);
  }
}
