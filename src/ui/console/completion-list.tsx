/**
 * The list over the prompt: an ARIA listbox driven by the field's keys, or by a tap.
 *
 * The field is a textarea, which may not take the role combobox: it keeps its own role and points
 * here by aria-autocomplete, aria-controls and aria-activedescendant.
 */
import { useEffect, useRef } from 'react';
import { useMessages } from '../i18n/i18n.tsx';
import { useConsole } from './console-context.tsx';
import type { PromptState, PromptStore } from './prompt-store.ts';

interface CompletionListProps {
  readonly prompt: PromptStore;
  readonly completion: NonNullable<PromptState['completion']>;
}

export function CompletionList({ prompt, completion }: CompletionListProps) {
  const m = useMessages();
  const { needWords } = useConsole();
  useEffect(needWords, [needWords]);
  const list = useRef<HTMLDivElement>(null);
  const { suggestions, chosen } = completion;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the chosen row is kept in view
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  return (
    <div
      ref={list}
      className="completions scroll"
      id="completions"
      role="listbox"
      tabIndex={0}
      aria-label={m.console.completions}
    >
      {suggestions.map(({ text, kind, doc }, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: keys are the field's
        <div
          key={`${kind} ${text}`}
          id={`completion-${index}`}
          className="completion"
          role="option"
          tabIndex={-1}
          aria-selected={index === chosen}
          data-kind={kind}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => prompt.pick(index)}
        >
          <span className="completion-text">{text}</span>
          <span className="completion-note">{doc ? m.console.commandSummary(doc) : ''}</span>
        </div>
      ))}
    </div>
  );
}
