/** The consumer groups of a stream: how far each has read, for whom, and what waits to be acknowledged. */
import type { ConsumerGroupView, ConsumerView, StreamView } from '../../contract/key-view.ts';
import { useLanguage, useMessages } from '../i18n/i18n.tsx';
import { useEngineNow } from '../kit/engine-time.tsx';
import { formatDuration, formatDurationShort } from '../kit/format.ts';
import { shortened } from './bytes-shown.ts';
import { idOfPending } from './stream-rows.ts';

const NAME_MAX = 24;

interface GroupsProps {
  readonly view: StreamView;
  readonly fresh: ReadonlySet<string>;
}

export function StreamGroups({ view, fresh }: GroupsProps) {
  const m = useMessages();
  return (
    <section className="stream-groups">
      <h4>{m.stream.groups}</h4>
      {view.groupCount === 0 ? <p className="faint">{m.stream.noGroups}</p> : null}
      {view.groups.map((group) => (
        <Group key={group.name} group={group} fresh={fresh} />
      ))}
    </section>
  );
}

interface GroupProps {
  readonly group: ConsumerGroupView;
  readonly fresh: ReadonlySet<string>;
}

function Group({ group, fresh }: GroupProps) {
  const m = useMessages();
  const { lastId, entriesRead, lag, consumers, consumerCount } = group;
  return (
    <div className="node stream-group">
      <div>
        <header>
          <b>{shortened(group.name, NAME_MAX)}</b>
          <small>
            {m.stream.groupFacts(lastId, entriesRead ?? m.stream.unknown, lag ?? m.stream.unknown)}
          </small>
        </header>
        <ul aria-label={m.stream.consumers}>
          {consumers.map((consumer) => (
            <Consumer key={consumer.name} consumer={consumer} />
          ))}
        </ul>
        {consumerCount > consumers.length ? (
          <small>{m.stream.more(consumerCount - consumers.length)}</small>
        ) : null}
        <Pending group={group} fresh={fresh} />
      </div>
    </div>
  );
}

function Consumer({ consumer }: { readonly consumer: ConsumerView }) {
  const m = useMessages();
  const language = useLanguage();
  const nowMs = useEngineNow();
  const { name, pendingCount, seenAtMs, activeAtMs } = consumer;
  const ago = (atMs: number): string => formatDuration(Math.max(0, nowMs - atMs), language);
  return (
    <li>
      {shortened(name, NAME_MAX)}{' '}
      <small>
        {m.stream.consumerPending(pendingCount)} · {m.stream.seen(ago(seenAtMs))} ·{' '}
        {activeAtMs === null ? m.stream.neverActive : m.stream.active(ago(activeAtMs))}
      </small>
    </li>
  );
}

function Pending({ group, fresh }: GroupProps) {
  const m = useMessages();
  const language = useLanguage();
  const nowMs = useEngineNow();
  const { pending, pendingCount, name } = group;
  if (pendingCount === 0) return <small>{m.stream.nonePending}</small>;
  return (
    <>
      <table className="twin">
        <thead>
          <tr>
            <th scope="col">{m.stream.pending}</th>
            <th scope="col">{m.stream.consumer}</th>
            <th scope="col">{m.stream.deliveries}</th>
            <th scope="col">{m.stream.idle}</th>
          </tr>
        </thead>
        <tbody>
          {pending.map((entry) => (
            <tr key={entry.id} data-fresh={fresh.has(idOfPending(name, entry)) || undefined}>
              <td>{entry.id}</td>
              <td>{shortened(entry.consumer, NAME_MAX)}</td>
              <td>{entry.deliveries}</td>
              <td>{formatDurationShort(Math.max(0, nowMs - entry.deliveredAtMs), language)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {pendingCount > pending.length ? (
        <small>{m.stream.more(pendingCount - pending.length)}</small>
      ) : null}
    </>
  );
}
