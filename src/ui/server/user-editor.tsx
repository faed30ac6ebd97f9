/** One user: blocks on the left, the same as rules on the right, and the line that will be sent. */
import { useId, useState } from 'react';
import { useStore } from 'zustand';
import { Button } from '../kit/button.tsx';
import { Dialog } from '../kit/dialog.tsx';
import { lockouts } from './acl-rules.ts';
import { Refused, Section } from './panel.tsx';
import { useRoom } from './room.ts';
import { useTexts } from './texts.tsx';
import { ChannelBlock, KeyBlock, SelectorBlock } from './user-access.tsx';
import { CommandBlock } from './user-commands.tsx';
import { LoginBlock } from './user-login.tsx';
import { pendingWords } from './users-store.ts';

export function UserEditor() {
  const { room: m } = useTexts();
  const { users } = useRoom();
  const state = useStore(users.editing);
  const figures = useStore(users, ({ figures }) => figures);
  const { name, before } = state;
  if (name === null || !figures) return null;
  return (
    <Section title={before ? m.users.editTitle(name) : m.users.createTitle}>
      <div className="user-editor">
        <div className="user-blocks">
          {before ? null : <NameField />}
          <LoginBlock />
          <CommandBlock />
          <KeyBlock />
          <ChannelBlock />
          <SelectorBlock />
        </div>
        <div className="user-text">
          <RuleText />
          <Sending />
        </div>
      </div>
    </Section>
  );
}

function NameField() {
  const { room: m } = useTexts();
  const { users } = useRoom();
  const id = useId();
  const name = useStore(users.editing, (state) => state.name ?? '');
  return (
    <div className="server-row">
      <label htmlFor={id}>{m.users.nameLabel}</label>
      <input
        id={id}
        className="field data"
        autoComplete="off"
        spellCheck={false}
        // biome-ignore lint/a11y/noAutofocus: a new user begins with a name
        autoFocus
        value={name}
        onChange={(event) => users.rename(event.target.value)}
      />
    </div>
  );
}

function RuleText() {
  const { room: m } = useTexts();
  const { users } = useRoom();
  const id = useId();
  const text = useStore(users.editing, (state) => state.text);
  return (
    <div>
      <h3>
        <label htmlFor={id}>{m.users.text}</label>
      </h3>
      <p className="faint">{m.users.textNote}</p>
      <textarea
        id={id}
        className="field data"
        rows={6}
        spellCheck={false}
        autoComplete="off"
        value={text}
        onChange={(event) => users.typeRules(event.target.value)}
      />
    </div>
  );
}

/** The line, the engine's refusal, and the buttons. */
function Sending() {
  const { room: m } = useTexts();
  const { users, toast } = useRoom();
  const state = useStore(users.editing);
  const figures = useStore(users, ({ figures }) => figures);
  const [asked, setAsked] = useState<'lock' | 'drop' | null>(null);
  const { name, before, draft, refusal } = state;
  const words = pendingWords(state);
  const isNew = before === null;
  const isIdle = !isNew && words.length === 0;
  const dangers = before && name === figures?.self ? lockouts(before, draft) : [];
  const apply = async () => {
    setAsked(null);
    if (await users.apply()) toast(m.users.saved(name ?? ''));
  };
  return (
    <div>
      <h3>{m.users.line}</h3>
      <p className="server-text data user-line">
        {isIdle ? <span className="faint">{m.users.nothing}</span> : null}
        {isIdle ? null : ['ACL SETUSER', name || '…', ...words].join(' ')}
      </p>
      {isNew && name === '' ? <p className="faint">{m.users.nameMissing}</p> : null}
      {refusal !== null ? <Refused text={refusal} /> : null}
      <div className="server-row">
        <Button
          kind="strong"
          disabled={isIdle || name === ''}
          onClick={() => (dangers.length > 0 ? setAsked('lock') : void apply())}
        >
          {m.users.apply}
        </Button>
        <Button onClick={users.closeEditor}>{m.users.discard}</Button>
        {isNew || name === 'default' ? null : (
          <Button onClick={() => setAsked('drop')}>{m.users.drop}</Button>
        )}
      </div>
      {name === 'default' && !isNew ? <p className="faint">{m.users.defaultStays}</p> : null}
      {asked === 'lock' ? (
        <Dialog
          title={m.users.lockTitle}
          onClose={() => setAsked(null)}
          buttons={
            <>
              <Button kind="outlined" onClick={() => setAsked(null)}>
                {m.cancel}
              </Button>
              <Button kind="strong" onClick={() => void apply()}>
                {m.users.lockYes}
              </Button>
            </>
          }
        >
          {dangers.map((danger) => (
            <p key={danger}>{m.users.lockText[danger]}</p>
          ))}
          <p>{m.users.lockWay}</p>
        </Dialog>
      ) : null}
      {asked === 'drop' ? <DropDialog name={name ?? ''} onClose={() => setAsked(null)} /> : null}
    </div>
  );
}

function DropDialog({ name, onClose }: { readonly name: string; readonly onClose: () => void }) {
  const { room: m } = useTexts();
  const { users, toast } = useRoom();
  const drop = async () => {
    onClose();
    toast((await users.drop(name)) ?? m.users.dropped(name));
  };
  return (
    <Dialog
      title={m.users.dropTitle(name)}
      onClose={onClose}
      buttons={
        <>
          <Button kind="outlined" onClick={onClose}>
            {m.cancel}
          </Button>
          <Button kind="strong" onClick={() => void drop()}>
            {m.users.dropYes}
          </Button>
        </>
      }
    >
      <p>{m.users.dropText}</p>
    </Dialog>
  );
}
