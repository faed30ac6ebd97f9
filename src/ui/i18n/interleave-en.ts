/** The interleaving explorer's texts in English; the shape the others must have. */
import { count, formatCount as n } from './numbers.ts';
import { presetNamesEn } from './preset-names-en.ts';

/** What goes wrong, as the end of "4 of 6 orders ...", and what is said when it never does. */
const faults = {
  lost: ['loses an update', 'lose an update', 'None of the {} loses an update.'],
  stale: [
    'leaves an old value in the cache',
    'leave an old value in the cache',
    'None of the {} leaves an old value in the cache.',
  ],
  lock: [
    'deletes a lock that is somebody else’s',
    'delete a lock that is somebody else’s',
    'None of the {} deletes a lock that is somebody else’s.',
  ],
  money: [
    'changes the sum of the accounts',
    'change the sum of the accounts',
    'None of the {} changes the sum of the accounts.',
  ],
  twice: ['misses a transfer', 'miss a transfer', 'All {} make both transfers.'],
  own: ['breaks the invariant', 'break the invariant', 'None of the {} breaks the invariant.'],
} as const;

type Fault = keyof typeof faults;

const presets = {
  lostUpdate: {
    about:
      'Two clients each count one up: read, add, write. Whoever writes last writes what it read before the other wrote.',
  },
  lostUpdate3: {
    about: 'Every further client makes it worse. Only orders without any overlap count to three.',
  },
  incr: {
    about:
      'Reading, adding and writing happen in one command, so nothing can come between. The second step only shows the count.',
  },
  writeDelCold: {
    about:
      'A reads through the cache, B changes the row and then deletes the cached copy. One order is left: A reads the old row before the change and stores it after the DEL.',
  },
  writeDelWarm: {
    about:
      'With the old value in the cache, A has to miss first, which only happens after the DEL; by then the row is new.',
  },
  delWriteWarm: {
    about:
      'The other way round there is a gap between DEL and write, in which A fetches the old row.',
  },
  delWriteCold: {
    about:
      'With an empty cache the DEL removes nothing, and the gap is all the time before the write.',
  },
  twoWriters: {
    about:
      'Both write the row and then the cache. When the two pairs cross, cache and database keep different values.',
  },
  doubleDelWarm: {
    about: 'Deleting twice makes the window smaller. It does not close it.',
  },
  doubleDelCold: {
    about:
      'The same with an empty cache. (With a delay before the second DEL the window moves, but stays.)',
  },
  twoReaders: {
    about: 'More readers, more orders in which one of them stores an old row after the DEL.',
  },
  lease: {
    about:
      'On a miss one reader gets a token. It may store only while the token is there, and the writer deletes the token together with the value. Both checks are Lua, so each is one step.',
  },
  leaseOne: {
    about:
      'On a miss the reader leaves a token. It may store only while the token is there, and the writer deletes the token together with the value.',
  },
  versionsOne: {
    about:
      'The copy’s name has a version in it, and the writer counts the version up. A reader that is late stores under a name that nobody reads any more. It costs one more trip for each read.',
  },
  lockBare: {
    about:
      'A’s lock expires after 10 s, its work takes 11 s. Then B takes the lock, and A, done at last, deletes it: B’s.',
  },
  lockToken: {
    about:
      'Each holder stores its own token and deletes the lock only if the token is still its own. A’s lock still expires too early, but nobody else’s is touched.',
  },
  transferBare: {
    about: 'Two transfers of 10 from a to b. One subtraction can be lost, and money appears.',
  },
  transferWatch: {
    about:
      'EXEC does nothing when a has changed since WATCH, so no order creates money. The loser’s transfer is simply not made.',
  },
  transferRetry: {
    about: 'Who lost begins anew. Now both transfers are made in every order.',
  },
};

/** Gives a text that needs no detail the shape of one that does. */
const about = (text: (detail: string) => string) => text;

const problems = {
  noSteps: about(() => 'There is nothing to run. Write at least one step for a client.'),
  noInvariant: about(
    () =>
      'Write what must hold when all clients are done: “n == 2” asks for the key n, “item == db.item” compares a key with a row, “A.x is not nil” asks for client A’s variable.',
  ),
  tooManySteps: about(
    (detail) => `More than ${detail} steps. Take some out: every step multiplies the orders.`,
  ),
  tooLong: about(() => 'The line is too long. Split it into steps.'),
  quotes: about(
    () => 'A quote is not closed, or something follows a closing quote. Close it, or put a space.',
  ),
  brace: about(() => 'A { is not closed. Write {expression}, or put the text in quotes.'),
  unknownCommand: about(
    (detail) => `“${detail}” is no command. Use a Redis command, DB.GET, DB.SET or wait.`,
  ),
  refusedCommand: about(
    (detail) =>
      `${detail} cannot be used here: it waits, listens, or changes the server for the orders that follow. Use a command on data.`,
  ),
  rowForm: about(() => 'Write “x = DB.GET row” or “DB.SET row value”.'),
  waitForm: about(() => 'Write “wait 11 s” or “wait 200 ms”, one hour at most.'),
  guardForm: about(
    () => 'Write “if CONDITION: STEP” or “unless CONDITION: STEP”, with a space after the colon.',
  ),
  retryForm: about(() => 'Write “retry if CONDITION”, once, after the step that decides.'),
  variableName: about((detail) => `“${detail}” cannot be the name of a variable. Take another.`),
  unknownVariable: about(
    (detail) =>
      `No step sets the variable ${detail}. Set it with “${detail} = …”, or put text in quotes: '${detail}'.`,
  ),
  unknownClient: about(
    (detail) =>
      `There is no client ${detail}. Variables are A.x, B.x or C.x; rows are db.name; keys with dots are key("…").`,
  ),
  noReply: about(
    (detail) =>
      `“${detail}” did not answer: it waits for something, or a script in it does not end.`,
  ),
  expression: about((detail) =>
    detail === ''
      ? 'The expression is incomplete. Go on after its end, or leave out the last sign.'
      : `The expression cannot be read at “${detail}”. Equality is ==, and words are and, or, not, is.`,
  ),
};

