/**
 * Begin, back, play, forward, end, and a slider between: how a finished run is looked at again.
 *
 * With reduced motion there is no playing: steps only. Playing runs on the page's frames, so a
 * hidden page stands still.
 */
import { ChevronFirst, ChevronLast, Pause, Play, StepBack, StepForward } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { IconButton } from '../../kit/button.tsx';
import { useLabsTexts } from './texts.tsx';

interface PlaybackBarProps {
  /** 0 is before the first step, `steps` after the last. */
  readonly position: number;
  readonly steps: number;
  readonly onMove: (position: number) => void;
  /** Steps per second at 1×; 1 by default. */
  readonly stepsPerSecond?: number;
  /** What a position is called, for the slider; by default "3 of 7". */
  readonly describe?: (position: number) => string;
}

const speeds = [0.5, 1, 2, 4] as const;

export function PlaybackBar(props: PlaybackBarProps) {
  const { position, steps, onMove, stepsPerSecond = 1 } = props;
  const m = useLabsTexts();
  const [speed, setSpeed] = useState<number>(1);
  const [playing, setPlaying] = usePlaying(position, steps, stepsPerSecond * speed, onMove);
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const described = (props.describe ?? ((at) => m.playback.at(at, steps)))(position);
  const go = (target: number) => {
    setPlaying(false);
    onMove(Math.max(0, Math.min(steps, target)));
  };
  const play = () => {
    if (position >= steps) onMove(0);
    setPlaying(!playing);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: buttons in a row are no form fields
    <div className="playback" role="group" aria-label={m.playback.bar}>
      <IconButton
        label={m.playback.begin}
        icon={<ChevronFirst size={16} aria-hidden />}
        onClick={() => go(0)}
      />
      <IconButton
        label={m.playback.previous}
        icon={<StepBack size={16} aria-hidden />}
        onClick={() => go(position - 1)}
      />
      {still ? null : (
        <IconButton
          label={playing ? m.playback.pause : m.playback.play}
          icon={playing ? <Pause size={16} aria-hidden /> : <Play size={16} aria-hidden />}
          onClick={play}
        />
      )}
      <IconButton
        label={m.playback.next}
        icon={<StepForward size={16} aria-hidden />}
        onClick={() => go(position + 1)}
      />
      <IconButton
        label={m.playback.end}
        icon={<ChevronLast size={16} aria-hidden />}
        onClick={() => go(steps)}
      />
      <input
        type="range"
        aria-label={m.playback.position}
        aria-valuetext={described}
        min={0}
        max={steps}
        value={position}
        onChange={(event) => go(Number(event.target.value))}
      />
      <span className="data playback-at">{described}</span>
      {still ? null : (
        <select
          className="lab-select"
          aria-label={m.playback.speed}
          value={speed}
          onChange={(event) => setSpeed(Number(event.target.value))}
        >
          {speeds.map((one) => (
            <option key={one} value={one}>
              {m.playback.times(one)}
            </option>
          ))}
        </select>
      )}
    </div>
  );
}

/** Moves on by whole steps as frames pass, until the end or until told to stop. */
function usePlaying(
  position: number,
  steps: number,
  stepsPerSecond: number,
  onMove: (position: number) => void,
): [boolean, (playing: boolean) => void] {
  const [playing, setPlaying] = useState(false);
  const latest = useRef({ position, onMove });
  latest.current = { position, onMove };
  useEffect(() => {
    if (!playing) return;
    let frame = 0;
    let since = performance.now();
    const tick = (nowMs: number) => {
      const due = Math.floor(((nowMs - since) * stepsPerSecond) / 1000);
      if (due > 0) {
        since += (due * 1000) / stepsPerSecond;
        const next = Math.min(steps, latest.current.position + due);
        latest.current.onMove(next);
        if (next >= steps) {
          setPlaying(false);
          return;
        }
      }
      frame = requestAnimationFrame(tick);
    };
    frame = requestAnimationFrame(tick);
    return () => cancelAnimationFrame(frame);
  }, [playing, steps, stepsPerSecond]);
  return [playing, setPlaying];
}
