/** What must hold, ticking live; what was found where it does not; and a word on a wrong turn. */

import { Circle, CircleCheck, TriangleAlert } from 'lucide-react';
import type { StepResult } from '../../course/check-goal.ts';
import type { Step } from '../../course/lesson.ts';
import { useLanguage } from '../i18n/i18n.tsx';
import { findingText } from './findings.ts';
import { useLearnTexts } from './messages.ts';
import { Inlines } from './text.tsx';

interface CheckListProps {
  readonly step: Step;
  readonly result: StepResult | null;
  readonly isDone: boolean;
  /** Something has been done: before that nothing can have gone wrong. */
  readonly isBegun: boolean;
}

export function CheckList({ step, result, isDone, isBegun }: CheckListProps) {
  const m = useLearnTexts();
  const language = useLanguage();
  const words = m.learn.checks;
  const isMet = (index: number) => isDone || result?.checks[index]?.met === true;
  const met = step.checks.filter((_, index) => isMet(index)).length;
  return (
    <section className="checks" aria-label={words.title}>
      <h3>
        {words.title}
        <span className="faint">{words.reached(met, step.checks.length)}</span>
      </h3>
      <ul>
        {step.checks.map((check, index) => {
          const finding = isMet(index) || !isBegun ? null : result?.checks[index]?.finding;
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: the checks are fixed
            <li key={index} data-met={isMet(index) || undefined}>
              {isMet(index) ? (
                <CircleCheck size={16} aria-label={words.met} />
              ) : (
                <Circle size={16} aria-label={words.open} />
              )}
              <div>
                <Inlines nodes={check.text} />
                {finding ? (
                  <p className="finding">
                    {words.found} {findingText(finding, m, language)}
                  </p>
                ) : null}
              </div>
            </li>
          );
        })}
      </ul>
      <div role="status">
        {(isDone ? [] : (result?.mistakes ?? [])).map((index) => (
          <p key={index} className="mistake">
            <TriangleAlert size={16} aria-hidden />
            <span>
              <Inlines nodes={step.mistakes[index]?.text ?? []} />
            </span>
          </p>
        ))}
      </div>
    </section>
  );
}
