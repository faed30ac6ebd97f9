/** Node's `dns` for clients: names are looked up in the world's own table of hosts. */
import { outside } from '../outside.ts';
import { hostNotFound, type SystemError } from './socket-errors.ts';

type Found =
  | { readonly error: null; readonly address: string }
  | { readonly error: SystemError; readonly address: undefined };

export function ipVersion(text: string): 0 | 4 | 6 {
  const parts = text.split('.');
  if (parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256))
    return 4;
  return /^[\da-fA-F:]*:[\da-fA-F:]*$/.test(text) ? 6 : 0;
}

export function findAddress(host: string): Found {
  if (ipVersion(host) !== 0) return { error: null, address: host };
  const address = outside().world.hosts.get(host.toLowerCase());
  return address === undefined
    ? { error: hostNotFound(host), address: undefined }
    : { error: null, address };
}

type LookupDone = (error: Error | null, address?: unknown, family?: number) => void;

export function lookup(host: string, ...rest: readonly unknown[]): void {
  const done = rest.find((arg) => typeof arg === 'function') as LookupDone;
  const options = rest.find((arg) => typeof arg === 'object') as { all?: boolean } | undefined;
  const found = findAddress(host);
  outside().world.soon(() => {
    if (found.error) done(found.error);
    else if (options?.all) done(null, [{ address: found.address, family: 4 }]);
    else done(null, found.address, 4);
  });
}

export function resolveSrv(name: string, done: (error: Error) => void): void {
  outside().world.soon(() => done(hostNotFound(name)));
}

/** `dns/promises`. */
export const promises = {
  lookup: async (host: string): Promise<{ address: string; family: number }> => {
    const found = findAddress(host);
    if (found.error) throw found.error;
    return { address: found.address, family: 4 };
  },
};
