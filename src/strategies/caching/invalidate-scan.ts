// Invalidation by pattern with SCAN: the same walk over all keys, in small pieces between which
// others are served. It takes longer until the last copy is gone.

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
  let cursor = '0';
  do {
    const [next, keys] = await redis.scan(cursor, 'MATCH', `product:${id}:*`, 'COUNT', 100);
    if (keys.length > 0) await redis.unlink(...keys);
    cursor = next;
  } while (cursor !== '0');
}
