// Single flight: within one app server everybody who misses waits for the same query. The database
// sees as many queries as there are servers, and no lock is needed.

const flights = new Map<string, Promise<Row>>();

async function rebuild(id: string): Promise<Row> {
  const row = await db.query('SELECT * FROM posts WHERE id = ?', [id]);
  await redis.set(`post:${id}`, JSON.stringify(row), 'EX', params.ttl);
  return row;
}

export async function read(id: string): Promise<Row> {
  const cached = await redis.get(`post:${id}`);
  if (cached) return JSON.parse(cached);
  let flight = flights.get(id);
  if (!flight) {
    flight = rebuild(id).finally(() => flights.delete(id));
    flights.set(id, flight);
  }
  return flight;
}
