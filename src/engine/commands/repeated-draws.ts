/**
 * Elements drawn with repetition, as HRANDFIELD, SRANDMEMBER and ZRANDMEMBER answer to a negative
 * count. There may be many times as many as the key has, so the reply of a huge draw is made while it
 * is written, from a copy of the key's elements.
 */
import type { Random } from '../../base/ports.ts';
import { errorReply, type Reply } from '../../protocol/reply.ts';
import type { Context } from './context.ts';
import { fail } from './errors.ts';

/** No more are drawn at once. */
const WHOLE_MAX = 2 ** 16;

/** More repetitions than this, for a client whose replies nothing limits, would exhaust memory. */
const REPEATS_MAX = 2 ** 25;
const TOO_MANY = errorReply(
  `ERR more than ${REPEATS_MAX} elements are too many for one reply, and client-output-buffer-limit sets this client no hard limit`,
);

/**
 * Are so many elements to be drawn one by one? Scripts get their replies whole. Fails where nothing
 * would end the reply.
 */
export function drawsOneByOne(ctx: Context, count: number): boolean {
  if (count >= -WHOLE_MAX) return false;
  if (count < -REPEATS_MAX && ctx.replyBytesMax === Number.POSITIVE_INFINITY) return fail(TOO_MANY);
  return !ctx.inScript;
}

/** `count` draws from `items`, where an element is a run of `width` of them. */
export function drawRepeatedly(
  { random, replyBytesMax }: Context,
  items: readonly Reply[],
  count: number,
  width: 1 | 2,
): Reply {
  return {
    kind: 'drawn',
    count: count * width,
    bytesMax: replyBytesMax,
    items: () => draws(random, items, count, width),
  };
}

function* draws(
  random: Random,
  items: readonly Reply[],
  count: number,
  width: 1 | 2,
): Generator<Reply> {
  const elements = items.length / width;
  for (let n = 0; n < count; n++) {
    const at = random.below(elements) * width;
    yield items[at] as Reply;
    if (width === 2) yield items[at + 1] as Reply;
  }
}
