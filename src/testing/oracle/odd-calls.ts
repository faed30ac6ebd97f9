/** Data table */
/** Calls that are slightly wrong or at a limit, for facts.test.ts: both servers answer the same. */
export interface OddCalls {
  readonly title: string;
  readonly calls: readonly string[];
}

const lines = (text: string): string[] =>
  text
    .trim()
    .split('\n')
    .map((line) => line.trim());

export const oddCalls: readonly OddCalls[] = [
  {
    title: 'COMMAND GETKEYS of odd calls',
    calls: lines(`
      COMMAND GETKEYS eval "" 0
      COMMAND GETKEYS eval "" 1
      COMMAND GETKEYS eval "" 1 a
      COMMAND GETKEYS eval "" 2 a
      COMMAND GETKEYS eval "" -1 a
      COMMAND GETKEYS eval "" abc a
      COMMAND GETKEYS eval "" 99999999999999999999 a
      COMMAND GETKEYS eval ""
      COMMAND GETKEYS evalsha x 1 a
      COMMAND GETKEYS eval_ro "" 1 a b
      COMMAND GETKEYS fcall x 1 a
      COMMAND GETKEYSANDFLAGS eval "" 0
      COMMAND GETKEYSANDFLAGS eval "" 1 a
      COMMAND GETKEYSANDFLAGS eval "" 2 a
      COMMAND GETKEYS zunionstore d x a b
      COMMAND GETKEYS zunionstore d 0 a b
      COMMAND GETKEYS zunionstore d -1 a b
      COMMAND GETKEYS zunionstore d 3 a b
      COMMAND GETKEYS zunionstore d 2 a b weights 1 2
      COMMAND GETKEYSANDFLAGS zunionstore d 2 a b weights 1 2
      COMMAND GETKEYSANDFLAGS zunionstore d x a b
      COMMAND GETKEYSANDFLAGS zunionstore d 9 a b
      COMMAND GETKEYS zinter 0 a
      COMMAND GETKEYS zinter x a
      COMMAND GETKEYS zinter 1 a
      COMMAND GETKEYS zinter 2 a
      COMMAND GETKEYS georadius k 1 1 1 m store b storedist c
      COMMAND GETKEYSANDFLAGS georadius k 1 1 1 m store b storedist c
      COMMAND GETKEYSANDFLAGS georadius k 1 1 1 m storedist b store c
      COMMAND GETKEYSANDFLAGS georadius k 1 1 1 m store
      COMMAND GETKEYSANDFLAGS georadius k 1 1 1 m asc store x
      COMMAND GETKEYSANDFLAGS georadius k 1 1 1 store b
      COMMAND GETKEYS georadius k 1 1 1 m store b
      COMMAND GETKEYS georadiusbymember k m 1 m store b
      COMMAND GETKEYSANDFLAGS georadiusbymember k m 1 m store b storedist c
      COMMAND GETKEYSANDFLAGS georadiusbymember k m 1 m count 1 store b
      COMMAND GETKEYS georadius_ro k 1 1 1 m store b
      COMMAND GETKEYSANDFLAGS georadius_ro k 1 1 1 m store b
      COMMAND GETKEYS sort k by x get y store d
      COMMAND GETKEYSANDFLAGS sort k by x get y store d
      COMMAND GETKEYSANDFLAGS sort k store
      COMMAND GETKEYSANDFLAGS sort k store a store b
      COMMAND GETKEYSANDFLAGS sort k by store store b
      COMMAND GETKEYSANDFLAGS sort k limit store store store x
      COMMAND GETKEYSANDFLAGS sort k get store store x
      COMMAND GETKEYSANDFLAGS sort_ro k get store store x
      COMMAND GETKEYS migrate h 1 "" 0 10 keys a b
      COMMAND GETKEYS migrate h 1 "" 0 10 copy replace keys a b
      COMMAND GETKEYS migrate h 1 "" 0 10 keys
      COMMAND GETKEYS migrate h 1 a 0 10
      COMMAND GETKEYS migrate h 1 a 0 10 keys b
      COMMAND GETKEYS migrate h 1 "" 0 10
      COMMAND GETKEYS migrate h 1 "" 0 10 auth keys keys a b
      COMMAND GETKEYS migrate h 1 "" 0 10 auth2 keys keys keys a b
      COMMAND GETKEYSANDFLAGS migrate h 1 "" 0 10 auth2 keys keys keys a b
      COMMAND GETKEYSANDFLAGS migrate h 1 a 0 10
      COMMAND GETKEYSANDFLAGS migrate h 1 "" 0 10
      COMMAND GETKEYSANDFLAGS migrate h 1 "" 0 10 keys a b c
      COMMAND GETKEYS xreadgroup group g c streams a b 1 2
      COMMAND GETKEYS xreadgroup group g c count 1 block 1 streams a b 1 2
      COMMAND GETKEYS xreadgroup group g c streams a b 1
      COMMAND GETKEYS xreadgroup group g c streams a
      COMMAND GETKEYS xreadgroup group streams c streams a 1
      COMMAND GETKEYS xreadgroup group g streams streams a 1
      COMMAND GETKEYSANDFLAGS xreadgroup group g streams streams a 1
      COMMAND GETKEYS xreadgroup group g c count
      COMMAND GETKEYS xread streams a 1
      COMMAND GETKEYS xread block streams streams a 1
      COMMAND GETKEYS xread count 1 streams a b 1
      COMMAND GETKEYS xread streams
      COMMAND GETKEYS xread streams a
      COMMAND GETKEYS xread count 1 nope streams a 1
      COMMAND GETKEYS xread noack streams a 1
      COMMAND GETKEYSANDFLAGS xread streams a b c d e
      COMMAND GETKEYSANDFLAGS xread count 1 streams a b c 1 2 3
      COMMAND GETKEYS mset
      COMMAND GETKEYS mset a
      COMMAND GETKEYS mset a b c
      COMMAND GETKEYS mset a b c d
      COMMAND GETKEYSANDFLAGS mset a b c
      COMMAND GETKEYSANDFLAGS msetnx a b c d e
      COMMAND GETKEYS memory usage a
      COMMAND GETKEYS memory usage
      COMMAND GETKEYS memory usage a samples 3
      COMMAND GETKEYS memory nope a
      COMMAND GETKEYS memory
      COMMAND GETKEYS object encoding a
      COMMAND GETKEYS object encoding
      COMMAND GETKEYS object
      COMMAND GETKEYS object nope a
      COMMAND GETKEYSANDFLAGS object encoding a
      COMMAND GETKEYS object help
      COMMAND GETKEYS config get x
      COMMAND GETKEYS config nope x
      COMMAND GETKEYS config
      COMMAND GETKEYS xgroup create a g $
      COMMAND GETKEYSANDFLAGS xgroup create a g $
      COMMAND GETKEYS xgroup create a
      COMMAND GETKEYS xinfo stream a
      COMMAND GETKEYSANDFLAGS xinfo stream a full
      COMMAND GETKEYS xinfo nope a
      COMMAND GETKEYS get
      COMMAND GETKEYS get a b
      COMMAND GETKEYS nope a
      COMMAND GETKEYS
      COMMAND GETKEYSANDFLAGS
      COMMAND GETKEYS ping
      COMMAND GETKEYS publish a b
      COMMAND GETKEYS spublish a b
      COMMAND GETKEYS ssubscribe a b
      COMMAND GETKEYSANDFLAGS ssubscribe a b
      COMMAND GETKEYSANDFLAGS sunsubscribe
      COMMAND GETKEYS sunsubscribe
      COMMAND GETKEYS unsubscribe
      COMMAND GETKEYS multi
      COMMAND GETKEYS exec
      COMMAND GETKEYS script load x
      COMMAND GETKEYS bitop and d a b c
      COMMAND GETKEYSANDFLAGS bitop and d a b c
      COMMAND GETKEYSANDFLAGS set a b get ex 10
      COMMAND GETKEYSANDFLAGS set a b nx xx get
      COMMAND GETKEYSANDFLAGS set a get
      COMMAND GETKEYSANDFLAGS set a b get
      COMMAND GETKEYSANDFLAGS set get get
      COMMAND GETKEYSANDFLAGS bitfield a get u8 0
      COMMAND GETKEYSANDFLAGS bitfield a set u8 0 1
      COMMAND GETKEYSANDFLAGS bitfield a get u8 0 incrby u8 0 1
      COMMAND GETKEYSANDFLAGS bitfield a overflow wrap get u8 0
      COMMAND GETKEYSANDFLAGS bitfield a overflow set get u8 0
      COMMAND GETKEYSANDFLAGS bitfield a
      COMMAND GETKEYSANDFLAGS bitfield a get
      COMMAND GETKEYSANDFLAGS bitfield a x set set
      COMMAND GETKEYSANDFLAGS bitfield a get set 1
      COMMAND GETKEYSANDFLAGS bitfield_ro a get u8 0
      COMMAND GETKEYS lcs a b
      COMMAND GETKEYS lmpop 2 a b left
      COMMAND GETKEYS lmpop 3 a b left
      COMMAND GETKEYS lmpop x a b left
      COMMAND GETKEYS lmpop 4 a b left
      COMMAND GETKEYS blmpop 0 2 a b left
      COMMAND GETKEYS blmpop 0 5 a b left
      COMMAND GETKEYSANDFLAGS bzmpop 0 1 a min
      COMMAND GETKEYS zmpop 9 a min
      COMMAND GETKEYS sintercard 2 a b limit 1
      COMMAND GETKEYS sintercard 6 a b limit 1
      COMMAND GETKEYS zdiff 2 a b withscores
      COMMAND GETKEYS pfdebug getreg a
      COMMAND GETKEYSANDFLAGS pfdebug getreg a
      COMMAND GETKEYS pfselftest
      COMMAND GETKEYS pfcount a b c
      COMMAND GETKEYSANDFLAGS pfmerge a b c
      COMMAND GETKEYSANDFLAGS pfmerge a
      COMMAND GETKEYS debug object a
      COMMAND GETKEYS touch a b
      COMMAND GETKEYS blpop a b 0
      COMMAND GETKEYS blpop a
      COMMAND GETKEYSANDFLAGS rename a b
      COMMAND GETKEYSANDFLAGS sinterstore a b c
      COMMAND GETKEYSANDFLAGS sinterstore a b
      COMMAND GETKEYSANDFLAGS sinterstore a
      COMMAND GETKEYSANDFLAGS zrangestore a b 0 1
      COMMAND GETKEYSANDFLAGS geosearchstore a b fromlonlat 0 0 byradius 1 m
      COMMAND GETKEYSANDFLAGS lmove a b left right
      COMMAND GETKEYSANDFLAGS getex a
      COMMAND GETKEYSANDFLAGS set "" ""
      COMMAND GETKEYS ""
      COMMAND GETKEYS "a b" c
      COMMAND GETKEYS GET a
      COMMAND getkeys|x a
      COMMAND GETKEYSANDFLAGS ping
      COMMAND GETKEYS georadius k 1 1 1 store b
      COMMAND GETKEYS georadius k 1 1 1 store b c
      COMMAND GETKEYS georadius k 1 1 1 m store b c
      COMMAND GETKEYS georadius k 1 1 1 m store store store
      COMMAND GETKEYS georadiusbymember k 1 store b c
      COMMAND GETKEYS georadiusbymember k 1 1 store b c
      COMMAND GETKEYS georadiusbymember k 1 1 m store b c
      COMMAND GETKEYS migrate h 1 "" 0 10 keys
      COMMAND GETKEYS migrate h 1 a 0 10 keys
      COMMAND GETKEYS migrate h 1 a 0 10 keys b
      COMMAND GETKEYS migrate h 1 "" 0 10 keys b
      COMMAND GETKEYS migrate h 1 "" 0 10 keys b c
      COMMAND GETKEYS migrate h 1 "" 0 10 copy keys
      COMMAND GETKEYS migrate h 1 "" 0 10 copy keys b
      COMMAND GETKEYS migrate h 1 "" 0 10 keys keys
      COMMAND GETKEYS migrate h 1 "" 0 10 keys keys keys
      COMMAND GETKEYS migrate h 1 "" 0 10 nope keys a
      COMMAND GETKEYS migrate h 1 "" 0 10 copy
      COMMAND GETKEYS migrate h 1 a 0 10 copy
      COMMAND GETKEYS migrate h 1 a 0 10 copy keys
      COMMAND GETKEYS migrate h 1 a 0 10 copy keys x
      COMMAND GETKEYS migrate h 1 a 0 10 copy keys x y
    `),
  },
  {
    title: 'DEBUG',
    calls: lines(`
      debug protocol string
      debug protocol integer
      debug protocol double
      debug protocol null
      debug protocol array
      debug protocol set
      debug protocol map
      debug protocol attrib
      debug protocol push
      debug protocol verbatim
      debug protocol true
      debug protocol false
      debug protocol bignum
      debug protocol nope
      debug protocol
      debug nope
      debug
      debug help x
      debug quicklist-packed-threshold 100b
      debug quicklist-packed-threshold 0
      debug quicklist-packed-threshold 5gb
      debug quicklist-packed-threshold abc
      debug quicklist-packed-threshold -1
      debug populate
      debug populate abc
      debug populate -1
      debug populate 5 z abc
      debug populate 5 z -3
      debug populate 99999999999999999999
      debug populate 5 y 20
      get y:1
      debug object nope
      debug digest-value a y:1
      debug jmap x
      debug htstats 99
      debug htstats x
      debug htstats 0 full
      debug htstats-key y:1
      debug htstats-key y:1 full
      debug htstats-key nope
      debug aof-flush-sleep 0
      debug aof-flush-sleep x
      debug aof-flush-sleep
      debug config-rewrite-force-all
      debug config-rewrite-force-all x
      debug crash-and-recover x
      debug restart x
      debug leak
      debug log
      debug loadaof-x
      debug replicate
      debug replicate aof set a b
      debug mallctl
      debug mallctl nope
      debug mallctl nope x
      debug mallctl a b c
      debug mallctl-str
      debug mallctl-str nope
      debug object
      debug object y:1 fast
      debug drop-cluster-packet-filter 1
      debug drop-cluster-packet-filter -1
      debug drop-cluster-packet-filter x
      debug drop-cluster-packet-filter
      debug sdslen y:1
      debug sdslen nope
      debug sdslen
      set short hello
      debug sdslen short
      debug sdslen short x
      set number 12
      debug sdslen number
      setrange long 3000 x
      debug sdslen long
      set a-name-that-is-longer-than-thirty-two-bytes LONG
      debug sdslen a-name-that-is-longer-than-thirty-two-bytes
      append LONG2 LONGLONG
      append LONG2 x
      debug sdslen LONG2
      set grown LONG
      append grown x
      debug sdslen grown
      rpush l a b c
      debug sdslen l
      debug listpack l
      debug listpack short
      debug quicklist l
      debug quicklist l 1
      debug quicklist l 0 1
      debug quicklist short
      debug quicklist nope
      debug quicklist
      hset h f v
      debug listpack h
      debug listpack
      debug set-active-expire
      debug set-active-expire x
      debug set-active-expire 1
      restore wrong 0 "\\x00\\xc0\\x01\\n\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
      debug set-skip-checksum-validation 1
      restore wrong 0 "\\x00\\xc0\\x01\\n\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
      get wrong
      debug set-skip-checksum-validation 0
      debug set-skip-checksum-validation
      debug sleep
      debug sleep 0 0
      debug sleep x
      debug structsize
      debug structsize x
      debug stringmatch-test x
      debug stringmatch-len 10 a*
      debug client-eviction
      debug client-eviction x
      debug pause-cron
      debug pause-cron 1 2
      debug pause-cron x
      debug replybuffer
      debug replybuffer resizing
      debug replybuffer resizing 1
      debug replybuffer resizing x
      debug replybuffer peak-reset-time never
      debug replybuffer peak-reset-time reset
      debug replybuffer peak-reset-time x
      debug replybuffer nope 1
      debug clusterlink kill
      debug clusterlink kill to x
      debug clusterlink a b c
      debug change-repl-id x
      debug digest x
      debug digest-value
      debug digest-value short nope
      debug digest
      debug error
      debug error x y
      debug error "-a\\nb"
      debug reload x
      debug dict-resizing 1
      debug ziplist h
    `).map((line) => line.replaceAll('LONG', 'x'.repeat(150))),
  },
  {
    title: 'cursors',
    calls: lines(`
      scan -1
      scan 18446744073709551615
      scan 18446744073709551616
      scan abc
      scan ""
      scan " 0"
      scan 0x10
      scan 0 count
      scan 0 count 0
      scan 0 count -1
      scan 0 count abc
      scan 0 type nope
      scan 0 type "string " count 10
      scan 0 match
      scan 0 nope
      scan +0
      scan 00
      scan 0abc
      scan 1.5
      set h x
      sscan h -1
      hscan nokey -1
      hscan nokey abc
      zscan nokey 0 count 0
      zscan nokey 0 count abc
    `),
  },
  {
    title: 'SLOWLOG and SHUTDOWN',
    calls: lines(`
      slowlog get x
      slowlog get -2
      slowlog get 0
      slowlog get 1 2
      slowlog len x
      slowlog nope
      slowlog reset x
      shutdown abort now
      shutdown abort nosave
      shutdown abort
      shutdown save nosave
      shutdown nope
      shutdown abort abort
      shutdown now abort
      shutdown force abort
    `),
  },
  {
    title: 'OBJECT, and SCRIPT DEBUG',
    calls: lines(`
      set h x
      object freq h
      object freq nokey
      object idletime h
      object idletime nokey
      object encoding nokey
      object refcount nokey
      object nope h
      object freq
      object help x
      config set maxmemory-policy allkeys-lfu
      object freq h
      object idletime h
      object freq nokey
      object idletime nokey
      config set maxmemory-policy noeviction
      multi
      script debug no
      script debug nope
      exec
    `),
  },
  {
    title: 'notify-keyspace-events',
    calls: lines(`
      config get notify-keyspace-events
      config set notify-keyspace-events KEA
      config get notify-keyspace-events
      config set notify-keyspace-events KEAn
      config get notify-keyspace-events
      config set notify-keyspace-events KEn
      config get notify-keyspace-events
      config set notify-keyspace-events An
      config get notify-keyspace-events
      config set notify-keyspace-events Kg$lshzxetdmn
      config get notify-keyspace-events
      config set notify-keyspace-events g$lshzxetd
      config get notify-keyspace-events
      config set notify-keyspace-events Em
      config get notify-keyspace-events
      config set notify-keyspace-events KEg$lshzxet
      config get notify-keyspace-events
      config set notify-keyspace-events q
      config set notify-keyspace-events ""
    `),
  },
  {
    title: 'arguments too many, and too early',
    calls: lines(`
      PUBSUB CHANNELS a b
      PUBSUB SHARDCHANNELS a b
      CLIENT PAUSE 1 WRITE x
      CLIENT UNBLOCK 1 ERROR x
      FUNCTION LIST "a\\x00b"
      EXEC x
      MULTI
      EXEC x
      EXEC
      MULTI
      MODULE UNLOAD x
      EXEC
      ACL SETUSER u
      ACL SETUSER u -config|get|x
      ACL SETUSER u +config|get|x
      ACL SETUSER u +get|a|b
      ACL SETUSER u -get|a
      ACL SETUSER u -config|nope
      LOLWUT
      LOLWUT 1 2 3
      LOLWUT VERSION
      LOLWUT VERSION 5 a
      LOLWUT VERSION 6 x
      LOLWUT VERSION 7 x
      ACL DRYRUN u config nope
      ACL DRYRUN u config
      ACL DRYRUN u nope
      HELLO 3 AUTH u nope nope
      CONFIG SET latency-tracking-info-percentiles inf
      COMMAND DOCS config|get|x
    `),
  },
  {
    title: 'HELP',
    calls: [
      ...['acl', 'client', 'cluster', 'command', 'config', 'debug', 'function', 'latency'],
      ...['memory', 'module', 'object', 'pubsub', 'script', 'slowlog', 'xgroup', 'xinfo'],
    ].flatMap((name) => [`${name} help`, `${name} help x`, `${name} helpx`]),
  },
  {
    title: 'replies that are maps, sets, doubles and texts where there are such',
    calls: lines(`
      config get nothing
      config get hz hz
      config get maxmemory-p*
      acl getuser default
      acl getuser nobody
      acl setuser w on >pw ~a* &ch (+get %R~b)
      acl getuser w
      acl list
      acl users
      acl cat nope
      acl deluser w nobody
      command info get nope
      command info get|x config|get
      command count x
      command list filterby aclcat nope
      command list filterby pattern xs*
      command list filterby nope x
      command getkeysandflags lmove a b left right
      latency histogram nope
      latency latest x
      latency history x
      latency reset x
      latency graph x
      function load "#!lua name=odd\\nredis.register_function('odd', function() return 1 end)"
      function list
      function list withcode libraryname od*
      function list libraryname
      function stats
      function delete nope
      function flush nope
      function flush
      function restore x
      function load x
      function load "#!lua name=a b"
      script exists x
      script flush nope
      client trackinginfo
      client getredir
      client getname
      client setname "a b"
      client setname ""
      client reply nope
      client kill id x
      client kill nope 1
      client kill 1.2.3.4:5
      client kill id 99999
      client list type nope
      client list id x
      client list id 99999
      client no-evict maybe
      client no-evict on
      client no-evict off
      client pause x
      client pause -1
      client unblock x
      client unblock 99999
      client tracking maybe
      client tracking on redirect 99999
      client tracking on optin optout
      client caching yes
      client nope
      memory usage nokey
      memory usage nokey samples x
      memory usage nokey samples -1
      memory nope
      memory malloc-stats x
      pubsub numsub a b
      pubsub numpat x
      pubsub shardnumsub
      xadd s 1-1 a b
      xgroup create s g 0
      xinfo stream s
      xinfo stream s full
      xinfo groups s
      xinfo consumers s g
      xinfo stream nokey
      zadd z 1.5 a inf b -inf c
      zrange z 0 -1 withscores
      zscore z b
      zmscore z a nope
      zpopmin z
      zrank z a
      zrandmember z 0
      zinter 2 z z withscores
      hset hh f v
      hgetall hh
      hrandfield hh 1 withvalues
      sadd ss a
      smembers ss
      sinter ss nokey
      spop ss 0
      geoadd gg 13 38 p
      geopos gg p nope
      geodist gg p p
      geosearch gg fromlonlat 13 38 byradius 1 km withdist withcoord withhash
      hello 4
      hello x
      hello 2 nope
      hello 2 setname "a b"
      lolwut version 1 x
      lolwut version x
      swapdb 0 x
      select 99
      replicaof x
      replicaof no one
      failover abort
      wait -1 0
      wait x 0
      info nope
      slowlog get 0
      role
      reset x
      asking
      readonly
      cluster info
      module list
      module load nope
      dump nokey
      restore k 0 x
      restore k x y
      debug sleep x
      lcs a b idx
      bitfield k get u64 0
      bitfield k get u63 0 incrby i5 0 9 overflow fail incrby i5 0 9
    `),
  },
  {
    title: 'accesses are counted on under a new name and in another database',
    calls: lines(String.raw`
      DEBUG SET-SKIP-CHECKSUM-VALIDATION 1
      CONFIG SET maxmemory-policy allkeys-lfu
      RESTORE a 0 "\x00\x01a\x0a\x00\x00\x00\x00\x00\x00\x00\x00\x00" FREQ 255
      RENAME a b
      OBJECT FREQ b
      RENAMENX b c
      OBJECT FREQ c
      MOVE c 1
      SELECT 1
      OBJECT FREQ c
      COPY c d
      OBJECT FREQ d
      SELECT 0
      CONFIG SET maxmemory-policy noeviction
      DEBUG SET-SKIP-CHECKSUM-VALIDATION 0
    `),
  },
  {
    title: 'shard channels under MULTI, pauses beyond all time',
    calls: lines(`
      MULTI
      SSUBSCRIBE a b
      PUBSUB SHARDCHANNELS
      PUBSUB SHARDNUMSUB a b
      SPUBLISH a hello
      SUNSUBSCRIBE a
      EXEC
      CLIENT PAUSE 9223372036854775807
      PING
      CLIENT PAUSE 9223372036854775807 WRITE
      SET a b
      CLIENT UNPAUSE
      WAIT 0 9223372036854775807
      WAIT 0 9223372036854775808
      WAIT -1 9223372036854775807
      WAIT 0 -1
    `),
  },
  {
    title: "FUNCTION RESTORE of payloads that are damaged, old or in each other's way",
    calls: lines(String.raw`
      FUNCTION LOAD "#!lua name=a\nredis.register_function('f', function() return 1 end)"
      DEBUG SET-SKIP-CHECKSUM-VALIDATION 1
      FUNCTION RESTORE "\xf5\x01a\x0a\x00\x00\x00\x00\x00\x00\x00\x00\x00"
      FUNCTION RESTORE "\xf5\x0f#!lua name=abc\n\x0a\x00\x00\x00\x00\x00\x00\x00\x00\x00"
      FUNCTION RESTORE "\xf6\x01a\x0a\x00\x00\x00\x00\x00\x00\x00\x00\x00"
      FUNCTION RESTORE "\x00\x01a\x0a\x00\x00\x00\x00\x00\x00\x00\x00\x00"
      FUNCTION RESTORE "\xf5\x05a\x0a\x00\x00\x00\x00\x00\x00\x00\x00\x00"
      FUNCTION RESTORE "\xf5\xff\x0a\x00\x00\x00\x00\x00\x00\x00\x00\x00"
      FUNCTION RESTORE "\x0a\x00\x00\x00\x00\x00\x00\x00\x00\x00"
      FUNCTION RESTORE "\x0b\x00\x00\x00\x00\x00\x00\x00\x00\x00"
      FUNCTION RESTORE "\x09\x00\x00\x00\x00\x00\x00\x00\x00\x00" FLUSH
      FUNCTION LIST
      FUNCTION LOAD "#!lua name=a\nredis.register_function('f', function() return 1 end)"
      FUNCTION RESTORE "\xf5\x3f#!lua name=a\nredis.register_function('f',function()return 2 end)\x0a\x00\x00\x00\x00\x00\x00\x00\x00\x00"
      FUNCTION RESTORE "\xf5\x3e#!lua name=a\nredis.register_function('f',function()return 2 end)\x0a\x00\x00\x00\x00\x00\x00\x00\x00\x00"
      FUNCTION RESTORE "\xf5\x40\x3f#!lua name=a\nredis.register_function('f',function()return 2 end)\x0a\x00\x00\x00\x00\x00\x00\x00\x00\x00"
      FUNCTION RESTORE "\xf5\x40\x3f#!lua name=a\nredis.register_function('f',function()return 2 end)\x0a\x00\x00\x00\x00\x00\x00\x00\x00\x00" REPLACE
      FCALL f 0
      FUNCTION RESTORE "\xf5\x40\x3f#!lua name=b\nredis.register_function('f',function()return 2 end)\x0a\x00\x00\x00\x00\x00\x00\x00\x00\x00" REPLACE
      FUNCTION RESTORE "\xf5\x40\x3f#!lua name=b\nredis.register_function('f',function()return 2 end)\x0a\x00\x00\x00\x00\x00\x00\x00\x00\x00" APPEND
      FUNCTION RESTORE "\xf5\x40\x3f#!lua name=b\nredis.register_function('f',function()return 2 end)\x0a\x00\x00\x00\x00\x00\x00\x00\x00\x00" FLUSH
      FUNCTION LIST WITHCODE
      FUNCTION RESTORE "\xf5\xc0\x05\x0a\x00\x00\x00\x00\x00\x00\x00\x00\x00" FLUSH
      FUNCTION RESTORE "\xf5\xc3\x05\x0a\x0a\x00\x00\x00\x00\x00\x00\x00\x00\x00" FLUSH
      FUNCTION RESTORE "\xf5\x40\x3f#!lua name=c\nredis.register_function('g',function()return 2 end)\xf5\x40\x3f#!lua name=c\nredis.register_function('h',function()return 2 end)\x0a\x00\x00\x00\x00\x00\x00\x00\x00\x00"
      FUNCTION RESTORE "\xf5\x40\x3f#!lua name=c\nredis.register_function('g',function()return 2 end)\xf5\x40\x3f#!lua name=d\nredis.register_function('g',function()return 2 end)\x0a\x00\x00\x00\x00\x00\x00\x00\x00\x00"
      FUNCTION RESTORE "\xf5\x40\x3f#!lua name=c\nredis.register_function('g',function()return 2 end)\xf5\x40\x3f#!lua name=c\nredis.register_function('g',function()return 2 end)\x0a\x00\x00\x00\x00\x00\x00\x00\x00\x00" FLUSH
      FUNCTION LIST
      FUNCTION RESTORE "\xf5\x40\x3f#!lua name=a\nredis.register_function('f',function()return 2 end)\x0a\x00\x00\x00\x00\x00\x00\x00\x00\x00" REPLACE
      FUNCTION RESTORE "\xf6\x01q\x03LUA\x00\x30redis.register_function('pq',function()return 1end)\x0a\x00\x00\x00\x00\x00\x00\x00\x00\x00"
      FUNCTION RESTORE "\xf6\x01q\x03LUA\x00\x33redis.register_function('pq',function()return 1end)\x0a\x00\x00\x00\x00\x00\x00\x00\x00\x00"
      FUNCTION RESTORE "\xf6\x01r\x03LUA\x01\x02xy\x33redis.register_function('pr',function()return 1end)\x0a\x00\x00\x00\x00\x00\x00\x00\x00\x00"
      FUNCTION LIST LIBRARYNAME q WITHCODE
      FUNCTION RESTORE "\xf6\x01r\x04NOPE\x01\x02xy\x33redis.register_function('pr',function()return 1end)\x0a\x00\x00\x00\x00\x00\x00\x00\x00\x00"
      FUNCTION RESTORE "\xf6\xff\x0a\x00\x00\x00\x00\x00\x00\x00\x00\x00"
      FUNCTION RESTORE "\xf6\x01a\x01b\xff\x0a\x00\x00\x00\x00\x00\x00\x00\x00\x00"
      FUNCTION RESTORE "\xf6\x01a\x01b\x01\xff\x0a\x00\x00\x00\x00\x00\x00\x00\x00\x00"
      FUNCTION RESTORE "\xf6\x01a\x01b\x01\x01a\xff\x0a\x00\x00\x00\x00\x00\x00\x00\x00\x00"
      FUNCTION FLUSH
      FUNCTION LOAD "#!lua name=zip\nredis.register_function('f', function() return 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' end)"
      CONFIG SET rdbcompression no
      FUNCTION DUMP
      CONFIG SET rdbcompression yes
      FUNCTION DUMP
      FUNCTION FLUSH
      DEBUG SET-SKIP-CHECKSUM-VALIDATION 0
      FUNCTION RESTORE "\x0a\x00\x00\x00\x00\x00\x00\x00\x00\x00"
    `),
  },
];
