/**
 * The names that the sources' snippets use without making them: a person, a post, an e-mail sender.
 * Their values are such that each snippet has something to work with.
 */
import type { CodeWorld } from '../code-world.ts';
import { showValue } from '../show-value.ts';

export function freeVariables(
  world: Pick<CodeWorld, 'Promise' | 'print'>,
): Readonly<Record<string, unknown>> {
  const user = { id: 1000, name: 'John', email: 'john@example.com', role: 'member' };
  return {
    user,
    userData: user,
    userId: 1000,
    postId: 123,
    data: JSON.stringify(user),
    result: JSON.stringify({ value: 42 }),
    messageId: '1735689600000-0',
    sendOrderConfirmationEmail: (message: unknown) => {
      world.print('info', `[e-mail] order confirmation: ${showValue(message)}`);
      return world.Promise.resolve();
    },
  };
}

/** What `process.env` holds by default. */
export const defaultEnv: Readonly<Record<string, string>> = {
  NODE_ENV: 'development',
  REDIS_URL: 'redis://localhost:6379',
  UPSTASH_REDIS_REST_URL: 'https://example.upstash.io',
  UPSTASH_REDIS_REST_TOKEN: 'practice-token',
};
