/** The parts that come late, for hosts whose files are all there. */
import { exchange } from './exchange.ts';
import { reference } from './reference.ts';
import { reportAtOnce } from './report.ts';
import type { PartLoaders } from './server/on-demand.ts';

export const partsAtOnce: Omit<PartLoaders, 'lua'> = {
  reference: { load: (loaded) => loaded(reference) },
  report: reportAtOnce,
  exchange: { load: (loaded) => loaded(exchange) },
};
