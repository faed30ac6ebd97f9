/** What a run has printed: text as text, errors with a way to their line, the newest kept in view. */
import { useEffect, useRef } from 'react';
import type { CodeFailure, CodePlace } from '../../contract/code.ts';
import type { CodeTexts } from '../i18n/code-en.ts';
import type { CodePhase, OutputLine } from './code-session.ts';

interface OutputListProps {
  readonly texts: CodeTexts['output'];
  readonly phase: CodePhase;
  readonly lines: readonly OutputLine[];
  readonly onPlace: (place: CodePlace) => void;
}

export function OutputList({ texts, phase, lines, onPlace }: OutputListProps) {
  const list = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the newest line is kept in view
  useEffect(() => {
    list.current?.scrollTo({ top: list.current.scrollHeight });
  }, [lines, phase]);
  const status = phase === 'idle' ? texts.empty : texts[phase];
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <div ref={list} className="code-output" role="log" aria-label={texts.label} tabIndex={0}>
      {lines.map((line, index) => (
        // Lines are only ever added: their place is their identity.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <Line key={index} line={line} texts={texts} onPlace={onPlace} />
      ))}
      <p className="code-status" data-phase={phase}>
        {status}
      </p>
    </div>
  );
}

interface LineProps {
  readonly line: OutputLine;
  readonly texts: CodeTexts['output'];
  readonly onPlace: (place: CodePlace) => void;
}

function Line({ line, texts, onPlace }: LineProps) {
  if (line.kind === 'print') {
    const { level: name } = line;
    const level = name === 'warn' || name === 'error' ? texts.levels[name] : null;
    return (
      <pre className="code-line" data-level={line.level}>
        {level === null ? null : <span className="code-level">{level}</span>}
        {line.text}
      </pre>
    );
  }
  if (line.kind === 'failure') {
    return <Failure failure={line.failure} texts={texts} onPlace={onPlace} />;
  }
  const text = line.kind === 'crashed' ? texts.crashed(line.detail) : texts[line.kind];
  return (
    <p className="code-line" data-level={line.kind === 'stopped' ? 'info' : 'error'}>
      {text}
    </p>
  );
}

function Failure({
  failure: { kind, text, stack, place },
  texts,
  onPlace,
}: {
  readonly failure: CodeFailure;
  readonly texts: CodeTexts['output'];
  readonly onPlace: (place: CodePlace) => void;
}) {
  return (
    <div className="code-failure">
      {kind === 'rejection' ? <p>{texts.rejection}</p> : null}
      <pre className="code-line" data-level="error">
        {kind === 'endless' ? texts.endless : text}
      </pre>
      {place ? (
        <button type="button" className="code-place" onClick={() => onPlace(place)}>
          {texts.line(place.line, place.column)}
        </button>
      ) : null}
      {stack.length > 1 ? <pre className="code-stack">{stack.join('\n')}</pre> : null}
    </div>
  );
}
