// Read-through: the application asks only the cache; that the cache knows how to load what is
// missing is a layer of code in front of Redis, here `cache`. Seen from Redis it is cache-aside.

const cache = {
  load: (id: string) => db.query('SELECT * FROM products WHERE id = ?', [id]),

  async get(id: string): Promise<Row> {
    const cached = await redis.get(`product:${id}`);
    if (cached) return JSON.parse(cached);
    const row = await this.load(id);
    await redis.set(`product:${id}`, JSON.stringify(row), 'EX', params.ttl);
    return row;
  },

  async invalidate(id: string): Promise<void> {
    await redis.del(`product:${id}`);
  },
};

export function read(id: string): Promise<Row> {
  return cache.get(id);
}

export async function write(id: string, value: string): Promise<void> {
  await db.query('UPDATE products SET value = ? WHERE id = ?', [value, id]);
  await cache.invalidate(id);
}
