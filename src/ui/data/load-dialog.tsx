/** Asks before a file takes the place of the data, and says why one was refused. */
import { useStore } from 'zustand';
import { useMessages } from '../i18n/i18n.tsx';
import { Button } from '../kit/button.tsx';
import { Dialog } from '../kit/dialog.tsx';
import { formatSize } from '../kit/format.ts';
import type { DataStore, LoadStage } from './data-store.ts';

interface LoadDialogProps {
  readonly store: DataStore;
  readonly onToast: (text: string) => void;
}

export function LoadDialog({ store, onToast }: LoadDialogProps) {
  const m = useMessages();
  const stage = useStore(store, (state) => state.stage);
  if (!stage) return null;
  if (stage.kind === 'refused') return <Refused stage={stage} onClose={store.dismiss} />;
  const loading = stage.kind === 'loading';
  const confirm = async () => {
    const loaded = await store.confirm();
    if (loaded) onToast(m.data.loaded(loaded.name, loaded.keys));
  };
  return (
    <Dialog
      title={m.data.confirmTitle(stage.name)}
      onClose={store.dismiss}
      buttons={
        <>
          <Button kind="outlined" disabled={loading} onClick={store.dismiss}>
            {m.data.cancel}
          </Button>
          <Button kind="strong" disabled={loading} onClick={() => void confirm()}>
            {loading ? m.data.loading : m.data.confirmYes}
          </Button>
        </>
      }
    >
      <p>{m.data.confirm(formatSize(stage.sizeBytes), stage.present)}</p>
    </Dialog>
  );
}

interface RefusedProps {
  readonly stage: LoadStage & { readonly kind: 'refused' };
  readonly onClose: () => void;
}

function Refused({ stage, onClose }: RefusedProps) {
  const m = useMessages();
  return (
    <Dialog
      title={m.data.refusedTitle(stage.name)}
      onClose={onClose}
      buttons={
        <Button kind="outlined" onClick={onClose}>
          {m.app.close}
        </Button>
      }
    >
      <p>{m.data.refused[stage.refusal]}</p>
      {stage.detail === '' ? null : <p className="data">{stage.detail}</p>}
      <p>{m.data.nothingChanged}</p>
    </Dialog>
  );
}
