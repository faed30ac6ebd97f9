// Cache-aside with a lease (R. Nishtala et al., "Scaling Memcache at Facebook", NSDI 2013): who
// misses gets a token, and may fill the cache only while the token still stands. A write deletes
// copy and token, so a row read before the write can no longer be stored after it.

const FILL = `
  if redis.call('GET', KEYS[2]) ~= ARGV[1] then return 0 end
  redis.call('SET', KEYS[1], ARGV[2], 'EX', ARGV[3])
  redis.call('DEL', KEYS[2])
  return 1`;

export async function read(id: string): Promise<Row> {
  const cached = await redis.get(`product:${id}`);
  if (cached) return JSON.parse(cached);
  const token = crypto.randomUUID();
  const mine = await redis.set(`lease:${id}`, token, 'NX', 'PX', 2000);
  const row = await db.query('SELECT * FROM products WHERE id = ?', [id]);
  if (mine) {
    const text = JSON.stringify(row);
    await redis.eval(FILL, 2, `product:${id}`, `lease:${id}`, token, text, params.ttl);
  }
  return row;
}

export async function write(id: string, value: string): Promise<void> {
  await db.query('UPDATE products SET value = ? WHERE id = ?', [value, id]);
  await redis.del(`product:${id}`, `lease:${id}`);
}
