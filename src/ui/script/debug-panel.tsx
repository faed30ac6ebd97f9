/** Beside the editor while a script is debugged: where it stands, its variables, what was said. */
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useMessages } from '../i18n/i18n.tsx';
import { Button } from '../kit/button.tsx';
import { ScrollRegion } from '../kit/scroll-region.tsx';
import type { DebugStore, LocalValue } from './debug-store.ts';
import type { Debugger } from './use-debugger.ts';

export function DebugPanel({ state, breakpoints, store }: Debugger) {
  const m = useMessages();
  const { phase, line, reason, locals, transcript } = state;
  const isStopped = phase === 'stopped';
  return (
    <section className="debug-panel" aria-label={m.debugger.title}>
      <div className="debug-bar">
        <Button disabled={!isStopped} onClick={() => void store.step()}>
          {m.debugger.step} <kbd>F10</kbd>
        </Button>
        <Button disabled={!isStopped} onClick={() => void store.continue()}>
          {m.debugger.continue} <kbd>F5</kbd>
        </Button>
        <Button onClick={() => void store.stop()}>{m.debugger.stop}</Button>
      </div>
      <p className="debug-place" role="status">
        {line === null ? m.debugger.running : m.debugger.stoppedAt(line, reason)}
      </p>
      <Locals locals={locals} />
      <p className="debug-note">
        {breakpoints.length === 0
          ? m.debugger.noBreakpoints
          : m.debugger.breakpoints(breakpoints.join(', '))}
      </p>
      <Transcript lines={transcript} />
      <CommandField store={store} disabled={!isStopped} />
    </section>
  );
}

function Locals({ locals }: { readonly locals: readonly LocalValue[] }) {
  const m = useMessages();
  if (locals.length === 0) return <p className="debug-note">{m.debugger.noLocals}</p>;
  return (
    <ScrollRegion className="debug-locals-box" role="region" label={m.debugger.locals}>
      <table className="debug-locals">
        <caption>{m.debugger.locals}</caption>
        <tbody>
          {locals.map(({ name, value }, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a function may have two variables of one name
            <tr key={i}>
              <th scope="row">{name}</th>
              <td>{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

function Transcript({ lines }: { readonly lines: readonly string[] }) {
  const m = useMessages();
  const log = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it follows what is said
  useEffect(() => {
    log.current?.scrollTo({ top: log.current.scrollHeight });
  }, [lines]);
  return (
    <div
      ref={log}
      className="debug-transcript"
      role="log"
      aria-label={m.debugger.transcript}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls
      tabIndex={0}
    >
      {lines.map((line, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines are only added
        <div key={i} data-kind={/^<(\w+)>/.exec(line)?.[1] ?? line.charAt(0)}>
          {line}
        </div>
      ))}
    </div>
  );
}

interface CommandFieldProps {
  readonly store: DebugStore;
  readonly disabled: boolean;
}

function CommandField({ store, disabled }: CommandFieldProps) {
  const m = useMessages();
  const [text, setText] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (disabled || text.trim() === '') return;
    void store.command(text);
    setText('');
  };
  return (
    <form className="debug-command" onSubmit={submit}>
      <input
        className="text-field is-code"
        aria-label={m.debugger.command}
        placeholder={m.debugger.commandHint}
        value={text}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => setText(event.target.value)}
      />
    </form>
  );
}
