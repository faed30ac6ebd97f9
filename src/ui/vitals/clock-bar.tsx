/** The clock bar: the engine's time, pause, speed, one step, and the jump to the next expiry. */
import { ChevronsRight, History, Pause, Play, StepForward } from 'lucide-react';
import type { ClockCommand, ClockView } from '../../contract/host.ts';
import { useLanguage, useMessages } from '../i18n/i18n.tsx';
import { Button, IconButton } from '../kit/button.tsx';
import { useEngineNow } from '../kit/engine-time.tsx';
import { formatClock, formatDuration, formatDurationShort } from '../kit/format.ts';
import { Popover } from '../kit/popover.tsx';
import type { ShowToast } from '../kit/toast.tsx';
import type { VitalsStore } from './vitals-store.ts';

const speeds = [1, 10, 60] as const;

interface ClockBarProps {
  readonly store: VitalsStore;
  readonly clock: ClockView;
  readonly compact: boolean;
  readonly onToast: ShowToast;
}

/** Less is no move: reading the clock takes time too. */
const MOVED_MS = 1000;

export function ClockBar({ store, clock, compact, onToast }: ClockBarProps) {
  const m = useMessages();
  const language = useLanguage();
  const nowMs = useEngineNow();
  const send = (command: ClockCommand) =>
    void store.clock(command).catch((error: unknown) => {
      onToast(error instanceof Error ? error.message : String(error), 'clock');
    });
  const moved = Math.abs(clock.aheadMs) >= MOVED_MS;
  const next = clock.nextExpiryMs;
  const nextText =
    next === null ? m.vitals.noExpiry : m.vitals.nextExpiry(formatDuration(next - nowMs, language));
  const controls = <ClockControls clock={clock} send={send} nextText={nextText} />;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a row of controls is no form
    <div className="clock" role="group" aria-label={m.vitals.clock}>
      <Popover
        label={m.vitals.clock}
        side="top"
        trigger={
          <button
            type="button"
            className="vital clock-time data"
            data-paused={clock.paused || undefined}
          >
            {formatClock(nowMs)}
            {moved ? (
              <span className="clock-moved">
                {m.vitals.moved(
                  formatDurationShort(Math.abs(clock.aheadMs), language),
                  clock.aheadMs > 0,
                )}
              </span>
            ) : null}
          </button>
        }
      >
        <h3>{m.vitals.clock}</h3>
        <p>{m.vitals.clockNote}</p>
        {moved ? (
          <MovedClock aheadMs={clock.aheadMs} onReturn={() => send({ kind: 'real-time' })} />
        ) : null}
        {compact ? <div className="clock-sheet">{controls}</div> : <p>{nextText}</p>}
      </Popover>
      {compact ? null : controls}
    </div>
  );
}

interface MovedClockProps {
  readonly aheadMs: number;
  readonly onReturn: () => void;
}

/** How far the clock is from real time, and the way back. */
function MovedClock({ aheadMs, onReturn }: MovedClockProps) {
  const m = useMessages();
  const by = formatDuration(Math.abs(aheadMs), useLanguage());
  return (
    <>
      <p>{m.vitals.clockMoved(by, aheadMs > 0)}</p>
      <p>
        <Button kind="outlined" onClick={onReturn}>
          <History size={14} aria-hidden />
          {m.vitals.realTime}
        </Button>
      </p>
      <p className="faint">{m.vitals.realTimeNote}</p>
    </>
  );
}

interface ClockControlsProps {
  readonly clock: ClockView;
  readonly send: (command: ClockCommand) => void;
  readonly nextText: string;
}

function ClockControls({ clock, send, nextText }: ClockControlsProps) {
  const m = useMessages();
  return (
    <>
      <IconButton
        label={clock.paused ? m.vitals.resume : m.vitals.pause}
        icon={clock.paused ? <Play size={14} aria-hidden /> : <Pause size={14} aria-hidden />}
        onClick={() => send({ kind: clock.paused ? 'resume' : 'pause' })}
      />
      {speeds.map((speed) => (
        <Button
          key={speed}
          className="clock-speed"
          data-tip={m.vitals.speed(speed)}
          aria-pressed={clock.speed === speed}
          onClick={() => send({ kind: 'speed', speed })}
        >
          {speed}x
        </Button>
      ))}
      <IconButton
        label={m.vitals.step}
        icon={<StepForward size={14} aria-hidden />}
        onClick={() => send({ kind: 'advance', byMs: 1000 })}
      />
      <Button
        data-tip={m.vitals.jump}
        disabled={clock.nextExpiryMs === null}
        aria-label={m.vitals.jump}
        onClick={() => send({ kind: 'jump-to-next-expiry' })}
      >
        <ChevronsRight size={14} aria-hidden />
        <span className="wide">{nextText}</span>
      </Button>
    </>
  );
}
