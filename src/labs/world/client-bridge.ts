/**
 * A genuine client as strategy code sees it: every method and property is the client's own, and the
 * promises that it answers with are the world's.
 *
 * With those, what code awaits is counted for its request, rejections that nobody handles are told
 * in the run's notes, and `.then` runs at the world's moment.
 */
import { WorldPromise } from '../../hosts/simulated/world-promise.ts';

type Call = (...args: unknown[]) => unknown;

export interface Bridge {
  /** The object, behind a bridge; made when it is first looked at. */
  lazy(make: () => unknown): object;
  made<T extends new (...args: never[]) => object>(by: T): T;
  calling(make: Call): Call;
  /** How many of the client's promises have not ended. */
  underWay(): number;
}

const NativePromise = Promise;

/** Clients, pipelines and transactions: what has methods that answer with promises. */
function isClient(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const { on, exec } = value as { readonly on?: unknown; readonly exec?: unknown };
  return typeof on === 'function' || typeof exec === 'function';
}

/** `entering` is called before anything of the client runs. */
export function createBridge(entering: () => void): Bridge {
  const bridges = new WeakMap<object, object>();
  const originals = new WeakMap<object, object>();

  let underWay = 0;

  const carried = (value: unknown): unknown => {
    if (value instanceof NativePromise) return adopt(value);
    return isClient(value) ? bridge(value) : value;
  };
  const adopt = (native: Promise<unknown>): WorldPromise<unknown> => {
    const promise = new WorldPromise<unknown>();
    underWay++;
    native.then(
      (value) => {
        underWay--;
        promise.resolve(isClient(value) ? bridge(value) : value);
      },
      (error: unknown) => {
        underWay--;
        promise.reject(error);
      },
    );
    return promise;
  };
  const original = (value: unknown): unknown =>
    typeof value === 'object' && value !== null ? (originals.get(value) ?? value) : value;
  const method = (target: object, call: Call): Call => {
    return (...args) => {
      entering();
      return carried(Reflect.apply(call, target, args.map(original)));
    };
  };
  const bridge = (client: object): object => {
    const known = bridges.get(client);
    if (known) return known;
    const methods = new Map<string | symbol, { readonly call: unknown; readonly bridged: Call }>();
    const bridged = new Proxy(client, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name, target);
        // Never a promise itself: `await redis` gives the client.
        if (name === 'then') return undefined;
        if (typeof value !== 'function') return carried(value);
        const made = methods.get(name);
        if (made?.call === value) return made.bridged;
        const call = method(target, value as Call);
        methods.set(name, { call: value, bridged: call });
        return call;
      },
      set: (target, name, value) => Reflect.set(target, name, value, target),
    });
    bridges.set(client, bridged);
    originals.set(bridged, client);
    return bridged;
  };
  return {
    lazy: (make) => {
      let made: object | null = null;
      const client = (): object => {
        if (made) return made;
        entering();
        const value = make() as object;
        made = bridge(originals.get(value) ?? value);
        return made;
      };
      return new Proxy(Object.create(null) as object, {
        get: (_target, name) =>
          name === 'then' ? undefined : (Reflect.get(client(), name) as unknown),
        set: (_target, name, value) => Reflect.set(client(), name, value),
        has: (_target, name) => Reflect.has(client(), name),
      });
    },
    made: (by) =>
      new Proxy(by, {
        construct: (target, args) => {
          entering();
          return bridge(Reflect.construct(target, args.map(original)) as object);
        },
      }),
    underWay: () => underWay,
    calling: (make) => method(undefined as never, make),
  };
}
