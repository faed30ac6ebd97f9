/** The exchange with other servers: a host loads this file when a command or a file needs it. */
import { oldValues } from './rdb/old-value-reader.ts';
import type { Exchange } from './server/exchange.ts';
import { migrate } from './server/migration.ts';

export const exchange: Exchange = { oldValues, migrate };
