/** Whether a user may log in, and with which passwords. */
import { useStore } from 'zustand';
import { Adder, Chips } from './chips.tsx';
import { Check } from './fields.tsx';
import { useRoom } from './room.ts';
import { useTexts } from './texts.tsx';

const HASH_SHOWN = 8;

export function LoginBlock() {
  const { room: m } = useTexts();
  const { users } = useRoom();
  const { enabled, noPassword, hashes, newPasswords } = useStore(
    users.editing,
    ({ draft }) => draft,
  );
  const passwords = [
    ...hashes.map((hash) => ({ id: `#${hash}`, label: m.users.hash(hash.slice(0, HASH_SHOWN)) })),
    ...newPasswords.map((password) => ({
      id: `>${password}`,
      label: '•'.repeat(Math.min(12, password.length)),
      note: m.users.newPassword,
    })),
  ];
  const remove = (id: string) => {
    const rest = id.slice(1);
    if (id.startsWith('#')) users.revise({ hashes: hashes.filter((hash) => hash !== rest) });
    else users.revise({ newPasswords: newPasswords.filter((password) => password !== rest) });
  };
  return (
    <fieldset>
      <legend>{m.users.account}</legend>
      <div className="server-row">
        <Check
          label={m.users.enabled}
          checked={enabled}
          onChange={(on) => users.revise({ enabled: on })}
        />
        <Check
          label={m.users.nopass}
          checked={noPassword}
          onChange={(on) =>
            users.revise(
              on ? { noPassword: true, hashes: [], newPasswords: [] } : { noPassword: false },
            )
          }
        />
      </div>
      {noPassword ? null : (
        <>
          <Chips chips={passwords} none={m.users.noPasswords} onRemove={remove} />
          <Adder
            label={m.users.newPassword}
            kind="password"
            onAdd={(password) =>
              users.revise({
                newPasswords: [...newPasswords.filter((one) => one !== password), password],
              })
            }
          />
        </>
      )}
    </fieldset>
  );
}
