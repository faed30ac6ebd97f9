/** The editor for strategy code, and its compiler: both come with Monaco, when they are wanted. */
import type { CodeEditorProps } from '../labs/kit/room.ts';

export async function compileStrategy(_source: string): Promise<string> {
  throw new Error('no compiler yet');
}

export function StrategyEditor({ label, text, onChange }: CodeEditorProps) {
  return (
    <textarea
      aria-label={label}
      defaultValue={text}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
