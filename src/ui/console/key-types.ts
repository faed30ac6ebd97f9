/**
 * The types of keys that the console has named, to colour them.
 *
 * Asked once when a line is new and kept after that, so that scrolling through old lines asks
 * nothing. An old line shows what its key was last known to be.
 */
import type { Bytes } from '../../base/bytes.ts';
import type { KeyType } from '../../contract/key-tree.ts';

export interface KeyTypes {
  /** What is known, or undefined when it was never asked. */
  peek(db: number, key: Bytes): KeyType | null | undefined;
  ask(db: number, key: Bytes): Promise<KeyType | null>;
}

const KEPT_MAX = 2000;

export function createKeyTypes(
  typeOf: (db: number, key: Bytes) => Promise<KeyType | null>,
): KeyTypes {
  const known = new Map<string, KeyType | null>();
  const asking = new Map<string, Promise<KeyType | null>>();
  const nameOf = (db: number, key: Bytes) => `${db} ${key}`;
  const learn = async (name: string, db: number, key: Bytes) => {
    try {
      const type = await typeOf(db, key);
      known.delete(name);
      known.set(name, type);
      for (const oldest of known.keys()) {
        if (known.size <= KEPT_MAX) break;
        known.delete(oldest);
      }
      return type;
    } finally {
      asking.delete(name);
    }
  };
  return {
    peek: (db, key) => known.get(nameOf(db, key)),
    ask: (db, key) => {
      const name = nameOf(db, key);
      const under = asking.get(name);
      if (under !== undefined) return under;
      const asked = learn(name, db, key);
      asking.set(name, asked);
      return asked;
    },
  };
}
