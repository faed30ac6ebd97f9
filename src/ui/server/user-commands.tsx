/** Which commands: everything or nothing to begin with, then categories and single commands. */
import { useState } from 'react';
import { useStore } from 'zustand';
import { signOf, withoutRule, withRule } from './acl-rules.ts';
import { Adder, Chips } from './chips.tsx';
import { useRoom } from './room.ts';
import { useTexts } from './texts.tsx';

export function CommandBlock() {
  const { room: m } = useTexts();
  const { users } = useRoom();
  const { base, rules } = useStore(users.editing, ({ draft }) => draft);
  const [sign, setSign] = useState<'+' | '-'>('+');
  return (
    <fieldset>
      <legend>{m.users.commands}</legend>
      <label className="server-row">
        {m.users.base}
        <select
          className="field"
          value={base}
          onChange={(event) => users.revise({ base: event.target.value as 'all' | 'none' })}
        >
          <option value="none">{m.users.baseNone} (-@all)</option>
          <option value="all">{m.users.baseAll} (+@all)</option>
        </select>
      </label>
      <p className="faint">{m.users.categoryNote}</p>
      <Categories />
      <Adder
        label={m.users.single}
        hint={m.users.singleHint}
        onAdd={(name) => users.revise({ rules: withRule(rules, sign + name.toLowerCase()) })}
      >
        <select
          className="field"
          aria-label={m.users.single}
          value={sign}
          onChange={(event) => setSign(event.target.value as '+' | '-')}
        >
          <option value="+">{m.users.allow}</option>
          <option value="-">{m.users.deny}</option>
        </select>
      </Adder>
      <p className="faint user-order">{m.users.order}</p>
      <Chips
        chips={rules.map((rule) => ({ id: rule, label: rule }))}
        none={m.users.noRules}
        onRemove={(rule) => users.revise({ rules: withoutRule(rules, rule.slice(1)) })}
      />
    </fieldset>
  );
}

/** Each stands at untouched, allowed or denied; pressing goes on to the next. */
function Categories() {
  const { room: m } = useTexts();
  const { users } = useRoom();
  const rules = useStore(users.editing, ({ draft }) => draft.rules);
  const categories = useStore(users, ({ figures }) => figures?.categories ?? []);
  const press = (name: string) => {
    const sign = signOf(rules, name);
    const next = sign === '' ? '+' : '-';
    users.revise({ rules: sign === '-' ? withoutRule(rules, name) : withRule(rules, next + name) });
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: the fieldset around it is the form's group
    <div className="categories" role="group" aria-label={m.users.categories}>
      {categories.map((category) => {
        const name = `@${category}`;
        const sign = signOf(rules, name);
        const words = { '+': m.users.allowed, '-': m.users.denied, '': m.users.untouched };
        return (
          <button
            key={category}
            type="button"
            className="category data"
            data-sign={sign}
            aria-label={`${name}: ${words[sign]}`}
            onClick={() => press(name)}
          >
            <span aria-hidden="true">{sign === '' ? '·' : sign === '-' ? '−' : sign}</span>
            {name}
          </button>
        );
      })}
    </div>
  );
}
