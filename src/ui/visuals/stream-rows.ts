/** A stream as the rows of a table: what its drawing shows, for screen readers and for marking what is new. */
import type {
  PendingView,
  StreamEntryView,
  StreamNodeView,
  StreamView,
} from '../../contract/key-view.ts';
import type { Messages } from '../i18n/en.ts';
import { formatMoment, formatSize } from '../kit/format.ts';
import { shownBytes } from './bytes-shown.ts';
import type { TwinTable } from './visual.ts';

export const idOfEntry = ({ id, deleted }: StreamEntryView): string => (deleted ? `${id} x` : id);

/** Fields and values in turn as `field=value`. */
function pairsText({ words }: StreamEntryView): string {
  const pairs: string[] = [];
  for (let i = 0; i < words.length; i += 2) {
    pairs.push(`${shownBytes(words[i] ?? '')}=${shownBytes(words[i + 1] ?? '')}`);
  }
  return pairs.join(' ');
}

type Row = TwinTable['rows'][number];

function nodeRows(m: Messages, node: StreamNodeView): Row[] {
  const facts = m.stream.nodeFacts(node.count, node.deleted, formatSize(node.sizeBytes));
  const range = m.stream.range(node.firstId, node.lastId);
  return [
    { id: `node ${node.firstId}`, cells: [`${m.stream.node} ${node.index}`, range, facts] },
    ...node.entries.map((entry) => ({
      id: idOfEntry(entry),
      cells: [
        entry.deleted ? `${m.stream.entry}, ${m.stream.deleted}` : m.stream.entry,
        entry.id,
        pairsText(entry),
      ],
    })),
  ];
}

/** A pending entry's ID among the rows; the drawing marks it by the same. */
export const idOfPending = (group: string, { id, consumer, deliveries }: PendingView): string =>
  `${group} ${id} ${consumer} ${deliveries}`;

function groupRows(m: Messages, { groups }: StreamView): Row[] {
  return groups.flatMap((group): Row[] => [
    {
      id: `group ${group.name} ${group.lastId}`,
      cells: [
        m.stream.group,
        shownBytes(group.name),
        m.stream.groupFacts(
          group.lastId,
          group.entriesRead ?? m.stream.unknown,
          group.lag ?? m.stream.unknown,
        ),
      ],
    },
    ...group.consumers.map(({ name, pendingCount }) => ({
      id: `consumer ${group.name} ${name} ${pendingCount}`,
      cells: [m.stream.consumer, shownBytes(name), m.stream.consumerPending(pendingCount)],
    })),
    ...group.pending.map((entry) => ({
      id: idOfPending(group.name, entry),
      cells: [
        m.stream.pending,
        entry.id,
        `${shownBytes(entry.consumer)}, ${m.stream.delivered(entry.deliveries, formatMoment(entry.deliveredAtMs))}`,
      ],
    })),
  ]);
}

export function streamRows(m: Messages, view: StreamView): Row[] {
  return [...view.nodes.flatMap((node) => nodeRows(m, node)), ...groupRows(m, view)];
}
