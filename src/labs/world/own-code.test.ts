/** Code that a learner has edited: TypeScript to a program of a world, with errors at its lines. */
import { describe, expect, test } from 'vitest';
import type { WorldSettings } from '../../contract/lab-world.ts';
import { worldLabDefaults } from '../../contract/lab-world-settings.ts';
import { compiler } from '../../testing/code-bench.ts';
import { compileStrategy } from '../code/compile.ts';
import { loadStrategy } from './app-server.ts';
import { worldInPieces } from './run-world.ts';
import { worldOf } from './scenario.ts';

const settings = worldOf({
  ...worldLabDefaults.caching,
  seconds: 2,
  requestsPerSecond: 50,
  writeShare: 0,
});

function run(text: string, change: Partial<WorldSettings> = {}) {
  const { code, map, errors } = compileStrategy(compiler, text);
  if (errors.length > 0) return { errors };
  const changed = { ...settings, ...change };
  const work = worldInPieces(changed, loadStrategy({ compiled: code, map }), {
    lua: null,
    stopwatchMs: () => 0,
  });
  let step = work.next();
  while (!step.done) step = work.next();
  return { errors, totals: step.value.totals, notes: step.value.notes };
}

describe('edited strategies', () => {
  test('types, async functions, async generators and for await run on virtual time', () => {
    const { totals, notes } = run(`
async function* keys(id: string): AsyncGenerator<string> {
  yield \`product:\${id}\`;
  await new Promise<void>((wake) => setTimeout(wake, 5));
  yield \`other:\${id}\`;
}
export async function read(id: string): Promise<Row> {
  for await (const key of keys(id)) {
    const cached = await redis.get(key);
    if (cached) return JSON.parse(cached);
  }
  const row = await db.query('SELECT * FROM products WHERE id = ?', [id]);
  await redis.set(\`other:\${id}\`, JSON.stringify(row));
  return row;
}`);
    expect(notes).toEqual([]);
    expect(totals?.failed).toBe(0);
    expect(totals?.databaseReads).toBeLessThan(totals?.requests ?? 0);
  });

  test('an error is told with its line', () => {
    const { notes } = run(`const limits: { [name: string]: number } = {};

export async function read(id: string): Promise<Row> {
  await redis.get(id);
  throw new TypeError('broken at ' + limits.none);
}`);
    expect(notes).toEqual([
      expect.objectContaining({ text: 'TypeError: broken at undefined (line 5)' }),
    ]);
  });

  test('an error of a command is at the line that waited for it', () => {
    const { notes } = run(`async function tag(id: string): Promise<void> {
  await redis.sadd('tags', id);
}

export async function read(id: string): Promise<Row> {
  const row = await db.query('SELECT * FROM products WHERE id = ?', [id]);
  await Promise.all([
    tag(id), redis.get('other')]);
  await redis.incr('tags');
  return row;
}`);
    const text =
      'ReplyError: WRONGTYPE Operation against a key holding the wrong kind of value (line 9)';
    expect(notes).toEqual([expect.objectContaining({ text })]);
  });

  test('a query that is refused at once is at the line that sent it, awaited or not', () => {
    const database = { ...settings.database, concurrency: 1, queueMax: 0, serviceMs: 500 };
    const { notes } = run(
      `export async function read(id: string): Promise<Row> {
  return db.query('SELECT * FROM products WHERE id = ?', [id]);
}`,
      { database },
    );
    const text = 'DatabaseError: sorry, too many clients already (line 2)';
    expect(notes).toEqual([expect.objectContaining({ text })]);
  });

  test('a timeout, and a lost connection, are at the line that waited for them', () => {
    const text = `export async function read(id: string): Promise<Row> {
  const row = await db.query('SELECT * FROM products WHERE id = ?', [id]);
  const done = redis.set(
    id, 'x');
  await done;
  return row;
}`;
    const silent = { atSecond: 1, kind: 'cut-network', forSeconds: 0.5 } as const;
    const cache = { ...settings.cache, commandTimeoutMs: 100 };
    expect(run(text, { cache, events: [silent] }).notes).toContainEqual(
      expect.objectContaining({ text: 'Error: Command timed out (line 5)' }),
    );
    const gone = { atSecond: 1.4, kind: 'restart-cache' } as const;
    expect(run(text, { events: [silent, gone] }).notes).toContainEqual(
      expect.objectContaining({ text: 'Error: Connection is closed. (line 5)' }),
    );
  });

  test.each([
    ['a loop of commands', "while (true) await redis.get('x');", { kind: 'endless', line: 2 }],
    ['a loop of nothing', 'while (true) await null;', { kind: 'endless', line: 2 }],
    [
      'a loop that swallows errors',
      "for (;;) try { await redis.get('x'); } catch {}",
      { kind: 'endless', line: 2 },
    ],
    [
      'one beside the requests',
      'return { id };\n}\nexport async function start() {\n  while (true) await null;',
      { kind: 'still', line: 5 },
    ],
  ])('%s is stopped at its line', (_, body, stop) => {
    let stopped: unknown = null;
    try {
      run(`export async function read(id: string) {\n  ${body}\n}`);
    } catch (error) {
      stopped = error;
    }
    expect(stopped).toMatchObject({ stop });
  });

  test('a loop that few requests get into is told, and the others are answered', () => {
    const { totals, notes } = run(`export async function read(id: string) {
  while (id === '3') {
    await redis.get('x');
  }
  return await db.query('SELECT * FROM products WHERE id = ?', [id]);
}`);
    expect(notes).toEqual([expect.objectContaining({ kind: 'endless', text: '3' })]);
    expect(totals?.failed).toBe(notes?.[0]?.times);
    expect(totals?.completed).toBeGreaterThan(50);
  });

  test.each([
    [
      'a promise that nobody settles',
      'await redis.get(id);\n  await new Promise(() => {});',
      [['unsettled', '3', 'all']],
    ],
    [
      'the innermost await counts, wherever the others stand',
      'return await row(id);\n}\nasync function row(id: string) {\n  await redis.get(id);\n' +
        '  return await new Promise<Row>(() => {});',
      [['unsettled', '6', 'all']],
    ],
    [
      'work side by side: the part that has ended is not to blame',
      'const [row] = await Promise.all([stuck(id), redis.get(id)]);\n  return row;\n}\n' +
        'async function stuck(id: string) {\n  return await new Promise<Row>(() => {});',
      [['unsettled', '6', 'all']],
    ],
    ['no await at all', 'return new Promise<Row>(() => {});', [['unsettled', '', 'all']]],
    [
      'a command that the server holds',
      "await redis.blpop('nothing', 0);\n  return { id };",
      [['unanswered', '2', 'all']],
    ],
  ])('requests without an answer: %s', (_, body, expected) => {
    const { totals, notes } = run(`export async function read(id: string) {\n  ${body}\n}`);
    expect(totals?.completed).toBe(0);
    const all = totals?.unfinished;
    expect(notes?.map(({ kind, text, times }) => [kind, text, times])).toEqual(
      expected.map(([kind, text]) => [kind, text, all]),
    );
  });

  test('what a single flight leaves behind when its leader fails is told, the others are answered', () => {
    const { totals, notes } = run(`const flights = new Map<string, Promise<Row>>();
export async function read(id: string) {
  if (id !== '1') return await db.query('SELECT * FROM products WHERE id = ?', [id]);
  const flight = flights.get(id);
  if (flight) return await flight;
  let land: (row: Row) => void = () => {};
  flights.set(id, new Promise<Row>((settle) => { land = settle; }));
  throw new Error('leader');
}`);
    const [error, open, ...others] = notes ?? [];
    expect(others).toEqual([]);
    expect(error).toMatchObject({ kind: 'error', text: 'Error: leader (line 8)' });
    expect(open).toMatchObject({ kind: 'unsettled', text: '5', times: totals?.unfinished });
    expect(totals?.completed).toBeGreaterThan(50);
  });

  test('polling for a while, and long work in the background, are no loops without an end', () => {
    const { totals, notes } = run(`export async function start() {
  for (let n = 0; n < 9000; n++) await redis.get('x');
}
export async function read(id: string) {
  for (let n = 0; n < 900; n++) await new Promise<void>((wake) => setTimeout(wake, 5));
  return await db.query('SELECT * FROM products WHERE id = ?', [id]);
}`);
    expect(notes).toEqual([]);
    expect(totals?.failed).toBe(0);
  });

  test('what cannot be parsed, and imports, name their line', () => {
    expect(run('export async function read(id: string) {\n  return (;\n}').errors[0]).toMatchObject(
      {
        line: 2,
        message: expect.stringContaining('SyntaxError'),
      },
    );
    expect(run("import x from 'y';\nexport const read = x;").errors[0]).toMatchObject({
      line: 1,
      message: 'There is nothing to import but ioredis and redis: redis and db are in scope.',
    });
  });
});
