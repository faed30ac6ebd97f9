/** The frame of a lab's page: its name and controls at the side, the stage beside (or below) them. */
import type { ReactNode } from 'react';
import { ScrollRegion } from '../../kit/scroll-region.tsx';
import { labsHref } from '../labs-href.ts';
import { useLabsTexts } from './texts.tsx';

interface LabFrameProps {
  readonly title: string;
  readonly sentence: string;
  readonly side: ReactNode;
  /** Accessible name of the stage. */
  readonly stageLabel: string;
  readonly children: ReactNode;
}

export function LabFrame({ title, sentence, side, stageLabel, children }: LabFrameProps) {
  const m = useLabsTexts();
  return (
    <div className="lab-page">
      <ScrollRegion className="lab-side scroll" role="region" label={title}>
        <a className="lab-back" href={labsHref}>
          {m.all}
        </a>
        <h1>{title}</h1>
        <p>{sentence}</p>
        {side}
      </ScrollRegion>
      <ScrollRegion className="lab-stage scroll" role="region" label={stageLabel}>
        {children}
      </ScrollRegion>
    </div>
  );
}
