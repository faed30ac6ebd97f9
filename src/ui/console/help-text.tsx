/** HELP's answer: usage, summary and facts of each command, from the engine's own table. */
import type { CommandDoc } from '../../contract/catalogue.ts';
import { useMessages } from '../i18n/i18n.tsx';
import { useConsoleState } from './console-context.tsx';
import { groupsOf } from './help.ts';

export function HelpText({
  topic,
  docs,
}: {
  readonly topic: string;
  readonly docs: readonly CommandDoc[];
}) {
  const m = useMessages();
  const catalogue = useConsoleState((state) => state.catalogue);
  if (topic === '') {
    return (
      <div className="help">
        <p>{m.console.helpGeneral}</p>
        <p className="help-facts">
          {m.console.helpGroups}:{' '}
          {groupsOf(catalogue)
            .map((group) => `@${group}`)
            .join(' ')}
        </p>
      </div>
    );
  }
  if (docs.length === 0) return <div className="help">{m.console.helpNone(topic)}</div>;
  const brief = docs.length > 8;
  return (
    <div className="help">
      {docs.map((doc) => (
        <div key={doc.name} className={brief ? undefined : 'help-doc'}>
          <div className="help-usage">
            <span className="word-command">{doc.name}</span> {doc.usage}
          </div>
          {brief ? null : (
            <>
              <p>{m.console.commandSummary(doc)}</p>
              <p className="help-facts">
                {m.console.helpCost} {m.console.commandCost(doc.complexity)} · {m.console.helpGroup}{' '}
                {doc.group} · {m.console.helpSince} {doc.since}
                {doc.deprecatedSince ? ` · ${m.console.helpDeprecated(doc.deprecatedSince)}` : ''}
              </p>
            </>
          )}
        </div>
      ))}
    </div>
  );
}
