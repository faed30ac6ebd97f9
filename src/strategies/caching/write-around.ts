// Write-around: writes go to the database only and leave the cache alone; the copy is old until its
// expiry takes it. Good for what is written often and read seldom.

export async function read(id: string): Promise<Row> {
  const cached = await redis.get(`product:${id}`);
  if (cached) return JSON.parse(cached);
  const row = await db.query('SELECT * FROM products WHERE id = ?', [id]);
  await redis.set(`product:${id}`, JSON.stringify(row), 'EX', params.ttl);
  return row;
}

export async function write(id: string, value: string): Promise<void> {
  await db.query('UPDATE products SET value = ? WHERE id = ?', [value, id]);
}
