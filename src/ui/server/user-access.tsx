/** Which keys and channels a user may use, and further sets of permissions. */
import { useState } from 'react';
import { useStore } from 'zustand';
import { type KeyAccess, keyWord, parseRules, selectorWord, withKey } from './acl-rules.ts';
import { Adder, Chips } from './chips.tsx';
import { useRoom } from './room.ts';
import { useTexts } from './texts.tsx';

const accesses: readonly KeyAccess[] = ['rw', 'r', 'w'];

export function KeyBlock() {
  const { room: m } = useTexts();
  const { users } = useRoom();
  const keys = useStore(users.editing, ({ draft }) => draft.keys);
  const [access, setAccess] = useState<KeyAccess>('rw');
  return (
    <fieldset>
      <legend>{m.users.keys}</legend>
      <Chips
        chips={keys.map((key) => ({
          id: keyWord(key),
          label: key.pattern,
          note:
            key.pattern === '*' && key.access === 'rw'
              ? m.users.allKeys
              : m.users.accesses[key.access],
        }))}
        none={m.users.noKeys}
        onRemove={(id) => users.revise({ keys: keys.filter((key) => keyWord(key) !== id) })}
      />
      <Adder
        label={m.users.keyPattern}
        hint="app:*"
        onAdd={(pattern) => users.revise({ keys: withKey(keys, { pattern, access }) })}
      >
        <select
          className="field"
          aria-label={m.users.access}
          value={access}
          onChange={(event) => setAccess(event.target.value as KeyAccess)}
        >
          {accesses.map((one) => (
            <option key={one} value={one}>
              {m.users.accesses[one]}
            </option>
          ))}
        </select>
      </Adder>
    </fieldset>
  );
}

export function ChannelBlock() {
  const { room: m } = useTexts();
  const { users } = useRoom();
  const channels = useStore(users.editing, ({ draft }) => draft.channels);
  return (
    <fieldset>
      <legend>{m.users.channels}</legend>
      <Chips
        chips={channels.map((channel) => ({
          id: channel,
          label: channel,
          ...(channel === '*' ? { note: m.users.allChannels } : {}),
        }))}
        none={m.users.noChannels}
        onRemove={(id) => users.revise({ channels: channels.filter((one) => one !== id) })}
      />
      <Adder
        label={m.users.channelPattern}
        hint="news.*"
        onAdd={(channel) =>
          users.revise({ channels: [...channels.filter((one) => one !== channel), channel] })
        }
      />
    </fieldset>
  );
}

export function SelectorBlock() {
  const { room: m } = useTexts();
  const { users } = useRoom();
  const selectors = useStore(users.editing, ({ draft }) => draft.selectors);
  const words = selectors.map(selectorWord);
  return (
    <fieldset>
      <legend>{m.users.selectors}</legend>
      <p className="faint">{m.users.selectorNote}</p>
      <Chips
        chips={words.map((word) => ({ id: word, label: word }))}
        none={m.users.noSelectors}
        onRemove={(id) =>
          users.revise({ selectors: selectors.filter((_, index) => words[index] !== id) })
        }
      />
      <Adder
        label={m.users.selector}
        hint={m.users.selectorHint}
        onAdd={(text) => {
          const { selectors: added } = parseRules(`(${text.replace(/^\(|\)$/g, '')})`);
          users.revise({ selectors: [...selectors, ...added] });
        }}
      />
    </fieldset>
  );
}
