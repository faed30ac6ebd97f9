/** The live grid loses no eviction, lights where keys went, and goes dark again. */
import { expect, test } from 'vitest';
import { AGE_BINS, FREQUENCY_BINS, type LiveGrid } from '../../../contract/lab-eviction.ts';
import { nextPicture, noPicture, type Picture } from './live-cells.ts';

const CELLS = AGE_BINS * FREQUENCY_BINS;
/** A grid with these counts in its first cells. */
function grid(resident: readonly number[], evicted: readonly number[]): LiveGrid {
  const made = { resident: new Uint16Array(CELLS), evicted: new Uint32Array(CELLS) };
  made.resident.set(resident);
  made.evicted.set(evicted);
  return made;
}

const told = ({ cells }: Picture) =>
  cells.map(({ frequency, resident, evicted, glow }) => [
    frequency,
    resident,
    evicted,
    Number(glow.toFixed(2)),
  ]);

test('evictions are those since the picture before, however much lay between', () => {
  const first = nextPicture(noPicture, grid([5, 2], [3, 0]), true);
  expect(told(first)).toEqual([
    [0, 5, 3, 1],
    [1, 2, 0, 0],
  ]);
  const later = nextPicture(first, grid([4, 2], [10, 1]), true);
  expect(told(later)).toEqual([
    [0, 4, 7, 1],
    [1, 2, 1, 1],
  ]);
});

test('a cell fades over a few pictures, or at once where motion is reduced', () => {
  const glows = (fading: boolean) => {
    let picture = nextPicture(noPicture, grid([1], [1]), fading);
    return Array.from({ length: 6 }, () => {
      picture = nextPicture(picture, grid([1], [1]), fading);
      return told(picture)[0]?.[3];
    });
  };
  expect(glows(true)).toEqual([0.6, 0.36, 0.22, 0.13, 0, 0]);
  expect(glows(false)).toEqual([0, 0, 0, 0, 0, 0]);
});

test('the same grid again changes nothing', () => {
  const one = grid([1], [1]);
  const picture = nextPicture(noPicture, one, true);
  expect(nextPicture(picture, one, true)).toBe(picture);
});
