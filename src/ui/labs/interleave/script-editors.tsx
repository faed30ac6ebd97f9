/** The scripts side by side, each with line numbers; what cannot be run is listed with its remedy. */
import { Minus, Plus } from 'lucide-react';
import { useId } from 'react';
import { useStore } from 'zustand';
import {
  CLIENT_NAMES,
  CLIENTS_MAX,
  type ScriptPlace,
  type ScriptProblem,
} from '../../../contract/lab-interleave.ts';
import { Button } from '../../kit/button.tsx';
import { INVARIANT_CHARACTERS_MAX } from './experiments.ts';
import type { InterleaveStore } from './interleave-store.ts';
import { useTexts } from './texts.ts';

const ROWS_MIN = 4;
const ROWS_MAX = 16;

interface ScriptEditorsProps {
  readonly store: InterleaveStore;
  /** What can be changed, as lessons name the scripts; all of it where nothing is said. */
  readonly editable?: readonly string[];
}

export function ScriptEditors({ store, editable }: ScriptEditorsProps) {
  const m = useTexts();
  const { settings, problems, explored } = useStore(store);
  const { setup, clients, invariant } = settings;
  // What failed before each order is as wrong a line as one that cannot be run.
  const failed = explored?.settings === settings ? explored.result.setupErrors : [];
  const linesAt = (place: ScriptPlace) =>
    new Set([...problems, ...failed].filter((one) => one.place === place).map(({ line }) => line));
  // All areas are as high as the longest script asks, and a line more to go on in.
  const lines = [setup, ...clients].map((script) => script.split('\n').length + 1);
  const rows = Math.min(ROWS_MAX, Math.max(ROWS_MIN, ...lines));
  const isFixed = (name: string) => editable !== undefined && !editable.includes(name);
  const setClient = (index: number, script: string) =>
    store.edit({ clients: clients.map((old, at) => (at === index ? script : old)) });
  return (
    <section className="scripts">
      <div className="scripts-row">
        <CodeArea
          label={m.before}
          value={setup}
          fixed={isFixed('before')}
          rows={rows}
          badLines={linesAt('setup')}
          onChange={(script) => store.edit({ setup: script })}
        />
        {clients.map((script, index) => (
          <CodeArea
            // biome-ignore lint/suspicious/noArrayIndexKey: a client's place is its name
            key={index}
            label={m.client(CLIENT_NAMES[index] ?? '')}
            client={index}
            value={script}
            fixed={isFixed((CLIENT_NAMES[index] ?? '').toLowerCase())}
            rows={rows}
            badLines={linesAt(index)}
            onChange={(text) => setClient(index, text)}
          />
        ))}
      </div>
      <div className="scripts-end">
        <label className="invariant">
          <span>{m.invariant}</span>
          <input
            className="text-field is-code"
            value={invariant}
            readOnly={isFixed('invariant')}
            maxLength={INVARIANT_CHARACTERS_MAX}
            spellCheck={false}
            autoCapitalize="off"
            aria-invalid={linesAt('invariant').size > 0}
            onChange={(event) => store.edit({ invariant: event.target.value })}
          />
        </label>
        {isFixed('c') ? null : <ClientCount store={store} />}
      </div>
      {problems.length > 0 ? <Problems problems={problems} /> : null}
    </section>
  );
}

function ClientCount({ store }: { readonly store: InterleaveStore }) {
  const m = useTexts();
  const { clients } = useStore(store).settings;
  return clients.length < CLIENTS_MAX ? (
    <Button onClick={() => store.edit({ clients: [...clients, ''] })}>
      <Plus size={14} aria-hidden />
      {m.addClient}
    </Button>
  ) : (
    <Button onClick={() => store.edit({ clients: clients.slice(0, -1) })}>
      <Minus size={14} aria-hidden />
      {m.removeClient}
    </Button>
  );
}

interface CodeAreaProps {
  readonly label: string;
  readonly value: string;
  /** It can be read only. */
  readonly fixed: boolean;
  /** The client's index, for its colour. */
  readonly client?: number;
  readonly rows: number;
  readonly badLines: ReadonlySet<number>;
  readonly onChange: (value: string) => void;
}

function CodeArea({ label, value, fixed, client, rows, badLines, onChange }: CodeAreaProps) {
  const m = useTexts();
  const id = useId();
  const lines = value.split('\n');
  return (
    <div className="code-area" data-client={client}>
      <label htmlFor={id}>{label}</label>
      <div className="code-area-box">
        <div className="code-area-lines data" aria-hidden="true">
          {lines.map((_, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line's number is its identity
            <span key={index} data-bad={badLines.has(index + 1) || undefined}>
              {index + 1}
            </span>
          ))}
        </div>
        <textarea
          id={id}
          className="data"
          aria-label={m.lines(label)}
          aria-invalid={badLines.size > 0}
          wrap="off"
          rows={rows}
          value={value}
          readOnly={fixed}
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          onChange={(event) => onChange(event.target.value)}
          onScroll={(event) => {
            const gutter = event.currentTarget.previousElementSibling;
            if (gutter) gutter.scrollTop = event.currentTarget.scrollTop;
          }}
        />
      </div>
    </div>
  );
}

function Problems({ problems }: { readonly problems: readonly ScriptProblem[] }) {
  const m = useTexts();
  const placeOf = ({ place, line }: ScriptProblem): string => {
    if (typeof place === 'number') return m.place.client(CLIENT_NAMES[place] ?? '', line);
    return place === 'invariant' ? m.place.invariant : m.place.line(m.place.setup, line);
  };
  return (
    <div className="lab-note" data-tone="bad" role="alert">
      <h2>{m.problemsTitle}</h2>
      <ul className="problems">
        {problems.map((problem) => (
          <li key={`${problem.place} ${problem.line} ${problem.kind} ${problem.detail}`}>
            <strong>{placeOf(problem)}</strong> {m.problems[problem.kind](problem.detail)}
          </li>
        ))}
      </ul>
    </div>
  );
}
