/** What an empty console shows: a sentence and a few commands to click. */
import { useMessages } from '../i18n/i18n.tsx';
import { useActiveSession } from './console-context.tsx';
import { Words } from './words.tsx';

const samples = [
  { line: 'SET greeting "hello" EX 60', type: 'string' },
  { line: 'ZADD leaderboard 1500 alice 1300 bob 1700 charlie', type: 'zset' },
  { line: 'HSET user:1000 name Ann city Busan', type: 'hash' },
] as const;

export function Samples() {
  const m = useMessages();
  const session = useActiveSession();
  return (
    <div className="samples">
      <h2>{m.console.emptyTitle}</h2>
      <p>{m.console.emptyText}</p>
      <ul>
        {samples.map(({ line, type }) => (
          <li key={line}>
            <button type="button" className="sample" onClick={() => void session.run(line)}>
              <Words line={line} keyType={type} />
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
