/** What is taken out comes back in front of what gathered meanwhile, however much it is. */
import { expect, test } from 'vitest';
import { Propagation } from './propagation.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

test('a script leaves more effects than a call has room for arguments', () => {
  const propagation = new Propagation();
  const logged: string[] = [];
  propagation.sink = (_, request) => logged.push(new TextDecoder().decode(request));
  const count = 300_000;
  const effect = bytes('first');
  for (let n = 0; n < count; n++) propagation.addRaw(0, effect);
  const taken = propagation.takeOut();
  propagation.addRaw(0, bytes('later'));
  propagation.putBack(taken);
  propagation.commit();
  // MULTI in front, EXEC behind.
  expect(logged).toHaveLength(count + 3);
  expect(logged[1]).toBe('first');
  expect(logged.at(-2)).toBe('later');
});
