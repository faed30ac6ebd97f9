/** The names of runs and of replication histories. */
import type { Bytes } from '../../base/bytes.ts';
import type { Random } from '../../base/ports.ts';

/** Forty random hexadecimal digits, as Redis names its runs. */
export function hexId(random: Random): Bytes {
  let id = '';
  while (id.length < 40) id += random.uint32().toString(16).padStart(8, '0');
  return id;
}
