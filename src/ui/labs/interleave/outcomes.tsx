/** What all orders came to: a verdict in one sentence, the ways it can end, and the orders of each. */
import { Check, CircleHelp, X } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import {
  CLIENT_NAMES,
  type Explored,
  type NamedValue,
  type Outcome,
  type StepError,
} from '../../../contract/lab-interleave.ts';
import { presetOf } from '../../../course/interleave-lab.ts';
import { formatCount } from '../../i18n/numbers.ts';
import { Button } from '../../kit/button.tsx';
import { formatShare } from '../../kit/format.ts';
import { faultOf } from './experiments.ts';
import type { InterleaveStore } from './interleave-store.ts';
import { useTexts } from './texts.ts';

export function Outcomes({ store }: { readonly store: InterleaveStore }) {
  const m = useTexts();
  const { explored, settings } = useStore(store);
  if (!explored) return null;
  const { result } = explored;
  const fault = faultOf(presetOf(explored.settings));
  const changed = explored.settings !== settings;
  return (
    <section className="outcomes" aria-label={m.outcomes}>
      <div role="status">
        <h2 data-bad={result.bad > 0}>{m.verdict(fault, result.bad, result.schedules)}</h2>
        <p className="faint">
          {result.isSample ? `${m.sample(result.schedules, result.schedulesTotal)} ` : ''}
          {m.executed(result.commands, result.tookMs)}{' '}
          {changed ? <strong>{m.changed}</strong> : null}
        </p>
        <SetupErrors errors={result.setupErrors} setup={explored.settings.setup} />
      </div>
      <OutcomeTable store={store} result={result} />
    </section>
  );
}

function OutcomeTable({
  store,
  result,
}: {
  readonly store: InterleaveStore;
  readonly result: Explored;
}) {
  const m = useTexts();
  return (
    <table className="outcome-table">
      <thead>
        <tr>
          <th scope="col">{m.outcome}</th>
          <th scope="col">{m.share}</th>
          <th scope="col">{m.ordersColumn}</th>
        </tr>
      </thead>
      <tbody>
        {result.outcomes.map((outcome, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: outcomes of one result never move
          <tr key={index}>
            <th scope="row">
              <Verdict outcome={outcome} />
              <Values values={outcome.values} />
              <ClientErrors errors={outcome.errors} />
            </th>
            <td className="data outcome-share">
              {formatCount(outcome.schedules)}{' '}
              <span className="faint">{formatShare(outcome.schedules / result.schedules)}</span>
            </td>
            <td>
              <Orders store={store} outcome={outcome} index={index} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Verdict({ outcome }: { readonly outcome: Outcome }) {
  const m = useTexts();
  const { holds, failure } = outcome;
  if (holds === null) {
    return (
      <span className="verdict" data-holds="unclear">
        <CircleHelp size={14} aria-hidden /> {m.unclear(failure ?? '')}
      </span>
    );
  }
  return (
    <span className="verdict" data-holds={holds}>
      {holds ? <Check size={14} aria-hidden /> : <X size={14} aria-hidden />}
      {holds ? m.holds : m.broken}
    </span>
  );
}

function Values({ values }: { readonly values: readonly NamedValue[] }) {
  const m = useTexts();
  if (values.length === 0) return <span className="faint">{m.nothing}</span>;
  return (
    <span className="named-values data">
      {values.map(({ kind, name, value }) => (
        <span key={`${kind} ${name}`}>
          <span className="faint">{kind === 'row' ? m.row(name) : name} = </span>
          {value ?? m.nil}
        </span>
      ))}
    </span>
  );
}

interface SetupErrorsProps {
  readonly errors: readonly StepError[];
  readonly setup: string;
}

/** Beside the verdict, since it decides what the verdict is worth. */
function SetupErrors({ errors, setup }: SetupErrorsProps) {
  const m = useTexts();
  if (errors.length === 0) return null;
  const lines = setup.split('\n');
  return (
    <div className="lab-note" data-tone="bad">
      <p>{m.setupFailed}</p>
      <ul className="step-errors">
        {errors.map(({ line, text }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: errors of one result never move
          <li key={index}>
            {m.place.line(m.place.setup, line)} <code>{lines[line - 1]?.trim()}</code>{' '}
            <span className="data step-error">{text}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function ClientErrors({ errors }: { readonly errors: readonly StepError[] }) {
  const m = useTexts();
  if (errors.length === 0) return null;
  return (
    <ul className="step-errors">
      {errors.map(({ place, line, text }) => (
        <li key={`${place} ${line} ${text}`}>
          {m.place.client(CLIENT_NAMES[Number(place)] ?? '', line)}{' '}
          <span className="data step-error">{text}</span>
        </li>
      ))}
    </ul>
  );
}

const ORDERS_SHOWN = 8;

interface OrdersProps {
  readonly store: InterleaveStore;
  readonly outcome: Outcome;
  readonly index: number;
}

function Orders({ store, outcome, index }: OrdersProps) {
  const m = useTexts();
  const { chosen } = useStore(store);
  const [all, setAll] = useState(false);
  const { examples } = outcome;
  const shown = all ? examples : examples.slice(0, ORDERS_SHOWN);
  return (
    <div className="orders">
      {shown.map((schedule, example) => (
        <button
          key={schedule}
          type="button"
          className="order"
          aria-label={m.replayOf(schedule)}
          aria-pressed={chosen?.outcome === index && chosen.example === example}
          onClick={() => void store.choose({ outcome: index, example })}
        >
          <Letters schedule={schedule} />
        </button>
      ))}
      {examples.length > ORDERS_SHOWN ? (
        <Button onClick={() => setAll(!all)}>
          {all ? m.fewerOrders : m.moreOrders(examples.length - ORDERS_SHOWN)}
        </Button>
      ) : null}
    </div>
  );
}

/** An order as letters, each in its client's colour. */
export function Letters({ schedule }: { readonly schedule: string }) {
  return [...schedule].map((letter, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a letter's place is its identity
    <i key={index} data-client={letter.charCodeAt(0) - 'A'.charCodeAt(0)}>
      {letter}
    </i>
  ));
}
