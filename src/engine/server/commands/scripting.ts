/** EVAL and its family, and SCRIPT: Lua scripts by their text or its SHA-1. */
import type { Bytes } from '../../../base/bytes.ts';
import { errorReply, OK, type Reply } from '../../../protocol/reply.ts';
import type { Args } from '../../commands/args.ts';
import { type CommandSpec, defineGroup } from '../../commands/command.ts';
import { fail } from '../../commands/errors.ts';
import { containerHelp } from '../../commands/help.ts';
import type { EvalScript } from '../../scripting/eval-scripts.ts';
import type { NodeCommand } from '../command-table.ts';
import type { ServerContext } from '../server-context.ts';

const NO_SCRIPT = errorReply('NOSCRIPT No matching script. Please use EVAL.');
const NO_DEBUG_BY_SHA = errorReply('ERR Please use EVAL instead of EVALSHA for debugging');
const NO_FORK_IN_MULTI = errorReply(
  'ERR A forked debugging session cannot begin inside a transaction',
);
const SHA_DIGITS = 40;

/** `numkeys` of EVAL and FCALL, at index 2. */
export function keyCountOf(args: Args, notANumber?: Bytes): number {
  const count = notANumber === undefined ? args.int(2) : args.int(2, errorReply(notANumber));
  if (count > args.length - 3) {
    return fail("ERR Number of keys can't be greater than number of args");
  }
  if (count < 0) return fail("ERR Number of keys can't be negative");
  return count;
}

function call(
  ctx: ServerContext,
  args: Args,
  script: EvalScript,
  keyCount: number,
  readOnly: boolean,
): Reply {
  const { scripting } = ctx.server;
  return scripting.run(ctx.client, {
    kind: 'eval',
    name: script.sha,
    ref: scripting.compiled(script),
    flags: script.flags,
    readOnly,
    args,
    keyCount,
  });
}

const evaluate =
  (readOnly: boolean) =>
  (ctx: ServerContext, args: Args): Reply => {
    const { client, server } = ctx;
    if (client.debugMode === null) return evaluateNow(ctx, args, readOnly);
    // Redis leaves the transaction's reply unfinished there.
    if (client.debugMode === 'yes' && !ctx.mayBlock) return fail(NO_FORK_IN_MULTI);
    return server.scripting.debug(client, args, () => evaluateNow(ctx, args, readOnly));
  };

function evaluateNow(ctx: ServerContext, args: Args, readOnly: boolean): Reply {
  const keyCount = keyCountOf(args);
  const { latest } = ctx.server.scripting.scripts;
  const script =
    latest && args.isExactly(1, latest.body) ? latest : defined(ctx, args.bytes(1), false);
  return call(ctx, args, script, keyCount, readOnly);
}

/** The script of that text, compiled now if it is new. */
function defined({ server }: ServerContext, body: Bytes, loaded: boolean): EvalScript {
  const { scripting } = server;
  const { scripts } = scripting;
  const script = scripts.findBody(body) ?? scripts.define(body, scripting.forEval(), loaded);
  if (typeof script === 'string') return fail(script);
  if (loaded) scripts.pin(script);
  return script;
}

const evaluateSha =
  (readOnly: boolean) =>
  (ctx: ServerContext, args: Args): Reply => {
    if (args.sizeOf(1) !== SHA_DIGITS) return fail(NO_SCRIPT);
    if (ctx.client.debugMode !== null) return fail(NO_DEBUG_BY_SHA);
    const keyCount = keyCountOf(args);
    const script = ctx.server.scripting.scripts.find(args.bytes(1).toLowerCase());
    return script ? call(ctx, args, script, keyCount, readOnly) : fail(NO_SCRIPT);
  };

function scriptLoad(ctx: ServerContext, args: Args): Reply {
  return defined(ctx, args.bytes(2), true).sha;
}

function scriptExists({ server }: ServerContext, args: Args): Reply {
  const { scripts } = server.scripting;
  return args.toArray(2).map((sha) => (scripts.has(sha.toLowerCase()) ? 1 : 0));
}

/** True where a FLUSH subcommand's only option is SYNC or ASYNC, or absent. */
export function isFlushOption(args: Args): boolean {
  return args.length === 2 || (args.length === 3 && (args.is(2, 'SYNC') || args.is(2, 'ASYNC')));
}

