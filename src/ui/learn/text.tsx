/** A lesson's text, from its tree of nodes. Nothing here ever becomes HTML by itself. */
import type { Block, Inline } from '../../course/lesson.ts';

export function Inlines({ nodes }: { readonly nodes: readonly Inline[] }) {
  return nodes.map((node, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the text is fixed, its place is its identity
    <InlineNode key={index} node={node} />
  ));
}

function InlineNode({ node }: { readonly node: Inline }) {
  switch (node.kind) {
    case 'text':
      return node.text;
    case 'code':
      return <code>{node.text}</code>;
    case 'strong':
      return (
        <strong>
          <Inlines nodes={node.children} />
        </strong>
      );
    case 'em':
      return (
        <em>
          <Inlines nodes={node.children} />
        </em>
      );
    case 'link':
      return (
        <a href={node.href}>
          <Inlines nodes={node.children} />
        </a>
      );
  }
}

export function Blocks({ blocks }: { readonly blocks: readonly Block[] }) {
  return blocks.map((block, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the text is fixed, its place is its identity
    <BlockNode key={index} block={block} />
  ));
}

function BlockNode({ block }: { readonly block: Block }) {
  if (block.kind === 'paragraph') {
    return (
      <p>
        <Inlines nodes={block.children} />
      </p>
    );
  }
  const items = block.items.map((item, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the text is fixed, its place is its identity
    <li key={index}>
      <Inlines nodes={item} />
    </li>
  ));
  return block.ordered ? <ol>{items}</ol> : <ul>{items}</ul>;
}
