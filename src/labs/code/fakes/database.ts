/**
 * The database that the snippets call `db`: a few tables in memory behind two faces, Prisma's
 * (`db.user.findUnique({ where })`) and SQL's (`db.query(sql, params)`).
 *
 * Every call takes a few milliseconds of the world's time, so that a cache has something to save.
 * What `query` answers depends on the statement, as the snippets expect it: one row for
 * `SELECT * ... WHERE id = ?` (undefined where there is none), a list for `ORDER BY ... LIMIT`, a
 * bare value for a single column, `{ affectedRows }` for an UPDATE.
 */
import type { CodeWorld } from '../code-world.ts';

export type Row = Record<string, unknown>;
export type Tables = Record<string, Row[]>;

const QUERY_MS = 5;

/** Rows of the people and posts that the snippets ask for, by id. */
export function sampleTables(): Tables {
  const users = ['Alice', 'Bob', 'Charlie', 'Dana', 'Emil'].map((name, i) => ({
    id: i + 1,
    name,
    email: `${name.toLowerCase()}@example.com`,
    role: i === 0 ? 'admin' : 'member',
    score: 1500 - i * 100,
    visit_count: (i * 37) % 101,
  }));
  const john = { id: 1000, name: 'John', email: 'john@example.com', role: 'member', score: 1500 };
  const user123 = { id: 123, name: 'Mina', email: 'mina@example.com', role: 'member', score: 900 };
  const posts = [
    { id: 1, title: 'Why caches', views: 10 },
    { id: 42, title: 'Sorted sets', views: 99 },
    { id: 123, title: 'Redis tutorial', views: 1234 },
  ];
  return {
    users: [...users, { ...user123, visit_count: 41 }, { ...john, visit_count: 99 }],
    posts,
  };
}

type Where = { readonly where: Row };

export interface Model {
  findUnique(query: Where): Promise<Row | null>;
  findMany(query?: Partial<Where>): Promise<Row[]>;
  create(query: { readonly data: Row }): Promise<Row>;
  update(query: Where & { readonly data: Row }): Promise<Row>;
  delete(query: Where): Promise<Row>;
}

export interface FakeDatabase {
  readonly user: Model;
  readonly users: Model;
  readonly post: Model;
  readonly posts: Model;
  query(sql: string, params?: readonly unknown[]): Promise<unknown>;
  /** How many queries it has answered. */
  readonly queries: number;
}

/** Ids compare as SQL compares them: '1' is 1. */
const same = (a: unknown, b: unknown): boolean => String(a) === String(b);

const matches = (row: Row, where: Row): boolean =>
  Object.entries(where).every(([column, value]) => same(row[column], value));

function notFound(): Error {
  const error: Error & { code?: string } = new Error(
    'An operation failed because it depends on one or more records that were required but not found.',
  );
  error.name = 'PrismaClientKnownRequestError';
  error.code = 'P2025';
  return error;
}

export function fakeDatabase(
  world: Pick<CodeWorld, 'clock' | 'Promise'>,
  tables: Tables = sampleTables(),
): FakeDatabase {
  let queries = 0;
  const after = <T>(work: () => T): Promise<T> =>
    new world.Promise<T>((resolve, reject) => {
      queries++;
      world.clock.after(QUERY_MS, () => {
        try {
          resolve(work());
        } catch (error) {
          reject(error);
        }
      });
    });
  const rowsOf = (table: string): Row[] => {
    const rows = Object.hasOwn(tables, table) ? tables[table] : undefined;
    if (!rows) throw new Error(`Table '${table}' doesn't exist`);
    return rows;
  };
  const model = (table: string): Model => createModel(() => rowsOf(table), after);
  const [users, posts] = [model('users'), model('posts')];
  return {
    user: users,
    users,
    post: posts,
    posts,
    query: (sql, params = []) => after(() => runSql(rowsOf, sql, params)),
    get queries() {
      return queries;
    },
  };
}

function createModel(rows: () => Row[], after: <T>(work: () => T) => Promise<T>): Model {
  const find = (where: Row): Row => {
    const row = rows().find((one) => matches(one, where));
    if (!row) throw notFound();
    return row;
  };
  return {
    findUnique: ({ where }) =>
      after(() => {
        const row = rows().find((one) => matches(one, where));
        return row ? { ...row } : null;
      }),
    findMany: (query) =>
      after(() =>
        rows()
          .filter((row) => matches(row, query?.where ?? {}))
          .map((row) => ({ ...row })),
      ),
    create: ({ data }) =>
      after(() => {
        const id = Math.max(0, ...rows().map((row) => Number(row.id))) + 1;
        const row = { id, ...data };
        rows().push(row);
        return { ...row };
      }),
    update: ({ where, data }) => after(() => ({ ...Object.assign(find(where), data) })),
    delete: ({ where }) =>
      after(() => {
        const row = find(where);
        rows().splice(rows().indexOf(row), 1);
        return row;
      }),
  };
}

type RowsOf = (table: string) => Row[];

/** The statements that the snippets use; another one is refused, with the list of these. */
function runSql(rowsOf: RowsOf, sql: string, params: readonly unknown[]): unknown {
  const text = sql.trim().replace(/;$/, '').replace(/\s+/g, ' ');
  const byId = /^SELECT (\*|\w+) FROM (\w+) WHERE (\w+) = \?$/i.exec(text);
  if (byId) {
    const [, column = '', table = '', key = ''] = byId;
    const row = rowsOf(table).find((one) => same(one[key], params[0]));
    return column === '*' ? row && { ...row } : row?.[column];
  }
  const ordered = /^SELECT \* FROM (\w+)(?: ORDER BY (\w+)( DESC| ASC)?)?(?: LIMIT (\d+))?$/i.exec(
    text,
  );
  if (ordered) {
    const [, table = '', column, direction = '', limit] = ordered;
    const sorted = rowsOf(table).map((row) => ({ ...row }));
    const sign = /desc/i.test(direction) ? -1 : 1;
    if (column) sorted.sort((a, b) => sign * (Number(a[column]) - Number(b[column])));
    return sorted.slice(0, limit === undefined ? undefined : Number(limit));
  }
  const update = /^UPDATE (\w+) SET (.+) WHERE (\w+) = \?$/i.exec(text);
  if (update) return runUpdate(rowsOf, update, params);
  throw new Error(
    `The practice database does not know this statement: ${text}. It knows ` +
      'SELECT column FROM table WHERE id = ?, SELECT * FROM table ORDER BY column DESC LIMIT n, ' +
      'and UPDATE table SET column = ? WHERE id = ?.',
  );
}

function runUpdate(
  rowsOf: RowsOf,
  [, table = '', assignments = '', key = '']: RegExpExecArray,
  params: readonly unknown[],
): { readonly affectedRows: number } {
  const columns = assignments.split(',').map((one) => /^\s*(\w+) = \?\s*$/.exec(one)?.[1]);
  const row = rowsOf(table).find((one) => same(one[key], params[columns.length]));
  if (!row) return { affectedRows: 0 };
  columns.forEach((column, i) => {
    if (column === undefined) throw new Error(`Cannot read the assignments: ${assignments}`);
    row[column] = params[i];
  });
  return { affectedRows: 1 };
}