function scriptFlush({ server }: ServerContext, args: Args): Reply {
  if (!isFlushOption(args)) return fail('ERR SCRIPT FLUSH only support SYNC|ASYNC option');
  server.scripting.flushScripts();
  return OK;
}

function scriptKill({ server }: ServerContext): Reply {
  server.scripting.kill('eval');
  return OK;
}

function scriptDebug(ctx: ServerContext, args: Args): Reply {
  const { client, server } = ctx;
  if (!ctx.mayBlock || server.unsentBytesOf(client) > 0) {
    return fail('ERR SCRIPT DEBUG must be called outside a pipeline');
  }
  if (args.is(2, 'NO')) client.debugMode = null;
  else if (args.is(2, 'YES')) client.debugMode = 'yes';
  else if (args.is(2, 'SYNC')) client.debugMode = 'sync';
  else return fail('ERR Use SCRIPT DEBUG YES/SYNC/NO');
  return OK;
}

const CALL_SYNTAX = 'numkeys:integer [key...] [arg...]';

/** What EVAL, EVALSHA and their read-only forms have in common. */
function evalCommand(
  name: string,
  since: string,
  first: string,
  summary: string,
  run: (ctx: ServerContext, args: Args) => Reply,
): CommandSpec<ServerContext> {
  return {
    name,
    since,
    flags: `${name.endsWith('_RO') ? 'readonly ' : ''}noscript stale skip_monitor no_mandatory_keys movablekeys`,
    categories: '-@read',
    complexity: 'Depends on the script that is executed.',
    summary,
    syntax: `${first} ${CALL_SYNTAX}`,
    run,
  };
}

export const scriptingCommands: NodeCommand[] = defineGroup<ServerContext>('scripting', [
  evalCommand('EVAL', '2.6.0', 'script', 'Runs a Lua script.', evaluate(false)),
  evalCommand(
    'EVAL_RO',
    '7.0.0',
    'script',
    'Runs a Lua script that may only read.',
    evaluate(true),
  ),
  evalCommand(
    'EVALSHA',
    '2.6.0',
    'sha1',
    'Runs a Lua script that is known already, by its SHA-1.',
    evaluateSha(false),
  ),
  evalCommand(
    'EVALSHA_RO',
    '7.0.0',
    'sha1',
    'Runs a known Lua script that may only read, by its SHA-1.',
    evaluateSha(true),
  ),
  {
    name: 'SCRIPT',
    since: '2.6.0',
    flags: '',
    complexity: 'Depends on subcommand.',
    summary: 'Groups the commands on known scripts.',
    syntax: '',
  },
  {
    name: 'SCRIPT DEBUG',
    since: '3.2.0',
    flags: 'noscript',
    complexity: 'O(1)',
    summary: 'Turns the debugger of scripts on or off, for the next EVAL.',
    syntax: 'mode(YES | SYNC | NO)',
    run: scriptDebug,
  },
  {
    name: 'SCRIPT EXISTS',
    since: '2.6.0',
    flags: 'noscript',
    complexity:
      'O(N) with N being the number of scripts to check (so checking a single script is an O(1) operation).',
    summary: 'Tells which of the scripts are known, by their SHA-1.',
    syntax: 'sha1...',
    run: scriptExists,
  },
  {
    name: 'SCRIPT FLUSH',
    since: '2.6.0',
    history: [['6.2.0', 'Added the `ASYNC` and `SYNC` flushing mode modifiers.']],
    flags: 'noscript',
    complexity: 'O(N) with N being the number of scripts in cache',
    summary: 'Forgets all known scripts.',
    syntax: '[async(ASYNC | SYNC)]@6.2.0',
    run: scriptFlush,
  },
  {
    name: 'SCRIPT KILL',
    since: '2.6.0',
    flags: 'noscript allow_busy',
    complexity: 'O(1)',
    summary: 'Ends the script that is running, unless it has written.',
    syntax: '',
    run: scriptKill,
  },
  {
    name: 'SCRIPT LOAD',
    since: '2.6.0',
    flags: 'noscript stale',
    complexity: 'O(N) with N being the length in bytes of the script body.',
    summary: 'Compiles a script and remembers it, without running it.',
    syntax: 'script',
    run: scriptLoad,
  },
  containerHelp<ServerContext>('SCRIPT', '5.0.0', ''),
]);
