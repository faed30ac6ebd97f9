/** The strategies of a lab, each with a sentence; the one chosen runs next. */
import { useStore } from 'zustand';
import { strategiesOf } from './settings-check.ts';
import { strategyWords, useTexts } from './texts.ts';
import type { WorldStore } from './world-store.ts';

interface StrategyListProps {
  readonly store: WorldStore;
  /** Only these, where a lesson says so. */
  readonly only?: readonly string[];
}

export function StrategyList({ store, only }: StrategyListProps) {
  const m = useTexts();
  const settings = useStore(store, (state) => state.settings);
  const { lab, strategy } = settings;
  const words = strategyWords(m, lab);
  return (
    <fieldset className="strategies">
      <legend>{m.strategy}</legend>
      {(only ?? Object.keys(strategiesOf[lab])).map((id) => (
        <label key={id} data-on={id === strategy}>
          <input
            type="radio"
            name="strategy"
            value={id}
            checked={id === strategy}
            onChange={() => store.edit({ strategy: id })}
          />
          <span>
            {words[id]?.name ?? id}
            {id === strategy ? <small>{words[id]?.about}</small> : null}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
