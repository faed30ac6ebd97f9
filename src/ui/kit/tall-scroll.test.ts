/** A scroller over content taller than it can be laid out. */
import { expect, test } from 'vitest';
import { laidOutPx, scrolled, scrollTo, TALLEST_PX, type TallScroll } from './tall-scroll.ts';

const tall = { contentPx: 40_000_000, viewPx: 800 };
const short = { contentPx: 5000, viewPx: 800 };
const start: TallScroll = { scrollTop: 0, top: 0 };

test('content that fits scrolls as ever', () => {
  expect(laidOutPx(short)).toBe(5000);
  expect(scrolled(start, 4000, short)).toEqual({ scrollTop: 4000, top: 4000 });
  expect(scrollTo(9000, start, short)).toEqual({ scrollTop: 4200, top: 4200 });
});

test('small movements move the content as far as the scroller', () => {
  expect(laidOutPx(tall)).toBe(TALLEST_PX);
  let at = start;
  for (let i = 1; i <= 10; i++) at = scrolled(at, i * 100, tall);
  expect(at).toEqual({ scrollTop: 1000, top: 1000 });
});

test('a jump goes to the same share, and both ends are reached', () => {
  const half = scrolled(start, (TALLEST_PX - 800) / 2, tall);
  expect(half.top).toBe((tall.contentPx - 800) / 2);
  const end = scrolled(half, TALLEST_PX - 800, tall);
  expect(end.top).toBe(tall.contentPx - 800);
  expect(scrolled(end, 0, tall)).toEqual(start);
});

test('the scroller at its end while the content is not goes on', () => {
  const near: TallScroll = { scrollTop: 50, top: 20_000_000 };
  const at = scrolled(near, 0, tall);
  expect(at.top).toBe(19_999_950);
  expect(at.scrollTop).toBeGreaterThan(TALLEST_PX / 3);
});

test('a row can be brought into view anywhere', () => {
  expect(scrollTo(500, start, tall)).toEqual({ scrollTop: 500, top: 500 });
  const far = scrollTo(30_000_000, start, tall);
  expect(far.top).toBe(30_000_000);
  expect(far.scrollTop).toBeLessThan(TALLEST_PX);
  expect(scrollTo(99_000_000, far, tall).top).toBe(tall.contentPx - 800);
});
