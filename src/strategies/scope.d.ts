/**
 * What strategy code finds in its scope. The editor shows it, too.
 *
 * Time is the lab's own: `Date.now()`, `setTimeout` and every `await` follow it, and `Math.random()`
 * is drawn from the lab's seed.
 */

/** A row of the modelled database. `version` counts its changes. */
interface Row {
  readonly id: string;
  readonly version: number;
  readonly value: string;
}

/** The modelled database: every query takes time, and only so many run at once. */
interface Db {
  /** `SELECT * FROM rows WHERE id = ?`: the row as it is when the query begins. */
  query(sql: `SELECT * FROM ${string} WHERE id = ?`, values: readonly [string]): Promise<Row>;
  /** `SELECT * FROM rows ORDER BY popularity DESC LIMIT n`: the rows asked for most. */
  query(sql: `SELECT * FROM ${string} ORDER BY ${string} LIMIT ${number}`): Promise<Row[]>;
  /** `UPDATE rows SET value = ? WHERE id = ?`: the row as it is after the commit. */
  query(
    sql: `UPDATE ${string} SET ${string} = ? WHERE id = ?`,
    values: readonly [string, string],
  ): Promise<Row>;
}

declare const db: Db;
/** The lab's sliders. */
declare const params: {
  /** Seconds that copies live. */
  readonly ttl: number;
  readonly [name: string]: number;
};
/** The number of this app server, from 0. */
declare const server: number;
/** Where an app server puts what it wants to be told. */
declare const console: { log(...values: unknown[]): void; error(...values: unknown[]): void };
declare const crypto: { randomUUID(): string };
declare function setTimeout(then: () => unknown, delayMs?: number): number;
declare function clearTimeout(timer: number | undefined): void;
declare function setInterval(then: () => unknown, periodMs: number): number;
declare function clearInterval(timer: number | undefined): void;
