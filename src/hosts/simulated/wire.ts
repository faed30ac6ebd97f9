/**
 * A network as TCP shows it to programs: bytes arrive whole, in order and once; what goes wrong is
 * only ever late, or the end of the connection.
 *
 * A lost packet is a delay (it is sent again after `RETRANSMIT_MS`), and what was sent after it
 * waits behind it. A cut network delivers nothing until it heals; then everything comes at once.
 *
 * Invariant: on one direction of one wire the moments of delivery never decrease.
 */
import { exponential } from '../../base/distributions.ts';
import type { Random } from '../../base/ports.ts';
import type { VirtualClock } from './virtual-clock.ts';

/** The smallest retransmission timeout of Linux. */
const RETRANSMIT_MS = 200;

export interface NetworkSettings {
  /** The least time from one end to the other. */
  readonly oneWayMs: number;
  /** Mean of what comes on top, exponentially distributed. */
  readonly jitterMs: number;
  /** Share of messages that are lost once, 0 to 1. */
  readonly lossShare: number;
}

export class SimulatedNetwork {
  readonly clock: VirtualClock;
  private readonly random: Random;
  private readonly settings: NetworkSettings;
  private cut = false;
  private readonly stalled: (() => void)[] = [];

  constructor(clock: VirtualClock, random: Random, settings: NetworkSettings) {
    this.clock = clock;
    this.random = random;
    this.settings = settings;
  }

  get isCut(): boolean {
    return this.cut;
  }

  /** From now on nothing arrives. */
  cutOff(): void {
    this.cut = true;
  }

  /** What was sent meanwhile is sent again now. */
  heal(): void {
    this.cut = false;
    for (const send of this.stalled.splice(0)) send();
  }

  /** Calls `send` once the network is whole. */
  whenWhole(send: () => void): void {
    if (this.cut) this.stalled.push(send);
    else send();
  }

  /** How long the next message takes. */
  delayMs(): number {
    const { oneWayMs, jitterMs, lossShare } = this.settings;
    let delayMs = oneWayMs;
    if (jitterMs > 0) delayMs += exponential(this.random, jitterMs);
    if (lossShare > 0 && this.random.unit() < lossShare) delayMs += RETRANSMIT_MS;
    return delayMs;
  }
}

/** One direction of one connection. */
export class Pipe {
  private readonly network: SimulatedNetwork;
  private readonly deliver: (bytes: Uint8Array) => void;
  /** Under way, in the order in which they arrive. */
  private readonly underWay: Uint8Array[] = [];
  private lastDueMs = 0;
  private closed = false;

  constructor(network: SimulatedNetwork, deliver: (bytes: Uint8Array) => void) {
    this.network = network;
    this.deliver = deliver;
  }

  send(bytes: Uint8Array): void {
    const { network } = this;
    if (network.isCut) network.whenWhole(() => this.send(bytes));
    else this.schedule(bytes);
  }

  /** Nothing more is delivered, not even what is under way. */
  close(): void {
    this.closed = true;
  }

  private schedule(bytes: Uint8Array): void {
    const { clock } = this.network;
    this.lastDueMs = Math.max(this.lastDueMs, clock.nowMs() + this.network.delayMs());
    this.underWay.push(bytes);
    clock.at(this.lastDueMs, this.arrive);
  }

  private readonly arrive = (): void => {
    const bytes = this.underWay.shift() as Uint8Array;
    if (this.closed) return;
    // Cut while under way: it is lost, and comes again when the network does.
    if (this.network.isCut) this.network.whenWhole(() => this.send(bytes));
    else this.deliver(bytes);
  };
}
