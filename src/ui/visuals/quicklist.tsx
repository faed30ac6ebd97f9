/** A quicklist: nodes in a chain, each a listpack (or one large item) with its first items. */
import type { QuicklistView } from '../../contract/key-view.ts';
import { useMessages } from '../i18n/i18n.tsx';
import { formatSize } from '../kit/format.ts';
import { shortened, shownBytes } from './bytes-shown.ts';
import type { DrawingProps, Visual } from './visual.ts';

type Node = QuicklistView['nodes'][number];
const idOf = (node: Node): string =>
  `${node.index} ${node.count} ${node.sizeBytes} ${node.head[0] ?? ''}`;

function Drawing({ view, fresh }: DrawingProps<QuicklistView>) {
  const m = useMessages();
  return (
    <div className="nodes" aria-hidden="true">
      {view.nodes.map((node) => (
        <div key={node.index} className="node" data-fresh={fresh.has(idOf(node)) || undefined}>
          <span className="node-index">{node.index}</span>
          <span className="node-items">
            {node.plain ? (
              <span>{m.visuals.plainNode}</span>
            ) : (
              node.head.map((item, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: an item is its place
                <span key={index}>{shortened(item, 14)}</span>
              ))
            )}
            {!node.plain && node.count > node.head.length ? (
              <small>{m.visuals.more(node.count - node.head.length)}</small>
            ) : null}
          </span>
          <small>{formatSize(node.sizeBytes)}</small>
        </div>
      ))}
    </div>
  );
}

export const quicklist: Visual<QuicklistView> = {
  title: (m) => m.visuals.quicklist,
  note: (m, view) => m.visuals.quicklistNote(view.nodeCount, view.count),
  total: (view) => view.nodeCount,
  shown: (view) => view.nodes.length,
  twin: (m, view) => ({
    columns: [m.visuals.node, m.visuals.items, 'B', m.visuals.entry],
    rows: view.nodes.map((node) => ({
      id: idOf(node),
      cells: [
        String(node.index),
        String(node.count),
        String(node.sizeBytes),
        node.head.map(shownBytes).join(' '),
      ],
    })),
  }),
  Drawing,
  tableToo: false,
};
