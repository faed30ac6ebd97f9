import { test } from 'vitest';
import { script, testEngine } from '../../../testing/test-engine.ts';

test('EVAL returns what the script returns', () => {
  script(
    `
    > EVAL "return 1" 0
    (integer) 1
    > EVAL "return {KEYS[1], ARGV[1], ARGV[2], 3.9, false, {ok='fine'}}" 1 k a b
    1) "k"
    2) "a"
    3) "b"
    4) (integer) 3
    5) (nil)
    6) fine
    > EVAL "return redis.call('SET', KEYS[1], ARGV[1])" 1 k v
    OK
    > EVAL "return redis.call('GET', KEYS[1])" 1 k
    "v"
    > EVALSHA e0e1f9fabfc9d4800c877a703b823ac0578ff8db 0
    (error) NOSCRIPT No matching script. Please use EVAL.
    > SCRIPT LOAD "return 5"
    "4ca238f611c9d0ae4e9a75a5dbac22aedc1e44bc"
    > EVALSHA 4CA238F611C9D0AE4E9A75A5DBAC22AEDC1E44BC 0
    (integer) 5
    > EVAL "return redis.call('LPUSH', KEYS[1], 'x')" 1 k
    (error) WRONGTYPE Operation against a key holding the wrong kind of value script: a, on @user_script:1.
  `,
    testEngine(),
  );
});
