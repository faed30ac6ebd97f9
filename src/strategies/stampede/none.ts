// Nothing against a stampede: whoever misses asks the database.

export async function read(id: string): Promise<Row> {
  const cached = await redis.get(`post:${id}`);
  if (cached) return JSON.parse(cached);
  const row = await db.query('SELECT * FROM posts WHERE id = ?', [id]);
  await redis.set(`post:${id}`, JSON.stringify(row), 'EX', params.ttl);
  return row;
}
