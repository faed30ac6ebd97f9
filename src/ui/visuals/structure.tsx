/** The structure of a key: its drawing, its twin as a table, and the window when it is large. */
import { type RefObject, useLayoutEffect, useRef, useState } from 'react';
import type { KeyView, ViewForm } from '../../contract/key-view.ts';
import { useMessages } from '../i18n/i18n.tsx';
import { Button } from '../kit/button.tsx';
import { visualOf } from './all.ts';
import { useFresh } from './fresh.ts';
import { Pager } from './pager.tsx';
import type { TwinTable } from './visual.ts';
import './visuals.css';

interface StructureProps {
  readonly view: KeyView;
  readonly onWindow: (offset: number) => void;
  /** Another part of a stream's consumer groups. */
  readonly onGroups: (offset: number) => void;
  readonly onForm: (form: ViewForm) => void;
}

export function Structure({ view, onWindow, onGroups, onForm }: StructureProps) {
  const m = useMessages();
  const { structure } = view;
  const visual = visualOf(structure);
  const [asTable, setAsTable] = useState(false);
  const twin = visual.twin(m, structure);
  const second = visual.second?.(m, structure) ?? null;
  const touched = {
    at: 'touchedAt' in structure ? structure.touchedAt : null,
    ids: visual.touched?.(structure) ?? [],
  };
  const fresh = useFresh(
    {
      value: `${view.db} ${view.key} ${structure.kind}`,
      window: `${structure.offset} ${second?.first ?? 0}`,
    },
    twin.rows.map((row) => row.id),
    touched,
  );
  const section = useRef<HTMLElement>(null);
  useIntoView(section, touched.ids.some((id) => fresh.has(id)) ? fresh : null);
  return (
    <section ref={section} className="structure" data-type={view.type}>
      <Forms view={view} onForm={onForm} />
      {visual.tableToo ? null : (
        <>
          <header>
            <h4>{visual.title(m)}</h4>
            <Button onClick={() => setAsTable(!asTable)}>
              {asTable ? m.inspector.asDrawing : m.inspector.asTable}
            </Button>
          </header>
          <p className="structure-note">{visual.note(m, structure, view.encoding)}</p>
        </>
      )}
      {asTable ? null : <visual.Drawing view={structure} type={view.type} fresh={fresh} />}
      {visual.tableToo ? (
        <header>
          <h4>{m.visuals.members}</h4>
          <small className="faint">{visual.note(m, structure, view.encoding)}</small>
        </header>
      ) : null}
      <div className={asTable || visual.tableToo ? undefined : 'unseen'}>
        <Twin table={twin} fresh={fresh} />
      </div>
      <Pager
        first={structure.offset}
        shown={visual.shown(structure)}
        total={visual.total(structure)}
        label={second ? visual.title(m) : m.inspector.structure}
        unit={visual.unit(m)}
        unitsPerElement={visual.unitsPerElement ?? 1}
        onWindow={onWindow}
      />
      {second ? <Pager {...second} unit={second.label} onWindow={onGroups} /> : null}
    </section>
  );
}

/** Brings what was changed into sight where a window is longer than the screen. */
function useIntoView(
  section: RefObject<HTMLElement | null>,
  changed: ReadonlySet<string> | null,
): void {
  useLayoutEffect(() => {
    if (!changed) return;
    const seen = section.current?.querySelector(':scope > :not(.unseen) [data-fresh]');
    seen?.scrollIntoView({ block: 'nearest' });
  }, [section, changed]);
}

/** Which way to look at the value; nothing where there is only one. */
function Forms({ view, onForm }: Pick<StructureProps, 'view' | 'onForm'>) {
  const m = useMessages();
  if (view.forms.length < 2) return null;
  const plain = view.type === 'string' ? m.visuals.bytes : m.visuals.members;
  return (
    <fieldset className="forms">
      <legend className="unseen">{m.drawings.showAs}</legend>
      {view.forms.map((form) => (
        <Button key={form} aria-pressed={form === view.form} onClick={() => onForm(form)}>
          {form === 'plain' ? plain : m.drawings[form]}
        </Button>
      ))}
    </fieldset>
  );
}

function Twin({
  table,
  fresh,
}: {
  readonly table: TwinTable;
  readonly fresh: ReadonlySet<string>;
}) {
  return (
    <table className="twin">
      <thead>
        <tr>
          {table.columns.map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {table.rows.map(({ id, cells }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: ids may repeat in a list
          <tr key={`${index} ${id}`} data-fresh={fresh.has(id) || undefined}>
            {cells.map((cell, column) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its column
              <td key={column}>{cell}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
