// Write-behind with the queue in the memory of the app server. What waits there when the app dies,
// or is deployed anew, is lost.

const FLUSH_MS = 500;
const dirty = new Map<string, string>();

export async function read(id: string): Promise<Row> {
  const cached = await redis.get(`product:${id}`);
  if (cached) return JSON.parse(cached);
  const row = await db.query('SELECT * FROM products WHERE id = ?', [id]);
  await redis.set(`product:${id}`, JSON.stringify(row), 'EX', params.ttl);
  return row;
}

export async function write(id: string, value: string): Promise<void> {
  dirty.set(id, value);
  await redis.set(`product:${id}`, JSON.stringify({ id, value }), 'EX', params.ttl);
}

async function flush(): Promise<void> {
  const changes = [...dirty];
  dirty.clear();
  const sql = 'UPDATE products SET value = ? WHERE id = ?';
  await Promise.all(changes.map(([id, value]) => db.query(sql, [value, id])));
}

export function start(): void {
  setInterval(flush, FLUSH_MS);
}
