/** The light client in the scope of strategy code. With a genuine client its own types stand here. */

type RedisReply = string | number | null | RedisReply[] | { [field: string]: string };
type RedisArgument = string | number | boolean | readonly RedisArgument[] | Record<string, unknown>;

/** Commands gathered by `pipeline()` or `multi()`; each call adds one. */
interface RedisBatch {
  exec(): Promise<[Error | null, unknown][] | null>;
  get(key: string): RedisBatch;
  set(key: string, value: string | number, ...options: RedisArgument[]): RedisBatch;
  setex(key: string, seconds: number, value: string | number): RedisBatch;
  del(...keys: string[]): RedisBatch;
  unlink(...keys: string[]): RedisBatch;
  incr(key: string): RedisBatch;
  expire(key: string, seconds: number): RedisBatch;
  sadd(key: string, ...members: RedisArgument[]): RedisBatch;
  hset(key: string, ...fields: RedisArgument[]): RedisBatch;
  lpush(key: string, ...values: RedisArgument[]): RedisBatch;
}

/** A client of the cache with the call shapes of ioredis. */
interface Redis {
  get(key: string): Promise<string | null>;
  mget(...keys: RedisArgument[]): Promise<(string | null)[]>;
  set(key: string, value: string | number, ...options: RedisArgument[]): Promise<'OK' | null>;
  setex(key: string, seconds: number, value: string | number): Promise<'OK'>;
  mset(pairs: Record<string, string | number>): Promise<'OK'>;
  del(...keys: RedisArgument[]): Promise<number>;
  unlink(...keys: RedisArgument[]): Promise<number>;
  exists(...keys: string[]): Promise<number>;
  rename(key: string, newKey: string): Promise<'OK'>;
  expire(key: string, seconds: number): Promise<number>;
  pexpire(key: string, milliseconds: number): Promise<number>;
  ttl(key: string): Promise<number>;
  pttl(key: string): Promise<number>;
  incr(key: string): Promise<number>;
  incrby(key: string, amount: number): Promise<number>;
  decr(key: string): Promise<number>;
  keys(pattern: string): Promise<string[]>;
  scan(cursor: string | number, ...options: RedisArgument[]): Promise<[string, string[]]>;
  hset(key: string, ...fields: RedisArgument[]): Promise<number>;
  hget(key: string, field: string): Promise<string | null>;
  hgetall(key: string): Promise<Record<string, string>>;
  sadd(key: string, ...members: RedisArgument[]): Promise<number>;
  srem(key: string, ...members: RedisArgument[]): Promise<number>;
  smembers(key: string): Promise<string[]>;
  lpush(key: string, ...values: RedisArgument[]): Promise<number>;
  rpop(key: string): Promise<string | null>;
  lrange(key: string, start: number, stop: number): Promise<string[]>;
  ltrim(key: string, start: number, stop: number): Promise<'OK'>;
  llen(key: string): Promise<number>;
  eval(script: string, keys: number, ...keysAndArgs: RedisArgument[]): Promise<RedisReply>;
  /** Any command by its name. */
  call(command: string, ...args: RedisArgument[]): Promise<RedisReply>;
  pipeline(): RedisBatch;
  multi(): RedisBatch;
}

declare const redis: Redis;
