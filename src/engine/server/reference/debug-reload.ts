/**
 * DEBUG RELOAD and DEBUG LOADAOF: the data set goes to the disk and comes back. Everybody waits for
 * it, as they do in Redis. Inside of a transaction nobody can wait, and a node without files has none:
 * there RELOAD takes the way through an RDB file's bytes in memory.
 */
import { errorReply, OK, type Reply } from '../../../protocol/reply.ts';
import type { Args } from '../../commands/args.ts';
import { fail } from '../../commands/errors.ts';
import type { ServerContext } from '../server-context.ts';

const RELOAD_WORDS = new Set(['MERGE', 'NOFLUSH', 'NOSAVE']);
const NOT_SAVED = errorReply('ERR');
const NO_LOG = 'ERR DEBUG LOADAOF is not available: there is no append-only file';

/** The client is answered, and the others go on, once `work` is over. */
function waitFor(ctx: ServerContext, work: Promise<Reply>): Reply {
  const { server, client } = ctx;
  const letGo = server.pauses.hold();
  const failed = (error: unknown) => errorReply(`ERR ${String(error).replace(/[\r\n]+/g, ' ')}`);
  void work.catch(failed).then((reply) => {
    if (client.blocked?.entry.command.name === 'DEBUG') server.release(client, reply);
    letGo();
  });
  return ctx.block({ keys: [], type: 'string', timeoutMs: 0, onTimeout: OK });
}

function told(ctx: ServerContext, problem: string | null, what: string, done: string): Reply {
  const { log } = ctx.server.ports;
  log.write('warning', problem === null ? done : `${what}: ${problem}`);
  return problem === null
    ? OK
    : errorReply(`ERR Error trying to load the ${what}, check server logs.`);
}

export function reload(ctx: ServerContext, args: Args): Reply {
  const words = args.toArray(2).map((word) => word.toUpperCase());
  if (words.some((word) => !RELOAD_WORDS.has(word))) {
    return fail('ERR DEBUG RELOAD only supports the MERGE, NOFLUSH and NOSAVE options.');
  }
  const { files, snapshots } = ctx.server;
  const answer = (problem: string | null): Reply =>
    told(ctx, problem, 'RDB dump', 'DB reloaded by DEBUG RELOAD');
  if (!files || !snapshots || !ctx.mayBlock) return answer(snapshots?.reload() ?? null);
  const how = { flushes: !words.includes('NOFLUSH'), merges: words.includes('MERGE') };
  const saved = words.includes('NOSAVE') ? Promise.resolve(null) : snapshots.saveAtOnce();
  return waitFor(
    ctx,
    saved.then((failure) => (failure === null ? files.loadSnapshot(how).then(answer) : NOT_SAVED)),
  );
}

export function loadAof(ctx: ServerContext): Reply {
  const { files } = ctx.server;
  if (!files || !ctx.mayBlock) return fail(errorReply(NO_LOG));
  return waitFor(
    ctx,
    files
      .loadLog()
      .then((problem) => told(ctx, problem, 'AOF', 'Append Only File loaded by DEBUG LOADAOF')),
  );
}
