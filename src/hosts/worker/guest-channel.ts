/**
 * What an owner and its guests say to each other over their BroadcastChannel.
 *
 * Everybody hears everything: messages name the guest they are from or for, and the rest ignore
 * them. Guests announce themselves with `hello` until the owner has answered, so the order in which
 * tabs start does not matter.
 */
import type { ChangeBeat, HostNews, OpenReport, PortMessage } from '../../contract/host.ts';

export type ToOwner =
  | { readonly to: 'owner'; readonly guest: string; readonly kind: 'hello' }
  | {
      readonly to: 'owner';
      readonly guest: string;
      readonly kind: 'call';
      readonly id: number;
      readonly method: string;
      readonly args: readonly unknown[];
    }
  | {
      readonly to: 'owner';
      readonly guest: string;
      readonly kind: 'connect';
      readonly id: number;
      readonly link: string;
    }
  | {
      readonly to: 'owner';
      readonly guest: string;
      readonly kind: 'port';
      readonly link: string;
      readonly message: PortMessage;
    }
  | { readonly to: 'owner'; readonly guest: string; readonly kind: 'bye' };

export type ToGuest =
  | {
      readonly to: 'guest';
      readonly guest: string;
      readonly kind: 'welcome';
      readonly report: OpenReport;
    }
  | {
      readonly to: 'guest';
      readonly guest: string;
      readonly kind: 'answer';
      readonly id: number;
      readonly value: unknown;
    }
  | {
      readonly to: 'guest';
      readonly guest: string;
      readonly kind: 'failure';
      readonly id: number;
      readonly message: string;
    }
  | {
      readonly to: 'guest';
      readonly guest: string;
      readonly kind: 'port';
      readonly link: string;
      readonly message: PortMessage;
    }
  | { readonly to: 'guest'; readonly guest: '*'; readonly kind: 'beat'; readonly beat: ChangeBeat }
  | {
      readonly to: 'guest';
      readonly guest: string;
      readonly kind: 'news';
      readonly news: Exclude<HostNews, ChangeBeat>;
    };

export type GuestMessage = ToOwner | ToGuest;

/** The methods of the owner and of its local host that a guest may call. */
export const GUEST_METHODS = [
  'start',
  'vitals',
  'keyTree',
  'inspect',
  'catalogue',
  'commandWords',
  'directives',
  'completeKey',
  'clock',
  'undo',
  'eventsSince',
  'reset',
  'exportAof',
  'importFile',
] as const;

export type GuestMethod = (typeof GUEST_METHODS)[number];

export function isGuestMethod(name: string): name is GuestMethod {
  return (GUEST_METHODS as readonly string[]).includes(name);
}
