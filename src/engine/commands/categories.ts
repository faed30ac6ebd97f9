/** ACL categories, from a command's group and flags as Redis implies them. */
import type { Command, Group } from './command.ts';

const OF_GROUP: Readonly<Record<Group, string | null>> = {
  string: '@string',
  generic: '@keyspace',
  hash: '@hash',
  list: '@list',
  set: '@set',
  'sorted-set': '@sortedset',
  stream: '@stream',
  bitmap: '@bitmap',
  hyperloglog: '@hyperloglog',
  geo: '@geo',
  connection: '@connection',
  pubsub: '@pubsub',
  transactions: '@transaction',
  cluster: null,
  scripting: '@scripting',
  server: null,
};

/** Redis's order: by the categories' own numbers. */
export const ACL_CATEGORIES: readonly string[] = [
  '@keyspace',
  '@read',
  '@write',
  '@set',
  '@sortedset',
  '@list',
  '@hash',
  '@string',
  '@bitmap',
  '@hyperloglog',
  '@geo',
  '@stream',
  '@pubsub',
  '@admin',
  '@fast',
  '@slow',
  '@blocking',
  '@dangerous',
  '@connection',
  '@transaction',
  '@scripting',
];

/** A spec's own `categories` are added; one that begins with `-` takes the implied one away. */
export function aclCategories(command: Command<never>): string[] {
  const has = (flag: string): boolean => command.flagSet.has(flag);
  const found = new Set<string>();
  const ofGroup = OF_GROUP[command.group];
  if (ofGroup && command.run) found.add(ofGroup);
  if (has('write')) found.add('@write');
  if (has('readonly') && command.group !== 'connection') found.add('@read');
  if (has('admin')) found.add('@admin').add('@dangerous');
  if (has('pubsub')) found.add('@pubsub');
  if (has('blocking')) found.add('@blocking');
  found.add(has('fast') ? '@fast' : '@slow');
  for (const category of command.categories?.split(' ') ?? []) {
    if (category.startsWith('-')) found.delete(category.slice(1));
    else found.add(category);
  }
  return ACL_CATEGORIES.filter((category) => found.has(category));
}
