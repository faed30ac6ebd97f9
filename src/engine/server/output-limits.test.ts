/** Who lets replies pile up is closed, counted and told of in the log. */
import { expect, test } from 'vitest';
import { testEngine } from '../../testing/test-engine.ts';

test('a client above its hard limit', () => {
  const engine = testEngine({ 'emulate-version': '7.4' });
  const [operator, client] = [engine.client(), engine.client()];
  operator.run('SETRANGE big 50000 x');
  operator.run('CONFIG SET client-output-buffer-limit "normal 40000 0 0"');
  expect(client.run('GET big')).toBe('');
  expect(client.isClosed).toBe(true);
  expect(engine.messages.at(-1)).toMatch(
    /^Client id=2 .* cmd=get .* scheduled to be closed ASAP for overcoming of output buffer limits\.$/,
  );
  const count = () =>
    /client_output_buffer_limit_disconnections:\d+/.exec(operator.run('INFO stats'));
  expect(count()?.[0]).toBe('client_output_buffer_limit_disconnections:1');
  operator.run('CONFIG RESETSTAT');
  expect(count()?.[0]).toBe('client_output_buffer_limit_disconnections:0');
});
