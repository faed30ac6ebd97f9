/** Where the bytes are: the node's own account, then the analysis of its keys. */
import { useStore } from 'zustand';
import { formatCount } from '../i18n/numbers.ts';
import { formatSize } from '../kit/format.ts';
import { KeyAnalysis } from './key-analysis-view.tsx';
import type { MemoryFigures } from './memory-store.ts';
import { Doctor, LiveButton, Panel, usePaused } from './panel.tsx';
import { usePolling } from './polling.ts';
import { useRoom } from './room.ts';
import { useTexts } from './texts.tsx';

export function MemoryPanel() {
  const { room: m } = useTexts();
  const { memory } = useRoom();
  const { figures, failure } = useStore(memory);
  usePolling(memory.refresh, usePaused());
  return (
    <Panel
      title={m.names.memory}
      intro={m.memory.intro}
      failure={failure}
      waiting={figures === null}
      tools={<LiveButton />}
    >
      {figures ? (
        <>
          <Account figures={figures} />
          <KeyAnalysis databases={figures.databases} />
          <Doctor title={m.memory.doctor} text={figures.doctor} />
        </>
      ) : null}
    </Panel>
  );
}

function Account({ figures }: { readonly figures: MemoryFigures }) {
  const { room: m } = useTexts();
  const { usedBytes, maxBytes, policy } = figures;
  const share = maxBytes > 0 ? Math.min(1, usedBytes / maxBytes) : 0;
  const keys = figures.databases.reduce((sum, { keys }) => sum + keys, 0);
  const used = formatSize(usedBytes);
  const rows: readonly (readonly [string, string])[] = [
    [m.memory.used, maxBytes > 0 ? m.memory.ofLimit(used, formatSize(maxBytes)) : used],
    [m.memory.dataset, formatSize(figures.datasetBytes)],
    [m.memory.overhead, formatSize(figures.overheadBytes)],
    [m.memory.start, formatSize(figures.startBytes)],
    [m.memory.peak, formatSize(figures.peakBytes)],
    [m.memory.keys, formatCount(keys)],
    [m.memory.perKey, formatCount(figures.bytesPerKey)],
    [m.memory.policy, policy],
  ];
  return (
    <>
      {maxBytes > 0 ? (
        <span className="share memory-bar" aria-hidden="true">
          <span style={{ width: `${share * 100}%` }} />
        </span>
      ) : (
        <p className="faint">{m.memory.noLimit}</p>
      )}
      <dl className="memory-figures">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="data">{value}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
