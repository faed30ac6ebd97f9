/** The runs that lie over each other in the charts: show, hide, rename, remove, bring back. */
import { X } from 'lucide-react';
import { useStore } from 'zustand';
import { Button, IconButton } from '../../kit/button.tsx';
import { Swatch } from './chart-marks.tsx';
import type { RunsStore } from './runs.ts';
import { useLabsTexts } from './texts.tsx';

interface RunListProps<Settings, Result> {
  readonly store: RunsStore<Settings, Result>;
  /** A figure or two of a run, shown beside its name. */
  readonly figures?: (settings: Settings, result: Result) => string;
}

const NAME_CHARACTERS_MAX = 60;

export function RunList<Settings, Result>({ store, figures }: RunListProps<Settings, Result>) {
  const m = useLabsTexts();
  const { runs, removed } = useStore(store);
  if (runs.length === 0 && !removed) return null;
  return (
    <section className="runs" aria-label={m.runs.title}>
      <h2>{m.runs.title}</h2>
      <ul>
        {runs.map((run) => (
          <li key={run.id}>
            <input
              type="checkbox"
              checked={run.shown}
              aria-label={m.runs.show(run.name)}
              onChange={(event) => store.setShown(run.id, event.target.checked)}
            />
            <Swatch slot={run.slot} />
            <input
              className="run-name"
              value={run.name}
              title={run.name}
              maxLength={NAME_CHARACTERS_MAX}
              aria-label={m.runs.rename(run.name)}
              onChange={(event) => store.rename(run.id, event.target.value)}
            />
            {figures ? (
              <span className="data faint">{figures(run.settings, run.result)}</span>
            ) : null}
            <IconButton
              label={m.runs.remove(run.name)}
              icon={<X size={14} aria-hidden />}
              onClick={() => store.remove(run.id)}
            />
          </li>
        ))}
      </ul>
      <div className="runs-tools" role="status">
        {runs.length > 1 ? <Button onClick={store.clear}>{m.runs.clear}</Button> : null}
        {removed ? (
          <span>
            {m.runs.removed(removed.count)} <Button onClick={store.undo}>{m.runs.undo}</Button>
          </span>
        ) : null}
      </div>
    </section>
  );
}
