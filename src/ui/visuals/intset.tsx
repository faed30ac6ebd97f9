/** An intset: sorted numbers of one width, side by side. */
import type { IntsetView } from '../../contract/key-view.ts';
import { formatSize } from '../kit/format.ts';
import type { DrawingProps, Visual } from './visual.ts';

function Drawing({ view, fresh }: DrawingProps<IntsetView>) {
  return (
    <div className="pack" aria-hidden="true">
      {view.offset === 0 ? <span className="pack-edge">8</span> : null}
      {view.members.map((member) => (
        <span key={member} className="pack-entry" data-fresh={fresh.has(member) || undefined}>
          <b>{member}</b>
          <small>{view.widthBytes} B</small>
        </span>
      ))}
    </div>
  );
}

export const intset: Visual<IntsetView> = {
  title: (m) => m.visuals.intset,
  note: (m, view) => m.visuals.intsetNote(view.widthBytes, formatSize(view.sizeBytes)),
  unit: (m) => m.drawings.units.members,
  total: (view) => view.count,
  shown: (view) => view.members.length,
  touched: ({ members, offset, touchedAt }) =>
    members.filter((_, index) => offset + index === touchedAt),
  twin: (m, view) => ({
    columns: ['#', m.visuals.member],
    rows: view.members.map((member, index) => ({
      id: member,
      cells: [String(view.offset + index), member],
    })),
  }),
  Drawing,
  tableToo: false,
};
