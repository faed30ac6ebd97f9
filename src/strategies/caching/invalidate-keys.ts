// Invalidation by pattern with KEYS: each product has copies in three languages, and a write drops
// them all. KEYS looks at every key of the database, and nobody else is served meanwhile.

const languages = ['en', 'ko', 'de'];

export async function read(id: string): Promise<Row> {
  const language = languages[Math.floor(Math.random() * languages.length)];
  const key = `product:${id}:${language}`;
  const cached = await redis.get(key);
  if (cached) return JSON.parse(cached);
  const row = await db.query('SELECT * FROM products WHERE id = ?', [id]);
  await redis.set(key, JSON.stringify(row), 'EX', params.ttl);
  return row;
}

export async function write(id: string, value: string): Promise<void> {
  await db.query('UPDATE products SET value = ? WHERE id = ?', [value, id]);
  const keys = await redis.keys(`product:${id}:*`);
  if (keys.length > 0) await redis.del(...keys);
}
