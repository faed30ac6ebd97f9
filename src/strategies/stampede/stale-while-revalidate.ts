// Serve stale, refresh behind: a copy is fresh for `ttl` seconds and kept for as long again. Who
// meets it stale takes a short lock, refreshes it in the background, and answers at once anyway.

async function rebuild(id: string): Promise<Row> {
  const row = await db.query('SELECT * FROM posts WHERE id = ?', [id]);
  const freshUntil = Date.now() + params.ttl * 1000;
  await redis.set(`post:${id}`, JSON.stringify({ row, freshUntil }), 'EX', params.ttl * 2);
  return row;
}

async function refresh(id: string): Promise<void> {
  if (await redis.set(`refresh:post:${id}`, '1', 'NX', 'EX', 10)) {
    await rebuild(id);
    await redis.del(`refresh:post:${id}`);
  }
}

export async function read(id: string): Promise<Row> {
  const cached = await redis.get(`post:${id}`);
  if (!cached) return rebuild(id);
  const { row, freshUntil } = JSON.parse(cached);
  if (Date.now() >= freshUntil) void refresh(id);
  return row;
}
