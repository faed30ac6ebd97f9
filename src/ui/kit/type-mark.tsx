/** A data type's sign: its colour and a letter (as in SADD, ZADD, XADD; T for text), since colour never carries meaning alone. */
import type { KeyType } from '../../contract/key-tree.ts';

const letters: { readonly [K in KeyType]: string } = {
  string: 'T',
  hash: 'H',
  list: 'L',
  set: 'S',
  zset: 'Z',
  stream: 'X',
};

export function TypeMark({ type, label }: { readonly type: KeyType; readonly label: string }) {
  return (
    <span className="type-mark" data-type={type} role="img" aria-label={label} title={label}>
      {letters[type]}
    </span>
  );
}
