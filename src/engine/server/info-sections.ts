/**
 * What each section of INFO says, in the order Redis 7.0 has, with what later versions added.
 *
 * Every figure is true of this node. What Redis has and a node like this has not (children,
 * defragmentation, an allocator that wastes) is given as Redis gives it where it is not used. What a
 * process takes of its machine is what the host tells (`ProcessUsage`); in a page, which learns
 * neither, what is resident is what the model says is used, and processor time is that of commands.
 */
import type { ProcessUsage } from './gates.ts';
import { keySizes } from './key-sizes.ts';
import { type MemoryUsage, memoryUsage } from './memory-usage.ts';
import { REDIS_VERSIONS } from './redis-versions.ts';
import type { Server } from './server.ts';

export type Field = readonly [name: string, value: string | number];
export type Section = (server: Server) => Field[];

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
    ['atomicvar_api', 'none'],
    ['gcc_version', '0.0.0'],
    ['process_id', s.process.id],
    ['process_supervised', 'no'],
    ['run_id', s.runId],
    ['tcp_port', s.config.text('port')],
    ['server_time_usec', Math.floor(s.ports.clock.nowMs() * 1000)],
    ['uptime_in_seconds', Math.floor(upMs / 1000)],
    ['uptime_in_days', Math.floor(upMs / DAY_MS)],
    ['hz', s.config.number('hz')],
    ['configured_hz', s.config.number('hz')],
    ['lru_clock', Math.floor(s.keyspace.nowMs / 1000) & 0xffffff],
    ['executable', s.process.executable],
    ['config_file', s.configFile],
    ['io_threads_active', 0],
  ];
};

const clients: Section = (s) => {
  const all = [...s.clients.values()];
  const { blocking, watching } = s;
  return [
    ['connected_clients', all.length - (s.replication?.size ?? 0)],
    ['cluster_connections', 0],
    ['maxclients', s.config.number('maxclients')],
    ['client_recent_max_input_buffer', s.clientCron.recentInputBytes],
    ['client_recent_max_output_buffer', s.clientCron.recentOutputBytes],
    ['blocked_clients', blocking.blockedClients + all.filter((one) => one.postponed).length],
    ['tracking_clients', s.tracking.clientCount],
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
    ...(s.version >= 704 ? ([['total_watched_keys', watching.watchedKeys]] as Field[]) : []),
    ...(s.version >= 702
      ? ([
          ['total_blocking_keys', blocking.waitedKeys],
          ['total_blocking_keys_on_nokey', 0],
        ] as Field[])
      : []),
  ];
};

const perc = (part: number, whole: number): string =>
  `${(whole <= 0 ? 0 : (part / whole) * 100).toFixed(2)}%`;

/** Fields that are 0 here, by name. */
const zeros = (names: string): Field[] => names.split(' ').map((name): Field => [name, 0]);

