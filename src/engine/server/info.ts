/**
 * INFO: Redis's sections and field names, filled from what this node counts.
 *
 * Fields that speak of processes or threads are given where they have a true value here; the rest
 * are left out rather than invented.
 */
import type { Bytes } from '../../base/bytes.ts';
import { usedMemoryBytes } from '../keyspace/memory.ts';
import type { Server } from './server.ts';

/** The `redis_version` that each emulated version reports. */
export const REDIS_VERSIONS: Readonly<Record<number, string>> = {
  700: '7.0.15',
  702: '7.2.7',
  704: '7.4.2',
};

type Field = readonly [name: string, value: string | number];
type Section = (server: Server) => Field[];

const DAY_MS = 86_400_000;

function humanBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes}B`;
  const units = ['K', 'M', 'G', 'T'];
  let value = bytes / 1024;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${value.toFixed(2)}${units[unit]}`;
}

const server: Section = (s) => {
  const upMs = s.ports.clock.nowMs() - s.startedMs;
  return [
    ['redis_version', REDIS_VERSIONS[s.version] ?? ''],
    ['redis_git_sha1', '00000000'],
    ['redis_git_dirty', 0],
    ['redis_build_id', 'stampede'],
    ['redis_mode', 'standalone'],
    ['os', 'stampede'],
    ['arch_bits', 64],
    ['monotonic_clock', 'port'],
    ['multiplexing_api', 'port'],
    ['run_id', s.runId],
    ['tcp_port', s.config.text('port')],
    ['server_time_usec', Math.floor(s.ports.clock.nowMs() * 1000)],
    ['uptime_in_seconds', Math.floor(upMs / 1000)],
    ['uptime_in_days', Math.floor(upMs / DAY_MS)],
    ['hz', s.config.number('hz')],
    ['configured_hz', s.config.number('hz')],
    ['lru_clock', Math.floor(s.keyspace.nowMs / 1000) & 0xffffff],
    ['config_file', s.configFile],
  ];
};

const clients: Section = (s) => {
  const all = [...s.clients.values()];
  const { blocking, watching } = s;
  return [
    ['connected_clients', all.length],
    ['cluster_connections', 0],
    ['maxclients', s.config.number('maxclients')],
    [
      'client_recent_max_input_buffer',
      Math.max(0, ...all.map((client) => client.parser.pendingBytes)),
    ],
    ['client_recent_max_output_buffer', Math.max(0, ...all.map((client) => client.outputBytes))],
    ['blocked_clients', blocking.blockedClients],
    ['tracking_clients', 0],
    ...(s.version >= 704
      ? ([
          ['pubsub_clients', all.filter((client) => client.isSubscribed).length],
          ['watching_clients', watching.watchers],
        ] as Field[])
      : []),
    [
      'clients_in_timeout_table',
      all.filter((client) => (client.blocked?.wait.timeoutMs ?? 0) > 0).length,
    ],
    ...(s.version >= 702
      ? ([
          ['total_watched_keys', watching.watchedKeys],
          ['total_blocking_keys', blocking.waitedKeys],
          ['total_blocking_keys_on_nokey', 0],
        ] as Field[])
      : []),
  ];
};

const memory: Section = (s) => {
  const used = usedMemoryBytes(s.keyspace);
  s.stats.notePeak(used);
  const max = s.config.number('maxmemory');
  return [
    ['used_memory', used],
    ['used_memory_human', humanBytes(used)],
    ['used_memory_peak', s.stats.peakMemoryBytes],
    ['used_memory_peak_human', humanBytes(s.stats.peakMemoryBytes)],
    ['used_memory_dataset', used],
    ['maxmemory', max],
    ['maxmemory_human', humanBytes(max)],
    ['maxmemory_policy', s.config.text('maxmemory-policy')],
    ['mem_allocator', 'model-of-jemalloc'],
    ['lazyfree_pending_objects', 0],
  ];
};

const persistence: Section = (s) => {
  const aof = s.aofStatus?.();
  return [
    ['loading', s.keyspace.loading ? 1 : 0],
    ['async_loading', 0],
    ['rdb_changes_since_last_save', s.keyspace.dirty],
    ['rdb_bgsave_in_progress', 0],
    ['rdb_last_save_time', Math.floor(s.startedMs / 1000)],
    ['aof_enabled', aof ? 1 : 0],
    ['aof_rewrite_in_progress', 0],
    ['aof_last_write_status', aof?.error ? 'err' : 'ok'],
    ...(aof
      ? ([
          ['aof_current_size', aof.sizeBytes],
          ['aof_base_size', 0],
          ['aof_pending_rewrite', 0],
          ['aof_buffer_length', aof.bufferedBytes],
          ['aof_pending_bio_fsync', aof.syncing ? 1 : 0],
          ['aof_delayed_fsync', 0],
        ] as Field[])
      : []),
  ];
};

