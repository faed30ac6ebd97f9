/**
 * A doubly linked list of keys in two arrays: the queues of most policies. A key is in it at most
 * once; the front is where keys come in.
 */
import { assert } from '../../base/assert.ts';

const NONE = -1;
const ABSENT = -2;

export class KeyList {
  size = 0;
  /** Towards the front, and towards the back; ABSENT in `towardsFront` for keys not in the list. */
  private readonly towardsFront: Int32Array;
  private readonly towardsBack: Int32Array;
  private first = NONE;
  private last = NONE;

  constructor(keyCount: number) {
    this.towardsFront = new Int32Array(keyCount).fill(ABSENT);
    this.towardsBack = new Int32Array(keyCount);
  }

  has(key: number): boolean {
    return this.towardsFront[key] !== ABSENT;
  }

  /** The key at the back, or -1. */
  get back(): number {
    return this.last;
  }

  /** The neighbour towards the front, or -1. */
  before(key: number): number {
    return this.towardsFront[key] as number;
  }

  pushFront(key: number): void {
    assert(!this.has(key), 'a key is in a list once');
    this.towardsFront[key] = NONE;
    this.towardsBack[key] = this.first;
    if (this.first === NONE) this.last = key;
    else this.towardsFront[this.first] = key;
    this.first = key;
    this.size++;
  }

  remove(key: number): void {
    const front = this.towardsFront[key] as number;
    const back = this.towardsBack[key] as number;
    assert(front !== ABSENT, 'only what is in a list can be removed');
    if (front === NONE) this.first = back;
    else this.towardsBack[front] = back;
    if (back === NONE) this.last = front;
    else this.towardsFront[back] = front;
    this.towardsFront[key] = ABSENT;
    this.size--;
  }

  /** Takes the key at the back out; the list must not be empty. */
  popBack(): number {
    const key = this.last;
    this.remove(key);
    return key;
  }

  moveToFront(key: number): void {
    this.remove(key);
    this.pushFront(key);
  }
}
