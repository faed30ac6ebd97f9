/** MIGRATE: its keys and its grammar; the conversation with the other server is in migration.ts. */
import type { Args } from '../../commands/args.ts';
import { defineGroup } from '../../commands/command.ts';
import type { NodeCommand } from '../command-table.ts';
import type { ServerContext } from '../server-context.ts';

const WORDS_SKIPPED: ReadonlyMap<string, number> = new Map([
  ['COPY', 0],
  ['REPLACE', 0],
  ['AUTH', 1],
  ['AUTH2', 2],
]);

/** The one key, or those behind KEYS; KEYS as the last word is none to Redis. */
function findKeys(args: Args): number[] {
  for (let i = 6; i < args.length - 1; i++) {
    const word = args.word(i);
    if (word === 'KEYS') {
      if (args.sizeOf(3) > 0) return [];
      return args.toArray(i + 1).map((_, n) => i + 1 + n);
    }
    i += WORDS_SKIPPED.get(word) ?? 0;
  }
  return [3];
}

export const migrateCommands: NodeCommand[] = defineGroup<ServerContext>('generic', [
  {
    name: 'MIGRATE',
    since: '2.6.0',
    history: [
      ['3.0.0', 'Added the `COPY` and `REPLACE` options.'],
      ['3.0.6', 'Added the `KEYS` option.'],
      ['4.0.7', 'Added the `AUTH` option.'],
      ['6.0.0', 'Added the `AUTH2` option.'],
    ],
    flags: 'write movablekeys',
    keys: [3, 3, 1],
    findKeys,
    complexity: 'O(1) for each key, and what DUMP, the network and RESTORE cost.',
    summary: 'Moves keys to another server.',
    syntax:
      'host port:integer key_or_empty_string(key | empty_string("")) destination-db:integer timeout:integer [COPY]@3.0.0 [REPLACE]@3.0.0 [authentication((AUTH password)@4.0.7@? | (AUTH2 username password)@6.0.0@?)] [KEYS key...]@3.0.6',
    categories: '@dangerous',
    needs: 'exchange',
    run: (ctx, args) => ctx.server.parts.exchange.loaded.migrate(ctx, args),
  },
]);
