/** "What may this user do?": a command that is asked about with ACL DRYRUN, not run. */
import { Check as CheckMark, X } from 'lucide-react';
import { type FormEvent, useId, useState } from 'react';
import { useStore } from 'zustand';
import { Button } from '../kit/button.tsx';
import { Section } from './panel.tsx';
import { useRoom } from './room.ts';
import { useTexts } from './texts.tsx';
import type { Verdict } from './users-store.ts';

export function UserProbe() {
  const { room: m } = useTexts();
  const { users } = useRoom();
  const figures = useStore(users, (state) => state.figures);
  const lineId = useId();
  const [user, setUser] = useState('default');
  const [line, setLine] = useState('');
  const [verdict, setVerdict] = useState<Verdict | null>(null);
  const names = [...(figures?.users.keys() ?? [])];
  const asked = names.includes(user) ? user : (names[0] ?? '');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void users.probe(asked, line).then(setVerdict);
  };
  return (
    <Section title={m.users.probe} note={m.users.probeNote}>
      <form className="server-row user-probe" onSubmit={submit}>
        <select
          className="field data"
          aria-label={m.users.user}
          value={asked}
          onChange={(event) => {
            setUser(event.target.value);
            setVerdict(null);
          }}
        >
          {names.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
        <label className="unseen" htmlFor={lineId}>
          {m.users.command}
        </label>
        <input
          id={lineId}
          className="field data"
          placeholder="SET app:1 x"
          size={28}
          autoComplete="off"
          spellCheck={false}
          value={line}
          onChange={(event) => {
            setLine(event.target.value);
            setVerdict(null);
          }}
        />
        <Button type="submit" kind="outlined" disabled={line.trim() === ''}>
          {m.users.ask}
        </Button>
      </form>
      <div role="status">{verdict ? <Answer verdict={verdict} user={asked} /> : null}</div>
    </Section>
  );
}

function Answer({ verdict, user }: { readonly verdict: Verdict; readonly user: string }) {
  const { room: m } = useTexts();
  if (verdict.kind === 'may') {
    return (
      <p className="verdict" data-may="">
        <CheckMark size={16} aria-hidden />
        {m.users.may(user)}
      </p>
    );
  }
  const said = verdict.kind === 'unbalanced' ? m.users.unbalanced : verdict.reason;
  return (
    <p className="verdict">
      <X size={16} aria-hidden />
      <span>
        {verdict.kind === 'may-not' ? m.users.mayNot : m.users.cannotTell}{' '}
        <span className="data">{said}</span>
      </span>
    </p>
  );
}
