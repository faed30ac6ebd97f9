/** GEORADIUS and GEORADIUSBYMEMBER, from before GEOSEARCH: their area stands in fixed places. */
import type { Reply } from '../../protocol/reply.ts';
import type { SortedSetValue } from '../keyspace/sorted-set-value.ts';
import type { Args } from './args.ts';
import { type CommandSpec, defineGroup } from './command.ts';
import { asType, type Context } from './context.ts';
import { fail, SYNTAX_ERROR } from './errors.ts';
import { readPosition } from './geo-arguments.ts';
import {
  answer,
  checkOptions,
  type GeoQuery,
  newQuery,
  positionOfMember,
  readCircle,
  readCommonOption,
} from './geo-search.ts';

interface Form {
  readonly from: 'coordinates' | 'member';
  readonly mayStore: boolean;
}

/** The centre and radius; returns where the options begin. Of a missing set no member is looked up. */
function readArea(
  query: GeoQuery,
  args: Args,
  { from }: Form,
  zset: SortedSetValue | undefined,
): number {
  if (from === 'coordinates') {
    query.center = readPosition(args, 2);
    readCircle(query, args, 4);
    return 6;
  }
  if (zset) {
    query.center = positionOfMember(zset, args.bytes(2));
    readCircle(query, args, 3);
  }
  return 5;
}

function readStore(query: GeoQuery, args: Args, i: number, { mayStore }: Form): number {
  const word = args.word(i);
  if (!mayStore || i + 1 >= args.length || (word !== 'STORE' && word !== 'STOREDIST')) {
    return fail(SYNTAX_ERROR);
  }
  query.destination = args.bytes(i + 1);
  query.storeDist = word === 'STOREDIST';
  return 2;
}

const georadius =
  (form: Form) =>
  (ctx: Context, args: Args): Reply => {
    const zset = asType(ctx.db.read(args.bytes(1)), 'zset');
    const query = newQuery(null);
    for (let i = readArea(query, args, form, zset); i < args.length; ) {
      i += readCommonOption(query, args, i) || readStore(query, args, i, form);
    }
    checkOptions(query, 'STORE option in GEORADIUS');
    return answer(ctx, zset, query, 'georadiusstore');
  };

/** The key, and the last one that a STORE or STOREDIST names. */
function findStoreKey(args: Args): number[] {
  let stored = 0;
  for (let i = args.is(0, 'GEORADIUS') ? 6 : 5; i + 1 < args.length; i++) {
    if (args.is(i, 'STORE') || args.is(i, 'STOREDIST')) stored = ++i;
  }
  return stored > 0 ? [1, stored] : [1];
}

const COMPLEXITY = 'O(N+log(M)) where N is the number of members in the cells around the circle';
const CENTER = 'longitude:double latitude:double';
const RADIUS = 'radius:double unit(M | KM | FT | MI)';
const WITH = '[WITHCOORD] [WITHDIST] [WITHHASH]';
const ORDER = '[order(ASC | DESC)]';
const STORE = '[STORE key(destkey)] [STOREDIST key(destkey)]';

function spec(
  name: string,
  since: string,
  center: string,
  form: Form,
  replacement: string,
): CommandSpec {
  // COMMAND DOCS tells of only one of the two forms since when it has ANY.
  const any = form.from === 'member' ? '[ANY]' : '[ANY]@6.2.0';
  const history: [string, string][] = [];
  if (form.from !== 'member') history.push(['6.2.0', 'Added the `ANY` option for `COUNT`.']);
  if (form.mayStore) history.push(['7.0.0', 'Added support for uppercase unit names.']);
  const count = `[count((COUNT count:integer) ${any})]`;
  const common = {
    name,
    since,
    complexity: COMPLEXITY,
    history,
    keys: [1, 1, 1] as const,
    keyType: 'zset',
    run: georadius(form),
  };
  const instead = form.mayStore ? '`GEOSEARCH` and `GEOSEARCHSTORE`' : '`GEOSEARCH`';
  const of = form.from === 'member' ? 'around another' : 'around a place';
  if (!form.mayStore) {
    return {
      ...common,
      flags: 'readonly',
      summary: `Returns the members within a distance ${of}.`,
      syntax: `key ${center} ${RADIUS} ${WITH} ${count} ${ORDER}`,
      deprecated: ['6.2.0', `${instead} ${replacement}`],
    };
  }
  return {
    ...common,
    flags: 'write denyoom movablekeys',
    findKeys: findStoreKey,
    summary: `Returns or stores the members within a distance ${of}.`,
    syntax: `key ${center} ${RADIUS} ${WITH} ${count} ${ORDER} ${STORE}`,
    deprecated: ['6.2.0', `${instead} ${replacement}`],
  };
}

const BY_PLACE = 'with the `BYRADIUS` argument';
const BY_MEMBER = 'with the `BYRADIUS` and `FROMMEMBER` arguments';

export const geoRadiusCommands = defineGroup('geo', [
  spec('GEORADIUS', '3.2.0', CENTER, { from: 'coordinates', mayStore: true }, BY_PLACE),
  spec('GEORADIUS_RO', '3.2.10', CENTER, { from: 'coordinates', mayStore: false }, BY_PLACE),
  spec('GEORADIUSBYMEMBER', '3.2.0', 'member', { from: 'member', mayStore: true }, BY_MEMBER),
  spec('GEORADIUSBYMEMBER_RO', '3.2.10', 'member', { from: 'member', mayStore: false }, BY_MEMBER),
]);
