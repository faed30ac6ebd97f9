/** Why a server does not start, in the words and at the place that redis-server uses for it. */
import { REDIS_VERSIONS } from '../../engine/server/redis-versions.ts';

/** Goes to the log, as the last line before the end. */
export class StartError extends Error {}

/** Where a fault in the configuration is; `number` is 1-based, in the text that was read. */
export interface FaultyLine {
  readonly number: number;
  readonly text: string;
}

/** A configuration that cannot be started with; `message` is the block redis-server prints. */
export class FatalConfigError extends Error {
  constructor(line: FaultyLine | null, reason: string, version = 704) {
    const at =
      line === null
        ? ''
        : `Reading the configuration file, at line ${line.number}\n>>> '${line.text}'\n`;
    super(`*** FATAL CONFIG FILE ERROR (Redis ${REDIS_VERSIONS[version]}) ***\n${at}${reason}`);
    this.name = 'FatalConfigError';
  }
}

export const MISSING = 'No such file or directory';

/** The C library's words for what Node names by a code. */
const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'Permission denied',
  EADDRINUSE: 'Address already in use',
  EADDRNOTAVAIL: 'Cannot assign requested address',
  EISDIR: 'Is a directory',
  ELOOP: 'Too many levels of symbolic links',
  ENAMETOOLONG: 'File name too long',
  ENOENT: MISSING,
  ENOTDIR: 'Not a directory',
};

export function systemReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? String(error.code) : '';
  return REASONS[code] ?? error.message;
}
