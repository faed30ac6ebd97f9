// Invalidation by tag: a set per product names the keys that show it. A write needs no walk: it
// reads the set and drops what it names.

const languages = ['en', 'ko', 'de'];

export async function read(id: string): Promise<Row> {
  const language = languages[Math.floor(Math.random() * languages.length)];
  const key = `product:${id}:${language}`;
  const cached = await redis.get(key);
  if (cached) return JSON.parse(cached);
  const row = await db.query('SELECT * FROM products WHERE id = ?', [id]);
  await redis
    .pipeline()
    .set(key, JSON.stringify(row), 'EX', params.ttl)
    .sadd(`tag:product:${id}`, key)
    .expire(`tag:product:${id}`, params.ttl * 2)
    .exec();
  return row;
}

export async function write(id: string, value: string): Promise<void> {
  await db.query('UPDATE products SET value = ? WHERE id = ?', [value, id]);
  const keys = await redis.smembers(`tag:product:${id}`);
  await redis.unlink(`tag:product:${id}`, ...keys);
}
