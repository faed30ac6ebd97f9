// A lock around the rebuild, as it is often written. Everybody without the lock asks again in 50 ms.
// Two weak spots: DEL removes whatever lock is there, also somebody else's that came after ours
// expired, and nobody counts the retries.

export async function read(id: string): Promise<Row> {
  const cacheKey = `post:${id}`;
  const lockKey = `lock:${cacheKey}`;
  const cached = await redis.get(cacheKey);
  if (cached) return JSON.parse(cached);

  const acquired = await redis.set(lockKey, '1', 'NX', 'EX', 10);
  if (acquired) {
    try {
      const row = await db.query('SELECT * FROM posts WHERE id = ?', [id]);
      await redis.set(cacheKey, JSON.stringify(row), 'EX', params.ttl);
      return row;
    } finally {
      await redis.del(lockKey);
    }
  }
  await new Promise<void>((resolve) => setTimeout(resolve, 50));
  return read(id);
}
