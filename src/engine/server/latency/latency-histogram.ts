/**
 * How long calls of one command took: a histogram with two significant digits over a nanosecond to a
 * second, after G. Tene's HdrHistogram, which Redis uses with the same settings.
 *
 *   value   0 .. 255 ns   one slot a nanosecond
 *           256 .. 511    one slot for two, and so on: 128 slots for each doubling
 *
 * Recording costs a few instructions and no memory after the first call.
 */
const SLOTS_PER_DOUBLING = 128;
const LINEAR_BITS = 8;
const VALUE_MAX_NS = 1_000_000_000;
/** 30 bits for a second: 22 doublings after the linear part. */
const SLOTS = (30 - LINEAR_BITS + 2) * SLOTS_PER_DOUBLING;

function slotOf(ns: number): number {
  const doublings = Math.max(0, 32 - Math.clz32(ns) - LINEAR_BITS);
  return doublings * SLOTS_PER_DOUBLING + (ns >>> doublings);
}

/** The largest value that falls into the slot. */
function topOf(slot: number): number {
  const doublings = Math.max(0, Math.floor(slot / SLOTS_PER_DOUBLING) - 1);
  const within = slot - doublings * SLOTS_PER_DOUBLING;
  return (within + 1) * 2 ** doublings - 1;
}

export class LatencyHistogram {
  private readonly counts = new Uint32Array(SLOTS);
  private total = 0;
  private largestNs = 0;

  get count(): number {
    return this.total;
  }

  record(durationUs: number): void {
    const ns = Math.min(VALUE_MAX_NS, Math.max(1, Math.round(durationUs * 1000)));
    (this.counts[slotOf(ns)] as number)++;
    this.total++;
    if (ns > this.largestNs) this.largestNs = ns;
  }

  /** Microseconds that `percentile` (0..100) of the calls did not exceed. */
  percentileUs(percentile: number): number {
    const wanted = Math.max(1, Math.round((Math.min(100, percentile) / 100) * this.total));
    let seen = 0;
    for (let slot = 0; slot < SLOTS; slot++) {
      seen += this.counts[slot] as number;
      if (seen >= wanted) return topOf(slot) / 1000;
    }
    return 0;
  }

  /** Upper bounds, each twice the last, and how many calls stayed below: only where that grows. */
  cumulative(): readonly (readonly [boundUs: number, calls: number])[] {
    const rows: (readonly [number, number])[] = [];
    let seen = 0;
    let slot = 0;
    for (let boundNs = 1024; seen < this.total; boundNs *= 2) {
      const before = seen;
      for (; slot < SLOTS && topOf(slot) < boundNs; slot++) seen += this.counts[slot] as number;
      if (seen > before) rows.push([Math.floor(boundNs / 1000), seen]);
    }
    return rows;
  }
}
