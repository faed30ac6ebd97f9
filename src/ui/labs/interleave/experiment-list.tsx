/** Ready-made experiments side by side, with what each came to when it was run. */
import { useStore } from 'zustand';
import type { InterleavePreset } from '../../../contract/lab-interleave-presets.ts';
import type { InterleaveStore } from './interleave-store.ts';
import { useTexts } from './texts.ts';

interface ExperimentListProps {
  readonly store: InterleaveStore;
  readonly presets: readonly InterleavePreset[];
  readonly disabled?: boolean;
  readonly onPreset: (preset: InterleavePreset) => void;
}

export function ExperimentList({ store, presets, disabled, onPreset }: ExperimentListProps) {
  const m = useTexts();
  const { preset, figures } = useStore(store);
  if (presets.length === 0) return null;
  return (
    <ul className="variants" aria-label={m.variants}>
      {presets.map((one) => {
        const figure = figures[one];
        return (
          <li key={one}>
            <button
              type="button"
              aria-pressed={one === preset}
              disabled={disabled}
              onClick={() => onPreset(one)}
            >
              <span>{m.presetNames[one]}</span>
              <span className="data faint">{figure ? m.ratio(...figure) : ''}</span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
