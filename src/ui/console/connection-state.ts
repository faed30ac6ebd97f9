/**
 * What a connection has become by its commands: the database, a transaction, the protocol.
 *
 * A pure state machine fed with each command and its reply, as redis-cli follows them for its
 * prompt. SELECT inside MULTI takes effect when EXEC does.
 */
import type { Bytes } from '../../base/bytes.ts';
import type { RespValue } from '../../client/resp-value.ts';

export interface ConnectionState {
  readonly db: number;
  readonly inTransaction: boolean;
  /** The database that a queued SELECT will choose, or null. */
  readonly queuedDb: number | null;
  readonly monitoring: boolean;
}

export const freshConnection: ConnectionState = {
  db: 0,
  inTransaction: false,
  queuedDb: null,
  monitoring: false,
};

export function afterReply(
  state: ConnectionState,
  argv: readonly Bytes[],
  reply: RespValue,
): ConnectionState {
  const name = (argv[0] ?? '').toUpperCase();
  if (name === 'EXEC') return afterExec(state, reply);
  if (reply.kind === 'error') return state;
  if (state.inTransaction && reply.kind === 'simple' && reply.text === 'QUEUED') {
    return name === 'SELECT' ? { ...state, queuedDb: Number(argv[1]) } : state;
  }
  switch (name) {
    case 'SELECT':
      return { ...state, db: Number(argv[1]) };
    case 'MULTI':
      return { ...state, inTransaction: true, queuedDb: null };
    case 'DISCARD':
      return { ...state, inTransaction: false, queuedDb: null };
    case 'MONITOR':
      return { ...state, monitoring: true };
    case 'RESET':
      return freshConnection;
    default:
      return state;
  }
}

function afterExec(state: ConnectionState, reply: RespValue): ConnectionState {
  const ran = reply.kind === 'array';
  if (reply.kind === 'error' && !reply.text.startsWith('EXECABORT')) return state;
  const db = ran && state.queuedDb !== null ? state.queuedDb : state.db;
  return { ...state, db, inTransaction: false, queuedDb: null };
}

/** What the prompt tells beside the connection's state. */
export interface PromptFacts {
  /** The client listens to some channel. */
  readonly subscribed: boolean;
  /** The client has left, or found nobody to connect to. */
  readonly left: boolean;
}

/**
 * The prompt as redis-cli has it, without its trailing blank: `redis>`, `redis[3]>`, `redis(TX)>`,
 * `redis(subscribed mode)>`, `not connected>`.
 */
export function promptOf(state: ConnectionState, { subscribed, left }: PromptFacts): string {
  if (left) return 'not connected>';
  const db = state.db === 0 ? '' : `[${state.db}]`;
  const modes = `${state.inTransaction ? '(TX)' : ''}${subscribed ? '(subscribed mode)' : ''}`;
  return `redis${db}${modes}>`;
}

/** The channels and patterns listened to, after one confirmation message. */
export function afterConfirmation(
  channels: readonly string[],
  value: RespValue,
): readonly string[] {
  if (value.kind !== 'array' && value.kind !== 'push') return channels;
  const [name, channel] = value.items;
  if (name?.kind !== 'bulk' || channel?.kind !== 'bulk') return channels;
  const { text } = channel;
  if (/^[ps]?subscribe$/.test(name.text))
    return channels.includes(text) ? channels : [...channels, text];
  if (/^[ps]?unsubscribe$/.test(name.text)) return channels.filter((one) => one !== text);
  return channels;
}

/** What ends a script that this command runs; null for other commands. */
export function killOf(argv: readonly Bytes[]): readonly Bytes[] | null {
  const name = (argv[0] ?? '').toUpperCase();
  if (/^EVAL(SHA)?(_RO)?$/.test(name)) return ['SCRIPT', 'KILL'];
  return /^FCALL(_RO)?$/.test(name) ? ['FUNCTION', 'KILL'] : null;
}
