/**
 * A command's arguments in COMMAND DOCS's form, from its grammar.
 *
 * What rules give: a choice is called after its parts, a block too; a word in front of something is
 * that one's token; keys take the numbers of the key specifications in turn. The rest is `told` in
 * the grammar (commands/syntax.ts).
 */
import type { Syntax } from '../../../contract/catalogue.ts';
import { type MapReply, map, type Reply, set, simple } from '../../../protocol/reply.ts';
import { keySpecsOf } from '../../commands/key-specs.ts';

/** One argument; the fields stand in the reply's order. */
interface Doc {
  readonly name: string;
  readonly type: string;
  readonly keySpec?: number | undefined;
  readonly token?: string;
  readonly since?: string | undefined;
  readonly deprecatedSince?: string | undefined;
  readonly flags?: readonly string[];
  readonly parts?: readonly Doc[];
}

/** The numbers of the key specifications that have not met their argument yet. */
type KeyNumbers = Iterator<number>;

export function argumentDocs(
  fullName: string,
  syntax: readonly Syntax[],
  version: number,
): MapReply[] {
  const shows = version >= 702;
  return docsOf(syntax, keySpecsOf(fullName).keys()).map((doc) => replyOf(doc, shows));
}

/** From 7.2 on it is told what to show for an argument: its name, with dashes. */
function replyOf(doc: Doc, shows: boolean): MapReply {
  const fields: Reply[] = ['name', doc.name, 'type', doc.type];
  const add = (name: string, value: Reply | undefined): void => {
    if (value !== undefined) fields.push(name, value);
  };
  if (shows && !doc.parts) add('display_text', doc.name.replaceAll('_', '-'));
  add('key_spec_index', doc.keySpec);
  add('token', doc.token);
  add('since', doc.since);
  add('deprecated_since', doc.deprecatedSince);
  if (doc.flags && doc.flags.length > 0) add('flags', set(doc.flags.map(simple)));
  add(
    'arguments',
    doc.parts?.map((part) => replyOf(part, shows)),
  );
  return map(fields);
}

function docsOf(items: readonly Syntax[], keys: KeyNumbers): Doc[] {
  return items.filter(({ told }) => told?.hidden !== true).map((item) => docOf(item, keys));
}

function docOf(syntax: Syntax, keys: KeyNumbers): Doc {
  const { told } = syntax;
  if (!told) return plainDoc(syntax, keys);
  const { name, type, since, deprecatedSince, keySpec } = told;
  let doc: Doc;
  if (name === undefined) doc = plainDoc(syntax, keySpec === undefined ? keys : [keySpec].values());
  else if (type === 'block' || (type === undefined && syntax.kind === 'sequence')) {
    const parts = syntax.kind === 'sequence' ? syntax.items : [{ ...syntax, told: {} }];
    doc = { name, type: 'block', parts: docsOf(parts, keys) };
  } else if (type === undefined) doc = { ...plainDoc(syntax, keys), name };
  else doc = { name, type };
  if (keySpec !== undefined) doc = { ...doc, keySpec };
  if (since !== undefined) doc = { ...doc, since };
  if (deprecatedSince !== undefined) doc = { ...doc, deprecatedSince };
  return told.contrary ? withoutOrWith(doc, 'optional') : doc;
}

/** By the rules alone. */
function plainDoc(syntax: Syntax, keys: KeyNumbers): Doc {
  switch (syntax.kind) {
    case 'value': {
      const { name, type } = syntax;
      return type === 'key' ? { name, type, keySpec: keys.next().value } : { name, type };
    }
    case 'token':
      return { name: syntax.token.toLowerCase(), type: 'pure-token', token: syntax.token };
    case 'optional':
      return withFlags(docOf(syntax.item, keys), 'optional');
    case 'repeat': {
      const doc = withFlags(docOf(syntax.item, keys), 'multiple');
      return startsWithWord(syntax.item) ? withFlags(doc, 'multiple', 'multiple_token') : doc;
    }
    case 'choice': {
      const parts = docsOf(syntax.items, keys);
      return { name: namesOf(parts), type: 'oneof', parts };
    }
    case 'sequence':
      return sequenceDoc(syntax.items, keys);
  }
}

/** A word in front belongs to what follows it, as its token; several arguments are a block. */
function sequenceDoc(items: readonly Syntax[], keys: KeyNumbers): Doc {
  const [first, second] = items;
  if (first?.kind !== 'token' || !second || second.kind === 'token') return blockDoc(items, keys);
  const rest = items.slice(1);
  const doc = rest.length === 1 ? docOf(second, keys) : blockDoc(rest, keys);
  const isUnnamed = doc.type === 'oneof' && second.told?.name === undefined;
  const name = isUnnamed ? first.token.toLowerCase() : doc.name;
  return { ...doc, name, token: first.token };
}

function blockDoc(items: readonly Syntax[], keys: KeyNumbers): Doc {
  const parts = docsOf(items, keys);
  return { name: namesOf(parts), type: 'block', parts };
}

const namesOf = (parts: readonly Doc[]): string => parts.map(({ name }) => name).join('_');

const startsWithWord = (item: Syntax): boolean =>
  item.kind === 'sequence' && item.told?.name === undefined && item.items[0]?.kind === 'token';

const withFlags = (doc: Doc, ...flags: string[]): Doc => ({
  ...doc,
  flags: [...new Set([...flags, ...(doc.flags ?? [])])],
});

function withoutOrWith(doc: Doc, flag: string): Doc {
  const { flags = [] } = doc;
  if (!flags.includes(flag)) return withFlags(doc, flag);
  return { ...doc, flags: flags.filter((one) => one !== flag) };
}
