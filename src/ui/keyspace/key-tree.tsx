/** The key tree's pane: database, filter, and the virtual tree itself. */
import { X } from 'lucide-react';
import { useStore } from 'zustand';
import type { ByteText, Vitals } from '../../contract/host.ts';
import { useMessages } from '../i18n/i18n.tsx';
import { formatCount } from '../i18n/numbers.ts';
import { IconButton } from '../kit/button.tsx';
import { Menu } from '../kit/menu.tsx';
import type { KeyspaceStore } from './keyspace-store.ts';
import { TreeRows } from './tree-rows.tsx';
import './keyspace.css';

interface KeyTreeProps {
  readonly store: KeyspaceStore;
  readonly databases: Vitals['databases'];
  readonly selected: ByteText | null;
  /** Keys changed by the newest commands. */
  readonly touched: ReadonlyMap<ByteText, number>;
  readonly onSelect: (key: ByteText) => void;
  readonly onDb: (db: number) => void;
}

export function KeyTree(props: KeyTreeProps) {
  const { store, databases, onDb } = props;
  const m = useMessages();
  const filter = useStore(store, (state) => state.filter);
  const page = useStore(store, (state) => state.page);
  const filtered = filter.trim() !== '';
  return (
    <div className="keyspace">
      <div className="keyspace-bar">
        <h2>{m.panes.keys}</h2>
        <DbMenu store={store} databases={databases} onDb={onDb} />
        <span className="keyspace-count data">
          {!page
            ? ''
            : filtered
              ? m.keyspace.matched(page.matchedKeys, page.totalKeys)
              : formatCount(page.totalKeys)}
        </span>
      </div>
      <div className="key-filter">
        <input
          className="text-field"
          id="key-filter"
          type="text"
          value={filter}
          aria-label={m.keyspace.filter}
          placeholder={m.keyspace.filterHint}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          onChange={(event) => store.setFilter(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return;
            store.setFilter('');
            document.getElementById('prompt')?.focus();
          }}
        />
        {filtered ? (
          <IconButton
            label={m.keyspace.clearFilter}
            icon={<X size={14} aria-hidden />}
            onClick={() => store.setFilter('')}
          />
        ) : (
          <kbd>/</kbd>
        )}
      </div>
      {page?.totalRows === 0 ? (
        <p className="tree-empty">{filtered ? m.keyspace.noMatch : m.keyspace.empty}</p>
      ) : (
        <TreeRows {...props} />
      )}
    </div>
  );
}

/** Redis has 16 databases; those with keys say how many. */
const DATABASES = 16;

function DbMenu({ store, databases, onDb }: Pick<KeyTreeProps, 'store' | 'databases' | 'onDb'>) {
  const m = useMessages();
  const current = useStore(store, (state) => state.db);
  const items = Array.from({ length: DATABASES }, (_, db) => {
    const keys = databases.find((one) => one.db === db)?.keys ?? 0;
    return {
      kind: 'choice',
      label: keys > 0 ? m.keyspace.dbWithKeys(db, keys) : `db${db}`,
      checked: db === current,
      onSelect: () => onDb(db),
    } as const;
  });
  return (
    <Menu
      align="start"
      items={items}
      trigger={
        <button type="button" className="button" aria-label={`${m.keyspace.database} db${current}`}>
          db{current}
        </button>
      }
    />
  );
}
