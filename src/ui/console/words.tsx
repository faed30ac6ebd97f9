/** A command line in colours: the command, its keys in the colour of their type, options, values. */
import { useEffect, useRef, useState } from 'react';
import { utf8ToBytes } from '../../base/bytes.ts';
import type { KeyType } from '../../contract/key-tree.ts';
import { useConsole, useConsoleState } from './console-context.tsx';
import { type Piece, piecesOf } from './typing.ts';

/** Longer lines are shown plain: nobody reads them, and colouring costs. */
const COLOURED_MAX = 2000;

export function usePieces(line: string): readonly Piece[] {
  const catalogue = useConsoleState((state) => state.catalogue);
  if (line.length > COLOURED_MAX) return [{ text: line, role: 'value' }];
  return piecesOf(line, catalogue);
}

/** The type of a key: what is known of it, asked anew when it is unknown or `when` changes. */
export function useKeyType(key: string | null, db: number, when: unknown): KeyType | null {
  const { keyTypes } = useConsole();
  const bytes = key === null || key === '' ? null : utf8ToBytes(key);
  const [type, setType] = useState(() =>
    bytes === null ? null : (keyTypes.peek(db, bytes) ?? null),
  );
  const asked = useRef<unknown>(when);
  useEffect(() => {
    if (bytes === null) {
      setType(null);
      return;
    }
    const known = keyTypes.peek(db, bytes);
    if (known !== undefined) setType(known);
    if (known !== undefined && asked.current === when) return;
    asked.current = when;
    let current = true;
    keyTypes.ask(db, bytes).then(
      (found) => {
        if (current) setType(found);
      },
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [keyTypes, bytes, db, when]);
  return type;
}

export function Words({
  line,
  keyType,
}: {
  readonly line: string;
  readonly keyType: KeyType | null;
}) {
  const pieces = usePieces(line);
  return pieces.map((piece, index) => (
    <span
      // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no other identity
      key={index}
      className={piece.role === 'blank' ? undefined : `word-${piece.role}`}
      data-type={piece.role === 'key' ? (keyType ?? undefined) : undefined}
    >
      {piece.text}
    </span>
  ));
}
