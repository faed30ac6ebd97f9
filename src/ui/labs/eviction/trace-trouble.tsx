/** Why a trace of one's own cannot be played, with its line. */
import type { TraceProblem } from '../../../contract/lab-eviction.ts';
import { useTexts } from './texts.ts';

export function TraceTrouble({ problem }: { readonly problem: TraceProblem }) {
  const m = useTexts();
  return (
    <p className="lab-note" data-tone="bad" role="alert">
      {problem.kind === 'empty' ? m.problem.empty : m.problem[problem.kind](problem.line)}
    </p>
  );
}
