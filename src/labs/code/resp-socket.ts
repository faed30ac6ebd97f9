/**
 * A bare RESP2 connection over a world's network: requests out, replies back in their order.
 *
 * What is sent before the connection stands is kept until it does. Messages nobody asked for
 * (subscriptions) go to the listener. When the connection ends every open request is rejected.
 */
import type { Bytes } from '../../base/bytes.ts';
import type { Link } from '../../base/ports.ts';
import { RespReader } from '../../client/resp-reader.ts';
import { type RespValue, scalarText } from '../../client/resp-value.ts';
import { encodeRequest } from '../../protocol/resp-request.ts';
import type { CodeWorld } from './code-world.ts';

export interface RespSocket {
  send(argv: readonly Bytes[]): Promise<RespValue>;
  /** Subscribed connections: every message, confirmations included. */
  onMessage(listener: (items: readonly RespValue[]) => void): void;
  readonly closed: boolean;
  close(): void;
}

interface Waiting {
  readonly resolve: (reply: RespValue) => void;
  readonly reject: (error: Error) => void;
}

const messageKinds = new Set(['message', 'pmessage', 'smessage']);

export function openRespSocket(
  world: Pick<CodeWorld, 'network' | 'Promise'>,
  address: string,
  port: number,
): RespSocket {
  return new Connection(world, address, port);
}

class Connection implements RespSocket {
  closed = false;
  private readonly world: Pick<CodeWorld, 'network' | 'Promise'>;
  private readonly reader = new RespReader();
  private readonly waiting: Waiting[] = [];
  private readonly link: Link;
  private early: Uint8Array[] | null = [];
  private listener: (items: readonly RespValue[]) => void = () => {};

  constructor(world: Pick<CodeWorld, 'network' | 'Promise'>, address: string, port: number) {
    this.world = world;
    this.link = world.network.connect(address, port, {
      opened: () => this.opened(),
      received: (bytes) => this.received(bytes),
      closed: () => this.ended(`connect ECONNREFUSED ${address}:${port}`),
    });
  }

  send(argv: readonly Bytes[]): Promise<RespValue> {
    return new this.world.Promise<RespValue>((resolve, reject) => {
      if (this.closed) {
        reject(new Error('Connection is closed.'));
        return;
      }
      this.waiting.push({ resolve, reject });
      const bytes = encodeRequest(argv);
      if (this.early) this.early.push(bytes);
      else this.link.send(bytes);
    });
  }

  onMessage(listener: (items: readonly RespValue[]) => void): void {
    this.listener = listener;
  }

  close(): void {
    if (this.closed) return;
    this.link.close();
    this.early = null;
    this.ended('');
  }

  private opened(): void {
    const early = this.early ?? [];
    this.early = null;
    for (const bytes of early) this.link.send(bytes);
  }

  private received(bytes: Uint8Array): void {
    this.reader.feed(bytes);
    for (let value = this.reader.next(); value !== null; value = this.reader.next()) {
      const isMessage =
        value.kind === 'array' && messageKinds.has(scalarText(value.items[0]) ?? '');
      if (isMessage && 'items' in value) this.listener(value.items);
      else this.waiting.shift()?.resolve(value);
    }
  }

  private ended(beforeOpen: string): void {
    if (this.closed) return;
    this.closed = true;
    const reason = this.early ? beforeOpen : 'Connection is closed.';
    for (const { reject } of this.waiting.splice(0)) reject(new Error(reason));
  }
}
