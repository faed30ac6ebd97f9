/** The strip below: vital signs that explain themselves, the clock, and the way back after a flush. */
import { Ellipsis } from 'lucide-react';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import type { Vitals } from '../../contract/host.ts';
import { useLanguage, useMessages } from '../i18n/i18n.tsx';
import { formatCount } from '../i18n/numbers.ts';
import { formatShare, formatSize } from '../kit/format.ts';
import { Popover } from '../kit/popover.tsx';
import type { ShowToast } from '../kit/toast.tsx';
import { ClockBar } from './clock-bar.tsx';
import { UndoOffer } from './undo-offer.tsx';
import { hitShare, type VitalsStore } from './vitals-store.ts';
import './vitals.css';

interface VitalsStripProps {
  readonly store: VitalsStore;
  readonly onToast: ShowToast;
  /** At phone width: only what matters most. */
  readonly compact?: boolean;
}

export function VitalsStrip({ store, onToast, compact = false }: VitalsStripProps) {
  const m = useMessages();
  const vitals = useStore(store, (state) => state.vitals);
  return (
    <>
      {vitals?.undo ? <UndoOffer store={store} undo={vitals.undo} onToast={onToast} /> : null}
      <section className="vitals" aria-label={m.vitals.strip}>
        {vitals ? (
          <Figures vitals={vitals} compact={compact} />
        ) : (
          <span className="vital">{m.app.starting}</span>
        )}
        {vitals ? <ClockBar store={store} clock={vitals.clock} compact={compact} /> : null}
      </section>
    </>
  );
}

function Figures({ vitals, compact }: { readonly vitals: Vitals; readonly compact: boolean }) {
  const m = useMessages();
  const language = useLanguage();
  const count = (n: number) => formatCount(n, language);
  const share = hitShare(vitals);
  return (
    <>
      <Vital
        fields="Keyspace"
        title={m.vitals.keys(2)}
        explanation={m.vitals.explain.keys}
        details={vitals.databases.map(({ db, keys, expires }) =>
          m.vitals.perDatabase(db, keys, expires),
        )}
      >
        <b>{count(vitals.keys)}</b> {m.vitals.keys(vitals.keys)}
      </Vital>
      <Memory vitals={vitals} />
      {compact ? null : (
        <>
          <Vital
            fields="instantaneous_ops_per_sec"
            title={m.vitals.perSecond}
            explanation={m.vitals.explain.ops}
          >
            <b>{count(Math.round(vitals.opsPerSecond))}</b> {m.vitals.perSecond}
          </Vital>
          <Vital
            fields="keyspace_hits, keyspace_misses"
            title={m.vitals.hits}
            explanation={m.vitals.explain.hits}
            details={[m.vitals.hitsAndMisses(vitals.keyspaceHits, vitals.keyspaceMisses)]}
          >
            {share === null ? (
              m.vitals.noReads
            ) : (
              <>
                {m.vitals.hits} <b>{formatShare(share)}</b>
              </>
            )}
          </Vital>
          <Vital
            fields="expired_keys"
            title={m.vitals.expired}
            explanation={m.vitals.explain.expired}
          >
            <b>{count(vitals.expiredKeys)}</b> {m.vitals.expired}
          </Vital>
          <Vital
            fields="evicted_keys"
            title={m.vitals.evicted}
            explanation={m.vitals.explain.evicted}
          >
            <b>{count(vitals.evictedKeys)}</b> {m.vitals.evicted}
          </Vital>
        </>
      )}
      {compact ? <More vitals={vitals} /> : <Aof vitals={vitals} />}
    </>
  );
}

function Memory({ vitals }: { readonly vitals: Vitals }) {
  const m = useMessages();
  const { usedMemoryBytes, maxmemoryBytes, maxmemoryPolicy } = vitals;
  const share = maxmemoryBytes === 0 ? 0 : Math.min(1, usedMemoryBytes / maxmemoryBytes);
  const limit =
    maxmemoryBytes === 0
      ? m.vitals.noLimit
      : m.vitals.of(formatSize(maxmemoryBytes), maxmemoryPolicy);
  return (
    <Vital
      fields="used_memory, maxmemory, maxmemory_policy"
      title={m.inspector.memory}
      explanation={m.vitals.explain.memory}
      details={[`${formatSize(usedMemoryBytes)} ${limit}`]}
    >
      <b>{formatSize(usedMemoryBytes)}</b>
      {maxmemoryBytes > 0 ? (
        <span className="memory-bar wide" data-full={share >= 0.98 || undefined}>
          <i style={{ transform: `scaleX(${share})` }} />
        </span>
      ) : null}
      <span className="wide">{limit}</span>
    </Vital>
  );
}

/** At phone width: the figures that have no room of their own. */
function More({ vitals }: { readonly vitals: Vitals }) {
  const m = useMessages();
  const language = useLanguage();
  const share = hitShare(vitals);
  const { pendingCommands } = vitals.aof;
  const lines = [
    `${formatCount(Math.round(vitals.opsPerSecond), language)} ${m.vitals.perSecond}`,
    share === null ? m.vitals.noReads : `${m.vitals.hits} ${formatShare(share)}`,
    `${formatCount(vitals.expiredKeys, language)} ${m.vitals.expired}`,
    `${formatCount(vitals.evictedKeys, language)} ${m.vitals.evicted}`,
    vitals.aof.error ??
      (pendingCommands > 0 ? m.vitals.notOnDisk(pendingCommands) : m.vitals.onDisk),
  ];
  return (
    <Popover
      label={m.vitals.more}
      side="top"
      trigger={
        <button type="button" className="vital" aria-label={m.vitals.more}>
          <Ellipsis size={16} aria-hidden />
        </button>
      }
    >
      <h3>{m.vitals.more}</h3>
      {lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
      <p className="faint">{m.vitals.from('stats, persistence')}</p>
    </Popover>
  );
}

function Aof({ vitals: { aof } }: { readonly vitals: Vitals }) {
  const m = useMessages();
  let text = m.vitals.onDisk;
  if (aof.error !== null) text = m.vitals.aofError;
  else if (!aof.enabled) text = m.vitals.aofOff;
  else if (aof.pendingCommands > 0) text = m.vitals.notOnDisk(aof.pendingCommands);
  return (
    <Vital
      fields="aof_enabled, aof_current_size, aof_last_write_status"
      title="AOF"
      explanation={m.vitals.explain.aof}
      details={[
        m.vitals.aofDetail(aof.fsync, formatSize(aof.sizeBytes)),
        ...(aof.error === null ? [] : [aof.error]),
      ]}
      bad={aof.error !== null}
    >
      {text}
    </Vital>
  );
}

interface VitalProps {
  readonly fields: string;
  readonly title: string;
  readonly explanation: string;
  readonly details?: readonly string[];
  readonly bad?: boolean;
  readonly children: ReactNode;
}

function Vital({ fields, title, explanation, details = [], bad = false, children }: VitalProps) {
  const m = useMessages();
  return (
    <Popover
      label={title}
      side="top"
      trigger={
        <button type="button" className="vital" data-tone={bad ? 'bad' : undefined}>
          {children}
        </button>
      }
    >
      <h3>{title}</h3>
      <p>{explanation}</p>
      {details.map((detail) => (
        <p key={detail}>{detail}</p>
      ))}
      <p className="faint">{m.vitals.from(fields)}</p>
    </Popover>
  );
}