const memory: Section = (s) => {
  const usage = memoryUsage(s);
  const { usedBytes: used, emptyBytes, datasetBytes: dataset } = usage;
  const peak = s.stats.notePeak(used);
  const max = s.config.number('maxmemory');
  const machine = s.process.usage?.();
  // The model has no waste: what its allocator holds is what is used.
  const resident = machine?.residentBytes ?? used;
  return [
    ['used_memory', used],
    ['used_memory_human', humanBytes(used)],
    ['used_memory_rss', resident],
    ['used_memory_rss_human', humanBytes(resident)],
    ['used_memory_peak', peak],
    ['used_memory_peak_human', humanBytes(peak)],
    ['used_memory_peak_perc', perc(used, peak)],
    ['used_memory_overhead', usage.overheadBytes],
    ['used_memory_startup', emptyBytes],
    ['used_memory_dataset', dataset],
    ['used_memory_dataset_perc', perc(dataset, used - emptyBytes)],
    ['allocator_allocated', used],
    ['allocator_active', used],
    ['allocator_resident', used],
    ...(s.version >= 704 ? zeros('allocator_muzzy') : []),
    ['total_system_memory', machine?.systemBytes ?? 0],
    ['total_system_memory_human', humanBytes(machine?.systemBytes ?? 0)],
    ...scriptMemory(s),
    ['maxmemory', max],
    ['maxmemory_human', humanBytes(max)],
    ['maxmemory_policy', s.config.text('maxmemory-policy')],
    ...fragmentation(used, resident),
    ['mem_not_counted_for_evict', usage.aofBufferBytes + usage.replicasBytes],
    ['mem_replication_backlog', 0],
    ['mem_total_replication_buffers', usage.replicasBytes],
    ['mem_clients_slaves', usage.replicasBytes],
    ['mem_clients_normal', usage.clientsBytes],
    ['mem_cluster_links', 0],
    ['mem_aof_buffer', usage.aofBufferBytes],
    ['mem_allocator', 'model-of-jemalloc'],
    ...(s.version >= 704 ? rehashing(usage) : []),
    ...zeros('active_defrag_running lazyfree_pending_objects'),
    ['lazyfreed_objects', s.keyspace.stats.lazyfreedObjects],
  ];
};

const rehashing = ({ databases }: MemoryUsage): Field[] => [
  [
    'mem_overhead_db_hashtable_rehashing',
    databases.reduce((sum, one) => sum + one.outgrownBytes, 0),
  ],
];

function scriptMemory({ scripting }: Server): Field[] {
  const { scripts, libraries } = scripting;
  const evalVm = scripting.evalMachineBytes;
  const functionVm = scripting.functionMachineBytes;
  const used = scripts.usedBytes + libraries.usedBytes;
  return [
    ['used_memory_lua', evalVm],
    ['used_memory_vm_eval', evalVm],
    ['used_memory_lua_human', humanBytes(evalVm)],
    ['used_memory_scripts_eval', scripts.usedBytes],
    ['number_of_cached_scripts', scripts.size],
    ['number_of_functions', libraries.functionCount],
    ['number_of_libraries', libraries.libraries.size],
    ['used_memory_vm_functions', functionVm],
    ['used_memory_vm_total', evalVm + functionVm],
    ['used_memory_vm_total_human', humanBytes(evalVm + functionVm)],
    ['used_memory_functions', libraries.usedBytes],
    ['used_memory_scripts', used],
    ['used_memory_scripts_human', humanBytes(used)],
  ];
}

/** What the process holds beyond what is used: its program and JavaScript's own memory. */
function fragmentation(used: number, resident: number): Field[] {
  const ratio = (resident / used).toFixed(2);
  return [
    ['allocator_frag_ratio', '1.00'],
    ['allocator_frag_bytes', 0],
    ['allocator_rss_ratio', '1.00'],
    ['allocator_rss_bytes', 0],
    ['rss_overhead_ratio', ratio],
    ['rss_overhead_bytes', resident - used],
    ['mem_fragmentation_ratio', ratio],
    ['mem_fragmentation_bytes', resident - used],
  ];
}

const wholeSeconds = (ms: number): number => (ms < 0 ? -1 : Math.floor(ms / 1000));

/** -1 where nothing is under way. */
const secondsUnderWay = (
  s: Server,
  isUnderWay: boolean | undefined,
  gate: { readonly startedMs: number } | null,
): number => (isUnderWay && gate ? wholeSeconds(s.ports.clock.nowMs() - gate.startedMs) : -1);

