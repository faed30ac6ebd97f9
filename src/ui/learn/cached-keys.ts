/** Keys of the lesson's data set as the page looks at them: without a trace in the engine's counters. */
import type { EngineHost } from '../../contract/host.ts';
import type { KeyType } from '../../contract/key-tree.ts';
import type { KeyFact } from '../../course/goal.ts';

export interface CachedKey {
  readonly key: string;
  readonly type: KeyType;
  /** A string's bytes; null for other types. */
  readonly value: string | null;
  readonly expiresAtMs: number | null;
}

type Looking = Pick<EngineHost, 'inspect' | 'completeKey'>;

const BYTES_MAX = 512;
const KEYS_MAX = 6;

async function look(host: Looking, key: string) {
  const view = await host.inspect({ db: 0, key, offset: 0, limit: BYTES_MAX });
  if (!view || (view.expiresAtMs !== null && view.expiresAtMs <= view.nowMs)) return null;
  const value = view.structure.kind === 'string' ? view.structure.bytes : null;
  return { key, type: view.type, value, expiresAtMs: view.expiresAtMs, nowMs: view.nowMs };
}

export async function lookAtKey(host: Looking, key: string): Promise<KeyFact | null> {
  const found = await look(host, key);
  if (!found) return null;
  const { type, value, expiresAtMs, nowMs } = found;
  return { type, value, ttlMs: expiresAtMs === null ? null : expiresAtMs - nowMs };
}

/** The keys that begin as `show` does before its `*`. */
export async function lookAtKeys(host: Looking, show: string): Promise<CachedKey[]> {
  const prefix = show.split('*')[0] ?? '';
  const names = await host.completeKey(0, prefix, null, KEYS_MAX);
  const found = await Promise.all(names.map((name) => look(host, name)));
  return found.filter((key) => key !== null);
}
