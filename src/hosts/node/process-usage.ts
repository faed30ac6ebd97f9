/** What this process takes of the machine, as INFO tells it: processor time and memory. */
import { readFileSync } from 'node:fs';
import { totalmem } from 'node:os';
import type { CpuTime, ProcessUsage } from '../../engine/server/gates.ts';

/** The kernel's clock ticks a second, which every Linux has had for user space. */
const TICKS_PER_SECOND = 100;
/** Of `stat`, counted behind the name in parentheses: `utime` and `stime`. */
const USER_TICKS = 11;
const SYSTEM_TICKS = 12;

/** That of the main thread; null where the system does not tell of threads. */
function mainThreadTime(): CpuTime | null {
  try {
    const stat = readFileSync(`/proc/self/task/${process.pid}/stat`, 'latin1');
    const figures = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const seconds = (at: number): number => Number(figures[at]) / TICKS_PER_SECOND;
    return { userSeconds: seconds(USER_TICKS), systemSeconds: seconds(SYSTEM_TICKS) };
  } catch {
    return null;
  }
}

export function processUsage(): ProcessUsage {
  const { user, system } = process.cpuUsage();
  const whole = { userSeconds: user / 1e6, systemSeconds: system / 1e6 };
  return {
    whole,
    mainThread: mainThreadTime() ?? whole,
    residentBytes: process.memoryUsage.rss(),
    systemBytes: totalmem(),
  };
}
