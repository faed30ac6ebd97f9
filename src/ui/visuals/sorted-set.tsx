/** A sorted set: the engine's own B+tree as it is, beside it the skip list that Redis would have. */
import type { SortedSetView } from '../../contract/key-view.ts';
import { useMessages } from '../i18n/i18n.tsx';
import { shortened, shownBytes } from './bytes-shown.ts';
import { SkiplistDrawing } from './skiplist-drawing.tsx';
import type { DrawingProps, Visual } from './visual.ts';

const NODES_MAX = 7;

function Drawing({ view }: DrawingProps<SortedSetView>) {
  return (
    <>
      <SkiplistDrawing view={view} />
      <Tree view={view} />
    </>
  );
}

function Tree({ view }: { readonly view: SortedSetView }) {
  const m = useMessages();
  const { levels, height } = view.tree;
  return (
    <figure className="btree">
      <figcaption>
        <span>
          {m.visuals.btree} <small>{m.visuals.btreeNote(height)}</small>
        </span>
      </figcaption>
      {levels.map((nodes, level) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a level is its place
        <div key={level} className="btree-level">
          {nodes.slice(0, NODES_MAX).map((node) => (
            <span
              key={node.first}
              className="btree-node"
              style={{ flexGrow: node.count }}
              title={m.visuals.btreeNode(shownBytes(node.first), node.count)}
            >
              <b>{shortened(node.first, 10)}</b> {node.count}
            </span>
          ))}
          {nodes.length > NODES_MAX ? (
            <small>{m.visuals.more(nodes.length - NODES_MAX)}</small>
          ) : null}
        </div>
      ))}
    </figure>
  );
}

export const sortedSet: Visual<SortedSetView> = {
  title: (m) => m.types.zset,
  note: (m) => m.visuals.lowestFirst,
  unit: (m) => m.drawings.units.ranks,
  total: (view) => view.count,
  shown: (view) => view.rows.length,
  touched: ({ rows, touchedAt }) =>
    rows.flatMap(({ rank, member, score }) => (rank === touchedAt ? [`${member}=${score}`] : [])),
  twin: (m, view) => ({
    columns: [m.visuals.rank, m.visuals.member, m.visuals.score],
    rows: view.rows.map(({ rank, member, score }) => ({
      id: `${member}=${score}`,
      cells: [String(rank), shownBytes(member), score],
    })),
  }),
  Drawing,
  tableToo: true,
};
