/** Text that may be megabytes long: its beginning, and the rest when somebody wants it. */
import { type ReactNode, useState } from 'react';
import { useMessages } from '../i18n/i18n.tsx';

/** Longer texts are cut to `HEAD`. */
const WHOLE_MAX = 1500;
const HEAD = 1000;

interface LongTextProps {
  readonly text: string;
  readonly children: (shown: string) => ReactNode;
}

export function LongText({ text, children }: LongTextProps) {
  const m = useMessages();
  const [whole, setWhole] = useState(false);
  if (text.length <= WHOLE_MAX) return children(text);
  return (
    <>
      {children(whole ? text : `${text.slice(0, HEAD)}…`)}{' '}
      <button type="button" className="link" onClick={() => setWhole(!whole)}>
        {whole ? m.console.showLess : m.console.showCharacters(text.length)}
      </button>
    </>
  );
}
