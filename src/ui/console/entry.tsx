/** One row of the output, by its kind. Rows are memoised on their entry, which is never mutated. */
import { Copy } from 'lucide-react';
import { memo, useContext, useState } from 'react';
import { bytesToUtf8Lossy } from '../../base/bytes.ts';
import { renderCli, showBytes } from '../../client/render-cli.ts';
import { SERVER_STOPPED } from '../../contract/host.ts';
import type { Messages } from '../i18n/en.ts';
import { useMessages } from '../i18n/i18n.tsx';
import { useActiveSession, useConsole, useConsoleState } from './console-context.tsx';
import { HelpText } from './help-text.tsx';
import type { CommandEntry, Failure, LogEntry } from './log.ts';
import { LongText } from './long-text.tsx';
import { Reply } from './reply.tsx';
import { ToastContext } from './toast-context.ts';
import { keysOf } from './typing.ts';
import { WhyCard } from './why-card.tsx';
import { useKeyType, Words } from './words.tsx';

export const Entry = memo(function Entry({ entry }: { readonly entry: LogEntry }) {
  switch (entry.kind) {
    case 'command':
      return <Command entry={entry} />;
    case 'push':
      return <Reply reply={entry.value} argv={[]} />;
    case 'monitor':
      return <Monitor line={entry.line} />;
    case 'notice':
      return <Notice entry={entry} />;
    case 'help':
      return (
        <div className="entry">
          <div className="entry-line">
            <span className="entry-prompt">{entry.prompt} </span>
            <span className="word-command">{entry.line}</span>
          </div>
          <HelpText topic={entry.topic} />
        </div>
      );
    case 'group':
      return <Group entry={entry} />;
  }
});

function Command({ entry }: { readonly entry: CommandEntry }) {
  const m = useMessages();
  const catalogue = useConsoleState((state) => state.catalogue);
  const key = keysOf(entry.argv.slice(0, 64), catalogue)[0] ?? null;
  const shownKey = key === null ? null : bytesToUtf8Lossy(key);
  const keyType = useKeyType(shownKey, entry.db, entry.reply !== null);
  const { reply, failure } = entry;
  const [isNear, setNear] = useState(false);
  const come = () => setNear(true);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: what comes near is only shown more
    <div
      className={entry.group === null ? 'entry' : 'entry in-group'}
      onPointerEnter={come}
      onFocus={come}
    >
      <div className="entry-line">
        <span className="entry-prompt">{entry.prompt} </span>
        <LongText text={entry.line}>{(line) => <Words line={line} keyType={keyType} />}</LongText>
      </div>
      {reply ? <Reply reply={reply} argv={entry.argv} tookMs={entry.tookMs} /> : null}
      {failure?.code === 'invalid-arguments' ? <OpenQuote /> : null}
      {failure?.code === 'invalid-repeat' ? (
        <div className="reply" data-error="">
          {m.console.invalid[failure.code]}
        </div>
      ) : null}
      {failure ? <Broken failure={failure} argv={entry.argv} /> : null}
      {failure?.code === 'left' ? (
        <div className="notice">{m.console.left(failure.linesDropped)}</div>
      ) : null}
      {reply ? <CopyButton entry={entry} isNear={isNear} /> : null}
    </div>
  );
}

/** In redis-cli's words, which say little, and explained as replies are. */
function OpenQuote() {
  const m = useMessages();
  const [why, setWhy] = useState(false);
  return (
    <>
      <div className="reply" data-error="">
        {m.console.invalid['invalid-arguments']}{' '}
        <button type="button" className="link" aria-expanded={why} onClick={() => setWhy(!why)}>
          {m.console.why}
        </button>
      </div>
      {why ? <WhyCard code="QUOTES" argv={[]} /> : null}
    </>
  );
}

/** Why the connection gave no answer. SHUTDOWN asks for none, and a notice tells what it did. */
function Broken({ failure, argv }: { readonly failure: Failure } & Pick<CommandEntry, 'argv'>) {
  const m = useMessages();
  if (failure.code !== 'connection-closed' && failure.code !== 'not-connected') return null;
  const { code, reason } = failure;
  if (reason === SERVER_STOPPED && /^shutdown$/i.test(argv[0] ?? '')) return null;
  const say = code === 'not-connected' ? m.console.notConnectedTo : m.console.notices.closed;
  return (
    <div className="reply" data-error="">
      {say(closeReason(m, reason))}
    </div>
  );
}

interface CopyButtonProps {
  readonly entry: CommandEntry;
  /** Pointed at, or reached with the keyboard: until then it is not seen, and has no icon to draw. */
  readonly isNear: boolean;
}

/** Every row has one, and many rows are made in a frame: one element, which asks for nothing early. */
function CopyButton({ entry, isNear }: CopyButtonProps) {
  const m = useMessages();
  const store = useConsole();
  const toast = useContext(ToastContext);
  const copy = () => {
    const { utf8 } = store.getState();
    const text = entry.reply ? renderCli(entry.reply, { utf8 }) : '';
    navigator.clipboard.writeText(text).then(
      () => toast(m.console.copied),
      () => undefined,
    );
  };
  return (
    <button
      type="button"
      className={isNear ? 'button entry-copy' : 'entry-copy'}
      data-icon=""
      data-tip={m.console.copy}
      aria-label={m.console.copy}
      onClick={copy}
    >
      {isNear ? <Copy size={14} aria-hidden /> : null}
    </button>
  );
}

function Monitor({ line }: { readonly line: string }) {
  const [, time = '', origin = '', command = ''] = /^(\S+) (\[[^\]]*\]) (.*)$/.exec(line) ?? [
    '',
    '',
    '',
    line,
  ];
  return (
    <div className="entry-line">
      <span className="reply-index">
        {time} {origin}{' '}
      </span>
      <LongText text={showBytes(command, { utf8: true })}>{(shown) => shown}</LongText>
    </div>
  );
}

/** Why a connection ended, in the page's language where the reason is one of our own. */
function closeReason(m: Messages, reason: string): string {
  const known: Readonly<Record<string, string>> = m.console.closeReasons;
  return known[reason] ?? reason;
}

function Notice({ entry }: { readonly entry: LogEntry & { readonly kind: 'notice' } }) {
  const m = useMessages();
  const { notices } = m.console;
  const { code, detail } = entry;
  let text: string;
  if (code === 'closed') text = notices.closed(closeReason(m, detail));
  else if (code === 'repeats-cut') text = notices['repeats-cut'](Number(detail));
  else text = notices[code];
  return <div className="notice">{text}</div>;
}

function Group({ entry }: { readonly entry: LogEntry & { readonly kind: 'group' } }) {
  const m = useMessages();
  const session = useActiveSession();
  const { state, done, commands, skipped } = entry;
  let text = m.console.group(commands);
  if (state !== 'done') text = m.console.groupRunning(done, commands);
  if (state === 'stopped') text += ` · ${m.console.groupStopped}`;
  return (
    <div className="group-head">
      <span>{text}</span>
      {entry.errors > 0 ? <span className="bad">{m.console.groupErrors(entry.errors)}</span> : null}
      {skipped > 0 ? <span>{m.console.groupSkipped(skipped)}</span> : null}
      <button
        type="button"
        className="link"
        aria-expanded={entry.open}
        onClick={() => session.log.toggle(entry.id)}
      >
        {entry.open ? m.console.hideReplies : m.console.showReplies}
      </button>
    </div>
  );
}
