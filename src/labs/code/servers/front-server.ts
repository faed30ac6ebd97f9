/**
 * A server in front of a server: answers some requests by itself, hands on the rest, and keeps the
 * replies in the order of the requests. Out-of-band messages (RESP3 pushes) pass at once.
 *
 * A client that subscribes in RESP2 gets replies that no request announces: from then on all that it
 * sends and gets is passed on as it is.
 */
import { type Bytes, bytesOf, toUint8Array } from '../../../base/bytes.ts';
import { RequestParser } from '../../../protocol/request-parser.ts';
import { encodeRequest } from '../../../protocol/resp-request.ts';
import { FrameCutter } from './resp-frames.ts';
import type { Accept, Served } from './served-network.ts';

/** What the front knows of one connection. */
export interface FrontClient {
  resp: 2 | 3;
}

/** The reply, as RESP, or null where the server behind shall answer. */
export type AnswerFor = (argv: readonly Bytes[], client: FrontClient) => Bytes | null;

/** Requests in order: the reply of a front's own, or null for one that was handed on. */
type Open = { reply: Bytes | null };

const PUSH = '>'.charCodeAt(0);

export function frontServer(behind: Accept, answersFor: () => AnswerFor): Accept {
  return (link): Served => {
    const answerFor = answersFor();
    const client: FrontClient = { resp: 2 };
    const parser = new RequestParser();
    const cutter = new FrameCutter();
    const open: Open[] = [];
    let plain = false;
    const flush = (): void => {
      while (open[0]?.reply != null) link.send(toUint8Array(open.shift()?.reply ?? ''));
    };
    const served = behind({
      send: (bytes) => {
        if (plain) {
          link.send(bytes);
          return;
        }
        for (const frame of cutter.feed(bytes)) {
          link.send(frame);
          if (frame[0] !== PUSH) open.shift();
          flush();
        }
      },
      close: () => link.close(),
    });
    const take = (argv: readonly Bytes[]): void => {
      const name = (argv[0] ?? '').toUpperCase();
      if (name === 'HELLO' && argv[1] !== undefined) client.resp = argv[1] === '3' ? 3 : 2;
      if (/^P?SUBSCRIBE$/.test(name) && client.resp === 2) plain = true;
      const reply = plain ? null : answerFor(argv, client);
      open.push({ reply });
      if (reply === null) served.receive(encodeRequest(argv));
      flush();
    };
    return {
      receive: (bytes) => {
        if (plain) {
          served.receive(bytes);
          return;
        }
        parser.feed(bytes);
        while (parser.next() === 'request') take(argumentsOf(parser));
      },
      closed: () => served.closed(),
    };
  };
}

function argumentsOf(parser: RequestParser): Bytes[] {
  return Array.from({ length: parser.argc }, (_, i) =>
    bytesOf(parser.buffer, parser.starts[i], parser.ends[i]),
  );
}

/** Replies as RESP2, which RESP3 clients read as well. */
export type Tree = string | number | readonly Tree[];

export function encodeTree(tree: Tree): Bytes {
  if (typeof tree === 'number') return `:${tree}\r\n`;
  if (typeof tree === 'string') return `$${tree.length}\r\n${tree}\r\n`;
  return `*${tree.length}\r\n${tree.map(encodeTree).join('')}`;
}
