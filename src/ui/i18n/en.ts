/**
 * Every text of the page in English; the shape that other languages must have.
 *
 * Commands, replies, directives and field names are never translated: they come in as arguments.
 * A text with figures is a function, so that each language orders and inflects as it must.
 */

import { dataEn } from './data-en.ts';
import { debuggerEn } from './debugger-en.ts';
import { drawingsEn } from './drawings-en.ts';
import { count, formatCount } from './numbers.ts';
import { streamEn } from './stream-en.ts';
import { whyEn } from './why-en.ts';

/** How SHUTDOWN left the data. */
interface Stopped {
  readonly logged: boolean;
  readonly saved: boolean;
  readonly keys: number;
  readonly unsavedChanges: number;
  readonly endedScript: boolean;
}

function stopOutcome(logged: boolean, saved: boolean, keys: number, unsaved: number): string {
  const snapshot = saved ? ' A last snapshot was saved as well.' : '';
  if (logged && keys === 0)
    return `Every write is in the append-only file: no key is left to come back.${snapshot}`;
  if (logged)
    return `Every write is in the append-only file, so ${count(keys, 'key comes', 'keys come')} back with the next start.${snapshot}`;
  if (saved)
    return `It saved a snapshot first, so ${count(keys, 'key comes', 'keys come')} back with the next start.`;
  const lost = unsaved > 0 ? `; ${count(unsaved, 'change', 'changes')} since then lost` : '';
  return `The append-only file is off and nothing was saved: the next start finds what the last SAVE left, or nothing${lost}.`;
}

