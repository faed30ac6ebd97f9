/** The Data menu: all data to a file and back, how much room they take, and whether they stay. */
import { Database, Download, Upload } from 'lucide-react';
import { useRef } from 'react';
import { useStore } from 'zustand';
import { useMessages } from '../i18n/i18n.tsx';
import { Button } from '../kit/button.tsx';
import { formatSize } from '../kit/format.ts';
import { Popover } from '../kit/popover.tsx';
import { type DataStore, saveToFile } from './data-store.ts';
import { LoadDialog } from './load-dialog.tsx';
import './data.css';

interface DataMenuProps {
  readonly store: DataStore;
  readonly onToast: (text: string) => void;
}

export function DataMenu({ store, onToast }: DataMenuProps) {
  const m = useMessages();
  const input = useRef<HTMLInputElement>(null);
  const save = () => saveToFile(store, m, onToast);
  return (
    <>
      <Popover
        label={m.data.title}
        onOpen={() => void store.readStorage()}
        trigger={
          <button
            type="button"
            className="button"
            data-icon=""
            aria-label={m.data.title}
            title={m.data.title}
          >
            <Database size={16} aria-hidden />
          </button>
        }
      >
        <h3>{m.data.title}</h3>
        <div className="data-actions">
          <Button kind="outlined" onClick={() => void save()}>
            <Download size={14} aria-hidden /> {m.data.save}
          </Button>
          <p>{m.data.saveNote}</p>
          <Button kind="outlined" onClick={() => input.current?.click()}>
            <Upload size={14} aria-hidden /> {m.data.load}
          </Button>
          <p>{m.data.loadNote}</p>
        </div>
        <StorageNote store={store} />
      </Popover>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={m.data.load}
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          // The same file may be chosen again.
          event.target.value = '';
          if (file) void store.choose(file).catch(() => undefined);
        }}
      />
      <LoadDialog store={store} onToast={onToast} />
    </>
  );
}

function StorageNote({ store }: { readonly store: DataStore }) {
  const m = useMessages();
  const storage = useStore(store, (state) => state.storage);
  if (!storage) return null;
  const { used, quota, persisted, answer } = storage;
  const standing = persisted
    ? m.data.kept
    : answer === 'refused'
      ? m.data.refusedToKeep
      : answer === 'unavailable'
        ? m.data.cannotKeep
        : m.data.notKept;
  return (
    <div className="data-storage">
      <h3>{m.data.storage}</h3>
      <p>
        {used === null || quota === null
          ? m.data.unknownUse
          : m.data.used(formatSize(used), formatSize(quota))}
      </p>
      <p role="status">{standing}</p>
      {persisted ? null : (
        <Button kind="outlined" onClick={() => void store.keep()}>
          {m.data.keep}
        </Button>
      )}
    </div>
  );
}
