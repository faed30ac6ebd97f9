/** A button for a command that is sure to be slow, where slow ones are looked for. */
import { useStore } from 'zustand';
import { useLanguage } from '../i18n/i18n.tsx';
import { Button } from '../kit/button.tsx';
import { useRoom } from './room.ts';
import { formatUs } from './spans.ts';
import { useTexts } from './texts.tsx';

export function SlowMaker() {
  const { room: m } = useTexts();
  const { slowLog, toast } = useRoom();
  const language = useLanguage();
  const busy = useStore(slowLog, (state) => state.busy);
  const make = async () => {
    const outcome = await slowLog.make();
    if (typeof outcome === 'string') toast(outcome);
    else {
      const time = formatUs(outcome.tookUs, language);
      toast(outcome.isSlow ? m.slowlog.made(time) : m.slowlog.madeFast(time));
    }
  };
  return (
    <div className="server-row slow-maker">
      <Button kind="outlined" disabled={busy} onClick={() => void make()}>
        {m.slowlog.make}
      </Button>
      <span className="faint">{m.slowlog.makeNote}</span>
    </div>
  );
}
