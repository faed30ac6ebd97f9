/** A quicklist: nodes in a chain, each a listpack (or one large item) with its first items. */
import type { QuicklistView } from '../../contract/key-view.ts';
import { useMessages } from '../i18n/i18n.tsx';
import { formatSize } from '../kit/format.ts';
import { shortened, shownBytes } from './bytes-shown.ts';
import type { DrawingProps, Visual } from './visual.ts';

type Node = QuicklistView['nodes'][number];
const idOf = (node: Node): string =>
  `${node.index} ${node.count} ${node.sizeBytes} ${node.items.join(' ')}`;

/** Items behind those that are shown. */
const restOf = ({ count, first, items }: Node): number => count - first - items.length;

function Drawing({ view, fresh }: DrawingProps<QuicklistView>) {
  const m = useMessages();
  return (
    <div className="nodes" aria-hidden="true">
      {view.nodes.map((node) => (
        <div key={node.index} className="node" data-fresh={fresh.has(idOf(node)) || undefined}>
          <span className="node-index">{node.index}</span>
          <span className="node-items">
            {node.first > 0 ? <small>{m.visuals.before(node.first)}</small> : null}
            {node.plain ? (
              <span>{m.visuals.plainNode}</span>
            ) : (
              node.items.map((item, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: an item is its place
                <span key={index}>{shortened(item, 14)}</span>
              ))
            )}
            {!node.plain && restOf(node) > 0 ? <small>{m.visuals.more(restOf(node))}</small> : null}
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
  unit: (m) => m.drawings.units.nodes,
  total: (view) => view.nodeCount,
  shown: (view) => view.nodes.length,
  touched: ({ nodes, touchedAt }) => nodes.filter(({ index }) => index === touchedAt).map(idOf),
  twin: (m, view) => ({
    columns: [m.visuals.node, m.visuals.items, 'B', m.visuals.entry],
    rows: view.nodes.map((node) => ({
      id: idOf(node),
      cells: [
        String(node.index),
        String(node.count),
        String(node.sizeBytes),
        node.items.map(shownBytes).join(' '),
      ],
    })),
  }),
  Drawing,
  tableToo: false,
};
