/**
 * A reply as lines for the screen, in the view that is chosen, with the quiet parts told apart.
 *
 * Lines are cheap to keep and to count; what is drawn of a long reply is cut from them.
 */
import type { Bytes } from '../../base/bytes.ts';
import { printsRaw, type RenderOptions, renderCli, showBytes } from '../../client/render-cli.ts';
import { renderJson, renderWire } from '../../client/render-other.ts';
import type { RespValue } from '../../client/resp-value.ts';
import type { ReplyView } from './console-store.ts';

/** The text that stands for a reply, in every view but the table. */
export function replyText(
  reply: RespValue,
  argv: readonly Bytes[],
  view: ReplyView,
  options: RenderOptions,
): string {
  if (view === 'wire') return renderWire(reply, options).join('\n');
  if (view === 'json') return renderJson(reply, { utf8: true });
  if ((reply.kind === 'bulk' || reply.kind === 'verbatim') && printsRaw(argv))
    return showBytes(reply.text, { utf8: true }).replace(/\r\n/g, '\n').trimEnd();
  return renderCli(reply, options);
}

/** The index column (`1) 2# `) in front of a line of redis-cli's, and the rest. */
export function splitIndex(line: string): readonly [string, string] {
  const head = /^(?:\s*\d+[)#~] )+|^\s+/.exec(line)?.[0] ?? '';
  return [head, line.slice(head.length)];
}
