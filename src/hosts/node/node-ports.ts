/** Node's clock, randomness and log as the engine's ports. */
import { randomInt } from 'node:crypto';
import { appendFileSync, closeSync, openSync } from 'node:fs';
import type { Clock, Log, LogLevel, Random } from '../../base/ports.ts';
import { seededRandom } from '../../base/random.ts';
import { longDelays } from '../long-delays.ts';

/**
 * The wall clock, held so that it never goes backwards: after a step back of the system's clock it
 * stands still until that has caught up.
 */
export function wallClock(): Clock {
  let latestMs = 0;
  return {
    nowMs: () => {
      const now = Date.now();
      if (now > latestMs) latestMs = now;
      return latestMs;
    },
    monotonicUs: () => performance.now() * 1000,
    after: longDelays((delayMs, wake) => {
      const timer = setTimeout(wake, delayMs);
      return () => clearTimeout(timer);
    }),
  };
}

export function unpredictableRandom(): Random {
  return seededRandom(randomInt(2 ** 32));
}

const levels: readonly LogLevel[] = ['debug', 'verbose', 'notice', 'warning'];
const marks: Readonly<Record<LogLevel, string>> = {
  debug: '.',
  verbose: '-',
  notice: '*',
  warning: '#',
};

const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

function logTime(now: Date): string {
  const two = (n: number) => String(n).padStart(2, '0');
  const day = `${two(now.getDate())} ${months[now.getMonth()]} ${now.getFullYear()}`;
  const time = [now.getHours(), now.getMinutes(), now.getSeconds()].map(two).join(':');
  return `${day} ${time}.${String(now.getMilliseconds()).padStart(3, '0')}`;
}

/**
 * Lines in redis-server's form, to `file` or to standard output where it is empty. Throws where the
 * file cannot be opened.
 */
export function lineLog(lowest: string, file: string): Log {
  if (file !== '') closeSync(openSync(file, 'a'));
  const threshold = Math.max(0, levels.indexOf(lowest as LogLevel));
  return {
    write: (level, message) => {
      if (levels.indexOf(level) < threshold) return;
      const line = `${process.pid}:M ${logTime(new Date())} ${marks[level]} ${message}\n`;
      if (file === '') process.stdout.write(line);
      else appendFileSync(file, line);
    },
  };
}