export const en = {
  app: {
    title: 'Stampede',
    skip: 'Skip to the console',
    skipToRoom: 'Skip to the content',
    rooms: 'Rooms',
    playground: 'Playground',
    learn: 'Learn',
    labs: 'Labs',
    server: 'Server',
    loadingRoom: 'Loading',
    language: 'Language',
    theme: 'Theme',
    themes: { light: 'Light', dark: 'Dark', system: 'As the system' },
    help: 'Help',
    close: 'Close',
    starting: 'Starting the engine',
    wrongTitle: 'This part of the page failed',
    wrongText: 'The engine and the data are not affected.',
    tryAgain: 'Try again',
    notFoundTitle: 'There is no such page',
    notFoundText: 'The address may be from another version.',
    toPlayground: 'To the playground',
    keyboard: 'Keyboard',
    keys: {
      complete: 'complete the word',
      history: 'earlier lines',
      search: 'search the history',
      clear: 'clear the output',
      leave: 'leave a blocking command, a subscription or MONITOR',
      filter: 'filter the keys',
      newline: 'a further line',
      prompt: 'to the prompt',
    },
  },
  engine: {
    crashed: (detail: string) =>
      `The engine stopped unexpectedly and was started again from its disk. ${detail}`,
    failed: (detail: string) => `The engine could not be started. ${detail}`,
    restart: 'Start it again',
    stopped: ({ logged, saved, keys, unsavedChanges, endedScript }: Stopped) =>
      `SHUTDOWN stopped the server. ${stopOutcome(logged, saved, keys, unsavedChanges)}${endedScript ? ' The script that was running is gone, and with it what it had written.' : ''}`,
    startServer: 'Start the server again',
    noServer: 'There is no server to ask until it is started again.',
    updateReady: 'A new version of this page is ready. Your data stay.',
    updateApply: 'Reload with it',
    logOff:
      'The append-only file is off. After a reload the engine starts with appendonly yes, as from a configuration file, and loads the file as it is now: what is written from here on is lost, SAVE or not.',
    logOn: 'Log again',
    logFails: (error: string) =>
      `The browser does not store what is written: ${error}. Writes are refused (MISCONF), one under way waits for the disk; reads go on, and what is stored stays. It is tried again every second: make room, or save your data to a file and go on without the log.`,
    logGiveUp: 'Turn the log off',
    guest: 'Another tab owns this data set. You are connected to it as a further client.',
    truncated: (file: string, offset: number, keptAs: string | null) =>
      `The end of ${file} was torn at byte ${formatCount(offset)} and has been cut off.${keptAs ? ` The original is kept as ${keptAs}.` : ''}`,
    damaged: (file: string, offset: number, keptAs: string | null) =>
      `${file} is damaged at byte ${formatCount(offset)}. Nothing was overwritten.${keptAs ? ` The file is kept as ${keptAs}.` : ''}`,
    noDisk: (detail: string) =>
      `This browser gives no storage: data last until the page closes. ${detail}`,
    undoOffer: (command: string, keys: number) =>
      command === 'RESET'
        ? `${count(keys, 'key was', 'keys were')} replaced.`
        : `${command} removed ${count(keys, 'key', 'keys')}.`,
    undo: 'Undo',
    undone: (keys: number) => `${count(keys, 'key is', 'keys are')} back.`,
  },
  panes: {
    keys: 'Keys',
    console: 'Console',
    inspector: 'Inspector',
    keysWidth: 'Width of the key tree',
    inspectorWidth: 'Width of the inspector',
    scriptHeight: 'Height of the script',
  },
  console: {
    tabs: 'Clients',
    tab: (n: number) => `Client ${n}`,
    client: 'client',
    runs: (command: string) => `${command} is running`,
    blockedOn: (command: string) => `blocked on ${command}`,
    inTransaction: 'in MULTI',
    listening: 'listening',
    monitoring: 'MONITOR',
    notConnected: 'not connected',
    newClient: 'New client',
    closeClient: (n: number) => `Close client ${n}`,
    output: 'Replies',
    prompt: 'Command',
    completions: 'Completions',
    viewAs: 'Show replies as',
    views: { cli: 'redis-cli', wire: 'RESP', table: 'Table', json: 'JSON' },
    utf8: 'Show text beyond ASCII',
    utf8Note: 'As redis-cli --raw does. Off shows it as hexadecimal escapes, as redis-cli does.',
    escaped: {
      explain:
        'Within quotes redis-cli writes bytes beyond ASCII as hexadecimal escapes. The value is as you stored it; redis-cli --raw prints it as text.',
      show: 'show as text',
      hide: 'as redis-cli',
      always: 'always as text',
    },
    clear: 'Clear the output',
    options: 'Output options',
    complete: 'complete',
    history: 'history',
    search: 'search',
    newline: 'new line',
    run: 'Run',
    leave: 'leave',
    searchLabel: 'Search the history',
    waiting: (command: string, time: string) => `Waiting for ${command}, ${time}`,
    linesLeft: (n: number) => `${count(n, 'line', 'lines')} left`,
    listeningTo: (channels: string) => `Listening to ${channels}`,
    monitorOn: 'Every command of every client is shown as it runs',
    linesToRun: (n: number) => `${count(n, 'line', 'lines')}: Enter runs them in order`,
    transactionOn: 'Commands are queued until EXEC; DISCARD drops them',
    emptyTitle: 'A whole Redis runs in this page',
    emptyText: 'Type a command, or take one of these:',
    group: (commands: number) => `${count(commands, 'command', 'commands')}`,
    groupRunning: (done: number, commands: number) =>
      `${formatCount(done)} of ${count(commands, 'command', 'commands')}`,
    groupErrors: (errors: number) => count(errors, 'error', 'errors'),
    groupStopped: 'stopped',
    groupSkipped: (lines: number) =>
      `${count(lines, 'line', 'lines')} without a prompt taken for replies`,
    showReplies: 'show replies',
    hideReplies: 'hide replies',
    showAll: (lines: number) => `show all ${formatCount(lines)} lines`,
    showCharacters: (n: number) => `show all ${formatCount(n)} characters`,
    showLess: 'show less',
    copy: 'Copy the reply',
    copied: 'Copied',
    toEnd: 'Newest',
    why: 'why?',
    whyUsage: 'How it is written:',
    whyMeant: 'Did you mean',
    invalid: {
      'invalid-arguments': 'Invalid argument(s)',
      'invalid-repeat': 'Invalid redis-cli repeat command option value.',
    },
    notConnectedTo: (detail: string) => `Could not connect: ${detail}`,
    left: (linesDropped: number) =>
      `redis-cli would end here. This client has left: its transaction, subscriptions and WATCH are gone. The next command connects again, as a new client.${linesDropped > 0 ? ` ${count(linesDropped, 'line after it was', 'lines after it were')} not run.` : ''}`,
    notices: {
      closed: (detail: string) => `The connection was closed: ${detail}`,
      'repeats-cut': (times: number) =>
        `Stopped after ${formatCount(times)} repeats: the console keeps every reply`,
      reconnected: 'Connected again',
      cancelled: 'Left the command; connected again as a new client',
      'monitor-ended': 'Left MONITOR; connected again as a new client',
      busy: 'The client is still waiting for an answer',
    },
    closeReasons: {
      'closed by the server': 'closed by the server',
      'closed by the client': 'closed by the client',
      'the connection is closed': 'the connection is closed',
      'tab closed': 'the tab was closed',
      'the server has stopped': 'the server has stopped',
      'the tab that held the data was closed; this tab has taken over':
        'the tab that held the data was closed; this tab has taken over',
    },
    /** What a command does; the engine's own table is English. */
    commandSummary: ({ summary }: { readonly name: string; readonly summary: string }) => summary,
    /** What it costs: `O(N)`, and what N is. */
    commandCost: (complexity: string) => complexity,
    helpGeneral:
      'HELP <command> explains a command, HELP @<group> lists a group. A number in front repeats a command: 5 INCR x.',
    helpGroups: 'Groups',
    helpNone: (topic: string) => `No command starts with ${topic}.`,
    helpSince: 'Since',
    helpGroup: 'Group',
    helpCost: 'Complexity',
    helpWords: {
      coming: 'What is said of it is still being fetched.',
      missing: 'What is said of it could not be fetched. The next HELP asks again.',
    },
    helpDeprecated: (version: string) => `Deprecated since ${version}`,
    keyBar: 'Keys that a touch keyboard lacks',
  },
  why: whyEn,
  types: {
    string: 'string',
    hash: 'hash',
    list: 'list',
    set: 'set',
    zset: 'sorted set',
    stream: 'stream',
  },
  keyspace: {
    tree: 'Key tree',
    filter: 'Filter keys',
    filterHint: 'Filter, e.g. user:*',
    database: 'Database',
    dbWithKeys: (db: number, keys: number) => `db${db}: ${count(keys, 'key', 'keys')}`,
    otherDb: 'Another database…',
    matched: (matched: number, all: number) => `${formatCount(matched)} of ${formatCount(all)}`,
    empty: 'No keys yet. SET one in the console.',
    noMatch: 'No key matches.',
    clearFilter: 'Clear the filter',
    folder: (keys: number) => count(keys, 'key', 'keys'),
    length: {
      string: (n: number) => `${formatCount(n)} B`,
      hash: (n: number) => count(n, 'field', 'fields'),
      list: (n: number) => count(n, 'item', 'items'),
      set: (n: number) => count(n, 'member', 'members'),
      zset: (n: number) => count(n, 'member', 'members'),
      stream: (n: number) => count(n, 'entry', 'entries'),
    },
    expiresIn: (time: string) => `expires in ${time}`,
  },
  vitals: {
    strip: 'Vital signs',
    keys: (n: number): string => (n === 1 ? 'key' : 'keys'),
    of: (limit: string, policy: string) => `of ${limit}, ${policy}`,
    noLimit: 'no limit',
    perSecond: 'commands/s',
    hits: 'hits',
    noReads: 'no reads yet',
    expired: 'expired',
    evicted: 'evicted',
    onDisk: 'all on disk',
    notOnDisk: (n: number) => `${count(n, 'command', 'commands')} not yet on disk`,
    aofOff: 'append-only file off',
    aofError: 'disk error',
    from: (fields: string) => `From INFO: ${fields}`,
    more: 'Vital signs',
    explain: {
      keys: 'Keys in all databases. Expired keys count until the engine notices that they are gone: when somebody asks for them, or when the expiry cycle comes by.',
      memory:
        'Memory that the data and their structures take, accounted as Redis would allocate it. When it passes maxmemory, the eviction policy decides what goes.',
      ops: 'Commands executed during the last second of the wall clock.',
      hits: 'Reads that found their key, of all reads since the start. A cache lives by this figure.',
      expired: 'Keys that were removed because their time had come.',
      evicted: 'Keys that were thrown out because memory was full.',
      aof: 'Every write goes to the append-only file. Until the file has been synced a crash would lose it: appendfsync says how long that may take.',
    },
    perDatabase: (db: number, keys: number, expires: number) =>
      `db${db}: ${count(keys, 'key', 'keys')}, ${formatCount(expires)} with an expiry`,
    hitsAndMisses: (hits: number, misses: number) =>
      `${count(hits, 'hit', 'hits')}, ${count(misses, 'miss', 'misses')}`,
    aofDetail: (fsync: string, size: string) => `appendfsync ${fsync}; the file has ${size}.`,
    clock: "The engine's clock",
    clockNote:
      "The engine reads this clock, not the wall's: expiry, idle times and TIME follow it. What it skips never happened in between.",
    clockMoved: (by: string, ahead: boolean) =>
      `It is ${by} ${ahead ? 'ahead of' : 'behind'} real time, and stays so after a reload, because expiry times on disk are moments of this clock.`,
    realTime: 'Back to real time',
    realTimeNote:
      'Sets the clock to real time, at its own pace. Keys and fields keep the time they have left to live: their expiries move with the clock. Times within values stay as written, such as the IDs of stream entries.',
    moved: (by: string, ahead: boolean) => (ahead ? `+${by}` : `−${by}`),
    pause: 'Pause',
    resume: 'Resume',
    paused: 'paused',
    speed: (speed: number) => `${speed} times as fast`,
    step: 'Step one second',
    jump: 'Jump to the next expiry',
    nextExpiry: (time: string) => `next expiry in ${time}`,
    noExpiry: 'no key expires',
  },
  inspector: {
    none: 'Nothing selected',
    noneText: 'Choose a key in the tree, or run a command that changes one.',
    gone: 'The key is gone',
    goneText: 'It was deleted, evicted, its time came, or the server stopped without saving it.',
    following: 'follows the last change',
    pinned: 'pinned',
    follow: 'Follow the last change',
    encoding: 'Encoding',
    expires: 'Expires',
    never: 'never',
    inTime: (time: string) => `in ${time}`,
    memory: 'Memory',
    memoryNote: 'as Redis would allocate',
    idle: 'Last touched',
    ago: (time: string) => `${time} ago`,
    justNow: 'just now',
    frequency: 'LFU counter',
    frequencyNote: 'logarithmic, decays with time',
    reasons: {
      integer: 'the bytes are a whole number of 64 bits',
      'short-string': 'at most 44 bytes: header and bytes share one allocation',
      'long-string': 'over 44 bytes: the bytes have an allocation of their own',
      'mutable-string': 'it was changed in place, which needs room to grow',
      'all-integers': 'every member is a whole number',
      'within-limits': 'it is small',
      'beyond-limits': 'it has outgrown the small form, and never goes back',
      'beyond-one-node':
        'it has outgrown one listpack; it goes back when it has shrunk to half of that',
      always: 'the only form this version has for the type',
    },
    limitIs: (directive: string, limit: number, actual: number) =>
      `${directive} is ${formatCount(limit)}, here ${formatCount(actual)}`,
    bytesAllowed: (limit: number, actual: number) =>
      `limit ${formatCount(limit)} bytes, here ${formatCount(actual)}`,
    nodeLimit: (directive: string, limit: number, size: string) =>
      `${directive} is ${limit}: at most ${size} per node`,
    structure: 'Structure',
    asTable: 'As a table',
    asDrawing: 'As a drawing',
    previous: 'Earlier',
    next: 'Further',
  },
  visuals: {
    bytes: 'Bytes',
    offset: 'Offset',
    hex: 'Hex',
    text: 'Text',
    size: (size: string) => size,
    sizeOfInt: (size: string) =>
      `${size} as text. Kept as a number of 64 bits; these are the bytes that GET answers.`,
    listpack: 'Listpack',
    listpackNote: (size: string, entries: number) =>
      `One block of ${size}: ${count(entries, 'entry', 'entries')} after a header of 6 bytes, and an end byte. A search reads from the front.`,
    listpackPairs: 'Entries come in pairs.',
    listpackTriples:
      'Entries come in threes: field, value, expiry in Unix milliseconds (0 where there is none).',
    entry: 'Entry',
    encoding: 'Encoding',
    header: 'Header',
    data: 'Data',
    backlen: 'Back length',
    legend: 'encoding byte, data, length for walking backwards',
    field: 'Field',
    value: 'Value',
    member: 'Member',
    score: 'Score',
    rank: 'Rank',
    ttl: 'TTL',
    intset: 'Intset',
    intsetNote: (width: number, size: string) =>
      `Sorted numbers of ${width} bytes each in one block of ${size}. A search halves the range each time.`,
    table: 'Hash table',
    tableNote: (buckets: number, entries: number) =>
      `${count(buckets, 'bucket', 'buckets')} for ${count(entries, 'entry', 'entries')}; entries of one bucket form a chain. Redis rehashes step by step, this engine at once.`,
    bucket: 'Bucket',
    chain: 'Chain',
    emptyBuckets: (n: number) => count(n, 'empty bucket', 'empty buckets'),
    quicklist: 'Quicklist',
    quicklistNote: (nodes: number, items: number) =>
      `${count(nodes, 'node', 'nodes')} in a chain hold ${count(items, 'item', 'items')}; a node is a listpack, or one large item. Both ends are at hand.`,
    node: 'Node',
    items: 'Items',
    plainNode: 'one large item',
    more: (n: number) => `${formatCount(n)} more`,
    before: (n: number) => `${formatCount(n)} before`,
    skiplist: 'Skip list',
    skiplistNote: 'A model: Redis would keep these members so.',
    searchPath: (member: string, score: string) => `path of the search for ${member}, ${score}`,
    hops: (hops: number, plain: number, before: number) =>
      `${count(hops, 'hop', 'hops')} instead of ${formatCount(plain)}${before > 0 ? ` over the nodes drawn, with ${formatCount(before)} more before them` : ''}. Each node is lifted a level with chance 1 in 4.`,
    lifted: 'Each node is lifted a level with chance 1 in 4, so a search skips most of them.',
    head: 'head',
    level: 'Level',
    btree: 'B+tree',
    btreeNote: (height: number) =>
      `what this engine has: ${count(height, 'level', 'levels')}, counted`,
    btreeNode: (first: string, n: number) => `from ${first}: ${count(n, 'member', 'members')}`,
    members: 'Members',
    lowestFirst: 'lowest first',
    lastSearched: 'the last command looked here',
  },
  script: {
    title: 'Script',
    open: 'Open the script editor',
    close: 'Close the script editor',
    run: 'Run all',
    runSelection: 'Run the selection',
    runLine: 'Run the line',
    loading: 'The editor is loading',
    failed: 'The editor could not be loaded.',
    tabHint: 'Ctrl+M: Tab leaves',
    label: 'Redis script',
    sampleNote: 'A script runs line by line in the active client.',
    kind: 'Kind of script',
    code: 'Client code',
    luaLabel: 'Lua script',
    runLua: 'Run',
    load: 'Load',
    running: 'The script is running. Stop sends SCRIPT KILL.',
    stop: 'Stop',
    noResult: 'The result appears here.',
    quotes: 'A quote in KEYS or ARGV is not closed.',
  },
  debugger: debuggerEn,
  drawings: drawingsEn,
  data: dataEn,
  stream: streamEn,
};

export type Messages = typeof en;
