/** A binary heap of keys, the least priority at the top, in which a key's priority can change. */

const ABSENT = -1;

export class KeyHeap {
  size = 0;
  private readonly heap: Int32Array;
  private readonly places: Int32Array;
  private readonly priorities: Float64Array;

  constructor(capacity: number, keyCount: number) {
    this.heap = new Int32Array(capacity);
    this.places = new Int32Array(keyCount).fill(ABSENT);
    this.priorities = new Float64Array(keyCount);
  }

  has(key: number): boolean {
    return this.places[key] !== ABSENT;
  }

  /** Puts the key in, or moves it to its new priority. */
  set(key: number, priority: number): void {
    this.priorities[key] = priority;
    let place = this.places[key] as number;
    if (place === ABSENT) {
      place = this.size++;
      this.put(place, key);
    }
    this.rise(place);
    this.sink(this.places[key] as number);
  }

  /** Takes out the key with the least priority; the heap must not be empty. */
  pop(): number {
    const top = this.heap[0] as number;
    const last = this.heap[--this.size] as number;
    this.places[top] = ABSENT;
    if (last !== top) {
      this.put(0, last);
      this.sink(0);
    }
    return top;
  }

  private put(place: number, key: number): void {
    this.heap[place] = key;
    this.places[key] = place;
  }

  private priorityAt(place: number): number {
    return this.priorities[this.heap[place] as number] as number;
  }

  private exchange(a: number, b: number): void {
    const [x, y] = [this.heap[a] as number, this.heap[b] as number];
    this.put(a, y);
    this.put(b, x);
  }

  private rise(start: number): void {
    let place = start;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (this.priorityAt(parent) <= this.priorityAt(place)) return;
      this.exchange(parent, place);
      place = parent;
    }
  }

  private sink(start: number): void {
    let place = start;
    for (;;) {
      const left = place * 2 + 1;
      let least = place;
      for (const child of [left, left + 1]) {
        if (child < this.size && this.priorityAt(child) < this.priorityAt(least)) least = child;
      }
      if (least === place) return;
      this.exchange(place, least);
      place = least;
    }
  }
}
