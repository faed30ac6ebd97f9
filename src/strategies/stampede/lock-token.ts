// The same lock made safe: a token says whose it is, Lua removes it only while it is still ours, and
// who has waited long enough asks the database instead of waiting for ever.

const LOCK_MS = 5_000;
const WAIT_MS = 50;
const WAITS_MAX = 60;
const RELEASE = `
  if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
  return 0`;

async function rebuild(id: string): Promise<Row> {
  const row = await db.query('SELECT * FROM posts WHERE id = ?', [id]);
  await redis.set(`post:${id}`, JSON.stringify(row), 'EX', params.ttl);
  return row;
}

export async function read(id: string): Promise<Row> {
  const token = crypto.randomUUID();
  for (let waits = 0; waits < WAITS_MAX; waits++) {
    const cached = await redis.get(`post:${id}`);
    if (cached) return JSON.parse(cached);
    if (await redis.set(`lock:post:${id}`, token, 'NX', 'PX', LOCK_MS)) {
      try {
        return await rebuild(id);
      } finally {
        await redis.eval(RELEASE, 1, `lock:post:${id}`, token);
      }
    }
    await new Promise<void>((resolve) => setTimeout(resolve, WAIT_MS));
  }
  return rebuild(id);
}
