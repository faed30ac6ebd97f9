/** redlock 4 comes without types: those of what is used here. */
declare module 'redlock' {
  import type { Redis } from 'ioredis';

  class Redlock {
    constructor(clients: readonly Redis[], settings?: Redlock.Settings);
    lock(resource: string | readonly string[], ttlMs: number): Promise<Redlock.Lock>;
  }

  namespace Redlock {
    class LockError extends Error {
      readonly attempts: number;
    }

    interface Lock {
      readonly value: string;
      extend(ttlMs: number): Promise<Lock>;
      unlock(): Promise<void>;
    }

    interface Settings {
      readonly retryCount?: number;
      readonly retryDelay?: number;
      readonly retryJitter?: number;
    }
  }

  export = Redlock;
}
