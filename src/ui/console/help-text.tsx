/**
 * HELP's answer: usage, summary and facts of each command, from the engine's own table. What it
 * says of them follows the table, so that words which come late appear in an answer given before.
 */
import { useEffect } from 'react';
import { useMessages } from '../i18n/i18n.tsx';
import { useConsole, useConsoleState } from './console-context.tsx';
import { groupsOf, helpOn } from './help.ts';

export function HelpText({ topic }: { readonly topic: string }) {
  const m = useMessages();
  const { needWords } = useConsole();
  const catalogue = useConsoleState((state) => state.catalogue);
  const words = useConsoleState((state) => state.words);
  useEffect(needWords, [needWords]);
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
  const docs = helpOn(topic, catalogue);
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
                {doc.complexity === ''
                  ? ''
                  : `${m.console.helpCost} ${m.console.commandCost(doc.complexity)} · `}
                {m.console.helpGroup} {doc.group} · {m.console.helpSince} {doc.since}
                {doc.deprecatedSince ? ` · ${m.console.helpDeprecated(doc.deprecatedSince)}` : ''}
              </p>
            </>
          )}
        </div>
      ))}
      {brief || words === 'here' ? null : <p className="faint">{m.console.helpWords[words]}</p>}
    </div>
  );
}
