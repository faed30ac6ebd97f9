/**
 * The rows of the key tree: role=tree with one tab stop and an active descendant, virtual inside.
 *
 * Arrows move, Right opens a folder, Left closes it, Enter or Space chooses, Home and End jump.
 */
import { ChevronDown, ChevronRight } from 'lucide-react';
import { type KeyboardEvent, memo, useCallback, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { keyName } from '../../client/key-name.ts';
import type { ByteText } from '../../contract/host.ts';
import type { KeyTreeRow } from '../../contract/key-tree.ts';
import { useLanguage, useMessages } from '../i18n/i18n.tsx';
import { formatCount } from '../i18n/numbers.ts';
import { useEngineNow } from '../kit/engine-time.tsx';
import { formatDurationShort } from '../kit/format.ts';
import { TypeMark } from '../kit/type-mark.tsx';
import { VirtualList } from '../kit/virtual-list.tsx';
import type { KeyspaceStore } from './keyspace-store.ts';

interface TreeRowsProps {
  readonly store: KeyspaceStore;
  readonly selected: ByteText | null;
  readonly touched: ReadonlyMap<ByteText, number>;
  readonly onSelect: (key: ByteText) => void;
}

const ROW_PX = matchMedia('(max-width: 719px)').matches ? 40 : 28;
const INDENT_PX = 18;

export function TreeRows({ store, selected, touched, onSelect }: TreeRowsProps) {
  const m = useMessages();
  const { page, active } = useStore(store);
  const [reveal, setReveal] = useState<number | null>(null);
  const total = page?.totalRows ?? 0;
  const nowMs = useEngineNow();

  const choose = (index: number) => {
    const row = store.row(index);
    store.setActive(index);
    if (row?.kind === 'folder') store.toggle(row.prefix);
    if (row?.kind === 'key') onSelect(row.key);
  };
  const latest = useRef(choose);
  latest.current = choose;
  const onChoose = useCallback((index: number) => latest.current(index), []);
  const move = (index: number) => {
    const next = Math.min(total - 1, Math.max(0, index));
    store.setActive(next);
    setReveal(next);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const row = store.row(active);
    const folder = row?.kind === 'folder' ? row : null;
    const actions: { readonly [key: string]: () => void } = {
      ArrowDown: () => move(active + 1),
      ArrowUp: () => move(active - 1),
      Home: () => move(0),
      End: () => move(total - 1),
      PageDown: () => move(active + 12),
      PageUp: () => move(active - 12),
      ArrowRight: () => (folder && !folder.open ? store.toggle(folder.prefix) : move(active + 1)),
      ArrowLeft: () => (folder?.open ? store.toggle(folder.prefix) : move(parentOf(store, active))),
      Enter: () => choose(active),
      ' ': () => choose(active),
    };
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  };
  return (
    <VirtualList
      className="tree"
      role="tree"
      aria-label={m.keyspace.tree}
      aria-activedescendant={total > 0 ? `tree-row-${active}` : undefined}
      tabIndex={0}
      count={total}
      rowHeightPx={ROW_PX}
      reveal={reveal}
      onWindow={store.setWindow}
      onKeyDown={onKeyDown}
      renderRow={(index) => {
        const row = store.row(index);
        return row ? (
          <Row
            row={row}
            index={index}
            total={total}
            nowMs={row.kind === 'key' && row.expiresAtMs !== null ? nowMs : 0}
            active={index === active}
            selected={row.kind === 'key' && row.key === selected}
            change={changeOf(row, touched)}
            onChoose={onChoose}
          />
        ) : null;
      }}
    />
  );
}

/** The folder that a row lies in: the nearest row above with less depth. */
function parentOf(store: KeyspaceStore, index: number): number {
  const depth = store.row(index)?.depth ?? 0;
  for (let at = index - 1; at >= 0; at--) {
    const row = store.row(at);
    if (!row || row.depth < depth) return at;
  }
  return index;
}

/** The number of the change that touched a row: the key itself, or one inside a closed folder. */
function changeOf(row: KeyTreeRow, touched: ReadonlyMap<ByteText, number>): number | null {
  if (row.kind === 'key') return touched.get(row.key) ?? null;
  if (row.open) return null;
  for (const [key, change] of touched) if (key.startsWith(row.prefix)) return change;
  return null;
}

interface RowProps {
  readonly row: KeyTreeRow;
  readonly index: number;
  readonly total: number;
  /** 0 where the row does not tell what is left of time. */
  readonly nowMs: number;
  readonly active: boolean;
  readonly selected: boolean;
  readonly change: number | null;
  readonly onChoose: (index: number) => void;
}

const Row = memo(function Row(props: RowProps) {
  const { row, index, total, nowMs, active, selected, change, onChoose } = props;
  const m = useMessages();
  const language = useLanguage();
  const folder = row.kind === 'folder' ? row : null;
  const label = keyName(row.label);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree takes the keys for its active row
    <div
      key={change ?? 0}
      id={`tree-row-${index}`}
      className="tree-row"
      role="treeitem"
      tabIndex={-1}
      aria-level={row.depth + 1}
      aria-posinset={index + 1}
      aria-setsize={total}
      aria-selected={selected}
      aria-expanded={folder?.open}
      data-active={active || undefined}
      data-flash={change ?? undefined}
      data-type={row.kind === 'key' ? row.type : undefined}
      style={{ paddingLeft: 8 + row.depth * INDENT_PX }}
      onClick={() => onChoose(index)}
    >
      {row.kind === 'key' ? (
        <TypeMark type={row.type} label={m.types[row.type]} />
      ) : (
        <span className="twist" aria-hidden="true">
          {row.open ? <ChevronDown size={14} /> : <ChevronRight size={14} />}
        </span>
      )}
      <span className="name">{label}</span>
      <span className="figure">
        {row.kind === 'folder' ? (
          formatCount(row.keys)
        ) : row.expiresAtMs === null ? (
          m.keyspace.length[row.type](row.length)
        ) : (
          <>
            <span className="unseen">{m.keyspace.expiresIn('')}</span>
            {formatDurationShort(row.expiresAtMs - nowMs, language)}
          </>
        )}
      </span>
    </div>
  );
});
