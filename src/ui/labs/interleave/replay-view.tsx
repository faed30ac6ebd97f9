/**
 * One order step by step: time goes down, one column per client, the reply below each command, and
 * beside it all keys and rows as they are then, what has changed marked. On a phone the clients
 * share a column and say who they are.
 */
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useStore } from 'zustand';
import {
  CLIENT_NAMES,
  type KeyValue,
  type Replay,
  type ReplayStep,
  type StateView,
} from '../../../contract/lab-interleave.ts';
import { useLanguage } from '../../i18n/i18n.tsx';
import { IconButton } from '../../kit/button.tsx';
import { formatDuration } from '../../kit/format.ts';
import { PlaybackBar } from '../kit/playback-bar.tsx';
import { useNarrow } from '../kit/use-narrow.ts';
import type { InterleaveStore } from './interleave-store.ts';
import { Letters } from './outcomes.tsx';
import { useTexts } from './texts.ts';

export function ReplayView({ store }: { readonly store: InterleaveStore }) {
  const m = useTexts();
  const { explored, replay, replayFailed, position } = useStore(store);
  if (replayFailed) return <p className="lab-note">{m.replayFailed}</p>;
  if (!explored || !replay) return null;
  const { steps } = replay;
  return (
    <section className="replay" aria-label={m.replay}>
      <div className="replay-head">
        <h2>
          {m.replay}{' '}
          <span className="order">
            <Letters schedule={replay.schedule} />
          </span>
        </h2>
        <OrderPicker store={store} />
      </div>
      <PlaybackBar
        position={position}
        steps={steps.length}
        onMove={store.move}
        describe={(at) => m.stepOf(at, steps.length)}
      />
      <ReplayTable replay={replay} clients={explored.settings.clients.length} position={position} />
    </section>
  );
}

/** To the orders that end the same way. */
function OrderPicker({ store }: { readonly store: InterleaveStore }) {
  const m = useTexts();
  const { explored, chosen } = useStore(store);
  const outcome = chosen ? explored?.result.outcomes[chosen.outcome] : undefined;
  if (!chosen || !outcome) return null;
  const kept = outcome.examples.length;
  const place = chosen.example + 1;
  const go = (example: number) => void store.choose({ ...chosen, example });
  return (
    <div className="order-picker">
      <IconButton
        label={m.previousOrder}
        icon={<ChevronLeft size={16} aria-hidden />}
        disabled={chosen.example === 0}
        onClick={() => go(chosen.example - 1)}
      />
      <span className="quiet">
        {kept < outcome.schedules
          ? m.orderShown(place, kept, outcome.schedules)
          : m.order(place, outcome.schedules)}
      </span>
      <IconButton
        label={m.nextOrder}
        icon={<ChevronRight size={16} aria-hidden />}
        disabled={place >= kept}
        onClick={() => go(chosen.example + 1)}
      />
    </div>
  );
}

interface ReplayTableProps {
  readonly replay: Replay;
  readonly clients: number;
  readonly position: number;
}

function ReplayTable({ replay, clients, position }: ReplayTableProps) {
  const m = useTexts();
  const narrow = useNarrow();
  const columns = narrow ? [null] : Array.from({ length: clients }, (_, client) => client);
  return (
    <table className="replay-table" data-clients={columns.length}>
      <thead>
        <tr>
          <th scope="col">{m.step}</th>
          {columns.map((client) => (
            <th key={client ?? 'all'} scope="col" data-client={client ?? undefined}>
              {client === null ? m.action : m.client(CLIENT_NAMES[client] ?? '')}
            </th>
          ))}
          <th scope="col">{m.keysAfter}</th>
        </tr>
      </thead>
      <tbody>
        <tr data-now={position === 0 || undefined}>
          <th scope="row">0</th>
          <td colSpan={columns.length} className="faint">
            {m.start}
          </td>
          <td>
            <State state={replay.start} before={null} />
          </td>
        </tr>
        {replay.steps.map((step, index) => (
          <tr
            // biome-ignore lint/suspicious/noArrayIndexKey: a step's place is its identity
            key={index}
            data-now={position === index + 1 || undefined}
            aria-current={position === index + 1 ? 'step' : undefined}
            data-future={index >= position || undefined}
          >
            <th scope="row">{index + 1}</th>
            {columns.map((client) =>
              client === null || client === step.client ? (
                <td key={client ?? 'all'} data-client={step.client}>
                  <StepCell step={step} named={client === null} />
                </td>
              ) : (
                <td key={client} />
              ),
            )}
            <td>
              <State
                state={step.state}
                before={index === 0 ? replay.start : (replay.steps[index - 1]?.state ?? null)}
              />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function StepCell({ step, named }: { readonly step: ReplayStep; readonly named: boolean }) {
  const m = useTexts();
  const { kind, sent, reply, retries, client } = step;
  return (
    <div className="replay-step" data-kind={kind}>
      <code>
        {named ? <i data-client={client}>{CLIENT_NAMES[client]}</i> : null}
        {sent}
      </code>
      <span className="replay-reply">
        {kind === 'skipped' ? m.skipped : kind === 'wait' ? m.timePasses : reply}
        {retries ? <strong> {m.triesAgain}</strong> : null}
      </span>
    </div>
  );
}

interface StateProps {
  readonly state: StateView;
  readonly before: StateView | null;
}

function State({ state, before }: StateProps) {
  const m = useTexts();
  const gone = (now: readonly KeyValue[], then: readonly KeyValue[]) =>
    then.filter(({ name }) => now.every((one) => one.name !== name));
  const lost = before ? gone(state.keys, before.keys) : [];
  if (state.keys.length + state.rows.length + lost.length === 0) {
    return <span className="faint replay-state">{m.nothing}</span>;
  }
  return (
    <ul className="replay-state data">
      {lost.map(({ name }) => (
        <li key={`gone ${name}`}>
          <del>{name}</del>
        </li>
      ))}
      {state.keys.map((one) => (
        <Pair key={`key ${one.name}`} label={one.name} pair={one} before={before?.keys ?? null} />
      ))}
      {state.rows.map((one) => (
        <Pair
          key={`row ${one.name}`}
          label={m.row(one.name)}
          pair={one}
          before={before?.rows ?? null}
        />
      ))}
    </ul>
  );
}

interface PairProps {
  readonly label: string;
  readonly pair: KeyValue;
  readonly before: readonly KeyValue[] | null;
}

function Pair({ label, pair, before }: PairProps) {
  const m = useTexts();
  const language = useLanguage();
  const changed =
    before !== null && before.find(({ name }) => name === pair.name)?.value !== pair.value;
  const value = changed ? <mark>{pair.value}</mark> : pair.value;
  return (
    <li>
      <span className="faint">{label} =</span> {value}
      {pair.ttlMs === null ? null : (
        <span className="faint"> {m.expires(formatDuration(pair.ttlMs, language))}</span>
      )}
    </li>
  );
}
