/** What the panels share: their head, how they say that they wait or that the engine refused. */
import { Pause, Play } from 'lucide-react';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { Button } from '../kit/button.tsx';
import { useRoom } from './room.ts';
import { useTexts } from './texts.tsx';

interface PanelProps {
  readonly title: string;
  readonly intro: string;
  readonly tools?: ReactNode;
  /** What the engine said when it was asked last. */
  readonly failure: string | null;
  readonly waiting: boolean;
  readonly children: ReactNode;
}

export function Panel({ title, intro, tools, failure, waiting, children }: PanelProps) {
  const { room: m } = useTexts();
  return (
    <>
      <header className="server-head">
        <div>
          <h1>{title}</h1>
          <p className="quiet">{intro}</p>
        </div>
        {tools ? <div className="server-tools">{tools}</div> : null}
      </header>
      {failure !== null ? <Refused text={failure} lead={m.failed} /> : null}
      {waiting && failure === null ? <p className="faint">{m.asking}</p> : null}
      {waiting ? null : children}
    </>
  );
}

/** The engine's own words. */
export function Refused({ text, lead }: { readonly text: string; readonly lead?: string }) {
  return (
    <p className="server-refused" role="alert">
      {lead ? <span className="unseen">{lead} </span> : null}
      <span className="data">{text}</span>
    </p>
  );
}

/** Pauses and resumes what is asked once a second, in all panels. */
export function LiveButton() {
  const { room: m } = useTexts();
  const { live } = useRoom();
  const paused = useStore(live, (state) => state.paused);
  const Icon = paused ? Play : Pause;
  return (
    <>
      <span className="faint server-live">{paused ? m.paused : m.live}</span>
      <Button kind="outlined" onClick={() => live.setState({ paused: !paused })}>
        <Icon size={14} aria-hidden />
        {paused ? m.goOn : m.pause}
      </Button>
    </>
  );
}

export function usePaused(): boolean {
  return useStore(useRoom().live, (state) => state.paused);
}

export function Section({
  title,
  note,
  tools,
  children,
}: {
  readonly title: string;
  readonly note?: string;
  readonly tools?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <section className="server-section" aria-label={title}>
      <div className="server-section-head">
        <h2>{title}</h2>
        {tools}
      </div>
      {note ? <p className="faint server-note">{note}</p> : null}
      {children}
    </section>
  );
}

/** What LATENCY DOCTOR and MEMORY DOCTOR say, in the server's own words. */
export function Doctor({ title, text }: { readonly title: string; readonly text: string }) {
  return (
    <Section title={title}>
      <p className="server-text" lang="en">
        {text}
      </p>
    </Section>
  );
}
