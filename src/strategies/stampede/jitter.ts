// Jitter: every copy gets an expiry of its own, up to a tenth longer, so that copies made together
// do not go together. It spreads many keys; for a single hot key it changes nothing.

export async function read(id: string): Promise<Row> {
  const cached = await redis.get(`post:${id}`);
  if (cached) return JSON.parse(cached);
  const row = await db.query('SELECT * FROM posts WHERE id = ?', [id]);
  // In milliseconds: a tenth of a few seconds would be rounded away.
  const ttlMs = Math.round(params.ttl * 1000 * (1 + Math.random() * 0.1));
  await redis.set(`post:${id}`, JSON.stringify(row), 'PX', ttlMs);
  return row;
}
