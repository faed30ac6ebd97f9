// No cache: every request is a query.

export function read(id: string): Promise<Row> {
  return db.query('SELECT * FROM products WHERE id = ?', [id]);
}

export function write(id: string, value: string): Promise<Row> {
  return db.query('UPDATE products SET value = ? WHERE id = ?', [value, id]);
}
