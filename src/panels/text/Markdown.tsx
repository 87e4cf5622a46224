import { Fragment, memo, type ReactNode } from 'react'
import type { Block, Inline } from '~/domain/markdown/ast'
import { parseMarkdown } from '~/domain/markdown/parse-markdown'
import { SafeLink } from '../SafeLink'
import styles from './text.module.css'

type CodeBlock = Extract<Block, { kind: 'code' }>

export interface MarkdownProps {
  readonly source: string
  /** Draws a block of code its own way; undefined for one that stays as it is. */
  readonly code?: (block: CodeBlock) => ReactNode | undefined
  /** The address that a link leads to in place of the one written, such as with the page's range; it passes `safeUrl` too. */
  readonly linkTo?: (url: string) => string
}

type Hooks = Pick<MarkdownProps, 'code' | 'linkTo'>

/** A text from outside as elements: nothing in it is markup, and its links pass `safeUrl`. */
export const Markdown = memo(function Markdown({ source, ...hooks }: MarkdownProps) {
  const { blocks, cut } = parseMarkdown(source)
  // The panel's title is the heading above, and no level is left out, whichever the author begins with.
  const levels = [...new Set(blocks.flatMap((block) => (block.kind === 'heading' ? [block.level] : [])))].sort()
  return (
    <div className={styles['markdown']}>
      {blocks.map(keyed((block: Block) => blockOf(block, levels, hooks)))}
      {cut ? <p className={styles['cut']}>The text is longer than 16 KB; the rest is left out.</p> : null}
    </div>
  )
})

/** Parts of a text have no identity but their place. */
function keyed<Node>(render: (node: Node) => ReactNode) {
  return (node: Node, i: number) => <Fragment key={i}>{render(node)}</Fragment>
}

function blockOf(block: Block, levels: readonly number[], hooks: Hooks): ReactNode {
  const inner = keyed((one: Block) => blockOf(one, levels, hooks))
  const inlinesOf = (nodes: readonly Inline[]) => nodes.map(keyed((node: Inline) => inlineOf(node, hooks)))
  switch (block.kind) {
    case 'heading': {
      const Heading = (['h3', 'h4', 'h5'] as const)[levels.indexOf(block.level)] ?? 'h6'
      return <Heading>{inlinesOf(block.children)}</Heading>
    }
    case 'paragraph':
      return <p>{inlinesOf(block.children)}</p>
    case 'code':
      return (
        hooks.code?.(block) ?? (
          <pre>
            <code>{block.text}</code>
          </pre>
        )
      )
    case 'quote':
      return <blockquote>{block.blocks.map(inner)}</blockquote>
    case 'list': {
      const items = block.items.map(keyed((item: readonly Block[]) => <li>{item.map(inner)}</li>))
      return block.start === null ? <ul>{items}</ul> : <ol start={block.start}>{items}</ol>
    }
    case 'rule':
      return <hr />
    case 'table':
      return tableOf(block, inlinesOf)
  }
}

function tableOf(
  { head, rows, aligns }: Extract<Block, { kind: 'table' }>,
  inlinesOf: (nodes: readonly Inline[]) => ReactNode,
): ReactNode {
  const cells = (row: readonly (readonly Inline[])[], Cell: 'th' | 'td') =>
    row.map((cell, i) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its place
      <Cell key={i} data-align={aligns[i]}>
        {inlinesOf(cell)}
      </Cell>
    ))
  return (
    <div className={styles['table']}>
      <table>
        <thead>
          <tr>{cells(head, 'th')}</tr>
        </thead>
        <tbody>{rows.map(keyed((row) => <tr>{cells(row, 'td')}</tr>))}</tbody>
      </table>
    </div>
  )
}

function inlineOf(node: Inline, hooks: Hooks): ReactNode {
  const inlinesOf = (nodes: readonly Inline[]) => nodes.map(keyed((one: Inline) => inlineOf(one, hooks)))
  switch (node.kind) {
    case 'text':
      return node.text
    case 'code':
      return <code>{node.text}</code>
    case 'break':
      return <br />
    case 'strong':
      return <strong>{inlinesOf(node.children)}</strong>
    case 'em':
      return <em>{inlinesOf(node.children)}</em>
    case 'del':
      return <del>{inlinesOf(node.children)}</del>
    case 'link': {
      const children = inlinesOf(node.children)
      return (
        <SafeLink
          url={hooks.linkTo?.(node.url) ?? node.url}
          refused={
            <>
              {children} ({node.url})
            </>
          }
        >
          {children}
        </SafeLink>
      )
    }
  }
}
