/** Form pieces of the room: a search field, a switch, a threshold that is set with a button. */
import { Search } from 'lucide-react';
import { type FormEvent, useEffect, useId, useState } from 'react';
import { Button } from '../kit/button.tsx';
import { Refused } from './panel.tsx';
import { useTexts } from './texts.tsx';

export function SearchField({
  label,
  hint,
  value,
  onChange,
}: {
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  return (
    <label className="server-search">
      <span className="unseen">{label}</span>
      <Search size={14} aria-hidden />
      <input
        type="search"
        id="key-filter"
        value={value}
        placeholder={hint}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => onChange(event.target.value)}
      />
    </label>
  );
}

export function Check({
  label,
  checked,
  onChange,
}: {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}) {
  return (
    <label className="server-check">
      <input
        type="checkbox"
        checked={checked}
        onChange={(event) => onChange(event.target.checked)}
      />
      {label}
    </label>
  );
}

interface ThresholdProps {
  readonly label: string;
  readonly unit: string;
  readonly note: string;
  readonly value: number;
  /** Answers with the engine's refusal, or null. */
  readonly onSet: (value: string) => Promise<string | null>;
}

export function Threshold({ label, unit, note, value, onSet }: ThresholdProps) {
  const { room: m } = useTexts();
  const id = useId();
  const [text, setText] = useState(String(value));
  const [refusal, setRefusal] = useState<string | null>(null);
  useEffect(() => setText(String(value)), [value]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void onSet(text).then(setRefusal);
  };
  return (
    <form className="server-threshold" onSubmit={submit}>
      <div className="server-row">
        <label htmlFor={id}>{label}</label>
        <input
          id={id}
          className="field data"
          inputMode="numeric"
          size={8}
          value={text}
          aria-describedby={`${id}-note`}
          aria-invalid={refusal !== null}
          onChange={(event) => setText(event.target.value)}
        />
        <span>{unit}</span>
        <Button type="submit" kind="outlined" disabled={text.trim() === String(value)}>
          {m.set}
        </Button>
      </div>
      <p className="faint" id={`${id}-note`}>
        {note}
      </p>
      {refusal !== null ? <Refused text={refusal} /> : null}
    </form>
  );
}
