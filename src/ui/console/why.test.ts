/** Every error that has a card is found by the text a server sends, and has its words in both languages. */
import { expect, test } from 'vitest';
import { en } from '../i18n/en.ts';
import { ko } from '../i18n/ko.ts';
import { meantCommands } from './meant-command.ts';
import { type WhyCode, whyCodeOf } from './why.ts';

const replies: readonly (readonly [WhyCode, string])[] = [
  ['WRONGTYPE', 'WRONGTYPE Operation against a key holding the wrong kind of value'],
  ['OOM', "OOM command not allowed when used memory > 'maxmemory'."],
  ['NOAUTH', 'NOAUTH Authentication required.'],
  ['CROSSSLOT', "CROSSSLOT Keys in request don't hash to the same slot"],
  ['EXECABORT', 'EXECABORT Transaction discarded because of previous errors.'],
  ['BUSYGROUP', 'BUSYGROUP Consumer Group name already exists'],
  ['NOSCRIPT', 'NOSCRIPT No matching script. Please use EVAL.'],
  ['MISCONF', 'MISCONF Errors writing to the AOF file: No space left on device'],
  ['NOPERM', "NOPERM User ann has no permissions to run the 'get' command"],
  ['NOGROUP', "NOGROUP No such key 's' or consumer group 'g' in XREADGROUP with GROUP option"],
  [
    'BUSY',
    'BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.',
  ],
  [
    'UNKILLABLE',
    'UNKILLABLE Sorry the script already executed write commands against the dataset.',
  ],
  ['SHELL', "ERR unknown command 'redis-cli', with args beginning with: '-h' 'localhost' "],
  ['UNKNOWN', "ERR unknown command 'STE', with args beginning with: 'a' '1' "],
  ['ARITY', "ERR wrong number of arguments for 'get' command"],
  ['SYNTAX', 'ERR syntax error'],
  ['NUMBER', 'ERR value is not an integer or out of range'],
  ['NUMBER', 'ERR hash value is not an integer'],
  ['NUMBER', 'ERR value is not a valid float'],
  ['NUMBER', 'ERR increment or decrement would overflow'],
  [
    'SUBSCRIBED',
    "ERR Can't execute 'get': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context",
  ],
  ['ALONE', 'ERR This node cannot replicate: it is a master on its own'],
  ['CLUSTER', 'ERR This instance has cluster support disabled'],
];

test.each(replies)('%s has its card: %s', (code, text) => {
  expect(whyCodeOf(text, [])).toBe(code);
});

test('every card is reached, and says something in both languages', () => {
  const codes = Object.keys(en.why) as WhyCode[];
  // COMMENT hangs on the command too (see below).
  // QUOTES is no server's reply: the console itself refuses such a line.
  const reached = new Set([...replies.map(([code]) => code), 'QUOTES', 'COMMENT']);
  expect(reached).toEqual(new Set(codes));
  for (const { why } of [en, ko]) {
    for (const code of codes) {
      const { title, text, todo } = why[code];
      expect([title, text, todo].every((words) => words.length > 5)).toBe(true);
    }
  }
});

test('other errors have none', () => {
  expect(whyCodeOf('ERR no such key', ['RENAME', 'a', '#'])).toBeNull();
  expect(whyCodeOf('WRONGTYPES are something else', [])).toBeNull();
});

test('a comment behind a command is told from an argument', () => {
  const check = (error: string, line: string, code: WhyCode) =>
    expect(whyCodeOf(error, line.split(' '))).toBe(code);
  check('ERR syntax error', 'SET p 1 # one', 'COMMENT');
  check('ERR syntax error', 'SET p 1 // one', 'COMMENT');
  check("ERR wrong number of arguments for 'get' command", 'GET p #one', 'COMMENT');
  check('ERR value is not an integer or out of range', 'SET p 1 EX # soon', 'COMMENT');
  check("ERR unknown command '//', with args beginning with: 'x' ", '// x', 'COMMENT');
  check('ERR value is not an integer or out of range', 'INCR #visits', 'NUMBER');
  check("ERR wrong number of arguments for 'get' command", 'GET a-- b', 'ARITY');
});

test('an unknown command is near to some, or to none', () => {
  const names = ['DEL', 'GET', 'HGET', 'SAVE', 'SET', 'SORT', 'TYPE', 'ZADD', 'XREADGROUP'];
  const check = (typed: string, ...meant: string[]) =>
    expect(meantCommands(typed, names)).toEqual(meant);
  check('STE', 'SET');
  check('gte', 'GET');
  check('zdad', 'ZADD');
  check('XREADGRUOP', 'XREADGROUP');
  check('hgett', 'HGET');
  check('ls');
  check('select-all');
  check('x'.repeat(100_000));
});
