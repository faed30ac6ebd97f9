/** Which accesses, and how many keys fit: sliders, or a trace of one's own as text or file. */
import { FolderOpen } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import {
  type EvictionSettings,
  OWN_CHARACTERS_MAX,
  TRACE_KINDS,
  type TraceSettings,
} from '../../../contract/lab-eviction.ts';
import { formatCount } from '../../i18n/numbers.ts';
import { Button } from '../../kit/button.tsx';
import { Select, Slider } from '../kit/controls.tsx';
import { settingsFor, stops } from './eviction-settings.ts';
import type { EvictionStore } from './eviction-store.ts';
import { useTexts } from './texts.ts';

export function TraceControls({ store }: { readonly store: EvictionStore }) {
  const m = useTexts();
  const settings = useStore(store, (state) => state.settings);
  const { trace, capacity } = settings;
  const edit = (change: Partial<TraceSettings>) => store.edit({ trace: { ...trace, ...change } });
  return (
    <div className="controls">
      <Select
        label={m.trace}
        options={TRACE_KINDS.map((kind) => ({ value: kind, label: m.traces[kind] }))}
        value={trace.kind}
        onChange={(kind) => store.edit(settingsFor(kind, settings))}
      />
      <p className="faint lab-hint">{m.traceAbout[trace.kind]}</p>
      {trace.kind === 'own' ? (
        <OwnTrace store={store} settings={settings} />
      ) : (
        <>
          <Slider
            label={m.keys}
            stops={stops.keys}
            value={trace.keys}
            shown={formatCount(trace.keys)}
            onChange={(keys) => edit({ keys })}
          />
          {trace.kind === 'loop' ? null : (
            <Slider
              label={m.skew}
              stops={stops.skew}
              value={trace.skewHundredths}
              shown={(trace.skewHundredths / 100).toFixed(1)}
              onChange={(skewHundredths) => edit({ skewHundredths })}
            />
          )}
          <Slider
            label={m.accesses}
            stops={stops.accesses}
            value={trace.accesses}
            shown={formatCount(trace.accesses)}
            onChange={(accesses) => edit({ accesses })}
          />
        </>
      )}
      <Slider
        label={m.capacity}
        stops={stops.capacity}
        value={capacity}
        shown={formatCount(capacity)}
        onChange={(next) => store.edit({ capacity: next })}
      />
    </div>
  );
}

/** Texts longer than this are not put into a text area: they would make the page slow. */
const SHOWN_CHARACTERS_MAX = 50_000;

/** The end of the last line begins none. */
function lineCount(text: string): number {
  let lines = text.endsWith('\n') ? 0 : 1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}

interface OwnTraceProps {
  readonly store: EvictionStore;
  readonly settings: EvictionSettings;
}

function OwnTrace({ store, settings }: OwnTraceProps) {
  const m = useTexts();
  const picker = useRef<HTMLInputElement>(null);
  const [tooLarge, setTooLarge] = useState(false);
  const { own } = settings.trace;
  const isShown = own.length <= SHOWN_CHARACTERS_MAX;
  const lines = useMemo(() => (isShown ? 0 : lineCount(own)), [own, isShown]);
  const setOwn = (text: string) => {
    setTooLarge(text.length > OWN_CHARACTERS_MAX);
    if (text.length > OWN_CHARACTERS_MAX) return;
    store.edit({ trace: { ...store.getState().settings.trace, own: text } });
  };
  const open = async (file: File | undefined) => {
    if (!file) return;
    if (file.size > OWN_CHARACTERS_MAX) setTooLarge(true);
    else setOwn(await file.text());
  };
  return (
    <div className="own-trace">
      {isShown ? (
        <textarea
          className="data"
          aria-label={m.ownText}
          placeholder={m.ownText}
          rows={6}
          wrap="off"
          spellCheck={false}
          value={own}
          onChange={(event) => setOwn(event.target.value)}
        />
      ) : (
        <p className="quiet">{m.ownLoaded(lines)}</p>
      )}
      <Button kind="outlined" onClick={() => picker.current?.click()}>
        <FolderOpen size={14} aria-hidden />
        {m.openTrace}
      </Button>
      <input
        ref={picker}
        type="file"
        hidden
        onChange={(event) => {
          void open(event.target.files?.[0]);
          event.target.value = '';
        }}
      />
      {tooLarge ? (
        <p className="lab-note" data-tone="bad" role="alert">
          {m.ownTooLarge}
        </p>
      ) : null}
    </div>
  );
}