export const interleaveEn = {
  title: 'Interleaving explorer',
  sentence: 'Every order in which the clients’ steps can happen, run on the real engine.',
  stage: 'Scripts, orders and replay',
  theme: 'Experiment',
  themes: {
    counter: 'A counter',
    cacheAside: 'Cache-aside',
    lease: 'Leases and versions',
    lock: 'Locks',
    transfer: 'Transactions',
  },
  variants: 'Variants',
  own: 'Your own scripts',
  ownAbout: 'Changed from the experiment. The link keeps every word.',
  presetNames: presetNamesEn,
  presets,
  granularity:
    'One line is one step, done at once: a round trip to Redis or to the database. Between any two steps of a client the others may do theirs. A step that its condition leaves out still takes its place, so variants of an experiment have equally many orders.',
  before: 'Before each order',
  client: (name: string) => `Client ${name}`,
  invariant: 'Must hold in the end',
  addClient: 'Add client C',
  removeClient: 'Remove client C',
  lines: (name: string) => `${name}, one step per line`,
  problemsTitle: 'This cannot be run yet',
  place: {
    setup: 'Before',
    invariant: 'Invariant',
    client: (name: string, line: number) => `Client ${name}, line ${line}`,
    line: (place: string, line: number) => `${place}, line ${line}`,
  },
  problems,
  seedNote: 'The seed draws the sample.',
  verdict: (fault: Fault, bad: number, of: number) =>
    bad === 0
      ? faults[fault][2].replace('{}', count(of, 'order', 'orders'))
      : `${n(bad)} of ${count(of, 'order', 'orders')} ${faults[fault][bad === 1 ? 0 : 1]}.`,
  ratio: (bad: number, of: number) => `${n(bad)} of ${n(of)}`,
  sample: (schedules: number, total: number | null) =>
    total === null
      ? `There are more orders than can be shown one by one: these are ${n(schedules)} of them, drawn by the seed.`
      : `A sample: ${n(schedules)} of ${n(total)} orders, drawn by the seed, each equally likely.`,
  executed: (commands: number, ms: number) =>
    `The engine ran ${count(commands, 'command', 'commands')} in ${n(Math.round(ms))} ms.`,
  changed: 'The scripts have changed since this run.',
  setupFailed: 'Before each order something went wrong, so all orders begin without it:',
  outcomes: 'How it can end',
  outcome: 'In the end',
  ordersColumn: 'Orders',
  share: 'Share',
  holds: 'holds',
  broken: 'broken',
  unclear: (detail: string) => `cannot be worked out: ${detail}`,
  nothing: 'no keys, no rows',
  nil: 'nil',
  row: (name: string) => `db.${name}`,
  replayOf: (schedule: string) => `Replay order ${schedule.split('').join(' ')}`,
  moreOrders: (more: number) => `${n(more)} more`,
  fewerOrders: 'fewer',
  replay: 'Replay',
  order: (index: number, of: number) => `Order ${n(index)} of ${n(of)} that end so`,
  orderShown: (index: number, shown: number, of: number) =>
    `Order ${n(index)} of ${n(shown)} kept, of ${n(of)} that end so`,
  previousOrder: 'Order before',
  nextOrder: 'Next order',
  step: 'Step',
  action: 'Client',
  keysAfter: 'Keys and rows after it',
  start: 'Before',
  skipped: 'left out by its condition',
  timePasses: 'time passes',
  triesAgain: 'begins anew',
  expires: (time: string) => `expires in ${time}`,
  stepOf: (step: number, steps: number) => `step ${n(step)} of ${n(steps)}`,
  replayFailed: 'This order cannot be replayed with the scripts as they are now. Run again.',
  notes: {
    title: 'The scripts’ language',
    rows: [
      ['x = GET n', 'A Redis command; x takes its reply. “x =” can be left out.'],
      [
        'SET n {x + 1}',
        'Braces outside quotes are replaced by the value of the expression in them.',
      ],
      [
        'row = DB.GET item',
        'Reads a row of the database. The database is modelled: a table of names and values without delays.',
      ],
      ['DB.SET item new', 'Writes a row.'],
      ['if c is nil: SET item {row}', 'Only when the condition holds; “unless” is the opposite.'],
      ['WATCH, MULTI, EXEC', 'As in Redis: EXEC’s reply is nil when a watched key has changed.'],
      [
        'retry if done is nil',
        'After the step above it: begin the script anew, three times at most. No step of its own.',
      ],
      ['EVAL "return …" 1 key arg', 'Lua, atomic as always. Nothing is replaced within quotes.'],
      ['wait 11 s', 'The engine’s clock goes on for everybody.'],
      ['# note', 'Not run.'],
    ],
    expressions:
      'Expressions have + - * / %, == != < <= > >=, and, or, not, is nil, is error, numbers, \'text\' and parentheses. “x or 0” stands in for nil. In scripts a name is a variable of the client. In the invariant a plain name is a key, db.name a row and A.x a variable of client A; key("a.b") and row("a.b") take any name.',
  },
};

export type InterleaveMessages = typeof interleaveEn;
export type InterleaveFault = Fault;
