/**
 * The grid while a run is on: what is in each cell, and where keys have gone since it was last
 * shown. Where they went a cell is lit, and goes dark again over the next few pictures, so nothing
 * has to be drawn between them.
 *
 * Evictions are counted from the beginning of the run: pictures that were passed over, because the
 * page was busy or the grid out of sight, lose none.
 */
import { useEffect, useRef, useState } from 'react';
import { AGE_BINS, FREQUENCY_BINS, type LiveGrid } from '../../../contract/lab-eviction.ts';
import type { GridCell } from './eviction-series.ts';

export interface Picture {
  /** Null before the first. */
  readonly grid: LiveGrid | null;
  readonly cells: readonly GridCell[];
}

export const noPicture: Picture = { grid: null, cells: [] };

/** What is left of a cell's light one picture later; a darker one is out. */
const KEPT = 0.6;
const DARK = 0.1;

/** The picture after `before`. Without `fading` only that is lit where keys have just gone. */
export function nextPicture(before: Picture, grid: LiveGrid, fading: boolean): Picture {
  if (grid === before.grid) return before;
  const glows = new Map(before.cells.map((cell) => [cellIndex(cell), cell.glow]));
  const cells: GridCell[] = [];
  for (let age = 0; age < AGE_BINS; age++) {
    for (let frequency = 0; frequency < FREQUENCY_BINS; frequency++) {
      const at = cellIndex({ age, frequency });
      const resident = grid.resident[at] ?? 0;
      const evicted = (grid.evicted[at] ?? 0) - (before.grid?.evicted[at] ?? 0);
      const kept = fading ? (glows.get(at) ?? 0) * KEPT : 0;
      const glow = evicted > 0 ? 1 : kept < DARK ? 0 : kept;
      if (resident + evicted + glow > 0) cells.push({ age, frequency, resident, evicted, glow });
    }
  }
  return { grid, cells };
}

const cellIndex = ({ age, frequency }: Pick<GridCell, 'age' | 'frequency'>): number =>
  age * FREQUENCY_BINS + frequency;

interface Showing {
  /** A grid that nobody sees stays as it was last seen. */
  readonly visible: boolean;
  readonly fading: boolean;
  /** A new picture comes no sooner than so long after the one before. */
  readonly everyMs: number;
}

/** The picture to show now, of a grid that becomes another one now and then. */
export function usePicture(grid: LiveGrid | null, showing: Showing): Picture {
  const { visible, fading, everyMs } = showing;
  const [picture, setPicture] = useState(noPicture);
  const shownAtMs = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    if (!grid || !visible) return;
    const show = () => {
      shownAtMs.current = performance.now();
      setPicture((before) => nextPicture(before, grid, fading));
    };
    const waitMs = shownAtMs.current + everyMs - performance.now();
    if (waitMs <= 0) {
      show();
      return;
    }
    const timer = setTimeout(show, waitMs);
    return () => clearTimeout(timer);
  }, [grid, visible, fading, everyMs]);
  return picture;
}
