/**
 * Goes through a collection again and again, a few steps at a time, from where it stopped; what was
 * added or has gone in between is met or not as the collection's own iterators have it.
 */
export class EndlessWalk<T> {
  private readonly begin: () => Iterator<T>;
  private current: Iterator<T>;

  constructor(begin: () => Iterator<T>) {
    this.begin = begin;
    this.current = begin();
  }

  /** The next one, the first behind the last; undefined where there is none at all. */
  next(): T | undefined {
    let step = this.current.next();
    if (step.done) {
      this.current = this.begin();
      step = this.current.next();
    }
    return step.done ? undefined : step.value;
  }
}
