/** A list of short things that can be taken out one by one, and a field that adds one. */
import { X } from 'lucide-react';
import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { Button, IconButton } from '../kit/button.tsx';
import { useTexts } from './texts.tsx';

interface Chip {
  readonly id: string;
  /** What it is, in one line: read aloud with the button that removes it. */
  readonly label: string;
  readonly note?: string;
}

export function Chips({
  chips,
  none,
  onRemove,
}: {
  readonly chips: readonly Chip[];
  /** What it means that there is none. */
  readonly none: string;
  readonly onRemove: (id: string) => void;
}) {
  const { room: m } = useTexts();
  if (chips.length === 0) return <p className="faint">{none}</p>;
  return (
    <ul className="chips">
      {chips.map(({ id, label, note }) => (
        <li key={id}>
          <span className="data">{label}</span>
          {note ? <span className="faint">{note}</span> : null}
          <IconButton
            label={m.remove(label)}
            icon={<X size={12} aria-hidden />}
            onClick={() => onRemove(id)}
          />
        </li>
      ))}
    </ul>
  );
}

export function Adder({
  label,
  hint,
  kind = 'text',
  onAdd,
  children,
}: {
  readonly label: string;
  readonly hint?: string;
  readonly kind?: 'text' | 'password';
  readonly onAdd: (text: string) => void;
  /** Further controls before the button. */
  readonly children?: ReactNode;
}) {
  const { room: m } = useTexts();
  const id = useId();
  const [text, setText] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() === '') return;
    onAdd(text.trim());
    setText('');
  };
  return (
    <form className="server-row" onSubmit={submit}>
      <label className="unseen" htmlFor={id}>
        {label}
      </label>
      <input
        id={id}
        className="field data"
        type={kind}
        size={18}
        placeholder={hint ?? label}
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      {children}
      <Button type="submit" kind="outlined" disabled={text.trim() === ''}>
        {m.add}
      </Button>
    </form>
  );
}
