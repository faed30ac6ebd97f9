/** One reply, in the chosen view: as lines (long ones folded and windowed) or as a table. */
import { lazy, memo, Suspense, useMemo, useState } from 'react';
import type { Bytes } from '../../base/bytes.ts';
import { hidesText, printsRaw } from '../../client/render-cli.ts';
import { itemsOf, type RespValue } from '../../client/resp-value.ts';
import { useMessages } from '../i18n/i18n.tsx';
import { VirtualList } from '../kit/virtual-list.tsx';
import { useConsole, useConsoleState } from './console-context.tsx';
import { LongText } from './long-text.tsx';
import { replyText, splitIndex } from './reply-lines.ts';
import { whyCodeOf } from './why.ts';
import { WhyCard } from './why-card.tsx';

const ReplyTable = lazy(() =>
  import('./reply-table.tsx').then(({ ReplyTable }) => ({ default: ReplyTable })),
);

/** Lines shown before a reply folds, and the height of a line. */
const FOLD_LINES = 60;
const LINE_PX = 20;

interface ReplyProps {
  readonly reply: RespValue;
  readonly argv: readonly Bytes[];
  readonly tookMs?: number;
}

export const Reply = memo(function Reply({ reply, argv, tookMs = 0 }: ReplyProps) {
  const view = useConsoleState((state) => state.view);
  const utf8 = useConsoleState((state) => state.utf8);
  const [asText, setAsText] = useState(false);
  const escaped = useMemo(
    () => view === 'cli' && !utf8 && !printsRaw(argv) && hidesText(reply),
    [view, utf8, argv, reply],
  );
  const options = useMemo(() => ({ utf8: utf8 || (escaped && asText) }), [utf8, escaped, asText]);
  const lines = (
    <ReplyLines
      text={replyText(reply, argv, view, options)}
      reply={reply}
      argv={argv}
      tookMs={tookMs}
    />
  );
  if (view === 'table' && (itemsOf(reply)?.length ?? 0) > 0) {
    return (
      <Suspense fallback={lines}>
        <ReplyTable reply={reply} argv={argv} />
      </Suspense>
    );
  }
  return (
    <>
      {lines}
      {escaped ? <Escaped reply={reply} asText={asText} onAsText={setAsText} /> : null}
    </>
  );
});

interface EscapedProps {
  readonly reply: RespValue;
  readonly asText: boolean;
  readonly onAsText: (asText: boolean) => void;
}

/** Under a reply with escaped text: one click shows it; the first time it is explained. */
function Escaped({ reply, asText, onAsText }: EscapedProps) {
  const m = useMessages();
  const store = useConsole();
  const { explain, show, hide, always } = m.console.escaped;
  const isExplained = store.explainsEscapes(reply) || asText;
  return (
    <div className="reply-note">
      {isExplained ? <span>{explain} </span> : null}
      <button type="button" className="link" onClick={() => onAsText(!asText)}>
        {asText ? hide : show}
      </button>
      {isExplained ? (
        <button type="button" className="link" onClick={() => store.setUtf8(true)}>
          {always}
        </button>
      ) : null}
    </div>
  );
}

interface ReplyLinesProps {
  readonly text: string;
  readonly reply: RespValue;
  readonly argv: readonly Bytes[];
  readonly tookMs: number;
}

function ReplyLines({ text, reply, argv, tookMs }: ReplyLinesProps) {
  const m = useMessages();
  const [all, setAll] = useState(false);
  const [why, setWhy] = useState(false);
  const lines = useMemo(() => text.split('\n'), [text]);
  const code = reply.kind === 'error' ? whyCodeOf(reply.text, argv) : null;
  const folded = lines.length > FOLD_LINES + 10;
  const shown = folded ? lines.slice(0, FOLD_LINES) : lines;
  return (
    <>
      <div className="reply" data-error={reply.kind === 'error' || undefined}>
        {all ? (
          <VirtualList
            count={lines.length}
            rowHeightPx={LINE_PX}
            style={{ height: Math.min(lines.length * LINE_PX, 480) }}
            renderRow={(index) => <Line line={lines[index] ?? ''} />}
          />
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line's place is its identity
          shown.map((line, index) => <Line key={index} line={line} />)
        )}
        {tookMs > 500 ? <span className="reply-took">({(tookMs / 1000).toFixed(2)}s)</span> : null}
        {folded ? (
          <button type="button" className="link" onClick={() => setAll(!all)}>
            {all ? m.console.showLess : m.console.showAll(lines.length)}
          </button>
        ) : null}
        {code ? (
          <button type="button" className="link" aria-expanded={why} onClick={() => setWhy(!why)}>
            {m.console.why}
          </button>
        ) : null}
      </div>
      {code && why ? <WhyCard code={code} argv={argv} /> : null}
    </>
  );
}

function Line({ line }: { readonly line: string }) {
  const [index, rest] = splitIndex(line);
  return (
    <span className="reply-line">
      {index === '' ? null : <span className="reply-index">{index}</span>}
      <LongText text={rest}>{(shown) => shown}</LongText>
    </span>
  );
}
