/** CLIENT TRACKING, CACHING, TRACKINGINFO and GETREDIR: caches in clients that hear of changes. */
import type { Bytes } from '../../../base/bytes.ts';
import { errorReply, map, OK, type Reply, set } from '../../../protocol/reply.ts';
import type { Args } from '../../commands/args.ts';
import type { CommandSpec } from '../../commands/command.ts';
import { cText, fail, SYNTAX_ERROR } from '../../commands/errors.ts';
import type { Client } from '../client.ts';
import type { ServerContext } from '../server-context.ts';
import type { TrackingMode, TrackingState } from '../tracking.ts';

interface TrackingOptions {
  redirect: number;
  broadcast: boolean;
  optIn: boolean;
  optOut: boolean;
  noLoop: boolean;
  prefixes: Bytes[];
}

function readOptions({ server }: ServerContext, args: Args): TrackingOptions {
  const options: TrackingOptions = {
    redirect: 0,
    broadcast: false,
    optIn: false,
    optOut: false,
    noLoop: false,
    prefixes: [],
  };
  for (let i = 3; i < args.length; i++) {
    const word = args.word(i);
    const hasNext = i + 1 < args.length;
    if (word === 'REDIRECT' && hasNext) {
      if (options.redirect !== 0) {
        fail(errorReply('ERR A client can only redirect to a single other client'));
      }
      options.redirect = args.int(++i);
      if (!server.clients.has(options.redirect)) {
        fail(errorReply('ERR The client ID you want redirect to does not exist'));
      }
    } else if (word === 'BCAST') options.broadcast = true;
    else if (word === 'OPTIN') options.optIn = true;
    else if (word === 'OPTOUT') options.optOut = true;
    else if (word === 'NOLOOP') options.noLoop = true;
    else if (word === 'PREFIX' && hasNext) options.prefixes.push(args.bytes(++i));
    else fail(SYNTAX_ERROR);
  }
  return options;
}

/** Options that go together, and with how the client tracks already. */
function checkedMode(options: TrackingOptions, now: TrackingState | null): TrackingMode {
  const { broadcast, optIn, optOut, prefixes } = options;
  const refuse = (text: string): never => fail(errorReply(`ERR ${text}`));
  if (!broadcast && prefixes.length > 0) {
    refuse('PREFIX option requires BCAST mode to be enabled');
  }
  if (now && now.broadcast !== broadcast) {
    refuse(
      "You can't switch BCAST mode on/off before disabling tracking for this client, and then re-enabling it with a different mode.",
    );
  }
  if (broadcast && (optIn || optOut)) refuse('OPTIN and OPTOUT are not compatible with BCAST');
  if (optIn && optOut) refuse("You can't specify both OPTIN mode and OPTOUT mode");
  if ((optIn && now?.opt === 'out') || (optOut && now?.opt === 'in')) {
    refuse(
      "You can't switch OPTIN/OPTOUT mode before disabling tracking for this client, and then re-enabling it with a different mode.",
    );
  }
  if (broadcast) checkPrefixes(prefixes, now?.prefixes ?? []);
  const opt = optIn ? 'in' : optOut ? 'out' : null;
  return { broadcast, opt, noLoop: options.noLoop, redirect: options.redirect, prefixes };
}

/** One client's prefixes must not lie in one another, or it would hear of a change twice. */
function checkPrefixes(prefixes: readonly Bytes[], known: readonly Bytes[]): void {
  const overlap = (a: Bytes, b: Bytes): boolean => a.startsWith(b) || b.startsWith(a);
  const complain = (prefix: Bytes, which: string, other: Bytes): never =>
    fail(
      errorReply(
        `ERR Prefix '${cText(prefix)}' overlaps with ${which} prefix '${cText(other)}'. Prefixes for a single client must not overlap.`,
      ),
    );
  for (const [i, prefix] of prefixes.entries()) {
    const old = known.find((one) => overlap(one, prefix));
    if (old !== undefined) complain(prefix, 'an existing', old);
    const twin = prefixes.slice(i + 1).find((one) => overlap(one, prefix));
    if (twin !== undefined) complain(prefix, 'another provided', twin);
  }
}

function tracking(ctx: ServerContext, args: Args): Reply {
  const { server, client } = ctx;
  const options = readOptions(ctx, args);
  if (args.is(2, 'ON')) server.tracking.enable(client, checkedMode(options, client.tracking));
  else if (args.is(2, 'OFF')) server.tracking.disable(client);
  else return fail(SYNTAX_ERROR);
  return OK;
}

function caching({ client }: ServerContext, args: Args): Reply {
  const state = client.tracking;
  const refuse = (text: string): never => fail(errorReply(`ERR ${text}`));
  if (!state) {
    return refuse(
      'CLIENT CACHING can be called only when the client is in tracking mode with OPTIN or OPTOUT mode enabled',
    );
  }
  if (args.is(2, 'YES')) {
    if (state.opt !== 'in') {
      refuse('CLIENT CACHING YES is only valid when tracking is enabled in OPTIN mode.');
    }
  } else if (args.is(2, 'NO')) {
    if (state.opt !== 'out') {
      refuse('CLIENT CACHING NO is only valid when tracking is enabled in OPTOUT mode.');
    }
  } else return fail(SYNTAX_ERROR);
  state.caching = true;
  return OK;
}

function flagsOf(state: TrackingState | null): string[] {
  if (!state) return ['off'];
  const flags = ['on'];
  if (state.broadcast) flags.push('bcast');
  if (state.opt === 'in') flags.push('optin', ...(state.caching ? ['caching-yes'] : []));
  if (state.opt === 'out') flags.push('optout', ...(state.caching ? ['caching-no'] : []));
  if (state.noLoop) flags.push('noloop');
  if (state.broken) flags.push('broken_redirect');
  return flags;
}

/** Where the client's messages go: 0 for itself, -1 for nowhere. */
export const redirectOf = ({ tracking: state }: Client): number => (state ? state.redirect : -1);

function trackingInfo({ client }: ServerContext): Reply {
  return map([
    'flags',
    set(flagsOf(client.tracking)),
    'redirect',
    redirectOf(client),
    'prefixes',
    [...(client.tracking?.prefixes ?? [])],
  ]);
}

export const trackingSpecs: readonly CommandSpec<ServerContext>[] = [
  {
    name: 'CLIENT CACHING',
    since: '6.0.0',
    flags: 'noscript loading stale',
    complexity: 'O(1)',
    summary: 'Says whether the keys of the next command are to be tracked.',
    syntax: 'mode(YES | NO)',
    run: caching,
  },
  {
    name: 'CLIENT GETREDIR',
    since: '6.0.0',
    flags: 'noscript loading stale',
    complexity: 'O(1)',
    summary: 'Says where tracking messages of this connection are redirected to.',
    syntax: '',
    run: ({ client }) => redirectOf(client),
  },
  {
    name: 'CLIENT TRACKING',
    since: '6.0.0',
    flags: 'noscript loading stale',
    complexity: 'O(1)',
    summary: 'Switches messages about changed keys on or off, for a cache in the client.',
    syntax:
      'status(ON | OFF) [REDIRECT client-id:integer] [(PREFIX prefix)...] [BCAST] [OPTIN] [OPTOUT] [NOLOOP]',
    run: tracking,
  },
  {
    name: 'CLIENT TRACKINGINFO',
    since: '6.2.0',
    flags: 'noscript loading stale',
    complexity: 'O(1)',
    summary: 'Describes how this connection tracks keys.',
    syntax: '',
    run: trackingInfo,
  },
];
