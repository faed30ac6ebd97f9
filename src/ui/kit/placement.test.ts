/** Boxes beside their anchors, on a screen of 400 by 300. */
import { expect, test } from 'vitest';
import { placeBeside, type Wish } from './placement.ts';

const screen = { width: 400, height: 300 };

function check(anchor: readonly [number, number], size: readonly [number, number], wish: Wish) {
  const [left, top] = anchor;
  const edges = { left, top, right: left + 40, bottom: top + 20 };
  const place = placeBeside(edges, { width: size[0], height: size[1] }, screen, wish);
  return [place.left, place.top];
}

test.each<[readonly [number, number], readonly [number, number], Wish, readonly [number, number]]>([
  [[100, 100], [80, 50], { side: 'bottom', align: 'start', gapPx: 4 }, [100, 124]],
  [[100, 100], [80, 50], { side: 'bottom', align: 'end', gapPx: 4 }, [60, 124]],
  [[100, 100], [80, 50], { side: 'top', align: 'center', gapPx: 6 }, [80, 44]],
  // No room on the side wished for.
  [[100, 270], [80, 50], { side: 'bottom', align: 'start', gapPx: 4 }, [100, 216]],
  [[100, 10], [80, 50], { side: 'top', align: 'start', gapPx: 4 }, [100, 34]],
  // No room on either side: where there is more, and inside.
  [[100, 200], [80, 280], { side: 'bottom', align: 'start', gapPx: 4 }, [100, 8]],
  // Beyond the left and the right edge.
  [[0, 100], [80, 50], { side: 'bottom', align: 'end', gapPx: 4 }, [8, 124]],
  [[380, 100], [80, 50], { side: 'bottom', align: 'start', gapPx: 4 }, [312, 124]],
  [[380, 100], [500, 50], { side: 'bottom', align: 'start', gapPx: 4 }, [8, 124]],
])('an anchor at %j, a box of %j, wished %j', (anchor, size, wish, place) => {
  expect(check(anchor, size, wish)).toEqual(place);
});