const persistence: Section = (s) => {
  const aof = s.aofStatus?.();
  return [
    ['loading', s.keyspace.loading ? 1 : 0],
    ...zeros('async_loading current_cow_peak current_cow_size current_cow_size_age'),
    ['current_fork_perc', '0.00'],
    ['current_save_keys_processed', s.snapshots?.progress?.processed ?? 0],
    ['current_save_keys_total', s.snapshots?.progress?.keys ?? 0],
    ['rdb_changes_since_last_save', s.snapshots?.changesSinceSave ?? s.keyspace.dirty],
    ['rdb_bgsave_in_progress', s.snapshots?.isSaving ? 1 : 0],
    ['rdb_last_save_time', Math.floor((s.snapshots?.lastSaveMs ?? s.startedMs) / 1000)],
    ['rdb_last_bgsave_status', s.snapshots?.lastFailed ? 'err' : 'ok'],
    ['rdb_last_bgsave_time_sec', wholeSeconds(s.snapshots?.lastTookMs ?? -1)],
    ['rdb_current_bgsave_time_sec', secondsUnderWay(s, s.snapshots?.isSaving, s.snapshots)],
    ['rdb_saves', s.snapshots?.saves ?? 0],
    ['rdb_last_cow_size', 0],
    ['rdb_last_load_keys_expired', s.stats.lastLoad.expired],
    ['rdb_last_load_keys_loaded', s.stats.lastLoad.keys],
    ['aof_enabled', aof ? 1 : 0],
    ['aof_rewrite_in_progress', s.logRewrite?.isRunning ? 1 : 0],
    ['aof_rewrite_scheduled', s.logRewrite?.isScheduled ? 1 : 0],
    ['aof_last_rewrite_time_sec', wholeSeconds(s.logRewrite?.lastTookMs ?? -1)],
    ['aof_current_rewrite_time_sec', secondsUnderWay(s, s.logRewrite?.isRunning, s.logRewrite)],
    ['aof_last_bgrewrite_status', s.logRewrite?.lastFailed ? 'err' : 'ok'],
    ['aof_rewrites', s.logRewrite?.rewrites ?? 0],
    ['aof_rewrites_consecutive_failures', 0],
    ['aof_last_write_status', aof?.error ? 'err' : 'ok'],
    ...zeros('aof_last_cow_size module_fork_in_progress module_fork_last_cow_size'),
    ...(aof
      ? ([
          ['aof_current_size', aof.sizeBytes],
          ['aof_base_size', s.logRewrite?.baseBytes ?? 0],
          ['aof_pending_rewrite', 0],
          ['aof_buffer_length', aof.bufferedBytes],
          ['aof_pending_bio_fsync', aof.syncing ? 1 : 0],
          ['aof_delayed_fsync', 0],
        ] as Field[])
      : []),
  ];
};

const traffic = ({ stats: counted, replication: followed }: Server): Field[] => [
  ['total_connections_received', counted.connectionsReceived],
  ['total_commands_processed', counted.commandsProcessed],
  ['instantaneous_ops_per_sec', Math.round(counted.opsPerSecond)],
  ['total_net_input_bytes', counted.bytesIn],
  ['total_net_output_bytes', counted.bytesOut],
  ['total_net_repl_input_bytes', 0],
  ['total_net_repl_output_bytes', followed?.bytesOut ?? 0],
  ['instantaneous_input_kbps', (counted.bytesInPerSecond / 1024).toFixed(2)],
  ['instantaneous_output_kbps', (counted.bytesOutPerSecond / 1024).toFixed(2)],
  ['instantaneous_input_repl_kbps', '0.00'],
  ['instantaneous_output_repl_kbps', '0.00'],
  ['rejected_connections', counted.rejectedConnections],
  ['sync_full', followed?.fullSyncs ?? 0],
  ['sync_partial_ok', 0],
  ['sync_partial_err', followed?.refusedPartialSyncs ?? 0],
];

