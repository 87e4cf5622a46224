import { describe, expect, it } from 'vitest'
import { createLogIndex, type LogIndex } from '~/domain/logs/index/log-index'
import { compileLogQuery } from '~/domain/logs/query/compile-log-query'
import { parseLogQuery } from '~/domain/logs/query/parse-log-query'
import { indexedLine, readLogLine, seeded, writeLogLines } from '~/testing/log-lines'
import { maskMessage } from './mask-message'
import { minePatterns } from './mine-patterns'
import { createPatternTable } from './pattern-table'

it.each([
  ['Processed item 42 of 7', 'Processed item <…> of <…>'],
  ['took 1.5s, 3 retries', 'took <…>, <…> retries'],
  ['trace_ab12 job-9 deadbeefcafe', '<…> <…> <…>'],
  ['id 0b9c7f1e-4f6c-4e3b-9f8e-2a1b3c4d5e6f', 'id <…>'],
  ['encoding "intro one.mp4" for \'bob\'', 'encoding "<…>" for \'<…>\''],
  ["user's own don't match", "user's own don't match"],
  ['open /var/log/app.log: no such file', 'open <…>: no such file'],
  ['GET https://x.io/a?b=c by eve@example.org', 'GET <…> by <…>'],
  ['user=5 [worker-3] state=idle', 'user=<…> [<…>] state=idle'],
  ['either/or and "open', 'either/or and " open'],
  ['first line\nTraceback 5', 'first line'],
  ['', ''],
])('%j is masked as %j', (message, template) => {
  expect(maskMessage(message).join(' ')).toBe(template)
})

it.each([
  ['"'.repeat(100_001)],
  [`a${"'".repeat(100_001)}`],
  [`${'/a'.repeat(50_000)}@`],
  ['a@'.repeat(50_000)],
  ['x '.repeat(50_000)],
])('a long odd message is masked at once', (message) => {
  expect(maskMessage(message).length).toBeLessThanOrEqual(64)
})

const RANGE = { fromMs: 0, toMs: 1_000, bars: 10 }

function indexOf(lines: readonly { raw: string; timeMs: number }[]): LogIndex {
  const index = createLogIndex({ maxLines: 200_000, maxBytes: 1e9, reread: (raw) => readLogLine(raw, 0) })
  index.append(
    'a',
    lines.map(({ raw, timeMs }, place) => indexedLine(raw, timeMs, `n${place}`)),
  )
  return index
}

function hitsOf(index: LogIndex, text = '') {
  const parsed = parseLogQuery(text)
  if (!parsed.ok) throw new Error(`${text}: ${parsed.error.message}`)
  const compiled = compileLogQuery(parsed.query)
  if (!compiled.ok) throw new Error(compiled.message)
  return index.search(
    { key: text, tests: compiled.tests },
    Number.NEGATIVE_INFINITY,
    Number.POSITIVE_INFINITY,
    'newest',
  )
}

function patternsOf(index: LogIndex, range = RANGE) {
  const miner = minePatterns(index, hitsOf(index), range)
  while (miner.read(1_000));
  return miner.patterns()
}

const json = (level: string, message: string) => JSON.stringify({ level, message })

describe('patterns', { timeout: 60_000 }, () => {
  it('group lines that differ in numbers and names, by level', () => {
    const names = ['alice', 'bob', 'carol', 'dave']
    const lines = names.flatMap((name, at) => [
      { raw: json('INFO', `user ${name} signed in from 10.0.0.${at}`), timeMs: at * 100 },
      { raw: json('ERROR', `user ${name} signed in from 10.0.0.${at}`), timeMs: 5 },
      { raw: json('ERROR', 'disk is full'), timeMs: 900 + at },
    ])
    const patterns = patternsOf(indexOf(lines))
    expect(patterns.map(({ template, level, count }) => [template, level, count])).toEqual([
      ['user <…> signed in from <…>', 'info', 4],
      ['user <…> signed in from <…>', 'error', 4],
      ['disk is full', 'error', 4],
    ])
    expect(patterns[0]).toMatchObject({ firstMs: 0, lastMs: 300, query: 'level=INFO "signed in from"' })
    expect(patterns[0]?.trend).toEqual([1, 1, 1, 1, 0, 0, 0, 0, 0, 0])
    expect(patterns[2]).toMatchObject({ firstMs: 900, trend: [0, 0, 0, 0, 0, 0, 0, 0, 0, 4], example: { timeMs: 903 } })
  })

  it('have a query that finds all their lines, also where the line is written with escapes', () => {
    const lines = writeLogLines(3_000)
    const odd = ['said "no" \\ twice 5', 'Ünïcode (a+b)* 7 ok', '1 2 3', 'tab\tbetween 5 words']
    const index = indexOf([...lines, ...odd.map((message) => ({ raw: json('ERROR', message), timeMs: 1 }))])
    const patterns = patternsOf(index)
    expect(patterns.reduce((sum, { count }) => sum + count, 0)).toBe(3_004)
    for (const { query, count, example } of patterns) {
      const hits = hitsOf(index, query)
      expect({ query, enough: hits.count >= count }).toEqual({ query, enough: true })
      expect(index.find(hits, example.id)).toBeGreaterThanOrEqual(0)
    }
  })

  it('are the same in whatever order lines come', () => {
    const lines = writeLogLines(1_500, { seed: 3 }).map((line, at) => ({ ...line, timeMs: at }))
    const random = seeded(9)
    const shuffled = lines
      .map((line) => ({ line, by: random() }))
      .sort((a, b) => a.by - b.by)
      .map(({ line }) => line)
    const tell = (some: typeof lines) =>
      patternsOf(indexOf(some), { fromMs: 0, toMs: 1_500, bars: 8 }).map(({ example, ...rest }) => [rest, example.raw])
    expect(tell(shuffled)).toEqual(tell(lines))
  })

  it('are at most 200 of however many, and none goes missing in a group that is kept', () => {
    const random = seeded(4)
    const letters = () => Array.from({ length: 12 }, () => String.fromCharCode(97 + Math.floor(random() * 26))).join('')
    const lines = Array.from({ length: 12_000 }, (_, timeMs) => ({
      raw: json('INFO', `${letters()} ${letters()} ${letters()}`),
      timeMs,
    }))
    const patterns = patternsOf(indexOf(lines), { fromMs: 0, toMs: 12_000, bars: 5 })
    expect(patterns.length).toBeLessThanOrEqual(200)
    expect(patterns.reduce((sum, { count }) => sum + count, 0)).toBe(12_000)
  })
})

it('groups that had to be made coarser are those that a coarser table would have had from the start', () => {
  const messages = Array.from({ length: 400 }, (_, n) => [
    `w${n % 40}x`.replace(/\d/g, (d) => 'abcdefghij'.charAt(+d)),
    'b',
    `c${'d'.repeat(n % 7)}`,
    'e!',
  ])
  const told = (some: readonly (readonly string[])[]) => {
    const table = createPatternTable(1, 30)
    for (const [at, tokens] of some.entries()) table.add(tokens, 'info', 5, at, 0)
    return table
      .groups()
      .map(({ tokens, count }) => `${tokens.join(' ')} ${count}`)
      .sort()
  }
  expect(told(messages.toReversed())).toEqual(told(messages))
  expect(told(messages).length).toBeLessThanOrEqual(30)
})
