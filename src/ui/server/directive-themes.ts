/** What a directive is about, told by its name: the groups of the configuration panel. */
export const directiveThemes = [
  'memory',
  'persistence',
  'encodings',
  'clients',
  'watching',
  'security',
  'replication',
  'cluster',
  'tls',
  'system',
] as const;

export type Theme = (typeof directiveThemes)[number];

/** The first pattern that fits decides. */
const patterns: readonly (readonly [RegExp, Theme])[] = [
  [/^tls-|^max-new-tls/, 'tls'],
  [/^cluster-/, 'cluster'],
  [/^(repl-|replica|min-replicas|master(auth|user)|propagation-)/, 'replication'],
  [/^maxmemory-clients$/, 'clients'],
  [/^(maxmemory|lfu-|lazyfree-|active-?defrag|active-expire|activerehashing|jemalloc)/, 'memory'],
  [/^(append|aof-|auto-aof|rdb|save$|dbfilename|dir$|no-appendfsync|stop-writes)/, 'persistence'],
  [/^sanitize-dump-payload$/, 'persistence'],
  [/^(hash|zset|set|list|stream|hll)-.*(entries|value|bytes|size|depth)$/, 'encodings'],
  [/^(maxclients|timeout$|client-|tracking-|proto-max|max-new-|tcp-keepalive)/, 'clients'],
  [/^(notify-keyspace-events|busy-reply-threshold)$/, 'clients'],
  [/^(slowlog|latency|log|syslog|crash|hide-user-data|ignore-warnings)/, 'watching'],
  [/^(acl|requirepass|protected-mode|enable-|bind)/, 'security'],
];

export function themeOf(name: string): Theme {
  return patterns.find(([pattern]) => pattern.test(name))?.[1] ?? 'system';
}
