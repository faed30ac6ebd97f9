/** Users: who there is, what they may do, what was denied. */
import { Plus } from 'lucide-react';
import { useStore } from 'zustand';
import { Button } from '../kit/button.tsx';
import { AclLog } from './acl-log.tsx';
import { LiveButton, Panel, usePaused } from './panel.tsx';
import { usePolling } from './polling.ts';
import { useRoom } from './room.ts';
import { useTexts } from './texts.tsx';
import { UserEditor } from './user-editor.tsx';
import { UserProbe } from './user-probe.tsx';

export function UsersPanel() {
  const { room: m } = useTexts();
  const { users } = useRoom();
  const { figures, failure } = useStore(users);
  usePolling(users.refresh, usePaused());
  return (
    <Panel
      title={m.names.users}
      intro={`${m.users.intro} ${m.users.notKept}`}
      failure={failure}
      waiting={figures === null}
      tools={<LiveButton />}
    >
      <UserList />
      <UserEditor />
      <UserProbe />
      <AclLog />
    </Panel>
  );
}

function UserList() {
  const { room: m } = useTexts();
  const { users } = useRoom();
  const figures = useStore(users, (state) => state.figures);
  const open = useStore(users.editing, (state) => state.name);
  if (!figures) return null;
  return (
    <ul className="users-list" aria-label={m.users.list}>
      {[...figures.users].map(([name, { enabled }]) => (
        <li key={name}>
          <Button
            kind="outlined"
            aria-pressed={name === open}
            onClick={() => (name === open ? users.closeEditor() : users.edit(name))}
          >
            <span className="data">{name}</span>
            <span className="faint">
              {enabled ? m.users.on : m.users.off}
              {name === figures.self ? `, ${m.users.own}` : ''}
            </span>
          </Button>
        </li>
      ))}
      <li>
        <Button onClick={() => users.edit(null)}>
          <Plus size={14} aria-hidden />
          {m.users.create}
        </Button>
      </li>
    </ul>
  );
}
