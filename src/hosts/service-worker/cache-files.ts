/** What a build consists of, as its service worker sees it: plain data written by the build. */

export interface CachedFile {
  /** Relative to the page's folder, without a leading `./`; the page itself is ``. */
  readonly path: string;
  /** Changes with the file's content. */
  readonly hash: string;
}

export interface BuildFiles {
  /** Names the build: a hash over everything below. */
  readonly version: string;
  /** Needed for the first command: cached while installing. */
  readonly shell: readonly CachedFile[];
  /** Editors, lessons and the like: cached when the page is idle. */
  readonly rest: readonly CachedFile[];
}
