/** Error texts, word for word as Redis has them, and the exception that carries one out of a handler. */
import type { Bytes } from '../../base/bytes.ts';
import { type ErrorReply, errorReply } from '../../protocol/reply.ts';

/**
 * Thrown by argument reading and type checks. The pipeline turns it into an error reply; handlers
 * throw only before they have changed anything, so that an error leaves the data as it was.
 */
export class CommandError extends Error {
  readonly reply: ErrorReply;
  constructor(reply: ErrorReply) {
    super(reply.text);
    this.reply = reply;
  }
}

export const WRONG_TYPE = errorReply(
  'WRONGTYPE Operation against a key holding the wrong kind of value',
);
export const SYNTAX_ERROR = errorReply('ERR syntax error');
export const NOT_AN_INTEGER = errorReply('ERR value is not an integer or out of range');
export const NOT_A_FLOAT = errorReply('ERR value is not a valid float');
export const NO_SUCH_KEY = errorReply('ERR no such key');
export const INDEX_OUT_OF_RANGE = errorReply('ERR index out of range');
export const OUT_OF_MEMORY = errorReply("OOM command not allowed when used memory > 'maxmemory'.");
export const OVERFLOW = errorReply('ERR increment or decrement would overflow');

export const wrongArity = (name: string): ErrorReply =>
  errorReply(`ERR wrong number of arguments for '${name.toLowerCase()}' command`);

export const invalidExpire = (name: string): ErrorReply =>
  errorReply(`ERR invalid expire time in '${name.toLowerCase()}' command`);

/** Text as C's `%s` prints it in Redis's messages: up to the first zero byte. */
export function cText(bytes: Bytes, maxLength = Number.POSITIVE_INFINITY): Bytes {
  const end = bytes.indexOf('\0');
  return bytes.slice(0, Math.min(maxLength, end < 0 ? bytes.length : end));
}

/** Ends the command with an error reply. */
export function fail(reply: ErrorReply | Bytes): never {
  throw new CommandError(typeof reply === 'string' ? errorReply(reply) : reply);
}

/** The arguments of a subcommand, argv[1], that its arity lets pass and its grammar does not. */
export const subcommandSyntax = (args: { bytes(i: number): Bytes }): ErrorReply =>
  errorReply(
    `ERR unknown subcommand or wrong number of arguments for '${cText(args.bytes(1), 128)}'. Try ${args.bytes(0).toUpperCase()} HELP.`,
  );
