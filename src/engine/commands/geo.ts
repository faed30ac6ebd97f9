/**
 * Places: members of a sorted set whose scores are geohashes (structures/geohash.ts). Adding is
 * ZADD with the scores worked out, and propagated as such. Searching is in geo-search.ts.
 */
import type { Bytes } from '../../base/bytes.ts';
import { NULL_ARRAY, type Reply } from '../../protocol/reply.ts';
import { distanceM, geohashText, scoreOf } from '../../structures/geohash.ts';
import type { Args } from './args.ts';
import { defineGroup } from './command.ts';
import { asType, type Context } from './context.ts';
import { fail, SYNTAX_ERROR } from './errors.ts';
import {
  distanceReply,
  memberPosition,
  positionReply,
  readPosition,
  readUnit,
} from './geo-arguments.ts';
import { addPairs, type Pair, unconditionally } from './sorted-set.ts';

function geoadd(ctx: Context, args: Args): Reply {
  const options = unconditionally();
  let at = 2;
  for (; at < args.length; at++) {
    if (args.is(at, 'NX')) options.nx = true;
    else if (args.is(at, 'XX')) options.xx = true;
    else if (args.is(at, 'CH')) options.ch = true;
    else break;
  }
  const words = args.length - at;
  if (words % 3 !== 0 || words === 0 || (options.nx && options.xx)) return fail(SYNTAX_ERROR);
  const pairs: Pair[] = [];
  for (let i = at; i < args.length; i += 3) {
    pairs.push({ score: scoreOf(readPosition(args, i)), member: args.bytes(i + 2) });
  }
  const reply = addPairs(ctx, args.key(ctx.db, 1), options, pairs);
  const scored = pairs.flatMap(({ score, member }): Bytes[] => [String(score), member]);
  ctx.propagate('ZADD', ...args.toArray(1).slice(0, at - 1), ...scored);
  return reply;
}

function geopos(ctx: Context, args: Args): Reply {
  const zset = asType(args.readKey(ctx.db, 1), 'zset');
  return args.toArray(2).map((member) => {
    const position = memberPosition(zset, member);
    return position === undefined ? NULL_ARRAY : positionReply(position);
  });
}

function geohash(ctx: Context, args: Args): Reply {
  const zset = asType(args.readKey(ctx.db, 1), 'zset');
  return args.toArray(2).map((member) => {
    const score = zset?.score(member);
    return score === undefined ? null : geohashText(score);
  });
}

function geodist(ctx: Context, args: Args): Reply {
  if (args.length > 5) return fail(SYNTAX_ERROR);
  const unitM = args.length === 5 ? readUnit(args, 4) : 1;
  const zset = asType(args.readKey(ctx.db, 1), 'zset');
  const from = memberPosition(zset, args.bytes(2));
  const to = memberPosition(zset, args.bytes(3));
  if (from === undefined || to === undefined) return null;
  return distanceReply(from, to, distanceM(from, to), unitM);
}

export const geoCommands = defineGroup('geo', [
  {
    name: 'GEOADD',
    since: '3.2.0',
    history: [['6.2.0', 'Added the `CH`, `NX` and `XX` options.']],
    flags: 'write denyoom',
    keys: [1, 1, 1],
    complexity: 'O(log(N)) for each member',
    summary: 'Adds members at their longitudes and latitudes, or moves them there.',
    syntax:
      'key [condition(NX | XX)]@6.2.0 [change(CH)]@6.2.0 (longitude:double latitude:double member)...',
    keyType: 'zset',
    run: geoadd,
  },
  {
    name: 'GEOPOS',
    since: '3.2.0',
    flags: 'readonly',
    keys: [1, 1, 1],
    complexity: 'O(1) for each member',
    summary: 'Returns the longitudes and latitudes of members.',
    syntax: 'key [member...]',
    earlier: { until: '7.2', syntax: 'key [member...]@?' },
    keyType: 'zset',
    run: geopos,
  },
  {
    name: 'GEODIST',
    since: '3.2.0',
    flags: 'readonly',
    keys: [1, 1, 1],
    complexity: 'O(1)',
    summary: 'Returns the distance between two members.',
    syntax: 'key member1 member2 [unit(M | KM | FT | MI)]',
    keyType: 'zset',
    run: geodist,
  },
  {
    name: 'GEOHASH',
    since: '3.2.0',
    flags: 'readonly',
    keys: [1, 1, 1],
    complexity: 'O(1) for each member',
    summary: 'Returns the common geohash texts of members.',
    syntax: 'key [member...]',
    earlier: { until: '7.2', syntax: 'key [member...]@?' },
    keyType: 'zset',
    run: geohash,
  },
]);
