/**
 * `fetch`, as far as there is a web in a world: Redis over REST, which @upstash/redis speaks.
 *
 * A host of the world answers `POST /` (one command), `/pipeline` and `/multi-exec` (a list of them)
 * with `{"result": ...}` or `{"error": ...}`; texts are base64 when the request's header
 * `Upstash-Encoding` asks for it. The commands run on one connection to that host's Redis.
 */
import { type Bytes, bytesToUtf8Lossy, utf8ToBytes } from '../../../base/bytes.ts';
import type { RespValue } from '../../../client/resp-value.ts';
import { openRespSocket, type RespSocket } from '../resp-socket.ts';
import { Buffer } from './node/buffer.ts';
import { findAddress } from './node/dns.ts';
import { outside } from './outside.ts';

interface RestRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface RestResponse {
  readonly ok: boolean;
  readonly status: number;
  readonly statusText: string;
  readonly headers: { get(name: string): string | null };
  json(): Promise<unknown>;
  text(): Promise<string>;
}

type Command = readonly unknown[];
type Answer = { readonly result: unknown } | { readonly error: string };

const REDIS_PORT = 6379;

const sockets = new Map<string, RespSocket>();

export async function restFetch(url: string, request: RestRequest = {}): Promise<RestResponse> {
  const [, host = '', path = '/'] = /^https?:\/\/([^/:]+)(?::\d+)?(\/[^?]*)?/.exec(url) ?? [];
  const found = findAddress(host);
  if (found.error) throw Object.assign(new TypeError('fetch failed'), { cause: found.error });
  const headers = new Map(
    Object.entries(request.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const token = outside().world.env.UPSTASH_REDIS_REST_TOKEN;
  if (headers.get('authorization') !== `Bearer ${token}`) {
    return respond(401, { error: 'WRONGPASS invalid or missing auth token' });
  }
  const socket = socketTo(found.address);
  const inBase64 = headers.get('upstash-encoding') === 'base64';
  const body = JSON.parse(request.body ?? 'null') as unknown;
  if (!Array.isArray(body)) return respond(400, { error: 'ERR failed to parse command' });
  return answer(socket, path, body as readonly unknown[], inBase64);
}

async function answer(
  socket: RespSocket,
  path: string,
  body: readonly unknown[],
  inBase64: boolean,
): Promise<RestResponse> {
  const run = (command: Command) => socket.send(command.map((word) => utf8ToBytes(wordOf(word))));
  const show = (reply: RespValue) => answerOf(reply, inBase64);
  if (/\/pipeline$/.test(path)) {
    const replies = await Promise.all((body as readonly Command[]).map(run));
    return respond(200, replies.map(show));
  }
  if (/\/multi-exec$/.test(path)) {
    const all = [['MULTI'], ...(body as readonly Command[]), ['EXEC']];
    const reply = (await Promise.all(all.map(run))).at(-1) as RespValue;
    return reply.kind === 'array'
      ? respond(200, reply.items.map(show))
      : respond(400, answerOf(reply, false));
  }
  const reply = await run(body);
  return respond(reply.kind === 'error' ? 400 : 200, show(reply));
}

const wordOf = (word: unknown): string => (typeof word === 'string' ? word : JSON.stringify(word));

function socketTo(address: string): RespSocket {
  const open = sockets.get(address);
  if (open && !open.closed) return open;
  const socket = openRespSocket(outside().world, address, REDIS_PORT);
  sockets.set(address, socket);
  return socket;
}

function answerOf(reply: RespValue, inBase64: boolean): Answer {
  return reply.kind === 'error'
    ? { error: bytesToUtf8Lossy(reply.text) }
    : { result: resultOf(reply, inBase64) };
}

function resultOf(reply: RespValue, inBase64: boolean): unknown {
  const text = (bytes: Bytes) =>
    inBase64 ? Buffer.from(bytes, 'latin1').toString('base64') : bytesToUtf8Lossy(bytes);
  if (reply.kind === 'integer') return Number(reply.digits);
  if (reply.kind === 'null' || reply.kind === 'none') return null;
  if (reply.kind === 'boolean') return reply.value;
  // A status stays as it is: the service sends OK unencoded.
  if (reply.kind === 'simple') return reply.text;
  if ('items' in reply) return reply.items.map((item) => resultOf(item, inBase64));
  return text('text' in reply ? reply.text : reply.digits);
}

function respond(status: number, body: unknown): RestResponse {
  const text = JSON.stringify(body);
  return {
    ok: status < 400,
    status,
    statusText: status < 400 ? 'OK' : 'Bad Request',
    headers: { get: () => null },
    json: async () => JSON.parse(text) as unknown,
    text: async () => text,
  };
}
