/**
 * LOLWUT: a small picture and the version, for no reason but joy. Ours is a stampede: dots that run
 * towards a key the moment it expires, thrown by the node's own randomness.
 */
import type { Random } from '../../base/ports.ts';

const MARKS = ' .:oO@';

export function lolwut(random: Random, version: string, columns = 48, rows = 10): string {
  const lines: string[] = [];
  for (let y = 0; y < rows; y++) {
    let line = '';
    for (let x = 0; x < columns; x++) {
      const crowd = (x / columns) ** 2 * (1 - Math.abs(y - rows / 2) / rows);
      const heat = random.unit() * crowd * MARKS.length * 1.4;
      line += MARKS[Math.min(MARKS.length - 1, Math.floor(heat))];
    }
    lines.push(`${line}|`);
  }
  return `${lines.join('\n')}\n\nA thousand readers, one expired key. Redis ver. ${version}\n`;
}
