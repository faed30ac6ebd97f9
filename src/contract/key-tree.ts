/** The key tree: keys split at `:` into folders. The host cuts the visible window out of it. */
import type { ByteText } from './host.ts';

export interface KeyTreeRequest {
  readonly db: number;
  /** A glob pattern over whole key names; empty for all. */
  readonly filter: ByteText;
  /** Prefixes (with their trailing `:`) of the folders that are open. */
  readonly open: readonly ByteText[];
  /** First visible row and how many. */
  readonly offset: number;
  readonly limit: number;
}

export interface KeyTreePage {
  readonly revision: number;
  readonly totalRows: number;
  readonly totalKeys: number;
  /** Keys that match the filter. */
  readonly matchedKeys: number;
  readonly offset: number;
  readonly rows: readonly KeyTreeRow[];
}

export type KeyType = 'string' | 'hash' | 'list' | 'set' | 'zset' | 'stream';

export type KeyTreeRow =
  | {
      readonly kind: 'folder';
      /** Whole prefix with its trailing `:`. */
      readonly prefix: ByteText;
      readonly label: ByteText;
      readonly depth: number;
      readonly keys: number;
      readonly open: boolean;
    }
  | {
      readonly kind: 'key';
      readonly key: ByteText;
      readonly label: ByteText;
      readonly depth: number;
      readonly type: KeyType;
      /** Elements, fields or members; bytes for a string. */
      readonly length: number;
      readonly expiresAtMs: number | null;
    };
