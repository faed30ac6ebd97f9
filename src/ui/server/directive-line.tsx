/** One directive: name, value, standing, meaning; its control where it is being changed. */
import { Pencil } from 'lucide-react';
import { useStore } from 'zustand';
import { IconButton } from '../kit/button.tsx';
import { formatSize } from '../kit/format.ts';
import { type DirectiveRow, worksHere } from './config-store.ts';
import { DirectiveEditor } from './directive-editor.tsx';
import { useRoom } from './room.ts';
import { useTexts } from './texts.tsx';

interface LineProps {
  readonly row: DirectiveRow;
  readonly meaning: string;
}

/** Memory is told in a unit as well, since nobody counts eight digits. */
export function ValueText({ row, value }: { readonly row: DirectiveRow; readonly value: string }) {
  const { room: m } = useTexts();
  if (value === '') return <span className="faint">{m.config.empty}</span>;
  const isLarge = row.doc.kind === 'memory' && Number(value) >= 1000;
  return (
    <>
      <span className="data">{value}</span>
      {isLarge ? <span className="faint"> {formatSize(Number(value))}</span> : null}
    </>
  );
}

export function DirectiveLine({ row, meaning }: LineProps) {
  const { room: m } = useTexts();
  const { config } = useRoom();
  const { doc, value, differs } = row;
  const isOpen = useStore(config.editing, (state) => state.open === doc.name);
  return (
    <li className="directive" data-quiet={!worksHere(doc) || undefined}>
      <h3>{doc.name}</h3>
      <div className="directive-value">
        <span>
          <ValueText row={row} value={value} />
        </span>
        {doc.fixed ? null : (
          <IconButton
            label={m.config.edit(doc.name)}
            icon={<Pencil size={14} aria-hidden />}
            aria-expanded={isOpen}
            onClick={() => (isOpen ? config.close() : config.open(doc.name))}
          />
        )}
      </div>
      <div className="directive-about">
        <p className="quiet">{meaning}</p>
        <Standing row={row} differs={differs} />
        {isOpen ? <DirectiveEditor row={row} /> : null}
        <Earlier name={doc.name} />
      </div>
    </li>
  );
}

function Standing({ row, differs }: { readonly row: DirectiveRow; readonly differs: boolean }) {
  const { room: m } = useTexts();
  const { doc, value } = row;
  const notes = [
    doc.inert ? m.config.inert : null,
    doc.tcpOnly ? m.config.tcpOnly : null,
    doc.fixed ? m.config.fixed : null,
    differs ? m.config.byDefault(doc.default === '' ? m.config.empty : doc.default) : null,
    differs && doc.startedWith === value
      ? m.config.startedWith(value === '' ? m.config.empty : value)
      : null,
  ].filter((note) => note !== null);
  if (notes.length === 0) return null;
  return (
    <p className="directive-notes">
      {differs ? <strong>{m.config.differs}</strong> : null}
      {notes.map((note) => (
        <span key={note}>{note}</span>
      ))}
    </p>
  );
}

/** One click sets back what was changed here. */
function Earlier({ name }: { readonly name: string }) {
  const { room: m } = useTexts();
  const { config, toast } = useRoom();
  const earlier = useStore(config.editing, (state) => state.earlier.get(name));
  if (earlier === undefined) return null;
  const undo = async () => {
    if (await config.set(name, earlier)) toast(m.config.changed(name, earlier || m.config.empty));
  };
  return (
    <p className="directive-notes">
      <span>{m.config.was(earlier === '' ? m.config.empty : earlier)}</span>
      <button type="button" className="link" onClick={() => void undo()}>
        {m.config.undo}
      </button>
    </p>
  );
}
