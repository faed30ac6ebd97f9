/** Labels stand where they hide least, inside of the plot, and never on each other. */
import { expect, test } from 'vitest';
import { type MarkerLine, placeLabels } from './marker-labels.ts';

const box = { leftPx: 48, rightPx: 448, topPx: 10, bottomPx: 184 };
const y = (atPx: number, label = 'a mark'): MarkerLine => ({ axis: 'y', atPx, label });
const x = (atPx: number, label = 'a mark'): MarkerLine => ({ axis: 'x', atPx, label });

test('with nothing in the way a label ends at the right, above its line', () => {
  const [label] = placeLabels([y(100)], [], box);
  expect(label?.xPx).toBeGreaterThan(380);
  expect(label?.yPx).toBeLessThan(100);
});

test('data on that side send it to the other, and data all over one half to the other half', () => {
  const above = Array.from({ length: 200 }, (_, i) => [48 + i * 2, 92] as const);
  expect(placeLabels([y(100)], above, box)[0]?.yPx).toBeGreaterThan(100);
  const right = Array.from({ length: 180 }, (_, i) => [250 + (i % 20) * 10, 10 + i] as const);
  expect(placeLabels([y(100)], right, box)[0]?.xPx).toBeLessThan(210);
});

test('labels of neighbouring lines do not share a place', () => {
  const placed = placeLabels([y(100), y(104), x(300), x(302)], [], box);
  const places = placed.map(({ xPx, yPx }) => `${Math.round(xPx)} ${Math.round(yPx)}`);
  expect(new Set(places).size).toBe(4);
});

test('a label at the right edge stands left of its line', () => {
  const [label] = placeLabels([x(440)], [], box);
  expect(label?.xPx).toBeLessThan(440 - 30);
});
