/**
 * The process's title after `proc-title-template`, for those who look at a list of processes. The
 * system has no more room for it than the command line took.
 */
import type { Config } from '../../engine/server/config.ts';

function addressOf(config: Config): string {
  if (config.text('port') === '0') return `unixsocket:${config.text('unixsocket')}`;
  const [first = '*'] = config.text('bind').split(' ').filter(Boolean);
  return `${first}:${config.text('port')}`;
}

/** `program` stands for {title}. */
export function processTitle(config: Config, program: string, configFile: string): string {
  const variables: Readonly<Record<string, string>> = {
    title: program,
    'listen-addr': addressOf(config),
    'server-mode': '',
    port: config.text('port'),
    'tls-port': config.text('tls-port'),
    unixsocket: config.text('unixsocket'),
    'config-file': configFile === '' ? '-' : configFile,
  };
  return config
    .text('proc-title-template')
    .replace(/\{([^}]*)\}/g, (_all, name: string) => variables[name] ?? '')
    .replace(/^ +| +$/g, '');
}

export function followProcessTitle(config: Config, configFile: string): void {
  if (!config.flag('set-proc-title')) return;
  config.onChange('proc-title-template', () => {
    process.title = processTitle(config, process.argv[1] ?? '', configFile);
  });
}
