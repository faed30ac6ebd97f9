/** Why the requests of the last run had no answer, where that is the code's doing: beside the button. */
import { useStore } from 'zustand';
import type { WorldRun } from '../../../contract/lab-world.ts';
import { useTexts } from './texts.ts';
import type { WorldStore } from './world-store.ts';

export function RunTrouble({ store }: { readonly store: WorldStore }) {
  const { notes: m } = useTexts();
  const { runs } = useStore(store.runs);
  const last = runs.at(-1);
  const text = last ? troubleOf(m, last.result) : null;
  return (
    <p className="lab-note" data-tone="bad" role="status" hidden={text === null}>
      {text}
    </p>
  );
}

function troubleOf(
  m: ReturnType<typeof useTexts>['notes'],
  { totals, notes }: WorldRun,
): string | null {
  for (const { kind, text, times } of notes) {
    if (kind === 'unsettled' || kind === 'unanswered') return m[kind](times, text);
  }
  if (totals.failed * 2 <= totals.requests) return null;
  const errors = notes.filter(({ kind }) => kind === 'error');
  const most = errors.reduce((one, other) => (other.times > one.times ? other : one), noError);
  return most === noError ? null : m.mostFailed(totals.failed, totals.requests, most.text);
}

const noError = { kind: 'error', atSecond: 0, text: '', times: 0 } as const;
