/** The server room: the list of panels, and the panel that the address names. */
import type { ComponentType } from 'react';
import { ScrollRegion } from '../kit/scroll-region.tsx';
import { ClientsPanel } from './clients-panel.tsx';
import { ConfigPanel } from './config-panel.tsx';
import { LatencyPanel } from './latency-panel.tsx';
import { MemoryPanel } from './memory-panel.tsx';
import { OverviewPanel } from './overview-panel.tsx';
import { SlowLogPanel } from './slow-log-panel.tsx';
import { useTexts } from './texts.tsx';
import { UsersPanel } from './users-panel.tsx';
import './server.css';

export const panelIds = [
  'overview',
  'config',
  'slowlog',
  'latency',
  'clients',
  'users',
  'memory',
] as const;

type PanelId = (typeof panelIds)[number];

const panels: { readonly [Id in PanelId]: ComponentType } = {
  overview: OverviewPanel,
  config: ConfigPanel,
  slowlog: SlowLogPanel,
  latency: LatencyPanel,
  clients: ClientsPanel,
  users: UsersPanel,
  memory: MemoryPanel,
};

const isPanel = (name: string): name is PanelId => (panelIds as readonly string[]).includes(name);

export function ServerPage({
  panel,
  phone,
}: {
  readonly panel: string | null;
  readonly phone: boolean;
}) {
  const { room: m } = useTexts();
  const name = panel ?? 'overview';
  const id = isPanel(name) ? name : null;
  const Shown = id ? panels[id] : null;
  return (
    <main className="server">
      {phone ? <PanelSelect active={id} /> : <PanelList active={id} />}
      <ScrollRegion
        key={name}
        className="scroll server-body"
        role="region"
        label={id ? m.names[id] : m.title}
      >
        <div className="server-panel">{Shown ? <Shown /> : <p>{m.noPanel}</p>}</div>
      </ScrollRegion>
    </main>
  );
}

interface ListProps {
  readonly active: PanelId | null;
}

function PanelList({ active }: ListProps) {
  const { room: m } = useTexts();
  return (
    <nav className="server-nav" aria-label={m.panels}>
      {panelIds.map((id) => (
        <a key={id} href={`#/server/${id}`} aria-current={id === active ? 'page' : undefined}>
          {m.names[id]}
        </a>
      ))}
    </nav>
  );
}

function PanelSelect({ active }: ListProps) {
  const { room: m } = useTexts();
  return (
    <nav className="server-nav" aria-label={m.panels}>
      <select
        className="field"
        aria-label={m.panels}
        value={active ?? ''}
        onChange={(event) => {
          window.location.hash = `#/server/${event.target.value}`;
        }}
      >
        {active ? null : <option value="">{m.panels}</option>}
        {panelIds.map((id) => (
          <option key={id} value={id}>
            {m.names[id]}
          </option>
        ))}
      </select>
    </nav>
  );
}
