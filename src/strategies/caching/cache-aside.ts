// Cache-aside: ask the cache; on a miss ask the database and leave a copy. A write changes the
// database first and then deletes the copy.

export async function read(id: string): Promise<Row> {
  const cached = await redis.get(`product:${id}`);
  if (cached) return JSON.parse(cached);
  const row = await db.query('SELECT * FROM products WHERE id = ?', [id]);
  await redis.set(`product:${id}`, JSON.stringify(row), 'EX', params.ttl);
  return row;
}

export async function write(id: string, value: string): Promise<void> {
  await db.query('UPDATE products SET value = ? WHERE id = ?', [value, id]);
  await redis.del(`product:${id}`);
}
