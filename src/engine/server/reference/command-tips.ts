/**
 * What COMMAND INFO tells clients beside the table: tips (how a cluster's client may spread the
 * command and join the answers, and that answers vary) and the notes of key specifications. Facts of
 * another program: the oracle compares them with redis-server 7.0.
 */

/** Names of commands by their tips: `to` is the request policy, `as` the response policy. */
const NAMES_BY_TIPS: Readonly<Record<string, string>> = {
  varying:
    'client|info client|list cluster|bumpepoch cluster|count-failure-reports ' +
    'cluster|getkeysinslot cluster|info cluster|links cluster|myshardid cluster|nodes ' +
    'cluster|replicas ' +
    'cluster|shards cluster|slaves cluster|slots dump hpttl hrandfield hscan httl lastsave migrate ' +
    'object|encoding object|freq object|idletime object|refcount pttl spop srandmember ' +
    'sscan time ttl xadd xautoclaim xclaim xinfo|consumers xpending xtrim zrandmember zscan',
  unordered:
    'command command|docs command|info command|list function|list hgetall hkeys hvals ' +
    'module|list sdiff sinter smembers sunion',
  'to:all_shards as:all_succeeded':
    'flushall flushdb function|delete function|flush function|load function|restore ' +
    'memory|purge ping',
  'to:all_nodes as:all_succeeded':
    'acl|deluser acl|save acl|setuser client|setinfo client|setname config|resetstat ' +
    'config|rewrite config|set script|flush script|load slowlog|reset',
  'varying to:all_shards as:special':
    'function|stats info memory|doctor memory|malloc-stats memory|stats',
  'varying to:all_nodes as:special':
    'latency|doctor latency|graph latency|histogram latency|history latency|latest',
  'to:multi_shard as:agg_sum': 'del exists touch unlink',
  'to:all_shards as:one_succeeded': 'function|kill script|kill',
  'to:all_shards as:agg_sum': 'dbsize',
  'to:all_shards unordered': 'keys',
  'to:multi_shard': 'mget',
  'to:multi_shard as:all_succeeded': 'mset',
  'to:all_shards as:special varying': 'randomkey',
  'varying to:special as:special': 'scan',
  'to:all_nodes as:agg_sum': 'latency|reset',
  'to:all_shards as:agg_logical_and': 'script|exists',
  'to:all_nodes varying': 'slowlog|get',
  'to:all_nodes as:agg_sum varying': 'slowlog|len',
  'to:all_shards as:agg_min': 'wait waitaof',
};

/** What 7.0 says otherwise. */
const TIPS_BEFORE_7_2: Readonly<Record<string, string>> = {
  'to:all_nodes as:all_succeeded': 'latency|reset',
  'to:multi_shard as:agg_min': 'msetnx',
  'to:all_shards varying': 'randomkey',
  'varying to:special': 'scan',
  '': 'acl|deluser acl|save acl|setuser client|setname config|resetstat config|rewrite',
};

const WORDS: readonly (readonly [RegExp, string])[] = [
  [/^to:/, 'request_policy:'],
  [/^as:/, 'response_policy:'],
  [/^varying$/, 'nondeterministic_output'],
  [/^unordered$/, 'nondeterministic_output_order'],
];

function byName(...tables: readonly Readonly<Record<string, string>>[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const [tips, names] of tables.flatMap((table) => Object.entries(table))) {
    const words = tips.split(' ').filter(Boolean);
    const spelled = words.map((word) =>
      WORDS.reduce((text, [short, long]) => text.replace(short, long), word),
    );
    for (const name of names.split(' ')) found.set(name, spelled);
  }
  return found;
}

const known = new Map<boolean, Map<string, string[]>>();

/** The tips of the command called `fullName` (`get`, `config|set`), in Redis's order. */
export function tipsOf(fullName: string, version: number): readonly string[] {
  const isEarly = version < 702;
  let tips = known.get(isEarly);
  if (tips === undefined) {
    tips = isEarly ? byName(NAMES_BY_TIPS, TIPS_BEFORE_7_2) : byName(NAMES_BY_TIPS);
    known.set(isEarly, tips);
  }
  return tips.get(fullName) ?? [];
}

const UNKNOWN_USE = 'We cannot tell how the keys will be used so we assume the worst, ';
const FOR_SORT =
  "For the optional BY/GET keyword. It is marked 'unknown' because the key names derive from the content of the key we sort";

/** Notes by command; one for each of its specifications. */
const NOTES: Readonly<Record<string, readonly (string | null)[]>> = {
  bitfield: ['This command allows both access and modification of the key'],
  eval: [`${UNKNOWN_USE}RW and UPDATE`],
  eval_ro: [`${UNKNOWN_USE}RO and ACCESS`],
  fcall: [`${UNKNOWN_USE}RW and UPDATE`],
  fcall_ro: [`${UNKNOWN_USE}RO and ACCESS`],
  getex: ['RW and UPDATE because it changes the TTL'],
  pfcount: [
    'RW because it may change the internal representation of the key, and propagate to replicas',
  ],
  set: ['RW and ACCESS due to the optional `GET` argument'],
  sort: [
    null,
    FOR_SORT,
    "For the optional STORE keyword. It is marked 'unknown' because the keyword can appear anywhere in the argument array",
  ],
  sort_ro: [null, FOR_SORT],
  xadd: ['UPDATE instead of INSERT because of the optional trimming feature'],
};

export const keyNotesOf = (fullName: string): readonly (string | null)[] => NOTES[fullName] ?? [];
