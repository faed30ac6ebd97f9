/** The errors of Node's sockets and name look-ups, field by field as Node makes them. */
export interface SystemError extends Error {
  code: string;
  errno: number;
  syscall: string;
  hostname?: string;
  address?: string;
  port?: number;
}

/** Error numbers as Linux has them; -3008 is libuv's own. */
const errnos: Readonly<Record<string, number>> = {
  ENOTFOUND: -3008,
  ECONNREFUSED: -111,
  ECONNRESET: -104,
  EPIPE: -32,
};

function systemError(code: string, syscall: string, message: string): SystemError {
  return Object.assign(new Error(message), { errno: errnos[code] ?? -1, code, syscall });
}

export function hostNotFound(hostname: string): SystemError {
  const error = systemError('ENOTFOUND', 'getaddrinfo', `getaddrinfo ENOTFOUND ${hostname}`);
  return Object.assign(error, { hostname });
}

export function connectionRefused(address: string, port: number): SystemError {
  const error = systemError('ECONNREFUSED', 'connect', `connect ECONNREFUSED ${address}:${port}`);
  return Object.assign(error, { address, port });
}

export function connectionReset(): SystemError {
  return systemError('ECONNRESET', 'read', 'read ECONNRESET');
}
