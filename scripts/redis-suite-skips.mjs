/** What of Redis's own test suite is not run here, each with its reason. */

/** @type {Readonly<Record<string, string>>} */
export const skippedUnits = {
  'unit/type/list-common': 'holds values for other units',
  'unit/cluster': 'there is no cluster',
  'unit/cluster-scripting': 'there is no cluster',
  'unit/tls': 'there is no TLS',
  'unit/oom-score-adj': "a matter of Linux's, which Node cannot set",
  'unit/printver': 'prints a version',
  'unit/violations': 'needs values of 4 GB',
  'unit/wait': 'follows a master: REPLICAOF is refused',
};

/** Tags of what a unit does with servers that follow a master outside its tests (REPLICAOF is refused). */
/** @type {Readonly<Record<string, readonly string[]>>} */
export const skippedTags = {
  'unit/pause': ['needs:repl'],
};

/** By reason; `/` begins a regular expression of Tcl's. @type {Readonly<Record<string, readonly string[]>>} */
export const skippedTests = {
  'follow a master: REPLICAOF is refused': [
    'MASTERAUTH test with binary password',
    'BITFIELD: setup slave',
    'BITFIELD: write on master, read on slave',
    'First server should have role slave after REPLICAOF',
    'For all replicated TTL-related commands, absolute expire times are identical on primary and replica',
    'expired key which is created in writeable replicas should be deleted by active expiry',
    'Connect a replica to the master instance',
    '/^FUNCTION - (creation is replicated|call on replica|restore is replicated|delete is replicated|flush is replicated|test replication to replica|create on read only|delete on read only|function effect is replicated|modify key space of read only|can processes create, delete and flush|allow stale)',
    'Disconnecting the replica from master instance',
    'slave buffer are counted correctly',
    "replica buffer don't induce eviction",
    'FUNCTION can processes create, delete and flush commands in AOF when doing "debug loadaof" in read-only slaves',
    'MULTI / EXEC with REPLICAOF',
    'exec with read commands and stale replica state change',
    'pending querybuf: check size of pending_querybuf after set a big value',
    'setup replication for following tests',
    '/^Consumer group last ID propagation to slave',
    '/^Replication tests of XCLAIM with deleted entries',
    'Replication of script multiple pushes to list with BLPOP',
    'Lua scripts using SELECT are replicated correctly',
    'Test selective replication of certain Redis commands from Lua',
    'Using side effects is not a problem with command replication',
    'CONFIG SET bind-source-addr',
    'Test RO scripts are not blocked by pause RO on replica',
    'no-writes shebang flag on replica',
    'not enough good replicas state change during long script',
    'allow-stale shebang flag',
  ],
  'look into a forked child or its files': [
    "Don't rehash if redis has child process",
    'Test child sending info',
    'failed bgsave prevents writes',
    'Temp rdb will be deleted if we use bg_unlink when shutdown',
    'Temp rdb will be deleted in signal handle',
  ],
  'let a million members go in no time: the garbage collector frees them later': [
    'LATENCY of expire events are correctly collected',
  ],
  "look at jemalloc, or at the process's name": ['Process title set as expected', '/defrag/'],
};
