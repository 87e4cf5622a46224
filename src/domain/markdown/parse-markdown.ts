import type { Align, Block, MarkdownDocument } from '~/domain/markdown/ast'
import { parseInline } from '~/domain/markdown/inline'

/** Longer texts are cut: a megabyte of brackets must not cost a frame. */
export const MAX_MARKDOWN = 16_384
/** Quotes and lists in each other; what is deeper is text. */
const MAX_DEPTH = 6
const MAX_COLUMNS = 50

/**
 * Parses a subset of Markdown: headings, paragraphs, lists, quotes, fenced code, tables, rules, emphasis, code, links. HTML,
 * entities and pictures are text. Time is linear in the text, which is cut at `MAX_MARKDOWN` characters.
 */
export function parseMarkdown(source: string): MarkdownDocument {
  const cut = source.length > MAX_MARKDOWN
  const text = printable(cut ? source.slice(0, MAX_MARKDOWN) : source)
  return { blocks: parseBlocks(text.split('\n'), 0), cut }
}

/** Control characters and lone surrogates as the replacement character; line ends as `\n`, tabs as blanks. */
function printable(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replaceAll('\t', '    ')
    .replace(/[^\P{Cc}\n]|\p{Cs}/gu, '\uFFFD')
}

interface Marker {
  readonly ordered: boolean
  /** `-`, `*`, `+`, `.` or `)`: another sign is another list. */
  readonly sign: string
  readonly start: number
  /** Columns before the item's text. */
  readonly indent: number
}

interface Parsed {
  readonly block: Block
  /** First line after it. */
  readonly next: number
}

function parseBlocks(lines: readonly string[], depth: number): Block[] {
  const blocks: Block[] = []
  let at = 0
  while (at < lines.length) {
    if (isBlank(lines[at])) {
      at++
      continue
    }
    const { block, next } = readBlock(lines, at, depth) ?? readParagraph(lines, at, depth)
    blocks.push(block)
    at = next
  }
  return blocks
}

/** What begins at this line, if it is anything but a paragraph. */
function readBlock(lines: readonly string[], at: number, depth: number): Parsed | null {
  const line = lines[at] ?? ''
  const fence = fenceOf(line)
  if (fence !== null) return readCode(lines, at, fence)
  const heading = readHeading(line)
  if (heading !== null) return { block: heading, next: at + 1 }
  if (isRule(line)) return { block: { kind: 'rule' }, next: at + 1 }
  if (depth < MAX_DEPTH && isQuote(line)) return readQuote(lines, at, depth)
  const marker = depth < MAX_DEPTH ? markerOf(line) : null
  if (marker !== null) return readList(lines, at, marker, depth)
  return readTable(lines, at)
}

function readParagraph(lines: readonly string[], at: number, depth: number): Parsed {
  let next = at + 1
  while (next < lines.length && !isBlank(lines[next]) && !interrupts(lines[next] ?? '', depth)) next++
  const text = lines.slice(at, next).map((line) => line.trimStart())
  return { block: { kind: 'paragraph', children: parseInline(text.join('\n').trimEnd()) }, next }
}

function interrupts(line: string, depth: number): boolean {
  if (fenceOf(line) !== null || readHeadingLevel(line) > 0 || isRule(line)) return true
  return depth < MAX_DEPTH && (isQuote(line) || markerOf(line) !== null)
}

