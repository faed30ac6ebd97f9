/** What a console asks of an engine: the playground's and a lesson's alike. */
import type { ConsoleDeps } from '../console/console-store.ts';
import type { Engine } from './engine.ts';

export function consolePorts(engine: Engine): ConsoleDeps {
  const { connect, catalogue, commandWords, completeKey, directives } = engine;
  return {
    connect,
    catalogue,
    commandWords,
    completeKey,
    directives,
    typeOf: async (db, key) =>
      (await engine.inspect({ db, key, offset: 0, limit: 0 }))?.type ?? null,
  };
}
