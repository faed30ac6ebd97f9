/** What the analysis found, as tables: by type, encoding and prefix, and the biggest keys. */
import { useState } from 'react';
import { escapeBytes } from '../../client/render-cli.ts';
import type { KeyType } from '../../contract/key-tree.ts';
import { useLanguage, useMessages } from '../i18n/i18n.tsx';
import { formatCount } from '../i18n/numbers.ts';
import { Button } from '../kit/button.tsx';
import { formatSize } from '../kit/format.ts';
import { TypeMark } from '../kit/type-mark.tsx';
import { type KeyFacts, type KeyStatistics, OTHER_PREFIXES, type Tally } from './key-statistics.ts';
import { formatPart } from './spans.ts';
import { type Column, Table } from './table.tsx';
import { useTexts } from './texts.tsx';

const ROWS_FIRST = 10;

const keyTypes: readonly string[] = ['string', 'hash', 'list', 'set', 'zset', 'stream'];
const isKeyType = (type: string): type is KeyType => keyTypes.includes(type);

interface NamedTally extends Tally {
  readonly name: string;
  readonly type?: string;
}

const bySize = (a: Tally, b: Tally) => b.bytes - a.bytes;

function namedTallies(tallies: ReadonlyMap<string, Tally>): NamedTally[] {
  return [...tallies].map(([name, tally]) => ({ name, ...tally })).sort(bySize);
}

/** The type's sign before its name, or before what else is said of it. */
function TypeName({ type, as = type }: { readonly type: string; readonly as?: string }) {
  const m = useMessages();
  if (!isKeyType(type)) return as;
  return (
    <span className="type-name">
      <TypeMark type={type} label={m.types[type]} /> {as}
    </span>
  );
}

/** Keys, bytes and their share of all, which every table here ends with. */
function useTallyColumns(allBytes: number): readonly Column<Tally>[] {
  const { room: m } = useTexts();
  return [
    { head: m.memory.keys, cell: ({ keys }) => formatCount(keys), kind: 'number' },
    { head: m.memory.bytes, cell: ({ bytes }) => formatSize(bytes), kind: 'number' },
    {
      head: m.memory.share,
      cell: ({ bytes }) => <Share share={allBytes === 0 ? 0 : bytes / allBytes} />,
    },
  ];
}

function Share({ share }: { readonly share: number }) {
  return (
    <span className="share-cell">
      <span className="share" aria-hidden="true">
        <span style={{ width: `${share * 100}%` }} />
      </span>
      {formatPart(share, useLanguage())}
    </span>
  );
}

export function KeyTables({ found }: { readonly found: KeyStatistics }) {
  const { room: m } = useTexts();
  const tally = useTallyColumns(found.bytes);
  const types = namedTallies(found.types).map((one) => ({ ...one, type: one.name }));
  const encodings = found.encodings.map((one) => ({ ...one, name: `${one.type} ${one.encoding}` }));
  return (
    <>
      <div className="memory-tables">
        <section aria-label={m.memory.byType}>
          <h3>{m.memory.byType}</h3>
          <Table<NamedTally>
            narrow
            caption={m.memory.byType}
            columns={[
              { head: m.memory.type, cell: ({ name }) => <TypeName type={name} /> },
              ...tally,
            ]}
            rows={types}
            keyOf={({ name }) => name}
            typeOf={({ type }) => type}
          />
        </section>
        <section aria-label={m.memory.byEncoding}>
          <h3>{m.memory.byEncoding}</h3>
          <Table
            narrow
            caption={m.memory.byEncoding}
            columns={[
              {
                head: m.memory.encoding,
                cell: ({ type, encoding }) => <TypeName type={type} as={encoding || '–'} />,
              },
              ...tally,
            ]}
            rows={encodings}
            keyOf={({ name }) => name}
            typeOf={({ type }) => type}
          />
        </section>
      </div>
      <Prefixes found={found} />
      <Biggest found={found} />
    </>
  );
}

function Prefixes({ found }: { readonly found: KeyStatistics }) {
  const { room: m } = useTexts();
  const [depth, setDepth] = useState(1);
  const [rowsMax, setRowsMax] = useState(ROWS_FIRST);
  const tally = useTallyColumns(found.bytes);
  const rows = namedTallies(found.prefixes[depth - 1] ?? new Map<string, Tally>());
  const shownName = (name: string) => {
    if (name === OTHER_PREFIXES) return <span className="faint">{m.memory.otherPrefixes}</span>;
    if (name === '') return <span className="faint">{m.memory.noPrefix}</span>;
    return <span className="data">{escapeBytes(name, { utf8: true })}</span>;
  };
  return (
    <section aria-label={m.memory.byPrefix}>
      <div className="server-section-head">
        <h3>{m.memory.byPrefix}</h3>
        <label className="server-row faint">
          {m.memory.depth}
          <select
            className="field"
            value={depth}
            onChange={(event) => setDepth(Number(event.target.value))}
          >
            {found.prefixes.map((_, index) => (
              <option key={m.memory.depths[index + 1]} value={index + 1}>
                {m.memory.depths[index + 1]}
              </option>
            ))}
          </select>
        </label>
      </div>
      <Table<NamedTally>
        narrow
        caption={m.memory.byPrefix}
        columns={[
          { head: m.memory.prefix, cell: ({ name }) => shownName(name), kind: 'wide' },
          ...tally,
        ]}
        rows={rows.slice(0, rowsMax)}
        keyOf={({ name }) => name}
      />
      <More left={rows.length - rowsMax} onMore={() => setRowsMax(rowsMax + 100)} />
    </section>
  );
}

function Biggest({ found }: { readonly found: KeyStatistics }) {
  const { room: m } = useTexts();
  const [rowsMax, setRowsMax] = useState(ROWS_FIRST);
  const columns: readonly Column<KeyFacts>[] = [
    {
      head: m.memory.key,
      cell: ({ key }) => <span className="data">{escapeBytes(key, { utf8: true })}</span>,
      kind: 'wide',
    },
    { head: m.memory.type, cell: ({ type }) => <TypeName type={type} /> },
    { head: m.memory.encoding, cell: ({ encoding }) => encoding || '–' },
    { head: m.memory.bytes, cell: ({ bytes }) => formatSize(bytes), kind: 'number' },
    { head: m.memory.share, cell: ({ bytes }) => <Share share={bytes / found.bytes} /> },
  ];
  return (
    <section aria-label={m.memory.biggest}>
      <h3>{m.memory.biggest}</h3>
      <Table
        caption={m.memory.biggest}
        columns={columns}
        rows={found.biggest.slice(0, rowsMax)}
        keyOf={({ key }) => key}
        typeOf={({ type }) => type}
      />
      <More left={found.biggest.length - rowsMax} onMore={() => setRowsMax(rowsMax + 100)} />
    </section>
  );
}

function More({ left, onMore }: { readonly left: number; readonly onMore: () => void }) {
  const { room: m } = useTexts();
  if (left <= 0) return null;
  return <Button onClick={onMore}>{m.memory.moreRows(left)}</Button>;
}
