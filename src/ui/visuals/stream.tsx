/** A stream: its nodes with their entries as they lie there, and the consumer groups that read it. */
import {
  GROUPS_SHOWN_MAX,
  type StreamEntryView,
  type StreamNodeView,
  type StreamView,
} from '../../contract/key-view.ts';
import { useMessages } from '../i18n/i18n.tsx';
import { formatSize } from '../kit/format.ts';
import { shortened } from './bytes-shown.ts';
import { StreamGroups } from './stream-groups.tsx';
import { idOfEntry, streamRows } from './stream-rows.ts';
import type { DrawingProps, Visual } from './visual.ts';

const WORD_MAX = 18;

function Entry({ entry, isFresh }: { readonly entry: StreamEntryView; readonly isFresh: boolean }) {
  const m = useMessages();
  return (
    <div
      className="stream-entry"
      data-fresh={isFresh || undefined}
      data-deleted={entry.deleted || undefined}
    >
      <b>{entry.id}</b>
      {entry.words.map((word, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a word is its place
        <span key={index} data-once={(entry.sameFields && index % 2 === 0) || undefined}>
          {shortened(word, WORD_MAX)}
        </span>
      ))}
      {entry.deleted ? <small>{m.stream.deleted}</small> : null}
      {entry.sameFields ? null : <small>{m.stream.ownFields}</small>}
    </div>
  );
}

function Node({
  node,
  fresh,
}: {
  readonly node: StreamNodeView;
  readonly fresh: ReadonlySet<string>;
}) {
  const m = useMessages();
  const stored = node.count + node.deleted;
  return (
    <div className="node stream-node">
      <span className="node-index">{node.index}</span>
      <div>
        <header>
          <b>{m.stream.range(node.firstId, node.lastId)}</b>
          <small>{m.stream.nodeFacts(node.count, node.deleted, formatSize(node.sizeBytes))}</small>
        </header>
        <div className="stream-master">
          <small>{m.stream.fieldsOnce}</small>
          {node.fields.map((field, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a field is its place
            <span key={index}>{shortened(field, WORD_MAX)}</span>
          ))}
        </div>
        {node.entries.map((entry) => (
          <Entry key={entry.id} entry={entry} isFresh={fresh.has(idOfEntry(entry))} />
        ))}
        {stored > node.entries.length ? (
          <small>{m.stream.more(stored - node.entries.length)}</small>
        ) : null}
      </div>
    </div>
  );
}

function Drawing({ view, fresh }: DrawingProps<StreamView>) {
  const m = useMessages();
  return (
    <div className="stream" aria-hidden="true">
      <div className="nodes">
        {view.nodes.map((node) => (
          <Node key={node.firstId} node={node} fresh={fresh} />
        ))}
      </div>
      <p className="stream-counters">{m.stream.counters(view.lastId, view.maxDeletedId)}</p>
      <StreamGroups view={view} fresh={fresh} />
    </div>
  );
}

export const stream: Visual<StreamView> = {
  title: (m) => m.stream.title,
  note: (m, view) => m.stream.note(view.count, view.nodeCount, view.entriesAdded),
  unit: (m) => m.drawings.units.nodes,
  total: (view) => view.nodeCount,
  shown: (view) => view.nodes.length,
  second: (m, { groups, groupOffset: first, groupCount: total }) => ({
    label: m.stream.groups,
    first,
    shown: groups.length,
    total,
    pageSize: GROUPS_SHOWN_MAX,
  }),
  twin: (m, view) => ({
    columns: [m.stream.what, m.stream.id, m.stream.content],
    rows: streamRows(m, view),
  }),
  Drawing,
  tableToo: false,
};
