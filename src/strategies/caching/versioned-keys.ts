// Versioned keys: the name of a copy carries a version; a write counts it up, and nobody asks for
// the old names any more. Their expiry, or eviction, clears them away. A read costs a trip more.

const languages = ['en', 'ko', 'de'];

export async function read(id: string): Promise<Row> {
  const language = languages[Math.floor(Math.random() * languages.length)];
  const version = (await redis.get(`version:${id}`)) ?? '0';
  const key = `product:${id}:v${version}:${language}`;
  const cached = await redis.get(key);
  if (cached) return JSON.parse(cached);
  const row = await db.query('SELECT * FROM products WHERE id = ?', [id]);
  await redis.set(key, JSON.stringify(row), 'EX', params.ttl);
  return row;
}

export async function write(id: string, value: string): Promise<void> {
  await db.query('UPDATE products SET value = ? WHERE id = ?', [value, id]);
  await redis.incr(`version:${id}`);
}