const stats: Section = (s) => {
  const { stats: counted, keyspace } = s;
  const exceeded = s.memoryLimit.exceededMs;
  return [
    ...traffic(s),
    ['expired_keys', keyspace.stats.expiredKeys],
    ...(s.version >= 704 ? ([['expired_subkeys', keyspace.stats.expiredFields]] as Field[]) : []),
    ['expired_stale_perc', s.cron.expireCycle.stalePercent.toFixed(2)],
    ['expired_time_cap_reached_count', s.cron.expireCycle.timeCapReached],
    ['expire_cycle_cpu_milliseconds', Math.floor(counted.expireCycleMs)],
    ['evicted_keys', keyspace.stats.evictedKeys],
    ['evicted_clients', s.clientEviction.evicted],
    ...(s.version >= 704 ? ([['evicted_scripts', s.scripting.scripts.evicted]] as Field[]) : []),
    ['total_eviction_exceeded_time', exceeded.total],
    ['current_eviction_exceeded_time', exceeded.current],
    ['keyspace_hits', keyspace.stats.keyspaceHits],
    ['keyspace_misses', keyspace.stats.keyspaceMisses],
    ['pubsub_channels', s.pubsub.channels.size],
    ['pubsub_patterns', s.pubsub.patterns.size],
    ['pubsubshard_channels', s.pubsub.shardChannels.size],
    ['latest_fork_usec', counted.forks.lastUs],
    ['total_forks', counted.forks.count],
    ['migrate_cached_sockets', s.migrateSockets.size],
    ['slave_expires_tracked_keys', 0],
    ...zeros('active_defrag_hits active_defrag_misses active_defrag_key_hits'),
    ...zeros('active_defrag_key_misses total_active_defrag_time current_active_defrag_time'),
    ['tracking_total_keys', s.tracking.keyCount],
    ['tracking_total_items', s.tracking.itemCount],
    ['tracking_total_prefixes', s.tracking.prefixCount],
    ['unexpected_error_replies', counted.unexpectedErrors],
    ['total_error_replies', counted.errorReplies],
    ['dump_payload_sanitizations', 0],
    ['total_reads_processed', counted.reads],
    ['total_writes_processed', counted.writes],
    ...zeros('io_threaded_reads_processed io_threaded_writes_processed'),
    ...(s.version >= 704
      ? ([
          ['client_query_buffer_limit_disconnections', 0],
          ['client_output_buffer_limit_disconnections', s.outputLimits.disconnections],
        ] as Field[])
      : []),
    ['reply_buffer_shrinks', s.clientCron.replyBuffers.shrinks],
    ['reply_buffer_expands', s.clientCron.replyBuffers.expands],
    ...(s.version >= 702
      ? ([
          ['acl_access_denied_auth', counted.deniedAuth],
          ['acl_access_denied_cmd', counted.denied.command],
          ['acl_access_denied_key', counted.denied.key],
          ['acl_access_denied_channel', counted.denied.channel],
        ] as Field[])
      : []),
  ];
};

const replicaLines = ({ replication: followed }: Server): Field[] =>
  (followed?.states() ?? []).map(({ ip, port, isSending, ackOffset, lagSeconds }, n) => {
    const state = isSending ? 'send_bulk' : 'online';
    return [
      `slave${n}`,
      `ip=${ip},port=${port},state=${state},offset=${ackOffset},lag=${isSending ? 0 : lagSeconds}`,
    ];
  });

/** There is no backlog: who comes back gets everything. */
const goodReplicas = ({ replication }: Server): Field[] => {
  const good = replication?.goodReplicas ?? null;
  return good === null ? [] : [['min_slaves_good_slaves', good]];
};

const replication: Section = (s) => [
  ['role', 'master'],
  ['connected_slaves', s.replication?.size ?? 0],
  ...goodReplicas(s),
  ...replicaLines(s),
  ['master_failover_state', 'no-failover'],
  ['master_replid', s.replicationId],
  ['master_replid2', '0'.repeat(40)],
  ['master_repl_offset', s.replication?.offset ?? 0],
  ['second_repl_offset', -1],
  ['repl_backlog_active', 0],
  ['repl_backlog_size', s.config.number('repl-backlog-size')],
  ['repl_backlog_first_byte_offset', 0],
  ['repl_backlog_histlen', 0],
];

