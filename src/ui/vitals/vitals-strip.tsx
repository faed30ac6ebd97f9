/** The strip below: vital signs that explain themselves, the clock, and the way back after a flush. */
import { Ellipsis } from 'lucide-react';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import type { Vitals } from '../../contract/host.ts';
import type { Messages } from '../i18n/en.ts';
import { useMessages } from '../i18n/i18n.tsx';
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
      <section className="vitals" data-compact={compact || undefined} aria-label={m.vitals.strip}>
        {vitals ? (
          <Figures vitals={vitals} compact={compact} />
        ) : (
          <span className="vital">{m.app.starting}</span>
        )}
        {vitals ? (
          <ClockBar store={store} clock={vitals.clock} compact={compact} onToast={onToast} />
        ) : null}
      </section>
    </>
  );
}

/** What has a place of its own only where there is room, and is told in one popover elsewhere. */
function Figures({ vitals, compact }: { readonly vitals: Vitals; readonly compact: boolean }) {
  const m = useMessages();
  const rest = restOf(vitals, m);
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
        <b>{formatCount(vitals.keys)}</b> {m.vitals.keys(vitals.keys)}
      </Vital>
      <Memory vitals={vitals} />
      {compact ? null : (
        <span className="vitals-rest">
          {rest.map(({ body, ...figure }) => (
            <Vital key={figure.fields} {...figure}>
              {body}
            </Vital>
          ))}
        </span>
      )}
      <More rest={rest} />
    </>
  );
}

interface Figure extends Omit<VitalProps, 'children'> {
  readonly body: ReactNode;
}

function restOf(vitals: Vitals, m: Messages): readonly Figure[] {
  const counted = (n: number, unit: string) => (
    <>
      <b>{formatCount(n)}</b> {unit}
    </>
  );
  const { explain, perSecond, hits, expired, evicted } = m.vitals;
  const share = hitShare(vitals);
  return [
    {
      fields: 'instantaneous_ops_per_sec',
      title: perSecond,
      explanation: explain.ops,
      body: counted(Math.round(vitals.opsPerSecond), perSecond),
    },
    {
      fields: 'keyspace_hits, keyspace_misses',
      title: hits,
      explanation: explain.hits,
      details: [m.vitals.hitsAndMisses(vitals.keyspaceHits, vitals.keyspaceMisses)],
      body:
        share === null ? (
          m.vitals.noReads
        ) : (
          <>
            {hits} <b>{formatShare(share)}</b>
          </>
        ),
    },
    {
      fields: 'expired_keys',
      title: expired,
      explanation: explain.expired,
      body: counted(vitals.expiredKeys, expired),
    },
    {
      fields: 'evicted_keys',
      title: evicted,
      explanation: explain.evicted,
      body: counted(vitals.evictedKeys, evicted),
    },
    aofFigure(vitals, m),
  ];
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

/** Where the strip is narrow: the figures that have no room of their own, each explained. */
function More({ rest }: { readonly rest: readonly Figure[] }) {
  const m = useMessages();
  return (
    <Popover
      label={m.vitals.more}
      side="top"
      trigger={
        <button type="button" className="vital vitals-more" aria-label={m.vitals.more}>
          <Ellipsis size={16} aria-hidden />
        </button>
      }
    >
      <h3>{m.vitals.more}</h3>
      {rest.map(({ fields, explanation, details = [], bad, body }) => (
        <div className="more-figure" key={fields} data-tone={bad ? 'bad' : undefined}>
          <p className="more-value">{body}</p>
          <p>{explanation}</p>
          {details.map((detail) => (
            <p key={detail}>{detail}</p>
          ))}
          <p className="faint">{m.vitals.from(fields)}</p>
        </div>
      ))}
    </Popover>
  );
}

function aofFigure({ aof }: Vitals, m: Messages): Figure {
  let text = m.vitals.onDisk;
  if (aof.error !== null) text = m.vitals.aofError;
  else if (!aof.enabled) text = m.vitals.aofOff;
  else if (aof.pendingCommands > 0) text = m.vitals.notOnDisk(aof.pendingCommands);
  return {
    fields: 'aof_enabled, aof_current_size, aof_last_write_status',
    title: 'AOF',
    explanation: aof.enabled ? m.vitals.explain.aof : m.engine.logOff,
    details: [
      ...(aof.enabled ? [m.vitals.aofDetail(aof.fsync, formatSize(aof.sizeBytes))] : []),
      ...(aof.error === null ? [] : [aof.error]),
    ],
    bad: aof.error !== null,
    body: text,
  };
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
