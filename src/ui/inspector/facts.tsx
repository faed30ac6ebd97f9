/** The facts of a key: encoding and why, expiry, memory, last use. */
import type { KeyView } from '../../contract/key-view.ts';
import type { Messages } from '../i18n/en.ts';
import { useLanguage, useMessages } from '../i18n/i18n.tsx';
import { useEngineNow } from '../kit/engine-time.tsx';
import { formatDuration, formatSize } from '../kit/format.ts';

/** What a negative `list-max-listpack-size` allows a node, in bytes: -1 is 4 KB, -5 is 64 KB. */
const nodeBytes = (limit: number): number => 2048 * 2 ** -limit;

/** 44 bytes is no directive, and a negative node size is a size, not a count: each in its own words. */
function limitText(m: Messages, directive: string, limit: number, actual: number): string {
  if (directive === 'embstr') return m.inspector.bytesAllowed(limit, actual);
  if (limit < 0) return m.inspector.nodeLimit(directive, limit, formatSize(nodeBytes(limit)));
  return m.inspector.limitIs(directive, limit, actual);
}

export function Facts({ view }: { readonly view: KeyView }) {
  const m = useMessages();
  const language = useLanguage();
  const nowMs = useEngineNow();
  const idleMs = view.idleSeconds * 1000 + Math.max(0, nowMs - view.nowMs);
  const { code, limits } = view.reason;
  // Of a value that has outgrown its limits, the limits that it did outgrow say why.
  const passed = limits.filter(({ limit, actual }) => actual > limit);
  const telling = code === 'beyond-limits' && passed.length > 0 ? passed : limits;
  return (
    <dl className="facts">
      <dt>{m.inspector.encoding}</dt>
      <dd>
        {view.encoding} <span className="quiet">· {m.inspector.reasons[code]}</span>
        {telling.map(({ directive, limit, actual }) => (
          <div key={directive} className="facts-limit">
            {limitText(m, directive, limit, actual)}
          </div>
        ))}
      </dd>
      <dt>{m.inspector.expires}</dt>
      <dd>
        {view.expiresAtMs === null
          ? m.inspector.never
          : m.inspector.inTime(formatDuration(view.expiresAtMs - nowMs, language))}
      </dd>
      <dt>{m.inspector.memory}</dt>
      <dd>
        <span className="data">{formatSize(view.memoryBytes)}</span>{' '}
        <span className="faint">{m.inspector.memoryNote}</span>
      </dd>
      <dt>{m.inspector.idle}</dt>
      <dd>
        {idleMs < 2000
          ? m.inspector.justNow
          : m.inspector.ago(formatDuration(Math.floor(idleMs / 1000) * 1000, language))}
      </dd>
      {view.frequency === null ? null : (
        <>
          <dt>{m.inspector.frequency}</dt>
          <dd>
            <span className="data">{view.frequency}</span>{' '}
            <span className="faint">{m.inspector.frequencyNote}</span>
          </dd>
        </>
      )}
    </dl>
  );
}
