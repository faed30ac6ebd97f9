/** What was denied lately, from ACL LOG. */
import { useStore } from 'zustand';
import { useLanguage } from '../i18n/i18n.tsx';
import { formatCount } from '../i18n/numbers.ts';
import { Button } from '../kit/button.tsx';
import { Section } from './panel.tsx';
import { useRoom } from './room.ts';
import { formatSeconds } from './spans.ts';
import { type Column, Table } from './table.tsx';
import { useTexts } from './texts.tsx';
import type { Denied } from './users-store.ts';

export function AclLog() {
  const { room: m } = useTexts();
  const { users, toast } = useRoom();
  const language = useLanguage();
  const denied = useStore(users, (state) => state.figures?.denied ?? []);
  const reset = async () => toast((await users.resetLog()) ?? m.users.logReset);
  const columns: readonly Column<Denied>[] = [
    {
      head: m.users.logAge,
      cell: ({ ageSeconds }) => m.users.ago(formatSeconds(ageSeconds, language)),
      kind: 'nowrap',
    },
    { head: m.users.logUser, cell: ({ user }) => <span className="data">{user}</span> },
    { head: m.users.logReason, cell: ({ reason }) => m.users.reasons[reason] ?? reason },
    { head: m.users.logObject, cell: ({ object }) => <span className="data">{object}</span> },
    { head: m.users.logClient, cell: ({ clientId }) => clientId || '–', kind: 'number' },
    { head: m.users.logCount, cell: ({ count }) => formatCount(count), kind: 'number' },
  ];
  return (
    <Section
      title={m.users.log}
      note={m.users.logNote}
      tools={
        denied.length > 0 ? (
          <Button kind="outlined" onClick={() => void reset()}>
            {m.users.resetLog}
          </Button>
        ) : null
      }
    >
      {denied.length === 0 ? (
        <p className="quiet">{m.users.logEmpty}</p>
      ) : (
        <Table caption={m.users.log} columns={columns} rows={denied} keyOf={({ id }) => id} />
      )}
    </Section>
  );
}
