/**
 * The type of a package that is only handed on to learners' code. Its own declarations would bring
 * Node's into rooms that have none (see `paths` in tsconfig.pure.json and tsconfig.worker.json).
 */
declare const exported: Readonly<Record<string, unknown>>;
export = exported;
