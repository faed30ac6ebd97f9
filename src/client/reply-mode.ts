/**
 * What CLIENT REPLY has asked for, followed from the commands as they are sent: OFF silences all
 * that follows, SKIP the next one. Confirmations of subscriptions and RESET's reply always come.
 * In a transaction the commands are only queued, and what is queued is answered.
 */
import type { Bytes } from '../base/bytes.ts';

const alwaysAnswered = /^(P|S)?(UN)?SUBSCRIBE$|^RESET$/;

export class ReplyMode {
  #mode: 'on' | 'off' | 'skip' = 'on';
  #isQueueing = false;

  /** Takes note of a command to be sent; true when no reply will come for it. */
  follow(name: Bytes, argv: readonly Bytes[]): boolean {
    const word = name === 'CLIENT' && /^reply$/i.test(argv[1] ?? '') ? argv[2]?.toUpperCase() : '';
    const isOrder = argv.length === 3 && (word === 'ON' || word === 'OFF' || word === 'SKIP');
    if (isOrder && !this.#isQueueing) return this.#order(word);
    this.#followTransaction(name);
    const isSilent = this.#mode !== 'on' && !alwaysAnswered.test(name);
    if (this.#mode === 'skip' || name === 'RESET') this.#mode = 'on';
    return isSilent;
  }

  #order(word: 'ON' | 'OFF' | 'SKIP'): boolean {
    if (word === 'ON') this.#mode = 'on';
    else if (word === 'OFF') this.#mode = 'off';
    else if (this.#mode === 'on') this.#mode = 'skip';
    return word !== 'ON';
  }

  #followTransaction(name: Bytes): void {
    if (name === 'MULTI') this.#isQueueing = true;
    else if (name === 'EXEC' || name === 'DISCARD' || name === 'RESET') this.#isQueueing = false;
  }
}
