/** The labs room: the list of labs, or the lab that the address names. */
import { Suspense } from 'react';
import { ScrollRegion } from '../kit/scroll-region.tsx';
import { useLabsTexts } from './kit/texts.tsx';
import { labs } from './labs.ts';
import { labHref, labsHref } from './labs-href.ts';
import './labs.css';

interface LabsPageProps {
  /** The lab's name in the address; null for the list. */
  readonly lab: string | null;
  readonly shared: string | null;
}

export function LabsPage({ lab, shared }: LabsPageProps) {
  const m = useLabsTexts();
  if (lab === null) return <LabList />;
  const entry = labs.find(({ id }) => id === lab);
  if (!entry) {
    return (
      <main className="message">
        <h1>{m.unknownTitle}</h1>
        <p>{m.unknownText(lab.slice(0, 40))}</p>
        <a href={labsHref}>{m.toLabs}</a>
      </main>
    );
  }
  const waiting = <p className="message">{m.loading}</p>;
  return (
    <main className="labs">
      <Suspense fallback={waiting}>
        {/* A link to the same lab with other settings begins it anew. */}
        <entry.Page key={shared ?? ''} shared={shared} />
      </Suspense>
    </main>
  );
}

function LabList() {
  const m = useLabsTexts();
  return (
    <main className="labs">
      <ScrollRegion className="labs-index scroll" role="region" label={m.list}>
        <h1>{m.title}</h1>
        <p className="quiet">{m.intro}</p>
        <ul>
          {labs.map(({ id }) => (
            <li key={id}>
              <a href={labHref(id)}>
                <strong>{m.index[id].name}</strong>
                <span>{m.index[id].sentence}</span>
                <span className="faint">{m.index[id].time}</span>
              </a>
            </li>
          ))}
        </ul>
      </ScrollRegion>
    </main>
  );
}
