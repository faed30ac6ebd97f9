/**
 * A strategy in node-redis's way of calling, made of its text, which is in ioredis's: names in camel
 * case, options as objects, lists as arrays. Nothing else of the text changes.
 *
 * It knows the calls that the strategies make and no others: a test runs each of them with the
 * genuine package (`genuine-app.test.ts`).
 */
import { type ESTree, parseSync, Visitor } from 'vite';

type Call = ESTree.CallExpression;

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const names: Readonly<Record<string, string>> = {
  pipeline: 'multi',
  pttl: 'pTTL',
  hset: 'hSet',
  hgetall: 'hGetAll',
  sadd: 'sAdd',
  smembers: 'sMembers',
};

/** Commands that take many of something. */
const takesList = new Set(['del', 'unlink', 'mget']);

export function nodeRedisShapes(source: string): string {
  const edits: Edit[] = [];
  /** Variables that hold what `redis.pipeline()` gave. */
  const batches = new Set<string>();
  const textOf = ({ start, end }: ESTree.Span): string => source.slice(start, end);

  const editCall = (call: Call): void => {
    const { root, methods } = chainOf(call);
    const isBatch = batches.has(root);
    if (root !== 'redis' && !isBatch) return;
    const { property } = call.callee as ESTree.StaticMemberExpression;
    const isPiped = isBatch || methods.includes('pipeline');
    const { name } = property;
    const to = name === 'exec' && isPiped ? 'execAsPipeline' : (names[name] ?? name);
    if (to !== name) edits.push({ start: property.start, end: property.end, text: to });
    const args = call.arguments.map(textOf);
    const [first, last] = [call.arguments[0], call.arguments.at(-1)];
    const text = argumentsOf(name, args).join(', ');
    if (first && last && text !== args.join(', ')) {
      edits.push({ start: first.start, end: last.end, text });
    }
  };

  const editDeclaration = ({ id, init }: ESTree.VariableDeclarator): void => {
    const call = init?.type === 'AwaitExpression' ? init.argument : init;
    if (call?.type !== 'CallExpression') return;
    const { root, methods } = chainOf(call);
    if (root !== 'redis') return;
    if (id.type === 'Identifier' && methods[0] === 'pipeline') batches.add(id.name);
    if (id.type === 'ArrayPattern' && methods[0] === 'scan') {
      // A cursor and keys with names, where ioredis answers with a pair.
      const [cursor = '', keys = ''] = id.elements.map((one) => (one ? textOf(one) : ''));
      const text = `{ cursor: ${cursor}, ${keys === 'keys' ? keys : `keys: ${keys}`} }`;
      edits.push({ start: id.start, end: id.end, text });
    }
  };

  new Visitor({ VariableDeclarator: editDeclaration, CallExpression: editCall }).visit(
    parseSync('strategy.ts', source).program,
  );
  return edits
    .sort((a, b) => b.start - a.start)
    .reduce(
      (text, { start, end, text: to }) => text.slice(0, start) + to + text.slice(end),
      source,
    );
}

/** What `root.a().b()` begins with, and the methods it calls, first to last; '' where it is no chain. */
function chainOf(call: Call): { readonly root: string; readonly methods: readonly string[] } {
  const { callee } = call;
  if (callee.type !== 'MemberExpression' || callee.computed) return { root: '', methods: [] };
  const { object, property } = callee;
  const name = property.type === 'Identifier' ? property.name : '';
  if (object.type === 'Identifier') return { root: object.name, methods: [name] };
  if (object.type !== 'CallExpression') return { root: '', methods: [] };
  const { root, methods } = chainOf(object);
  return { root, methods: [...methods, name] };
}

function argumentsOf(name: string, args: readonly string[]): readonly string[] {
  if (name === 'set' && args.length > 2) return [...args.slice(0, 2), optionsOf(args.slice(2))];
  if (name === 'scan') return [args[0] as string, optionsOf(args.slice(1))];
  if (takesList.has(name)) return listOf(args);
  if (name === 'sadd') return [args[0] as string, ...listOf(args.slice(1))];
  if (name !== 'eval') return args;
  const [script = '', count = '', ...rest] = args;
  const keys = rest.slice(0, Number(count));
  // Arguments of scripts are texts here.
  const given = rest
    .slice(Number(count))
    .map((one) => (one.startsWith('params.') ? `String(${one})` : one));
  return [script, `{ keys: [${keys.join(', ')}], arguments: [${given.join(', ')}] }`];
}

/** `'NX', 'EX', 10` becomes `{ NX: true, EX: 10 }`. */
function optionsOf(words: readonly string[]): string {
  const options: string[] = [];
  for (let at = 0; at < words.length; at++) {
    const name = (words[at] as string).slice(1, -1);
    options.push(name === 'NX' ? 'NX: true' : `${name}: ${words[++at]}`);
  }
  return `{ ${options.join(', ')} }`;
}

function listOf(args: readonly string[]): readonly string[] {
  const [only = ''] = args;
  if (args.length > 1) return [`[${args.join(', ')}]`];
  return [only.startsWith('...') ? only.slice(3) : only];
}
