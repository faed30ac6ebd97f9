/** A prediction: one click before the doing; whether it was right is told when it has been seen. */

import { Check, X } from 'lucide-react';
import type { Predict } from '../../course/lesson.ts';
import { useLearnTexts } from './messages.ts';
import { Inlines } from './text.tsx';

/** What was chosen: an option's index, -1 for none wanted, null for not yet. */
export type Guess = number | null;

interface PredictCardProps {
  readonly predict: Predict;
  readonly guess: Guess;
  readonly revealed: boolean;
  readonly onGuess: (guess: number) => void;
}

export function PredictCard({ predict, guess, revealed, onGuess }: PredictCardProps) {
  const m = useLearnTexts();
  const words = m.learn.predict;
  return (
    <section className="predict" aria-label={words.title}>
      <h3>{words.title}</h3>
      <p>
        <Inlines nodes={predict.question} />
      </p>
      {revealed ? (
        <Answers predict={predict} guess={guess} />
      ) : (
        <ul>
          {predict.options.map((option, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the options are fixed
            <li key={index}>
              <button
                type="button"
                className="option"
                aria-pressed={guess === index}
                onClick={() => onGuess(index)}
              >
                <Inlines nodes={option.text} />
              </button>
            </li>
          ))}
        </ul>
      )}
      {guess === null && !revealed ? (
        <button type="button" className="link" onClick={() => onGuess(-1)}>
          {words.skip}
        </button>
      ) : null}
      <p className="faint" role="status">
        {guess !== null && guess >= 0 && !revealed ? words.noted : ''}
      </p>
    </section>
  );
}

/** The right option and the guessed one, each with its reason. */
function Answers({ predict, guess }: { readonly predict: Predict; readonly guess: Guess }) {
  const words = useLearnTexts().learn.predict;
  const guessed = guess === null ? undefined : predict.options[guess];
  const heading = guessed ? (guessed.right ? words.right : words.wrong) : words.skipped;
  const shown = predict.options.filter((option) => option.right || option === guessed);
  return (
    <>
      <p className="verdict">{heading}</p>
      <ul>
        {shown.map((option, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the options are fixed
          <li key={index} className="answer" data-right={option.right || undefined}>
            {option.right ? <Check size={16} aria-hidden /> : <X size={16} aria-hidden />}
            <div>
              <span className="answer-text">
                <span className="unseen">{option.right ? words.isRight : words.isWrong}: </span>
                <Inlines nodes={option.text} />
                {option === guessed ? <span className="faint"> ({words.chosen})</span> : null}
              </span>
              <p>
                <Inlines nodes={option.because} />
              </p>
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}
