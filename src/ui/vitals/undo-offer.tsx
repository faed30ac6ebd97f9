/** After a flush: what was removed, and the way back while there is one. */
import type { UndoView } from '../../contract/host.ts';
import { useMessages } from '../i18n/i18n.tsx';
import { Button } from '../kit/button.tsx';
import type { ShowToast } from '../kit/toast.tsx';
import type { VitalsStore } from './vitals-store.ts';

interface UndoOfferProps {
  readonly store: VitalsStore;
  readonly undo: UndoView;
  readonly onToast: ShowToast;
}

/** Undoing again and again says what came of it last. */
const UNDO = 'undo';

export function UndoOffer({ store, undo, onToast }: UndoOfferProps) {
  const m = useMessages();
  const bringBack = () =>
    store.undo().then(
      (keys) => onToast(m.engine.undone(keys), UNDO),
      (error: unknown) => onToast(error instanceof Error ? error.message : String(error), UNDO),
    );
  return (
    <div className="undo-offer" role="status">
      <p>{m.engine.undoOffer(undo.command, undo.keys)}</p>
      <Button kind="outlined" onClick={() => void bringBack()}>
        {m.engine.undo}
      </Button>
    </div>
  );
}
