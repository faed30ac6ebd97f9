// XFetch with single flight: chance decides when a copy is refreshed, and within one app server one
// query at most is under way for a row. So no queue forms at the database, and delta stays what a
// rebuild takes: with a queue in it, readers would refresh ever earlier, and lengthen the queue.

const beta = params.beta ?? 1;
const flights = new Map<string, Promise<Row>>();

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
  let flight = flights.get(id);
  if (hit) {
    const { row, delta, expiry } = JSON.parse(hit);
    const early = delta * beta * -Math.log(Math.random());
    if (flight || Date.now() + early < expiry) return row;
  }
  if (!flight) {
    flight = rebuild(id).finally(() => flights.delete(id));
    flights.set(id, flight);
  }
  return flight;
}
