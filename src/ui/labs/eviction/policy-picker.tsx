/** Which policies play, each with its source, and how the engine's are set. */
import { useStore } from 'zustand';
import { isRedisPolicy, POLICY_IDS, type PolicyId } from '../../../contract/lab-eviction.ts';
import { formatCount } from '../../i18n/numbers.ts';
import { Swatch } from '../kit/chart-marks.tsx';
import { Slider } from '../kit/controls.tsx';
import { slotOf } from './eviction-series.ts';
import { POLICIES_MAX, stops } from './eviction-settings.ts';
import type { EvictionStore } from './eviction-store.ts';
import { useTexts } from './texts.ts';

export function PolicyPicker({ store }: { readonly store: EvictionStore }) {
  const m = useTexts();
  const engine = POLICY_IDS.filter(isRedisPolicy);
  const models = POLICY_IDS.filter((policy) => !isRedisPolicy(policy));
  return (
    <>
      <PolicyGroup store={store} label={m.models} policies={models} />
      <PolicyGroup store={store} label={m.engine} policies={engine} />
      <p className="faint lab-hint">{m.policiesMax}</p>
      <EngineSettings store={store} />
    </>
  );
}

interface PolicyGroupProps {
  readonly store: EvictionStore;
  readonly label: string;
  readonly policies: readonly PolicyId[];
}

function PolicyGroup({ store, label, policies }: PolicyGroupProps) {
  const m = useTexts();
  const settings = useStore(store, (state) => state.settings);
  const chosen = new Set(settings.policies);
  const set = (policy: PolicyId, on: boolean) => {
    const next = POLICY_IDS.filter((one) => (one === policy ? on : chosen.has(one)));
    if (next.length > 0) store.edit({ policies: next });
  };
  return (
    <fieldset className="policies">
      <legend>{label}</legend>
      {policies.map((policy) => {
        const on = chosen.has(policy);
        const source = policy in m.sources ? m.sources[policy as keyof typeof m.sources] : null;
        return (
          <label key={policy}>
            <input
              type="checkbox"
              checked={on}
              disabled={on ? chosen.size === 1 : chosen.size >= POLICIES_MAX}
              onChange={(event) => set(policy, event.target.checked)}
            />
            <Swatch slot={slotOf(policy)} />
            <span>
              <span className={isRedisPolicy(policy) ? 'data' : undefined}>{m.names[policy]}</span>
              {source ? <span className="faint"> {source}</span> : null}
            </span>
          </label>
        );
      })}
    </fieldset>
  );
}

function EngineSettings({ store }: { readonly store: EvictionStore }) {
  const m = useTexts();
  const settings = useStore(store, (state) => state.settings);
  return (
    <details className="engine-settings">
      <summary>{m.engineSettings}</summary>
      <div className="controls">
        <Slider
          label={m.samples}
          stops={stops.samples}
          value={settings.samples}
          shown={String(settings.samples)}
          onChange={(samples) => store.edit({ samples })}
        />
        <Slider
          label={m.decay}
          stops={stops.decay}
          value={settings.decayMinutes}
          shown={m.decayValue(settings.decayMinutes)}
          onChange={(decayMinutes) => store.edit({ decayMinutes })}
        />
        <Slider
          label={m.rate}
          stops={stops.rate}
          value={settings.accessesPerSecond}
          shown={formatCount(settings.accessesPerSecond)}
          onChange={(accessesPerSecond) => store.edit({ accessesPerSecond })}
        />
        <p className="faint lab-hint">{m.engineNote}</p>
      </div>
    </details>
  );
}
