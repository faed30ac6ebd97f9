/**
 * The short card behind "why?": what the error means, that nothing happened, and what to do. Where
 * the command was written wrong it shows how it is written, from the engine's own table.
 */
import type { Bytes } from '../../base/bytes.ts';
import { useMessages } from '../i18n/i18n.tsx';
import { useConsoleState } from './console-context.tsx';
import { meantCommands } from './meant-command.ts';
import { showsUsage, type WhyCode } from './why.ts';

interface WhyCardProps {
  readonly code: WhyCode;
  readonly argv: readonly Bytes[];
}

export function WhyCard({ code, argv }: WhyCardProps) {
  const { title, text, todo } = useMessages().why[code];
  return (
    <div className="why">
      <strong>{title}</strong>
      {showsUsage(code) ? <Usage argv={argv} /> : null}
      {code === 'UNKNOWN' ? <Meant typed={argv[0] ?? ''} /> : null}
      <p>{text}</p>
      <p>{todo}</p>
    </div>
  );
}

function Usage({ argv }: Pick<WhyCardProps, 'argv'>) {
  const m = useMessages();
  const found = useConsoleState((state) => state.catalogue).find(argv);
  if (!found) return null;
  return (
    <p>
      {m.console.whyUsage}{' '}
      <code>
        {found.doc.name} {found.doc.usage}
      </code>
    </p>
  );
}

function Meant({ typed }: { readonly typed: string }) {
  const m = useMessages();
  const { firstWords } = useConsoleState((state) => state.catalogue);
  const names = meantCommands(typed, firstWords);
  if (names.length === 0) return null;
  return (
    <p>
      {m.console.whyMeant}{' '}
      {names.map((name, index) => (
        <span key={name}>
          {index === 0 ? '' : ', '}
          <code>{name}</code>
        </span>
      ))}
      ?
    </p>
  );
}
