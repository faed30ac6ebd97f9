// XFetch: A. Vattani, F. Chierichetti, K. Lowenstein, "Optimal probabilistic cache stampede
// prevention", VLDB 2015. A reader refreshes early with a probability that grows exponentially as
// the end comes near, and with the time that a rebuild takes: P = exp(-left / (beta * delta)).

const beta = params.beta ?? 1;

async function rebuild(id: string): Promise<Row> {
  const start = Date.now();
  const row = await db.query('SELECT * FROM posts WHERE id = ?', [id]);
  const delta = Date.now() - start;
  const expiry = Date.now() + params.ttl * 1000;
  await redis.set(`post:${id}`, JSON.stringify({ row, delta, expiry }), 'EX', params.ttl);
  return row;
}

export async function read(id: string): Promise<Row> {
  const hit = await redis.get(`post:${id}`);
  if (hit) {
    const { row, delta, expiry } = JSON.parse(hit);
    const early = delta * beta * -Math.log(Math.random());
    if (Date.now() + early < expiry) return row;
  }
  return rebuild(id);
}
