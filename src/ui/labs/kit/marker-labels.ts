/**
 * Where the labels of a chart's markers stand: of the places along its line, on either side, each
 * label takes the one with the fewest of the data's points beneath, and never one that is taken.
 */
export interface MarkerLine {
  readonly axis: 'x' | 'y';
  readonly atPx: number;
  readonly label: string;
}

export interface PlacedLabel {
  readonly label: string;
  /** Left end of the text's base line. */
  readonly xPx: number;
  readonly yPx: number;
}

interface Box {
  readonly leftPx: number;
  readonly rightPx: number;
  readonly topPx: number;
  readonly bottomPx: number;
}

const LINE_PX = 14;
/** Of the labels' 11 px: Latin letters are narrower, Korean ones are not. */
const LETTER_PX = 6.7;
const WIDE_LETTER_PX = 11;
const GAP_PX = 4;
const AWAY_PX = 10;
/** How many places along a horizontal line are looked at. */
const PLACES = 5;

/** `points` are the data's, in pixels. */
export function placeLabels(
  lines: readonly MarkerLine[],
  points: readonly (readonly [x: number, y: number])[],
  box: Box,
): PlacedLabel[] {
  const taken: Box[] = [];
  return lines.map((line) => {
    const widthPx = widthOf(line.label);
    let best: Box | null = null;
    let least = Number.POSITIVE_INFINITY;
    for (const place of placesOf(line, widthPx, box)) {
      const hidden =
        taken.filter((other) => overlap(place, other)).length * 1000 +
        points.filter((point) => within(point, place)).length;
      if (hidden >= least) continue;
      best = place;
      least = hidden;
    }
    const { leftPx, bottomPx } = best ?? box;
    if (best) taken.push(best);
    return { label: line.label, xPx: leftPx, yPx: bottomPx - 3 };
  });
}

const widthOf = (label: string): number =>
  [...label].reduce((sum, letter) => sum + (letter > '\u1100' ? WIDE_LETTER_PX : LETTER_PX), 0);

/** The first is the one that is liked best. */
function placesOf({ axis, atPx }: MarkerLine, widthPx: number, box: Box): Box[] {
  const at = (leftPx: number, topPx: number): Box => ({
    leftPx,
    rightPx: leftPx + widthPx,
    topPx,
    bottomPx: topPx + LINE_PX,
  });
  if (axis === 'x') {
    const fits = atPx + GAP_PX + widthPx <= box.rightPx;
    const leftPx = fits ? atPx + GAP_PX : Math.max(box.leftPx, atPx - GAP_PX - widthPx);
    const count = Math.max(1, Math.floor((box.bottomPx - box.topPx) / LINE_PX));
    return Array.from({ length: count }, (_, i) => at(leftPx, box.topPx + i * LINE_PX));
  }
  const room = Math.max(0, box.rightPx - box.leftPx - widthPx);
  const above = atPx - LINE_PX - 1;
  const below = atPx + 1;
  // Where the data keep close to the line, a little away from both.
  const heights = [0, 1, 2]
    .flatMap((away) => [above - away * AWAY_PX, below + away * AWAY_PX])
    .filter((topPx) => topPx >= 0 && topPx + LINE_PX <= box.bottomPx);
  const lefts = Array.from(
    { length: PLACES },
    (_, i) => box.leftPx + GAP_PX / 2 + ((room - GAP_PX) * (PLACES - 1 - i)) / (PLACES - 1),
  );
  return (heights.length > 0 ? heights : [above]).flatMap((topPx) =>
    lefts.map((leftPx) => at(leftPx, topPx)),
  );
}

const within = ([x, y]: readonly [number, number], box: Box): boolean =>
  x >= box.leftPx && x <= box.rightPx && y >= box.topPx - 2 && y <= box.bottomPx + 2;

const overlap = (one: Box, other: Box): boolean =>
  one.leftPx < other.rightPx &&
  other.leftPx < one.rightPx &&
  one.topPx < other.bottomPx &&
  other.topPx < one.bottomPx;
