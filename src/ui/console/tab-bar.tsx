/** The console's tabs (each a client) and the tools that concern its output. */
import { Plus, SlidersHorizontal, X } from 'lucide-react';
import { useLanguage, useMessages } from '../i18n/i18n.tsx';
import { IconButton } from '../kit/button.tsx';
import { formatDurationShort } from '../kit/format.ts';
import { Menu, type MenuItem } from '../kit/menu.tsx';
import { Tabs } from '../kit/tabs.tsx';
import { killOf } from './connection-state.ts';
import { useActiveSession, useConsole, useConsoleState, useSession } from './console-context.tsx';
import type { ReplyView } from './console-store.ts';
import type { Session } from './session.ts';
import { useTicking } from './ticking.ts';

const COLOURS = 6;
const views: readonly ReplyView[] = ['cli', 'wire', 'table', 'json'];

export function TabBar({ extra }: { readonly extra?: React.ReactNode }) {
  const m = useMessages();
  const store = useConsole();
  const sessions = useConsoleState((state) => state.sessions);
  const active = useConsoleState((state) => state.active);
  const tabs = sessions.map((session) => ({
    id: session.number,
    label: <TabLabel session={session} />,
    controls: 'console-output',
    attributes: { 'data-client': (session.number - 1) % COLOURS },
  }));
  return (
    <div className="console-bar">
      <Tabs
        label={m.console.tabs}
        tabs={tabs}
        active={active}
        onSelect={store.activate}
        onDelete={store.closeSession}
      />
      {sessions.length > 1 ? (
        <IconButton
          className="console-add"
          label={m.console.closeClient(active)}
          icon={<X size={14} aria-hidden />}
          onClick={() => store.closeSession(active)}
        />
      ) : null}
      <IconButton
        className="console-add"
        label={m.console.newClient}
        icon={<Plus size={16} aria-hidden />}
        onClick={() => store.addSession()}
      />
      <div className="console-tools">
        {extra}
        <OutputMenu />
      </div>
    </div>
  );
}

function TabLabel({ session }: { readonly session: Session }) {
  const m = useMessages();
  const language = useLanguage();
  const { waiting, channels, connection, status } = useSession(session, (state) => state);
  const nowMs = useTicking(waiting !== null);
  const waitedMs = waiting ? nowMs - waiting.sinceMs : 0;
  let text = m.console.client;
  if (waiting) {
    const said = killOf(waiting.argv) ? m.console.runs : m.console.blockedOn;
    text = said((waiting.argv[0] ?? '').toUpperCase());
  } else if (connection.monitoring) text = m.console.monitoring;
  else if (channels.length > 0) text = m.console.listening;
  else if (connection.inTransaction) text = m.console.inTransaction;
  else if (status === 'left' || status === 'refused') text = m.console.notConnected;
  return (
    <>
      <b>{session.number}</b>
      {text}
      {waitedMs > 1000 ? (
        <span className="data faint">{formatDurationShort(waitedMs, language)}</span>
      ) : null}
    </>
  );
}

function OutputMenu() {
  const m = useMessages();
  const store = useConsole();
  const session = useActiveSession();
  const view = useConsoleState((state) => state.view);
  const utf8 = useConsoleState((state) => state.utf8);
  const items: MenuItem[] = [
    { kind: 'label', label: m.console.viewAs },
    ...views.map(
      (one): MenuItem => ({
        kind: 'choice',
        label: m.console.views[one],
        checked: one === view,
        onSelect: () => store.setView(one),
      }),
    ),
    { kind: 'line' },
    {
      kind: 'switch',
      label: m.console.utf8,
      note: m.console.utf8Note,
      checked: utf8,
      onSelect: () => store.setUtf8(!utf8),
    },
    { kind: 'line' },
    { kind: 'action', label: m.console.clear, onSelect: session.log.clear },
  ];
  return (
    <Menu
      items={items}
      trigger={
        <button
          type="button"
          className="button"
          data-icon=""
          aria-label={m.console.options}
          title={m.console.options}
        >
          <SlidersHorizontal size={15} aria-hidden />
        </button>
      }
    />
  );
}
