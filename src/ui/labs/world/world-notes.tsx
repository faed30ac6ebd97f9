/** What happened in the last run, and what its code printed or threw. */
import { useStore } from 'zustand';
import { useTexts } from './texts.ts';
import type { WorldStore } from './world-store.ts';

export function WorldNotes({ store }: { readonly store: WorldStore }) {
  const m = useTexts();
  const { runs } = useStore(store.runs);
  const notes = runs.filter(({ shown }) => shown).at(-1)?.result.notes ?? [];
  if (notes.length === 0) return null;
  return (
    <section aria-label={m.notes.title}>
      <h2>{m.notes.title}</h2>
      <ul className="world-notes">
        {notes.map(({ atSecond, kind, text, times }) => (
          <li key={`${atSecond}${kind}${text}`} data-kind={kind}>
            <span className="faint data">{m.notes.at(atSecond.toFixed(1))}</span>
            {kind === 'console' || kind === 'error' ? (
              <code>{text}</code>
            ) : kind === 'unsettled' || kind === 'unanswered' ? (
              <span>{m.notes[kind](times, text)}</span>
            ) : kind === 'endless' ? (
              <span>{m.notes.endless(text)}</span>
            ) : (
              <span>{m.controls.happenings[kind]}</span>
            )}
            {times > 1 && kind !== 'unsettled' && kind !== 'unanswered' ? (
              <span className="faint">{m.notes.times(times)}</span>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  );
}
