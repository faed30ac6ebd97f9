/**
 * The few statements that strategies send, understood: the modelled database has one table, whatever
 * its name, with `id`, `version` and one value column.
 */
import { WorldPromise } from '../../hosts/simulated/world-promise.ts';
import { type Database, DatabaseError, type Row } from './database.ts';

const SELECT_ONE = /^\s*SELECT\s+.+\s+FROM\s+\w+\s+WHERE\s+\w+\s*=\s*\?\s*;?\s*$/i;
const SELECT_TOP =
  /^\s*SELECT\s+.+\s+FROM\s+\w+\s+ORDER\s+BY\s+\w+(?:\s+DESC)?\s+LIMIT\s+(\d+)\s*;?\s*$/i;
const UPDATE = /^\s*UPDATE\s+\w+\s+SET\s+\w+\s*=\s*\?\s+WHERE\s+\w+\s*=\s*\?\s*;?\s*$/i;

/** Runs one statement. Rejects with a `DatabaseError` where it is none of the three. */
export function query(
  database: Database,
  sql: string,
  values: readonly unknown[],
): PromiseLike<Row | Row[]> {
  if (SELECT_ONE.test(sql) && values.length === 1) return database.read(String(values[0]));
  if (UPDATE.test(sql) && values.length === 2) {
    return database.write(String(values[1]), String(values[0]));
  }
  const top = SELECT_TOP.exec(sql);
  if (top) return database.readTop(Number(top[1]));
  return WorldPromise.reject(
    new DatabaseError(
      `the modelled database does not know "${sql}". It knows SELECT * FROM rows WHERE id = ?, ` +
        'SELECT * FROM rows ORDER BY popularity DESC LIMIT n, UPDATE rows SET value = ? WHERE id = ?',
    ),
  );
}
