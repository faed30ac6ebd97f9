/** The control that fits a directive's kind: yes or no, one of several words, an amount, a text. */
import { type FormEvent, useId, useState } from 'react';
import { useStore } from 'zustand';
import { Button } from '../kit/button.tsx';
import type { DirectiveRow } from './config-store.ts';
import { joinMemory, type MemoryUnit, memoryUnits, splitMemory } from './memory-value.ts';
import { Refused } from './panel.tsx';
import { useRoom } from './room.ts';
import { useTexts } from './texts.tsx';

interface ControlProps {
  readonly row: DirectiveRow;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly describedBy: string;
}

export function DirectiveEditor({ row }: { readonly row: DirectiveRow }) {
  const { room: m } = useTexts();
  const { config, toast } = useRoom();
  const { doc } = row;
  const noteId = useId();
  const refusal = useStore(config.editing, (state) => state.refusal);
  const busy = useStore(config, (state) => state.busy);
  const [value, setValue] = useState(row.value);
  const send = async (next: string) => {
    if (await config.set(doc.name, next)) toast(m.config.changed(doc.name, next || m.config.empty));
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void send(value);
  };
  return (
    <form
      className="directive-editor"
      onSubmit={submit}
      onKeyDown={(event) => {
        if (event.key === 'Escape') config.close();
      }}
    >
      <div className="server-row">
        <Control row={row} value={value} onChange={setValue} describedBy={noteId} />
        <Button type="submit" kind="strong" disabled={busy}>
          {m.set}
        </Button>
        <Button onClick={config.close}>{m.cancel}</Button>
        {row.differs ? (
          <Button onClick={() => void send(doc.default)}>{m.config.toDefault}</Button>
        ) : null}
      </div>
      <div id={noteId}>
        {doc.min !== null && refusal === null ? (
          <p className="faint">{m.config.limits(doc.min, doc.max)}</p>
        ) : null}
        {refusal !== null ? <Refused text={refusal} /> : null}
      </div>
    </form>
  );
}

function Control(props: ControlProps) {
  const { kind } = props.row.doc;
  if (kind === 'bool') return <WordsControl {...props} words={['yes', 'no']} />;
  if (kind === 'enum') return <WordsControl {...props} words={props.row.doc.values} />;
  if (kind === 'memory') return <MemoryControl {...props} />;
  return <TextControl {...props} />;
}

function WordsControl({
  row,
  value,
  onChange,
  describedBy,
  words,
}: ControlProps & { readonly words: readonly string[] }) {
  const { room: m } = useTexts();
  return (
    <select
      className="field data"
      aria-label={m.config.newValue(row.doc.name)}
      aria-describedby={describedBy}
      // biome-ignore lint/a11y/noAutofocus: it was opened to be used
      autoFocus
      value={value}
      onChange={(event) => onChange(event.target.value)}
    >
      {(words.includes(value) ? words : [value, ...words]).map((word) => (
        <option key={word}>{word}</option>
      ))}
    </select>
  );
}

function TextControl({ row, value, onChange, describedBy }: ControlProps) {
  const { room: m } = useTexts();
  return (
    <input
      className="field data"
      aria-label={m.config.newValue(row.doc.name)}
      aria-describedby={describedBy}
      inputMode={row.doc.kind === 'int' ? 'numeric' : 'text'}
      size={row.doc.kind === 'int' ? 14 : 28}
      autoComplete="off"
      spellCheck={false}
      // biome-ignore lint/a11y/noAutofocus: it was opened to be used
      autoFocus
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

function MemoryControl({ row, onChange, describedBy }: ControlProps) {
  const { room: m } = useTexts();
  const [parts, setParts] = useState(() => splitMemory(row.value));
  const change = (next: { readonly amount: string; readonly unit: MemoryUnit }) => {
    setParts(next);
    onChange(joinMemory(next.amount, next.unit));
  };
  return (
    <>
      <input
        className="field data"
        aria-label={m.config.newValue(row.doc.name)}
        aria-describedby={describedBy}
        inputMode="numeric"
        size={12}
        autoComplete="off"
        // biome-ignore lint/a11y/noAutofocus: it was opened to be used
        autoFocus
        value={parts.amount}
        onChange={(event) => change({ ...parts, amount: event.target.value })}
      />
      <select
        className="field"
        aria-label={m.config.unit}
        value={parts.unit}
        onChange={(event) => change({ ...parts, unit: event.target.value as MemoryUnit })}
      >
        {memoryUnits.map((unit) => (
          <option key={unit} value={unit}>
            {unit === '' ? m.config.bytes : unit.toUpperCase()}
          </option>
        ))}
      </select>
    </>
  );
}