function readHeadingLevel(line: string): number {
  const level = /^ {0,3}(#{1,6})(?: |$)/.exec(line)?.[1]?.length
  return level ?? 0
}

function readHeading(line: string): Block | null {
  const level = readHeadingLevel(line)
  if (level === 0) return null
  const text = line.trim().slice(level).trim()
  const end = text.endsWith('#') ? text.search(/(?:^| )#{1,64}$/) : -1
  return {
    kind: 'heading',
    level: level as 1 | 2 | 3 | 4 | 5 | 6,
    children: parseInline((end < 0 ? text : text.slice(0, end)).trim()),
  }
}

function fenceOf(line: string): string | null {
  return /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1] ?? null
}

/** To the closing fence, or to the end where there is none. */
function readCode(lines: readonly string[], at: number, fence: string): Parsed {
  const line = lines[at] ?? ''
  const indent = indentOf(line)
  const [language = ''] = line
    .slice(indent + fence.length)
    .trim()
    .split(' ', 1)
  let next = at + 1
  const text: string[] = []
  for (; next < lines.length; next++) {
    const here = lines[next] ?? ''
    const closing = fenceOf(here)
    if (closing?.startsWith(fence) === true && here.trim() === closing) break
    text.push(here.slice(Math.min(indent, indentOf(here))))
  }
  return { block: { kind: 'code', language, text: text.join('\n') }, next: next + 1 }
}

function isRule(line: string): boolean {
  const signs = line.trim().replaceAll(' ', '')
  if (signs.length < 3 || indentOf(line) > 3) return false
  return ['-', '*', '_'].some((sign) => signs === sign.repeat(signs.length))
}

function isQuote(line: string): boolean {
  return /^ {0,3}>/.test(line)
}

function readQuote(lines: readonly string[], at: number, depth: number): Parsed {
  const inside: string[] = []
  let next = at
  for (; next < lines.length && isQuote(lines[next] ?? ''); next++) {
    inside.push((lines[next] ?? '').replace(/^ {0,3}> ?/, ''))
  }
  return { block: { kind: 'quote', blocks: parseBlocks(inside, depth + 1) }, next }
}

function markerOf(line: string): Marker | null {
  const match = /^( {0,3})(?:([-*+])|(\d{1,9})([.)]))( {1,4}|$)/.exec(line)
  if (match === null || isRule(line)) return null
  const [whole, , bullet, number, sign] = match
  return {
    ordered: bullet === undefined,
    sign: bullet ?? sign ?? '',
    start: Number(number ?? 0),
    indent: whole.length === line.length ? whole.trimEnd().length + 1 : whole.length,
  }
}

function readList(lines: readonly string[], at: number, first: Marker, depth: number): Parsed {
  const items: Block[][] = []
  let next = at
  let marker: Marker | null = first
  while (marker !== null && marker.ordered === first.ordered && marker.sign === first.sign) {
    const item = readItem(lines, next, marker, depth)
    items.push(parseBlocks(item.lines, depth + 1))
    next = item.next
    marker = next < lines.length ? markerOf(lines[next] ?? '') : null
  }
  return { block: { kind: 'list', start: first.ordered ? first.start : null, items }, next }
}

/** The lines of an item: those set in as far as its text, and those that carry on its paragraph. */
function readItem(lines: readonly string[], at: number, { indent }: Marker, depth: number) {
  const own = [(lines[at] ?? '').slice(indent)]
  let next = at + 1
  for (; next < lines.length; next++) {
    const line = lines[next] ?? ''
    const isAfterBlank = isBlank(lines[next - 1])
    if (isBlank(line) || indentOf(line) >= indent) own.push(line.slice(Math.min(indent, indentOf(line))))
    else if (isAfterBlank || interrupts(line, depth)) break
    else own.push(line)
  }
  return { lines: own, next }
}

/** A head, a line of dashes with as many cells, and rows up to a blank line. */
function readTable(lines: readonly string[], at: number): Parsed | null {
  const head = lines[at] ?? ''
  const under = lines[at + 1] ?? ''
  if (!head.includes('|') || !under.includes('-')) return null
  const dashes = cellsOf(under)
  const titles = cellsOf(head)
  if (dashes.length !== titles.length || titles.length > MAX_COLUMNS) return null
  if (!dashes.every((cell) => /^:?-+:?$/.test(cell))) return null
  const rows: string[][] = []
  let next = at + 2
  for (; next < lines.length && !isBlank(lines[next]); next++) rows.push(cellsOf(lines[next] ?? ''))
  return {
    block: {
      kind: 'table',
      aligns: dashes.map(alignOf),
      head: titles.map(parseInline),
      // A short row stays short: padded, a text of bars would make cells without end.
      rows: rows.map((row) => row.slice(0, titles.length).map(parseInline)),
    },
    next,
  }
}

/** Cells between bars; a bar after a backslash is text. */
function cellsOf(line: string): string[] {
  const cells = ['']
  const text = line.trim()
  for (let i = 0; i < text.length; i++) {
    const escaped = text[i] === '\\' && text[i + 1] === '|'
    if (escaped) i++
    if (text[i] === '|' && !escaped) cells.push('')
    else cells.push((cells.pop() ?? '') + text[i])
  }
  if (cells.length > 1 && cells[0] === '') cells.shift()
  if (cells.length > 1 && cells.at(-1) === '') cells.pop()
  return cells.map((cell) => cell.trim())
}

function alignOf(dashes: string): Align {
  if (!dashes.endsWith(':')) return 'left'
  return dashes.startsWith(':') ? 'center' : 'right'
}

function isBlank(line: string | undefined): boolean {
  return line === undefined || line.trim() === ''
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length
}
