/** The arguments of a command as logs may show them: passwords and users' rules are left out. */
import type { Bytes } from '../../base/bytes.ts';
import type { Args } from '../commands/args.ts';

const REDACTED = '(redacted)';
/** From this argument on nothing is shown. */
const SECRET_FROM: Readonly<Record<string, number>> = {
  AUTH: 1,
  'ACL SETUSER': 2,
  'ACL DELUSER': 2,
  'ACL GETUSER': 2,
};
const SECRET_DIRECTIVES = new Set([
  'requirepass',
  'masterauth',
  'masteruser',
  'tls-key-file-pass',
  'tls-client-key-file-pass',
]);

/** `name` is the command's, upper case, a subcommand's with its container's before it. */
export function redactedArguments(name: string, args: Args): Bytes[] {
  const words = args.toArray();
  const from = SECRET_FROM[name];
  if (from !== undefined) return words.map((word, i) => (i < from ? word : REDACTED));
  if (name === 'HELLO') return hideAfter(words, 'AUTH', 2);
  if (name === 'MIGRATE') return hideAfter(hideAfter(words, 'AUTH', 1), 'AUTH2', 2);
  if (name === 'CONFIG SET') {
    return words.map((word, i) =>
      i > 2 && i % 2 === 1 && SECRET_DIRECTIVES.has((words[i - 1] ?? '').toLowerCase())
        ? REDACTED
        : word,
    );
  }
  return words;
}

function hideAfter(words: readonly Bytes[], option: string, count: number): Bytes[] {
  const at = words.findIndex((word, i) => i > 0 && word.toUpperCase() === option);
  return words.map((word, i) => (at > 0 && i > at && i <= at + count ? REDACTED : word));
}
