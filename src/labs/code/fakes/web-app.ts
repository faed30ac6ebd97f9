/**
 * The web application that snippets call `app`, in the shape of Express's. There is no port: a
 * request is made by `app.inject(...)`, goes through the middleware and the route, and comes back
 * as what a browser would have seen.
 */
import type { CodeWorld } from '../code-world.ts';

export interface FakeRequest {
  readonly method: string;
  readonly path: string;
  readonly ip: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly params: Readonly<Record<string, string>>;
  cookies: Record<string, string>;
  body: unknown;
  user?: unknown;
}

export interface FakeResponse {
  status(code: number): FakeResponse;
  json(body: unknown): FakeResponse;
  send(body: unknown): FakeResponse;
  end(): FakeResponse;
  setHeader(name: string, value: unknown): FakeResponse;
  cookie(name: string, value: string, options?: object): FakeResponse;
  clearCookie(name: string): FakeResponse;
}

/** What came back. `finished` is false where no handler has answered. */
export interface Injected {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly finished: boolean;
}

export interface Injection {
  readonly method?: string;
  readonly url: string;
  readonly ip?: string;
  readonly cookies?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly user?: unknown;
}

type Next = (error?: unknown) => void;
type Handler = (req: FakeRequest, res: FakeResponse, next: Next) => unknown;

interface Layer {
  readonly method: string | null;
  readonly path: string | null;
  readonly handler: Handler;
}

type Register = (path: string, ...handlers: readonly Handler[]) => FakeApp;

export interface FakeApp {
  use(...args: readonly (string | Handler)[]): FakeApp;
  readonly get: Register;
  readonly post: Register;
  readonly put: Register;
  readonly delete: Register;
  listen(port: number, ready?: () => void): void;
  inject(request: Injection): Promise<Injected>;
}

export function fakeApp(world: Pick<CodeWorld, 'Promise' | 'soon'>): FakeApp {
  const layers: Layer[] = [];
  const register =
    (method: string): Register =>
    (path, ...handlers) => {
      for (const handler of handlers) layers.push({ method, path, handler });
      return app;
    };
  const app: FakeApp = {
    use: (...args) => {
      const path = args.find((arg): arg is string => typeof arg === 'string') ?? null;
      for (const handler of args) {
        if (typeof handler === 'function') layers.push({ method: null, path, handler });
      }
      return app;
    },
    get: register('GET'),
    post: register('POST'),
    put: register('PUT'),
    delete: register('DELETE'),
    listen: (_port, ready) => {
      if (ready) world.soon(ready);
    },
    inject: (request) => inject(world.Promise, layers, request),
  };
  return app;
}

/** `/users/:id` against `/users/7`: the parameters, or null where it does not match. */
function matchPath(
  pattern: string,
  path: string,
  isPrefix: boolean,
): Record<string, string> | null {
  const [wanted, given] = [pattern, path].map((one) => one.split('/').filter(Boolean));
  if (!wanted || !given) return null;
  if (isPrefix ? given.length < wanted.length : given.length !== wanted.length) return null;
  const params: Record<string, string> = {};
  for (const [i, part] of wanted.entries()) {
    if (part.startsWith(':')) params[part.slice(1)] = given[i] ?? '';
    else if (part !== given[i]) return null;
  }
  return params;
}

function inject(
  P: PromiseConstructor,
  layers: readonly Layer[],
  request: Injection,
): Promise<Injected> {
  const path = request.url.replace(/\?.*$/, '');
  const method = (request.method ?? 'GET').toUpperCase();
  const base: FakeRequest = {
    method,
    path,
    ip: request.ip ?? '203.0.113.7',
    headers: request.headers ?? {},
    params: {},
    cookies: { ...request.cookies },
    body: request.body,
    ...(request.user === undefined ? {} : { user: request.user }),
  };
  return new P<Injected>((resolve, reject) => {
    const { response, seen, answer } = createResponse(resolve);
    let at = 0;
    const next: Next = (error) => {
      if (error !== undefined) {
        reject(error);
        return;
      }
      const layer = layers[at++];
      if (!layer) {
        if (!seen.finished) answer(404, `Cannot ${method} ${path}`);
        return;
      }
      const params = layer.path === null ? {} : matchPath(layer.path, path, layer.method === null);
      if (params === null || (layer.method !== null && layer.method !== method)) {
        next();
        return;
      }
      let passedOn = false;
      const pass: Next = (problem) => {
        passedOn = true;
        next(problem);
      };
      P.resolve()
        .then(() => {
          const result = layer.handler(Object.assign(base, { params }), response, pass);
          if (!(result instanceof P)) return undefined;
          // An async handler that ends without an answer leaves a browser waiting: tell what there is.
          return result.then(() => {
            if (!passedOn) resolve({ ...seen });
          });
        })
        .catch(reject);
    };
    next();
  });
}

function createResponse(resolve: (seen: Injected) => void) {
  const headers: Record<string, string> = {};
  const cookies: Record<string, string> = {};
  const seen = { statusCode: 200, headers, cookies, body: undefined as unknown, finished: false };
  const answer = (code: number, body: unknown): void => {
    if (seen.finished) throw new Error('Cannot set headers after they are sent to the client');
    Object.assign(seen, { statusCode: code, body, finished: true });
    resolve({ ...seen });
  };
  const response: FakeResponse = {
    status: (code) => {
      seen.statusCode = code;
      return response;
    },
    json: (body) => {
      answer(seen.statusCode, body);
      return response;
    },
    send: (body) => response.json(body),
    end: () => response.json(undefined),
    setHeader: (name, value) => {
      headers[name.toLowerCase()] = String(value);
      return response;
    },
    cookie: (name, value) => {
      cookies[name] = value;
      return response;
    },
    clearCookie: (name) => {
      delete cookies[name];
      return response;
    },
  };
  return { response, seen, answer };
}
