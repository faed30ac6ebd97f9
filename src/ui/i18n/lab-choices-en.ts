/**
 * What can be chosen in labs, by name, in English: lessons tell runs by the same names as the labs
 * do. The shape the others must have.
 */
export const choicesEn = {
  strategies: {
    caching: {
      'cache-aside': {
        name: 'Cache-aside',
        about: 'On a miss ask the database and leave a copy; a write deletes the copy.',
      },
      'no-cache': { name: 'No cache', about: 'Every request is a query: what to compare with.' },
      warming: {
        name: 'Warmed cache-aside',
        about: 'The hundred rows asked for most are put in before the first visitor comes.',
      },
      'read-through': {
        name: 'Read-through',
        about: 'A layer in front of Redis loads what is missing; the application only asks.',
      },
      'write-through': {
        name: 'Write-through',
        about: 'A write changes the database and then the copy.',
      },
      'write-behind': {
        name: 'Write-behind, queue in Redis',
        about: 'A write is done when the cache has it; a worker tells the database later.',
      },
      'write-behind-memory': {
        name: 'Write-behind, queue in the app',
        about: 'The same, with what is not yet written in the memory of the app server.',
      },
      'write-around': {
        name: 'Write-around',
        about: 'Writes leave the cache alone; copies are old until they expire.',
      },
      'refresh-ahead': {
        name: 'Refresh-ahead',
        about: 'Copies in demand are renewed before they expire.',
      },
      'invalidate-keys': {
        name: 'Invalidate by KEYS',
        about: 'A write looks for all copies of a row with KEYS: everybody waits meanwhile.',
      },
      'invalidate-scan': {
        name: 'Invalidate by SCAN',
        about: 'The same walk in small pieces, between which others are served.',
      },
      'invalidate-tags': {
        name: 'Invalidate by tag',
        about: 'A set per row names its copies, so that a write need not look for them.',
      },
      'versioned-keys': {
        name: 'Versioned keys',
        about: 'A write counts a version up, and with it all old names are out of use.',
      },
      lease: {
        name: 'Cache-aside with a lease',
        about: 'Only who holds the token of a miss may fill the cache, and a write takes it away.',
      },
    },
    stampede: {
      none: { name: 'No protection', about: 'Whoever misses asks the database.' },
      'lock-retry': {
        name: 'Lock and retry',
        about: 'SET NX around the rebuild, as it is often written; the others ask again in 50 ms.',
      },
      'lock-token': {
        name: 'Lock with token and limit',
        about: 'Released only by its owner, and nobody waits for ever.',
      },
      'single-flight': {
        name: 'Single flight',
        about: 'One query per app server; the others wait for its answer.',
      },
      'early-uniform': {
        name: 'Early, evenly drawn',
        about: 'In the last tenth of its life, readers refresh the copy by an even chance.',
      },
      xfetch: {
        name: 'XFetch',
        about: 'Early by an exponential chance that knows how long a rebuild takes.',
      },
      'xfetch-single-flight': {
        name: 'XFetch with single flight',
        about: 'The same chance, and one query per app server at a time: delta holds no queue.',
      },
      'stale-while-revalidate': {
        name: 'Serve stale, refresh behind',
        about: 'The old copy is served while one reader renews it.',
      },
      jitter: {
        name: 'Jittered expiry',
        about: 'Every copy lives a little differently: helps many keys, not one hot one.',
      },
    },
  },
  happenings: {
    nothing: 'nothing happens',
    'restart-cache': 'the cache restarts, empty',
    'cut-network': 'the cache cannot be reached for 5 s',
    'slow-database': 'the database is 5 times slower for 20 s',
    'expire-key': 'the hottest key is deleted',
    'crash-app': 'an app server crashes',
    deploy: 'a deploy replaces the app servers one by one',
  },
  traces: {
    loop: 'A loop',
    zipf: 'Popular keys (Zipf)',
    shift: 'The popular keys change',
    scan: 'Popular keys and scans',
    sessions: 'Sessions beside a cache',
    own: 'A trace of your own',
  },
};

export type LabChoices = typeof choicesEn;
