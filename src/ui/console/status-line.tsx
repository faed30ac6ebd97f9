/** Says in words what the client is in: blocked, subscribed, monitoring, running a group. */
import { bytesToUtf8Lossy } from '../../base/bytes.ts';
import { useLanguage, useMessages } from '../i18n/i18n.tsx';
import { Button } from '../kit/button.tsx';
import { formatDuration } from '../kit/format.ts';
import { useActiveSession, useSession } from './console-context.tsx';
import { useTicking } from './ticking.ts';

export function StatusLine() {
  const m = useMessages();
  const language = useLanguage();
  const session = useActiveSession();
  const { waiting, channels, connection, linesLeft } = useSession(session, (state) => state);
  const nowMs = useTicking(waiting !== null);
  const waitedMs = waiting ? nowMs - waiting.sinceMs : 0;
  const parts: string[] = [];
  if (waiting) {
    const seconds = Math.floor(waitedMs / 1000) * 1000;
    const time =
      seconds === 0 ? `0 ${language === 'ko' ? '초' : 's'}` : formatDuration(seconds, language);
    parts.push(m.console.waiting((waiting.argv[0] ?? '').toUpperCase(), time));
  }
  if (linesLeft > 0) parts.push(m.console.linesLeft(linesLeft));
  if (channels.length > 0)
    parts.push(m.console.listeningTo(channels.map(bytesToUtf8Lossy).join(', ')));
  if (connection.monitoring) parts.push(m.console.monitorOn);
  if (parts.length === 0) return null;
  return (
    <div className="status-line" role="status">
      <span>{parts.join(' · ')}</span>
      <Button onClick={() => void session.cancel()}>
        <kbd>Ctrl C</kbd> {m.console.leave}
      </Button>
    </div>
  );
}
