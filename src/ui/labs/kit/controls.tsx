/**
 * A lab's controls: each is a native field with its label, so the keyboard and screen readers have
 * them as they know them. All are controlled: they show `value` and report what was wished.
 */
import { Dices } from 'lucide-react';
import { type ReactNode, useEffect, useId, useState } from 'react';
import { IconButton } from '../../kit/button.tsx';
import { useLabsTexts } from './texts.tsx';

interface SliderProps {
  readonly label: string;
  /** The values it can take, in order. */
  readonly stops: readonly number[];
  readonly value: number;
  /** The value as the person reads it, with its unit. */
  readonly shown: string;
  readonly onChange: (value: number) => void;
  readonly disabled?: boolean;
}

/** A slider over given stops; a value between two stops shows at the nearest. */
export function Slider({ label, stops, value, shown, onChange, disabled = false }: SliderProps) {
  const nearest = stops.reduce(
    (best, stop, index) =>
      Math.abs(stop - value) < Math.abs((stops[best] ?? 0) - value) ? index : best,
    0,
  );
  return (
    <label className="control">
      <span>{label}</span>
      {/* Not an <output>: that would take the label away from the slider. */}
      <span className="data control-value" aria-hidden="true">
        {shown}
      </span>
      <input
        type="range"
        min={0}
        max={stops.length - 1}
        step={1}
        value={nearest}
        aria-valuetext={shown}
        disabled={disabled}
        onChange={(event) => onChange(stops[Number(event.target.value)] ?? value)}
      />
    </label>
  );
}

interface NumberFieldProps {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  /** Whole numbers only, unless a step is given. */
  readonly step?: number;
  readonly unit?: string;
  readonly onChange: (value: number) => void;
  readonly disabled?: boolean;
}

/** A number that is typed. What is out of range is marked, and put in range when the field is left. */
export function NumberField(props: NumberFieldProps) {
  const { label, value, min, max, step = 1, unit, onChange, disabled = false } = props;
  const [draft, setDraft] = useState(String(value));
  useEffect(() => setDraft(String(value)), [value]);
  const typed = draft.trim() === '' ? Number.NaN : Number(draft);
  const whole = step !== 1 || Number.isInteger(typed);
  const valid = whole && typed >= min && typed <= max;
  const settle = () => {
    const near = Math.min(max, Math.max(min, Number.isFinite(typed) ? typed : value));
    const settled = step === 1 ? Math.round(near) : near;
    setDraft(String(settled));
    if (settled !== value) onChange(settled);
  };
  return (
    <label className="control control-row">
      <span>{label}</span>
      <span className="control-field">
        <input
          className="text-field is-code"
          inputMode={step === 1 ? 'numeric' : 'decimal'}
          value={draft}
          aria-invalid={!valid}
          disabled={disabled}
          onChange={(event) => {
            setDraft(event.target.value);
            const next = Number(event.target.value);
            const inRange = event.target.value.trim() !== '' && next >= min && next <= max;
            if (inRange && (step !== 1 || Number.isInteger(next))) onChange(next);
          }}
          onBlur={settle}
        />
        {unit ? <span className="faint">{unit}</span> : null}
      </span>
    </label>
  );
}

export interface Option<T extends string> {
  readonly value: T;
  readonly label: string;
}

interface SelectProps<T extends string> {
  readonly label: string;
  readonly options: readonly Option<T>[];
  readonly value: T;
  readonly onChange: (value: T) => void;
  readonly disabled?: boolean;
}

export function Select<T extends string>(props: SelectProps<T>) {
  const { label, options, value, onChange, disabled = false } = props;
  return (
    <label className="control">
      <span>{label}</span>
      <select
        className="lab-select"
        value={value}
        disabled={disabled}
        onChange={(event) => {
          const chosen = options.find((option) => option.value === event.target.value);
          if (chosen) onChange(chosen.value);
        }}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </label>
  );
}

interface SwitchProps {
  readonly label: ReactNode;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  /** A sentence below the label. */
  readonly note?: string;
  readonly disabled?: boolean;
}

export function Switch({ label, checked, onChange, note, disabled = false }: SwitchProps) {
  const id = useId();
  return (
    <div className="control-switch">
      <label>
        <input
          type="checkbox"
          checked={checked}
          disabled={disabled}
          aria-describedby={note ? id : undefined}
          onChange={(event) => onChange(event.target.checked)}
        />
        <span>{label}</span>
      </label>
      {note ? (
        <p id={id} className="faint">
          {note}
        </p>
      ) : null}
    </div>
  );
}

export const SEED_MAX = 999_999;

interface SeedFieldProps {
  readonly value: number;
  readonly onChange: (seed: number) => void;
  readonly disabled?: boolean;
}

/** The seed, and a button for another one: the next, so that a class can go through them together. */
export function SeedField({ value, onChange, disabled = false }: SeedFieldProps) {
  const m = useLabsTexts();
  return (
    <div className="control-seed">
      <NumberField
        label={m.seed.label}
        value={value}
        min={0}
        max={SEED_MAX}
        onChange={onChange}
        disabled={disabled}
      />
      <IconButton
        label={m.seed.another}
        icon={<Dices size={16} aria-hidden />}
        disabled={disabled}
        onClick={() => onChange(value >= SEED_MAX ? 0 : value + 1)}
      />
    </div>
  );
}
