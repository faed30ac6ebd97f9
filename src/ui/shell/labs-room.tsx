/** The labs room: its worker, its texts, and the lab that the address names. */
import { useMemo } from 'react';
import { download } from '../data/download.ts';
import { useMessages } from '../i18n/i18n.tsx';
import { LabContext } from '../labs/kit/room.ts';
import { LabsTexts } from '../labs/kit/texts.tsx';
import { LabsPage } from '../labs/labs-page.tsx';
import { labHost } from './lab.ts';
import type { Services } from './services.ts';
import { compileStrategy, StrategyEditor } from './strategy-editor.tsx';

interface LabsRoomProps {
  readonly services: Services;
  readonly lab: string | null;
  readonly shared: string | null;
}

export function LabsRoom({ services, lab, shared }: LabsRoomProps) {
  const m = useMessages();
  const own = useMemo(
    () => ({
      host: labHost,
      toast: services.toasts.getState().show,
      save: download,
      compile: compileStrategy,
      Editor: StrategyEditor,
    }),
    [services],
  );
  return (
    <LabContext value={own}>
      <LabsTexts waiting={<p className="message">{m.app.loadingRoom}</p>}>
        <LabsPage lab={lab} shared={shared} />
      </LabsTexts>
    </LabContext>
  );
}
