/** A strategy as data: see `scripts/build/strategy-code.ts`. */
declare module '*?code' {
  /** As the editor shows it. */
  export const source: string;
  /** As a world runs it. */
  export const compiled: string;
  /** The same in node-redis's way of calling. */
  export const nodeRedis: { readonly source: string; readonly compiled: string };
}
