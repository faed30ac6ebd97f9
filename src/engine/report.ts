/** What tells of the server, with all that it needs: a host loads this file when a command asks. */
import { info } from './server/info.ts';
import { latencyDoctor, latencyGraph } from './server/latency/latency-report.ts';
import { lolwut } from './server/lolwut.ts';
import { memoryDoctor, memoryStats } from './server/memory-report.ts';
import type { Loader } from './server/on-demand.ts';
import type { Report } from './server/report.ts';

export const report: Report = {
  info,
  latencyDoctor,
  latencyGraph,
  lolwut,
  memoryDoctor,
  memoryStats,
};

/** For hosts that have the file. */
export const reportAtOnce: Loader<Report> = { load: (loaded) => loaded(report) };
