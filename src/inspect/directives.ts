/** The engine's table of directives as the page needs it: for the configuration panel. */
import type { DirectiveDoc } from '../contract/directives.ts';
import { versionNumber } from '../engine/server/command-table.ts';
import { DIRECTIVES, type Directive } from '../engine/server/config-directives.ts';

/**
 * They speak of sockets, files, processes and replicas, which only the host on TCP has. What a client
 * has not yet taken is known of sockets, too, and not of a page's ports.
 */
const TCP_ONLY = new Set([
  'always-show-logo',
  'bind',
  'client-output-buffer-limit',
  'dir',
  'loglevel',
  'logfile',
  'min-replicas-max-lag',
  'min-replicas-to-write',
  'pidfile',
  'port',
  'proc-title-template',
  'protected-mode',
  'repl-backlog-size',
  'repl-ping-replica-period',
  'repl-timeout',
  'set-proc-title',
  'shutdown-timeout',
  'daemonize',
  'tcp-backlog',
  'tcp-keepalive',
  'unixsocket',
  'unixsocketperm',
  'aclfile',
]);
/** Above this a limit is only that of an integer. */
const LIMIT_MAX = 2n ** 62n;

/** `configuration` are the lines that the host started the node with. */
export function directivesOf(
  version: number,
  configuration: readonly (readonly string[])[],
): DirectiveDoc[] {
  const started = new Map(configuration.map(([name = '', ...words]) => [name, words.join(' ')]));
  return DIRECTIVES.filter(
    ({ name, since, isHidden }) =>
      name !== 'emulate-version' &&
      !isHidden &&
      (since === undefined || versionNumber(since) <= version),
  ).map((directive) => docOf(directive, started.get(directive.name) ?? null));
}

function docOf(directive: Directive, startedWith: string | null): DirectiveDoc {
  const { name, kind, fallback, min, max, values, alias } = directive;
  const isNumber = kind === 'int' || kind === 'memory';
  const highest = max ?? (kind === 'memory' ? LIMIT_MAX : 2147483647);
  return {
    name,
    kind,
    default: fallback,
    startedWith,
    min: isNumber ? String(min ?? 0) : null,
    max: isNumber && BigInt(highest) < LIMIT_MAX ? String(highest) : null,
    values: values?.split(' ') ?? [],
    alias: alias ?? null,
    fixed: directive.immutable === true || directive.isProtected === true,
    inert: directive.inert === true && !TCP_ONLY.has(name),
    tcpOnly: TCP_ONLY.has(name),
  };
}
