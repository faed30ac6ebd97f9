/** Who is connected, in words, and closing one of them after a question. */
import { useState } from 'react';
import { useStore } from 'zustand';
import { showBytes } from '../../client/render-cli.ts';
import { useLanguage } from '../i18n/i18n.tsx';
import type { ServerMessages } from '../i18n/server-en.ts';
import { Button } from '../kit/button.tsx';
import { Dialog } from '../kit/dialog.tsx';
import { formatSize } from '../kit/format.ts';
import { ROOM_CLIENT_NAME } from './asking.ts';
import type { ClientRow } from './client-lines.ts';
import { LiveButton, Panel, usePaused } from './panel.tsx';
import { usePolling } from './polling.ts';
import { type ServerRoomServices, useRoom } from './room.ts';
import { formatSeconds } from './spans.ts';
import { type Column, Table } from './table.tsx';
import { useTexts } from './texts.tsx';

const shown = (bytes: string): string => showBytes(bytes, { utf8: true });

/** Which part of the page a client is, where that is known. */
function whoIs(client: ClientRow, room: ServerRoomServices, m: ServerMessages['clients']): string {
  const tab = room.consoleTabs().get(client.id);
  if (tab !== undefined) return m.tab(tab);
  if (client.id === room.ownId() || client.name === ROOM_CLIENT_NAME) return m.own;
  if (client.addr.startsWith('other-tab')) return m.otherTab;
  return client.addr.startsWith('tab') ? m.page : m.client(client.id);
}

/** What its flags and counts say, in words. */
function stateOf(client: ClientRow, m: ServerMessages['clients']): string {
  const words = client.flags.map((flag) => m.flags[flag] ?? flag);
  if (client.channels > 0) words.push(m.channels(client.channels));
  if (client.patterns > 0) words.push(m.patterns(client.patterns));
  if (client.queued >= 0) words.push(m.queued(client.queued));
  if (client.watched > 0) words.push(m.watched(client.watched));
  return words.join(', ');
}

export function ClientsPanel() {
  const { room: m } = useTexts();
  const room = useRoom();
  const language = useLanguage();
  const { figures, failure } = useStore(room.clients);
  const [asked, setAsked] = useState<ClientRow | null>(null);
  usePolling(room.clients.refresh, usePaused());
  const columns: readonly Column<ClientRow>[] = [
    { head: m.clients.id, cell: ({ id }) => id, kind: 'nowrap' },
    { head: m.clients.who, cell: (client) => whoIs(client, room, m.clients) },
    {
      head: m.clients.name,
      cell: ({ name }) =>
        name === '' ? (
          <span className="faint">{m.clients.unnamed}</span>
        ) : (
          <span className="data">{shown(name)}</span>
        ),
    },
    { head: m.clients.addr, cell: ({ addr }) => <span className="data">{shown(addr)}</span> },
    { head: m.clients.user, cell: ({ user }) => shown(user) },
    { head: m.clients.db, cell: ({ db }) => db, kind: 'number' },
    {
      head: m.clients.age,
      cell: ({ ageSeconds }) => formatSeconds(ageSeconds, language),
      kind: 'number',
    },
    {
      head: m.clients.idle,
      cell: ({ idleSeconds }) => formatSeconds(idleSeconds, language),
      kind: 'number',
    },
    { head: m.clients.state, cell: (client) => stateOf(client, m.clients) },
    {
      head: m.clients.last,
      cell: ({ lastCommand }) => <span className="data">{lastCommand || '–'}</span>,
    },
    {
      head: m.clients.memory,
      cell: ({ memoryBytes }) => formatSize(memoryBytes),
      kind: 'number',
    },
    {
      head: m.clients.killShort,
      cell: (client) =>
        client.id === room.ownId() ? null : (
          <Button
            kind="outlined"
            aria-label={m.clients.kill(client.id)}
            onClick={() => setAsked(client)}
          >
            {m.clients.killShort}
          </Button>
        ),
    },
  ];
  return (
    <Panel
      title={m.names.clients}
      intro={m.clients.intro}
      failure={failure}
      waiting={figures === null}
      tools={<LiveButton />}
    >
      <Table
        caption={m.clients.caption}
        columns={columns}
        rows={figures ?? []}
        keyOf={({ id }) => id}
      />
      {asked ? <KillDialog client={asked} onClose={() => setAsked(null)} /> : null}
    </Panel>
  );
}

function KillDialog({
  client,
  onClose,
}: {
  readonly client: ClientRow;
  readonly onClose: () => void;
}) {
  const { room: m } = useTexts();
  const room = useRoom();
  const who = whoIs(client, room, m.clients);
  const kill = async () => {
    onClose();
    const outcome = await room.clients.kill(client.id);
    if (typeof outcome === 'string') room.toast(outcome);
    else room.toast(outcome ? m.clients.killed(who) : m.clients.gone);
  };
  return (
    <Dialog
      title={m.clients.killTitle(who)}
      onClose={onClose}
      buttons={
        <>
          <Button kind="outlined" onClick={onClose}>
            {m.cancel}
          </Button>
          <Button kind="strong" onClick={() => void kill()}>
            {m.clients.killYes}
          </Button>
        </>
      }
    >
      <p>{m.clients.killText}</p>
    </Dialog>
  );
}
