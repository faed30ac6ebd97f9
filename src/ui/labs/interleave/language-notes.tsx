/** The scripts' language on one screen, folded until it is wanted. */
import { useTexts } from './texts.ts';

export function LanguageNotes() {
  const { notes } = useTexts();
  return (
    <details className="language-notes">
      <summary>{notes.title}</summary>
      <dl>
        {notes.rows.map(([code, meaning]) => (
          <div key={code}>
            <dt className="data">{code}</dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <p className="lab-prose">{notes.expressions}</p>
    </details>
  );
}
