/**
 * COMMAND INFO and COMMAND GETKEYS against a real redis-server 7.0: what the emulated version says
 * of the commands it knows, and that it knows none which came later.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Frame } from './frames.ts';
import { findReal, ServerPair } from './servers.ts';

const real = findReal();
const isKnownVersion = real?.version.startsWith('7.0.') === true;

if (!isKnownVersion) {
  process.stdout.write(
    '\n==== SKIPPED: no redis-server 7.0 was found to compare COMMAND with ====\n',
  );
}

describe.skipIf(!isKnownVersion)('COMMAND', () => {
  let pair: ServerPair;
  beforeAll(async () => {
    pair = await ServerPair.start(real!, '7.0');
  });
  afterAll(() => pair.stop());

  const both = (commands: readonly (readonly string[])[]) => pair.run(commands);

  const ordered = (frame?: Frame): string =>
    (frame?.items ?? [])
      .map(({ text }) => text)
      .sort()
      .join(' ');

  /** Name, arity, flags, keys, ACL categories and tips of commands and subcommands, by name. */
  function factsOf(frames: readonly Frame[]): Map<string, string> {
    const facts = new Map<string, string>();
    for (const frame of frames) {
      const [name, arity, flags, first, last, step, categories, tips, specs, children] =
        frame.items;
      const keys = [first, last, step].map((item) => item?.text).join(' ');
      const line = `${arity?.text} [${ordered(flags)}] ${keys} [${ordered(categories)}] ${tips?.raw} ${specs?.raw}`;
      facts.set(name?.text ?? '', line);
      for (const [child, fact] of factsOf(children?.items ?? [])) facts.set(child, fact);
    }
    return facts;
  }

  test('INFO says the same of every command', async () => {
    const [wanted, got] = await both([['COMMAND']]);
    const theirs = factsOf(wanted[0]?.items ?? []);
    const ours = factsOf(got[0]?.items ?? []);
    expect([...ours.keys()].filter((name) => !theirs.has(name))).toEqual([]);
    const differences = [...ours].flatMap(([name, fact]) =>
      fact === theirs.get(name) ? [] : [`${name}: ${theirs.get(name)} ours ${fact}`],
    );
    expect(differences.join('\n')).toBe('');
    expect(ours.size).toBeGreaterThan(190);
  });

  /** By name of the command: the fields of its documentation that are facts. */
  function docsOf(all: Frame, into = new Map<string, Map<string, Frame>>()) {
    for (let i = 0; i + 1 < all.items.length; i += 2) {
      const { items } = all.items[i + 1]!;
      const fields = new Map<string, Frame>();
      for (let at = 0; at + 1 < items.length; at += 2) {
        fields.set(items[at]?.text ?? '', items[at + 1]!);
      }
      into.set(all.items[i]?.text ?? '', fields);
      const children = fields.get('subcommands');
      if (children) docsOf(children, into);
    }
    return into;
  }

  test('DOCS tells the same of every command', async () => {
    const [wanted, got] = await both([['COMMAND', 'DOCS']]);
    const [theirs, ours] = [docsOf(wanted[0]!), docsOf(got[0]!)];
    expect([...ours.keys()].sort()).toEqual([...theirs.keys()].sort());
    const differences: string[] = [];
    for (const [name, fields] of ours) {
      const known = theirs.get(name)!;
      for (const fact of [
        'since',
        'group',
        'doc_flags',
        'deprecated_since',
        'replaced_by',
        'history',
        'arguments',
      ]) {
        const [a, b] = [known.get(fact)?.raw, fields.get(fact)?.raw];
        // 7.0 has CLIENT PAUSE since 2.9.50, later versions since 3.0.0.
        if (a !== b && name !== 'client|pause') differences.push(`${name} ${fact} ${a} ours ${b}`);
      }
    }
    expect(differences.join('\n')).toBe('');
  });

  test('GETKEYS and errors', async () => {
    const rows = [
      ...[
        'GET a',
        'MSET a 1 b 2',
        'ZUNION 2 a b',
        'ZUNIONSTORE d 2 a b',
        'BLPOP a b 0',
        'DEL a b c',
      ],
      ...[
        'SORT a STORE b',
        'SORT a BY w LIMIT 0 1',
        'LMPOP 2 a b LEFT',
        'BZMPOP 0 1 a MIN',
        'PING',
      ],
      ...['OBJECT ENCODING a', 'COPY a b', 'NOPE a', 'GET', 'GET a b', 'SINTERCARD 2 a b LIMIT 1'],
      ...['BLMPOP 1 2 a b LEFT', 'RENAME a b', 'SUBSCRIBE a', 'SPUBLISH a b', 'WATCH a b', 'XYZ'],
      ...['MEMORY USAGE a', 'ZRANGESTORE a b 0 -1', 'SMOVE a b c', 'LCS a b', 'ZDIFF 1 a', 'INFO'],
      ...['SET a b', 'SET a b GET', 'SET a b EX 10', 'GETEX a', 'RENAMENX a b', 'MSETNX a 1 b 2'],
      ...['SORT a GET b STORE c', 'SORT_RO a', 'RESTORE a 0 x', 'ZDIFFSTORE d 2 a b', 'TOUCH a b'],
    ];
    const asked = rows.flatMap((row) => [
      ['COMMAND', 'GETKEYS', ...row.split(' ')],
      ['COMMAND', 'GETKEYSANDFLAGS', ...row.split(' ')],
    ]);
    const [wanted, got] = await both([
      ...asked,
      ['COMMAND', 'NOPE'],
      ['COMMAND', 'INFO', 'nope', 'config|nope'],
      ['COMMAND', 'DOCS', 'nope'],
      ['COMMAND', 'LIST', 'FILTERBY', 'NOPE', 'x'],
      ['COMMAND', 'LIST', 'FILTERBY', 'MODULE', 'x'],
      ['COMMAND', 'COUNT', 'x'],
    ]);
    const lines = (frames: Frame[]) =>
      frames.map(({ raw }, i) => `${rows[i >> 1] ?? ''} ${JSON.stringify(raw)}`);
    expect(lines(got)).toEqual(lines(wanted));
  });
});
