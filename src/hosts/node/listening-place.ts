/**
 * CONFIG SET port and bind: the sockets follow, and whoever asked is told whether they could. Where
 * they cannot, those before are listened on again.
 */
import type { Log } from '../../base/ports.ts';
import type { Config } from '../../engine/server/config.ts';
import type { Listeners, TcpPlace } from './listeners.ts';

export const placeOf = (config: Config): TcpPlace => ({
  port: config.number('port'),
  bind: config.text('bind').split(' ').filter(Boolean),
});

const isSame = (one: TcpPlace, other: TcpPlace): boolean =>
  one.port === other.port && one.bind.join(' ') === other.bind.join(' ');

const REFUSALS = [
  ['port', 'Unable to listen on this port. Check server logs.'],
  ['bind', 'Failed to bind to specified addresses.'],
] as const;

export function followPlace(config: Config, listeners: Listeners, log: Log): void {
  let inUse = placeOf(config);
  const move = async (refusal: string): Promise<string | null> => {
    const wanted = placeOf(config);
    if (isSame(wanted, inUse)) return null;
    try {
      await listeners.move(wanted);
      inUse = wanted;
      return null;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      log.write('warning', `Failed listening on port ${wanted.port} (TCP): ${reason}`);
      return refusal;
    }
  };
  for (const [name, refusal] of REFUSALS) config.appliers.set(name, () => move(refusal));
}
