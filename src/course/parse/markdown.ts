/**
 * Prose in Markdown to a small, safe tree: paragraphs, lists, strong, emphasis, code, and links to
 * places on this page. Anything else (raw HTML above all) is a problem of the source.
 */
import { lexer, type Token, type Tokens } from 'marked';
import type { Block, Inline } from '../lesson.ts';
import type { Problems } from './problems.ts';

/** Blocks of prose that begins at `firstLine`. */
export function readProse(text: string, firstLine: number, problems: Problems): Block[] {
  const blocks: Block[] = [];
  let line = firstLine;
  for (const token of lexer(text)) {
    const block = readBlock(token, line, problems);
    if (block) blocks.push(block);
    line += token.raw.split('\n').length - 1;
  }
  return blocks;
}

/** A text that must be one paragraph, such as an option or a check. */
export function readLine(text: string, line: number, problems: Problems): Inline[] {
  const before = problems.list.length;
  const blocks = readProse(text, line, problems);
  const [first] = blocks;
  if (first?.kind === 'paragraph' && blocks.length === 1) return [...first.children];
  if (problems.list.length === before) {
    problems.add(line, 'this is not one paragraph of text', 'write one or two sentences');
  }
  return [];
}

function readBlock(token: Token, line: number, problems: Problems): Block | null {
  switch (token.type) {
    case 'space':
      return null;
    case 'paragraph':
    case 'text':
      return { kind: 'paragraph', children: readInlines(token.tokens ?? [], line, problems) };
    case 'list': {
      const { ordered, items } = token as Tokens.List;
      const kept = items.map((item) =>
        item.tokens.flatMap((part) => readInlines(inlineTokens(part), line, problems)),
      );
      return { kind: 'list', ordered, items: kept };
    }
    case 'html':
      complainOfHtml(token, line, problems);
      return null;
    default:
      problems.add(line, `Markdown ${token.type} in prose`, 'use paragraphs and simple lists');
      return null;
  }
}

function inlineTokens(token: Token): readonly Token[] {
  return 'tokens' in token && token.tokens ? token.tokens : [token];
}

function readInlines(tokens: readonly Token[], line: number, problems: Problems): Inline[] {
  const inlines: Inline[] = [];
  let at = line;
  for (const token of tokens) {
    const inline = readInline(token, at, problems);
    if (inline) inlines.push(inline);
    at += token.raw.split('\n').length - 1;
  }
  return inlines;
}

function readInline(token: Token, line: number, problems: Problems): Inline | null {
  switch (token.type) {
    case 'text':
      if (token.raw.includes('**')) complainOfAsterisks(token, line, problems);
      return textOf(token);
    case 'escape':
      return textOf(token);
    case 'codespan':
      return { kind: 'code', text: (token as Tokens.Codespan).text };
    case 'strong':
    case 'em': {
      const children = readInlines(token.tokens ?? [], line, problems);
      return { kind: token.type, children };
    }
    case 'link': {
      const { href } = token as Tokens.Link;
      if (!href.startsWith('#/')) {
        problems.add(line, `link to ${href}`, 'lessons link to `#/...` only: they work offline');
      }
      return { kind: 'link', href, children: readInlines(token.tokens ?? [], line, problems) };
    }
    case 'html':
      complainOfHtml(token, line, problems);
      return null;
    default:
      problems.add(line, `Markdown ${token.type} in prose`, 'use plain text, **strong** or `code`');
      return null;
  }
}

const textOf = (token: Token): Inline => {
  return { kind: 'text', text: (token as Tokens.Text).text.replace(/\s*\n\s*/g, ' ') };
};

/** In Korean above all: `**such (thing)**는` ends nothing, since a mark and then a letter are no end. */
function complainOfAsterisks(token: Token, line: number, problems: Problems): void {
  const before = token.raw.slice(0, token.raw.indexOf('**'));
  const at = line + before.split('\n').length - 1;
  const remedy = 'between ** and a letter no mark may stand: take it out, or put a space there';
  problems.add(at, '** that begins or ends nothing', remedy);
}

function complainOfHtml(token: Token, line: number, problems: Problems): void {
  const shown = token.raw.trim().slice(0, 40);
  problems.add(line, `raw HTML: ${shown}`, 'write Markdown, or put it in `backticks` to show it');
}
