/** The lab of a step: the lab itself, all runs as a table, and what is said beside what was measured. */

import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { scriptNames } from '../../course/interleave-lab.ts';
import {
  allLabSettings,
  type LabRecord,
  type LabSetup,
  type LessonLab,
} from '../../course/labs.ts';
import { ScrollRegion } from '../kit/scroll-region.tsx';
import { Claims } from './claims.tsx';
import { labName, labValueText } from './findings.ts';
import type { LessonStore } from './lesson-store.ts';
import { useLearnTexts } from './messages.ts';
import './lab.css';

const noteOf = {
  caching: 'worlds',
  stampede: 'worlds',
  eviction: 'policies',
  interleave: 'orders',
} as const satisfies Readonly<Record<LessonLab, string>>;

/** The setting that tells a run from the others, where there is one. */
const headOf: { readonly [L in LessonLab]: readonly string[] } = {
  caching: ['strategy'],
  stampede: ['strategy'],
  eviction: [],
  interleave: ['preset'],
};

/** A setting whose values are names; figures are numbers, all of them. */
const isWord = (name: string): boolean => {
  const kind = allLabSettings[name];
  return kind !== undefined && kind !== 'number';
};

/** Scripts are too long for a table. */
const untold: ReadonlySet<string> = new Set(scriptNames);

interface LabPanelProps {
  readonly setup: LabSetup;
  readonly store: LessonStore;
  /** The lab's controls and drawings. */
  readonly children: ReactNode;
}

export function LabPanel({ setup, store, children }: LabPanelProps) {
  const m = useLearnTexts();
  const words = m.learn.lab;
  const { memory, step, labBusy, failure } = useStore(store);
  const all = memory.step === step ? memory.labRuns : [];
  // An order that was watched is no run of its own.
  const runs = all.filter(({ values }) => values.order === undefined);
  return (
    <ScrollRegion className="lab scroll" role="region" label={words.title}>
      <h2>{words.title}</h2>
      <p className="faint">{words.notes[noteOf[setup.lab]]}</p>
      {failure?.kind === 'lab' ? (
        <p className="bad" role="alert">
          {words.failed(failure.detail)}
        </p>
      ) : null}
      <div role="status">
        {labBusy ? <p>{words.running}</p> : null}
        {runs.length > 0 ? (
          <RunsTable runs={runs} setup={setup} />
        ) : (
          <p className="faint">{words.none}</p>
        )}
      </div>
      {setup.strategies.includes('no-cache') ? <Claims runs={runs} /> : null}
      {children}
    </ScrollRegion>
  );
}

interface RunsTableProps {
  readonly runs: readonly LabRecord[];
  readonly setup: LabSetup;
}

/** What was set and what came of it; the settings that no run changed are left out. */
function RunsTable({ runs, setup }: RunsTableProps) {
  const m = useLearnTexts();
  const told = setup.controls.filter(
    (name) => !untold.has(name) && runs.some(({ values }) => values[name] !== undefined),
  );
  const set = [...headOf[setup.lab], ...told];
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="lab-table scroll" tabIndex={0} aria-label={m.learn.lab.runs}>
      <table>
        <thead>
          <tr>
            {[...set, ...setup.figures].map((name) => (
              <th key={name} scope="col" data-word={isWord(name) || undefined}>
                {labName(name, m)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {runs.map((run, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a run's place is its identity
            <tr key={index} data-newest={index === runs.length - 1 || undefined}>
              {set.map((name) => (
                <td key={name} data-word={isWord(name) || undefined}>
                  {labValueText(name, run.values[name] ?? setup.values[name] ?? '–', m)}
                </td>
              ))}
              {setup.figures.map((name) => (
                <td key={name}>{labValueText(name, run.figures[name] ?? 0, m)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