const stats: Section = (s) => {
  const { stats: counted, keyspace } = s;
  return [
    ['total_connections_received', counted.connectionsReceived],
    ['total_commands_processed', counted.commandsProcessed],
    ['instantaneous_ops_per_sec', Math.round(counted.opsPerSecond)],
    ['total_net_input_bytes', counted.bytesIn],
    ['total_net_output_bytes', counted.bytesOut],
    ['rejected_connections', counted.rejectedConnections],
    ['expired_keys', keyspace.stats.expiredKeys],
    ...(s.version >= 704 ? ([['expired_subkeys', keyspace.stats.expiredFields]] as Field[]) : []),
    ['expired_stale_perc', s.expireCycle.stalePercent.toFixed(2)],
    ['expired_time_cap_reached_count', s.expireCycle.timeCapReached],
    ['expire_cycle_cpu_milliseconds', Math.floor(counted.expireCycleMs)],
    ['evicted_keys', keyspace.stats.evictedKeys],
    ['keyspace_hits', keyspace.stats.keyspaceHits],
    ['keyspace_misses', keyspace.stats.keyspaceMisses],
    ['pubsub_channels', s.pubsub.channels.size],
    ['pubsub_patterns', s.pubsub.patterns.size],
    ['pubsubshard_channels', s.pubsub.shardChannels.size],
    ['total_error_replies', counted.errorReplies],
    ['acl_access_denied_auth', counted.aclDenials],
  ];
};

const replication: Section = (s) => [
  ['role', 'master'],
  ['connected_slaves', 0],
  ['master_failover_state', 'no-failover'],
  ['master_replid', s.runId],
  ['master_replid2', '0'.repeat(40)],
  ['master_repl_offset', 0],
  ['second_repl_offset', -1],
  ['repl_backlog_active', 0],
  ['repl_backlog_size', s.config.number('repl-backlog-size')],
  ['repl_backlog_first_byte_offset', 0],
  ['repl_backlog_histlen', 0],
];

const cpu: Section = (s) => {
  let usec = 0;
  for (const entry of s.table.all()) usec += entry.stats.usec;
  return [['used_cpu_user', (usec / 1e6).toFixed(6)]];
};

const commandstats: Section = (s) =>
  [...s.table.all()]
    .filter(({ stats: counted }) => counted.calls > 0 || counted.rejected > 0)
    .map(({ command, stats: counted }) => {
      const perCall = counted.calls > 0 ? counted.usec / counted.calls : 0;
      return [
        `cmdstat_${command.fullName}`,
        `calls=${counted.calls},usec=${Math.round(counted.usec)},usec_per_call=${perCall.toFixed(2)},rejected_calls=${counted.rejected},failed_calls=${counted.failed}`,
      ];
    });

const errorstats: Section = (s) =>
  [...s.stats.errors].map(([code, count]) => [`errorstat_${code}`, `count=${count}`]);

const keyspace: Section = (s) =>
  s.keyspace.databases
    .filter((database) => database.size > 0)
    .map((database) => {
      const fields = `keys=${database.size},expires=${database.expires.size},avg_ttl=${averageTtlMs(s, database.index)}`;
      return [`db${database.index}`, s.version >= 704 ? `${fields},subexpiry=0` : fields];
    });

const TTL_SAMPLES = 16;

/** The mean time to live over a few keys, as the expire cycle's running average would tell. */
function averageTtlMs(s: Server, index: number): number {
  const expires = s.keyspace.databases[index]?.expires;
  if (!expires || expires.size === 0) return 0;
  const samples = Math.min(TTL_SAMPLES, expires.size);
  let sum = 0;
  for (let i = 0; i < samples; i++) sum += Math.max(0, expires.valueAt(i) - s.keyspace.nowMs);
  return Math.floor(sum / samples);
}

const NOT_A_CLUSTER: Section = () => [['cluster_enabled', 0]];
const NO_MODULES: Section = () => [];
/** Latency percentiles are not kept yet; the section is there because clients ask for it by name. */
const NO_LATENCY: Section = () => [];

const SECTIONS: readonly (readonly [title: string, section: Section, byDefault: boolean])[] = [
  ['Server', server, true],
  ['Clients', clients, true],
  ['Memory', memory, true],
  ['Persistence', persistence, true],
  ['Stats', stats, true],
  ['Replication', replication, true],
  ['CPU', cpu, true],
  ['Modules', NO_MODULES, true],
  ['Commandstats', commandstats, false],
  ['Errorstats', errorstats, true],
  ['Latencystats', NO_LATENCY, false],
  ['Cluster', NOT_A_CLUSTER, true],
  ['Keyspace', keyspace, true],
];

/** The sections that `names` (lower case) ask for; none means the default ones. */
export function infoText(s: Server, names: readonly Bytes[]): Bytes {
  const wanted = new Set(names);
  const everything = wanted.has('all') || wanted.has('everything');
  const defaults = wanted.size === 0 || wanted.has('default');
  const parts = SECTIONS.filter(
    ([title, , byDefault]) =>
      everything || (defaults && byDefault) || wanted.has(title.toLowerCase()),
  ).map(([title, section]) => {
    const lines = section(s).map(([name, value]) => `${name}:${value}\r\n`);
    return `# ${title}\r\n${lines.join('')}`;
  });
  return parts.join('\r\n');
}
