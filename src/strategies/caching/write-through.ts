// Write-through: a write changes the database and then the copy, so the next read is a hit. Two
// writers at once may reach the database in one order and the cache in the other.

export async function read(id: string): Promise<Row> {
  const cached = await redis.get(`product:${id}`);
  if (cached) return JSON.parse(cached);
  const row = await db.query('SELECT * FROM products WHERE id = ?', [id]);
  await redis.set(`product:${id}`, JSON.stringify(row), 'EX', params.ttl);
  return row;
}

export async function write(id: string, value: string): Promise<void> {
  const row = await db.query('UPDATE products SET value = ? WHERE id = ?', [value, id]);
  await redis.set(`product:${id}`, JSON.stringify(row), 'EX', params.ttl);
}