const cpu: Section = (s) => {
  const { whole, mainThread } = s.process.usage?.() ?? commandTime(s);
  const text = (seconds: number): string => seconds.toFixed(6);
  return [
    ['used_cpu_sys', text(whole.systemSeconds)],
    ['used_cpu_user', text(whole.userSeconds)],
    ['used_cpu_sys_children', text(0)],
    ['used_cpu_user_children', text(0)],
    ['used_cpu_sys_main_thread', text(mainThread.systemSeconds)],
    ['used_cpu_user_main_thread', text(mainThread.userSeconds)],
  ];
};

/** The time of commands: what a node knows by itself. */
function commandTime(s: Server): Pick<ProcessUsage, 'whole' | 'mainThread'> {
  let usec = 0;
  for (const entry of s.table.all()) usec += entry.stats.usec;
  const time = { userSeconds: usec / 1e6, systemSeconds: 0 };
  return { whole: time, mainThread: time };
}

const commandstats: Section = (s) =>
  [...s.table.all()]
    .filter(({ stats: counted }) => counted.calls + counted.failed + counted.rejected > 0)
    .map(({ command, stats: counted }) => {
      const perCall = counted.calls > 0 ? counted.usec / counted.calls : 0;
      return [
        `cmdstat_${command.fullName}`,
        `calls=${counted.calls},usec=${Math.round(counted.usec)},usec_per_call=${perCall.toFixed(2)},rejected_calls=${counted.rejected},failed_calls=${counted.failed}`,
      ];
    });

const byCode = ([a]: [string, number], [b]: [string, number]): number =>
  a < b ? -1 : a > b ? 1 : 0;

const errorstats: Section = (s) =>
  [...s.stats.errors].sort(byCode).map(([code, count]) => [`errorstat_${code}`, `count=${count}`]);

const keyspace: Section = (s) =>
  s.keyspace.databases
    .filter((database) => database.size > 0)
    .map((database) => {
      const fields = `keys=${database.size},expires=${database.expires.size},avg_ttl=${averageTtlMs(s, database.index)}`;
      return [
        `db${database.index}`,
        s.version >= 704 ? `${fields},subexpiry=${database.fieldExpiries.size}` : fields,
      ];
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

/** Percentiles in microseconds, as latency-tracking-info-percentiles asks for them. */
const latencystats: Section = (s) => {
  if (!s.tracksLatency) return [];
  const percentiles = s.config.text('latency-tracking-info-percentiles').split(' ').filter(Boolean);
  return [...s.table.all()].flatMap(({ command, stats: { latency } }): Field[] => {
    if (!latency) return [];
    const figures = percentiles.map(
      (p) => `p${Number(p)}=${latency.percentileUs(Number(p)).toFixed(3)}`,
    );
    return [[`latency_percentiles_usec_${command.fullName}`, figures.join(',')]];
  });
};

/** Title, contents, and when it is shown: without arguments, with `all`, or by its name only. */
export const SECTIONS: readonly (readonly [
  title: string,
  section: Section,
  shown: 'by default' | 'with all' | 'by name',
])[] = [
  ['Server', server, 'by default'],
  ['Clients', clients, 'by default'],
  ['Memory', memory, 'by default'],
  ['Persistence', persistence, 'by default'],
  ['Stats', stats, 'by default'],
  ['Replication', replication, 'by default'],
  ['CPU', cpu, 'by default'],
  ['Modules', NO_MODULES, 'by default'],
  ['Commandstats', commandstats, 'with all'],
  ['Errorstats', errorstats, 'by default'],
  ['Latencystats', latencystats, 'with all'],
  ['Cluster', NOT_A_CLUSTER, 'by default'],
  ['Keyspace', keyspace, 'by default'],
  ['Keysizes', keySizes, 'by name'],
];
