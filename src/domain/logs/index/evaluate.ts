import { type LineTest, numberOf } from '~/domain/logs/query/compile-log-query'
import { namesPath } from '~/domain/logs/query/log-query'
import { type Block, MOST_ROWS, messageAt, type Reread, rawAt } from './block'
import { type Column, markNumbers, markValues } from './column'
import { lowerLineOf, markContaining } from './folded-lane'

/** Reads a line again for what has no column. */
export type RereadLine = (raw: string, stream: string) => Reread

/** Where so few rows are left, they are looked at one by one. */
const FEW = 64

const hit = new Uint8Array(MOST_ROWS)

/** Writes into `mask`, from row `from` on, 1 for the rows that pass all tests and 0 for others. */
export function evaluate(
  block: Block,
  tests: readonly LineTest[],
  from: number,
  mask: Uint8Array,
  reread: RereadLine,
): void {
  const { rows } = block
  mask.fill(1, from, rows)
  // The text of lines is by far the most to look at, so it comes last.
  const inOrder = [...tests.filter(({ kind }) => kind !== 'text'), ...tests.filter(({ kind }) => kind === 'text')]
  for (const [place, test] of inOrder.entries()) {
    hit.fill(0, from, rows)
    mark(block, test, from, place === 0 ? null : mask, reread)
    const wanted = test.negated ? 0 : 1
    for (let row = from; row < rows; row++) {
      if (hit[row] !== wanted) mask[row] = 0
    }
  }
}

/** Sets `hit` for the rows that a test is true for, whatever its sign; `left` is what other tests left over. */
function mark(block: Block, test: LineTest, from: number, left: Uint8Array | null, reread: RereadLine): void {
  if (test.kind === 'text') {
    markText(block, test.needle, test.foldsCase, from, left)
  } else if (test.kind === 'level') {
    for (let row = from; row < block.rows; row++) {
      if (test.passes[block.levels[row] ?? 0] === true) hit[row] = 1
    }
  } else if (test.field === 'stream') {
    if (test.kind === 'value' && test.passes(block.stream)) hit.fill(1, from, block.rows)
  } else {
    markField(block, test, from, reread)
  }
}

function markText(block: Block, needle: string, foldsCase: boolean, from: number, left: Uint8Array | null): void {
  const { lines, rows } = block
  if (lines !== null && (left === null || !isFew(left, from, rows))) {
    markContaining(lines, from, needle, hit)
    return
  }
  for (let row = from; row < rows; row++) {
    if (left !== null && left[row] === 0) continue
    const text = foldsCase ? lowerAt(block, row) : rawAt(block, row)
    if (text.includes(needle)) hit[row] = 1
  }
}

function lowerAt(block: Block, row: number): string {
  return block.lines === null ? rawAt(block, row).toLowerCase() : lowerLineOf(block.lines, row)
}

function isFew(left: Uint8Array, from: number, to: number): boolean {
  let count = 0
  for (let row = from; row < to; row++) {
    if (left[row] === 1 && ++count > FEW) return false
  }
  return true
}

type FieldTest = Extract<LineTest, { kind: 'value' | 'number' }>

function markField(block: Block, test: FieldTest, from: number, reread: RereadLine): void {
  if (test.field === 'message' && test.kind === 'value') {
    for (let row = from; row < block.rows; row++) {
      if (test.passes(messageAt(block, row))) hit[row] = 1
    }
    return
  }
  for (const column of columnsOf(block, test.field)) {
    if (test.kind === 'value') markValues(column, from, test.passes, hit)
    else markNumbers(column, from, numberOf, test.passes, hit)
  }
  if (test.field === 'logger') return
  for (const row of block.overflow) {
    if (row < from || hit[row] === 1) continue
    if (fieldValues(block, row, test.field, reread).some((value) => passesField(test, value))) hit[row] = 1
  }
}

function passesField(test: FieldTest, value: string): boolean {
  return test.kind === 'value' ? test.passes(value) : test.passes(numberOf(value))
}

/** Columns of the paths that a field's name means; of `logger` its own. */
export function columnsOf(block: Block, field: string): readonly Column[] {
  if (field === 'logger') return [block.logger]
  const found: Column[] = []
  for (const [path, column] of block.columns) {
    if (namesPath(field, path)) found.push(column)
  }
  return found
}

/** All values of a field in a line, read from its text and from what came beside it. */
export function fieldValues(block: Block, row: number, field: string, reread: RereadLine): readonly string[] {
  const { fields } = reread(rawAt(block, row), block.stream)
  return [...fields, ...(block.beside.get(row) ?? [])]
    .filter(({ path }) => namesPath(field, path))
    .map(({ value }) => value)
}
