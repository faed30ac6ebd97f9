/** A hash table in figures, as DEBUG HTSTATS prints it: how long its chains are. */
import type { Dict } from '../../structures/dict.ts';

const CHAIN_MAX = 50;

export function tableStats(dict: Dict<unknown>): string {
  const title = 'Hash table 0 stats (main hash table):\n';
  const { size, bucketCount } = dict;
  if (size === 0) return `${title}No stats available for empty dictionaries\n`;
  const lengths = new Map<number, number>();
  let used = 0;
  let longest = 0;
  for (let i = 0; i < bucketCount; i++) {
    const { length } = dict.bucket(i);
    if (length > 0) used++;
    longest = Math.max(longest, length);
    const capped = Math.min(length, CHAIN_MAX - 1);
    lengths.set(capped, (lengths.get(capped) ?? 0) + 1);
  }
  const average = (size / used).toFixed(2);
  const rows = [...lengths]
    .sort(([a], [b]) => a - b)
    .map(([length, count]) => {
      const share = ((count / bucketCount) * 100).toFixed(2);
      return `   ${length === CHAIN_MAX - 1 ? '>= ' : ''}${length}: ${count} (${share}%)\n`;
    });
  return (
    `${title} table size: ${bucketCount}\n number of elements: ${size}\n` +
    ` different slots: ${used}\n max chain length: ${longest}\n` +
    ` avg chain length (counted): ${average}\n avg chain length (computed): ${average}\n` +
    ` Chain length distribution:\n${rows.join('')}`
  );
}
