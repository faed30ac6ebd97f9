/** The cards behind "why?" in English; the shape the others must have. */

export const whyEn = {
  WRONGTYPE: {
    title: 'The key holds another type',
    text: 'A key has one type from its first write until it is deleted, and each command works on one type. Nothing was changed.',
    todo: 'TYPE key says what it holds. DEL key or another key name lets you start anew.',
  },
  OOM: {
    title: 'Memory is full',
    text: 'The data have reached maxmemory, and the eviction policy allows nothing to be thrown out: so writes that need memory are refused, reads and deletions go on.',
    todo: 'Look at CONFIG GET maxmemory*. Raise the limit, choose a policy such as allkeys-lru, or delete keys.',
  },
  NOAUTH: {
    title: 'This client has not said who it is',
    text: 'A password is set for the default user, and every new connection must give it before anything else.',
    todo: 'AUTH password, or AUTH user password for a named user.',
  },
  CROSSSLOT: {
    title: 'The keys lie in different slots',
    text: 'A cluster spreads keys over 16,384 slots by a checksum of their names. One command may only touch keys of one slot.',
    todo: 'Give the names a common hash tag: only the part in braces counts, as in {user:1}:cart and {user:1}:orders.',
  },
  EXECABORT: {
    title: 'The transaction was dropped',
    text: 'A command was refused while it was being queued: unknown, or with a wrong number of arguments. So EXEC runs none of them.',
    todo: 'Find the error above, and start again with MULTI. Errors during EXEC itself do not stop the other commands.',
  },
  BUSYGROUP: {
    title: 'The consumer group exists already',
    text: 'XGROUP CREATE does not replace a group, so that nobody loses its pending entries by accident.',
    todo: 'Go on with the group as it is: programs that create it on start ignore this error. XGROUP DESTROY removes it.',
  },
  NOSCRIPT: {
    title: 'The server does not know this script',
    text: 'EVALSHA runs a script by its SHA1 from the script cache. The cache is empty after a restart or SCRIPT FLUSH.',
    todo: 'Send the source with EVAL or SCRIPT LOAD once. Client libraries do so by themselves after this error.',
  },
  MISCONF: {
    title: 'The disk cannot be written',
    text: 'Saving failed, and writes are refused so that nobody takes data for safe that are not. Reads go on.',
    todo: 'INFO persistence tells whether the log or a snapshot failed. With room in the browser storage again, writes work within a second; without the log (CONFIG SET appendonly no) at once, but are not kept.',
  },
  NOPERM: {
    title: 'This user may not do that',
    text: 'Access rules give each user commands, keys and channels. One of them is missing here; nothing was changed.',
    todo: 'ACL WHOAMI says who this client is, ACL LOG what was denied and why. The Users panel of the server room changes the rules.',
  },
  NOGROUP: {
    title: 'There is no such consumer group',
    text: 'A consumer group belongs to one stream and has to be made before anybody reads through it. A key that is gone has lost its groups too.',
    todo: 'XGROUP CREATE key group 0 MKSTREAM makes both; $ in place of 0 begins with what is added from now on.',
  },
  BUSY: {
    title: 'A script is running',
    text: 'A script has the server to itself. This one has taken longer than busy-reply-threshold, so others are told so instead of being left to wait.',
    todo: 'SCRIPT KILL ends it as long as it has written nothing (FUNCTION KILL for a function). Otherwise wait until it is done, or stop the server with SHUTDOWN NOSAVE: what the script wrote is lost with it.',
  },
  UNKILLABLE: {
    title: 'The script has written already',
    text: 'A script happens as a whole or not at all. Ending this one now would leave half of its work behind, so it is refused.',
    todo: 'Wait until it is done. One that never ends is ended by SHUTDOWN NOSAVE: started again, the server has the data as they were before the script.',
  },
  SHELL: {
    title: 'This line is for a shell',
    text: 'Here you are connected already: this prompt is what redis-cli shows once it has started, and the server runs in this page.',
    todo: 'Leave out the program and its options, and type the Redis command alone, such as PING.',
  },
  QUOTES: {
    title: 'The quotes do not add up',
    text: 'A quote was opened and not closed, or something follows a closing quote without a blank. Nothing was sent.',
    todo: 'Close the quote. To have a quote within quotes put a backslash in front of it, or the other kind of quotes around the whole.',
  },
  COMMENT: {
    title: 'The comment was sent along',
    text: 'Behind a command nothing is a comment, here as in redis-cli: #, // and the words after them are arguments like any others.',
    todo: 'Leave them out. When several lines are pasted, those that begin with # are passed over.',
  },
  UNKNOWN: {
    title: 'There is no such command',
    text: 'The first word of a line is the command. Capital or small letters are the same.',
    todo: 'HELP lists the groups of commands; Tab completes a name.',
  },
  ARITY: {
    title: 'There is an argument too few or too many',
    text: 'Arguments are parted by blanks. A value that has blanks itself stands in quotes.',
    todo: 'HELP and the name of a command explain it.',
  },
  SYNTAX: {
    title: 'An option is unknown or in the wrong place',
    text: 'Options are words such as EX or LIMIT. Some exclude one another, and some need a value behind them. Nothing was changed.',
    todo: 'HELP and the name of the command explain it.',
  },
  NUMBER: {
    title: 'A number was expected',
    text: 'What was given, or what the key holds, is not a number of the kind this command works on, or it is too large. Whole numbers go up to 9,223,372,036,854,775,807. Nothing was changed.',
    todo: 'GET key (or HGET key field) shows what is there. INCRBYFLOAT works on numbers with a decimal point.',
  },
  SUBSCRIBED: {
    title: 'This client is listening',
    text: 'A client that has subscribed only receives: in RESP2 messages and replies could not be told apart. In RESP3 they can (HELLO 3 before subscribing).',
    todo: 'Ctrl-C or UNSUBSCRIBE leaves. A second console tab is a second client: publish from there.',
  },
  ALONE: {
    title: 'The node in this page stands alone',
    text: 'Replication needs another server that this one can reach, and a page can open no connections to Redis. So it follows no master, and no replica can follow it.',
    todo: 'ROLE and INFO replication show what a master without replicas tells. The lessons and labs show what lag and failover do.',
  },
  CLUSTER: {
    title: 'The node in this page belongs to no cluster',
    text: 'A node answers these only when cluster-enabled is yes, which is read at the start.',
    todo: 'CLUSTER KEYSLOT key works without a cluster, and tells in which of the 16,384 slots a key would lie.',
  },
};

export type WhyMessages = typeof whyEn;
