import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { compileLogQuery } from '~/domain/logs/query/compile-log-query'
import { parseLogQuery } from '~/domain/logs/query/parse-log-query'
import { indexedLine, readLogLine, writeLogLines } from '~/testing/log-lines'
import { fulfils } from '~/testing/log-reference'
import type { LogLine } from '../model'
import { LOG_LEVELS } from '../model'
import { namesPath } from '../query/log-query'
import { createLogIndex, type IndexQuery, type LogIndex } from './log-index'

const ALWAYS = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] as const
const reread = (raw: string) => readLogLine(raw, 0)
const newIndex = (caps: { maxLines?: number; maxBytes?: number } = {}) =>
  createLogIndex({ maxLines: 100_000, maxBytes: 1e9, reread, ...caps })

function queryOf(text: string): IndexQuery {
  const parsed = parseLogQuery(text)
  if (!parsed.ok) throw new Error(parsed.error.message)
  const compiled = compileLogQuery(parsed.query)
  if (!compiled.ok) throw new Error(compiled.message)
  return { key: text, tests: compiled.tests }
}

const idsOf = (index: LogIndex, refs: Float64Array) => Array.from(refs, (ref) => index.line(ref)?.id)

/** Few words, so that random lines and random queries meet. */
const WORDS = ['alpha', 'Beta', 'al', '10', '2.5', '-3', 'İx', 'a b', '', 'x*', 'true']
const NAMES = ['user', 'id', 'duration_ms', 'level', 'message', 'logger', 'a.id', 'ctx']
const word = fc.constantFrom(...WORDS)
const leaf = fc.oneof(word, fc.integer({ min: -5, max: 30 }), fc.boolean(), fc.constant(null))
const raw = fc.oneof(
  fc
    .dictionary(
      fc.constantFrom(...NAMES),
      fc.oneof(leaf, fc.dictionary(fc.constantFrom('id', 'user', 'x'), leaf), fc.array(leaf, { maxLength: 2 })),
    )
    .chain((fields) =>
      fc
        .record({ level: fc.constantFrom('INFO', 'ERROR', 'warning', 'DEBUG') }, { requiredKeys: [] })
        .map((own) => JSON.stringify({ ...fields, level: 'info', ...own })),
    ),
  fc.array(word, { maxLength: 4 }).map((words) => words.join(' ')),
  fc.constantFrom('{"broken', 'line\nwith\nbreaks', 'ÄÖ al', 'émoji 🎉 Beta'),
)
const batch = fc.record({
  stream: fc.constantFrom('app.log', 'worker.log', 'other'),
  lines: fc.array(fc.record({ raw, timeMs: fc.integer({ min: 0, max: 40 }) }), { minLength: 1, maxLength: 12 }),
})
const field = fc.constantFrom('user', 'id', 'duration_ms', 'x', 'a.id', 'logger', 'message', 'stream', 'none', '0')
const sign = fc.constantFrom('', '-')
const value = fc.constantFrom(
  'alpha',
  'al',
  '10',
  '*',
  'al*',
  '*a',
  '*b*',
  '"a b"',
  '""',
  'app.log',
  'true',
  '"x*"',
  'x*',
  'alpha,10',
)
const term = fc.oneof(
  fc
    .tuple(sign, fc.constantFrom('al', 'Beta', 'beta', '"a b"', 'i̇x', 'İ', '"\\n"', '"g\\nw"', 'e', 'äö', '"\\":"'))
    .map((parts) => parts.join('')),
  fc.tuple(sign, field, fc.constantFrom('=', '!='), value).map((parts) => parts.join('')),
  fc
    .tuple(sign, field, fc.constantFrom('~', '!~'), fc.constantFrom('al', '^a', '[0-9]+', 'b$', 'l|t', 'log'))
    .map((parts) => parts.join('')),
  fc
    .tuple(
      sign,
      fc.constantFrom('duration_ms', 'id', 'user'),
      fc.constantFrom('>', '>=', '<', '<='),
      fc.constantFrom('10', '2.5', '-3', '0'),
    )
    .map((parts) => parts.join('')),
  fc
    .tuple(
      sign,
      fc.constantFrom(
        'level=err',
        'level>=info',
        'level<WARN',
        'level!=INFO',
        'level=*',
        'level=unknown',
        'level~^e',
        'level=d*,err',
      ),
    )
    .map((parts) => parts.join('')),
)
const query = fc.array(term, { maxLength: 3 }).map((terms) => terms.join(' '))

describe('an index', () => {
  it('finds, orders, counts and cuts as one by one over all lines would, while lines come', () => {
    fc.assert(
      fc.property(
        fc.array(batch, { minLength: 1, maxLength: 8 }),
        fc.array(query, { minLength: 1, maxLength: 3 }),
        fc.integer({ min: -1, max: 20 }),
        fc.integer({ min: 15, max: 42 }),
        fc.constantFrom(32, 64, 100_000),
        (batches, queries, fromMs, toMs, maxLines) => {
          const index = newIndex({ maxLines })
          const all = new Map<string, LogLine[]>()
          let added = 0
          for (const { stream, lines } of batches) {
            const kept = lines.map(({ raw: text, timeMs }) => indexedLine(text, timeMs, `id${added++}`))
            index.append(stream, kept)
            all.set(stream, [...(all.get(stream) ?? []), ...kept.map((line) => ({ ...line, stream }))])
            const present = [...all.values()].flat().filter(({ id }) => index.refOf(id) !== null)
            expect(index.lineCount).toBe(present.length)
            expect(index.dropped.reduce((sum, { count }) => sum + count, present.length)).toBe(added)
            for (const text of queries) compareWithHand(index, present, text, fromMs, toMs)
          }
        },
      ),
      { numRuns: 100 },
    )
  }, 120_000)
})

function compareWithHand(
  index: LogIndex,
  present: readonly LogLine[],
  text: string,
  fromMs: number,
  toMs: number,
): void {
  const parsed = parseLogQuery(text)
  if (!parsed.ok) throw new Error(`${text}: ${parsed.error.message}`)
  const within = present.filter(({ timeMs }) => timeMs >= fromMs && timeMs < toMs)
  // Array sort is stable, and `present` is by stream, then as they came.
  const expected = within.filter((line) => fulfils(line, parsed.query)).sort((a, b) => a.timeMs - b.timeMs)
  const hits = index.search(queryOf(text), fromMs, toMs, 'oldest')
  expect({ text, ids: idsOf(index, hits.refs) }).toEqual({ text, ids: expected.map(({ id }) => id) })
  expect([...hits.times]).toEqual(expected.map(({ timeMs }) => timeMs))
  expect([hits.scanned, hits.broken]).toEqual([
    within.length,
    within.filter(({ format }) => format === 'broken').length,
  ])
  const newest = index.search(queryOf(text), fromMs, toMs, 'newest')
  expect([...newest.refs]).toEqual([...hits.refs].reverse())
  const placeOf = new Map(expected.map(({ id }, place) => [id, place]))
  const places = present.map(({ id }) => placeOf.get(id) ?? -1)
  expect(present.map(({ id }) => index.find(hits, id))).toEqual(places)
  const backwards = places.map((place) => (place === -1 ? -1 : expected.length - 1 - place))
  expect(present.map(({ id }) => index.find(newest, id))).toEqual(backwards)
  for (const name of ['level', 'logger', 'stream', 'message', 'id', 'user']) {
    expect({ name, facet: index.facets(hits, [name], 3) }).toEqual({ name, facet: facetByHand(expected, name, 3) })
  }
  expect(new Set(index.fieldsOf(hits))).toEqual(
    new Set(expected.flatMap(({ fields }) => fields.map(({ path }) => path))),
  )
  const { volume, volumeStepMs } = index.volume(hits, fromMs, toMs, 5)
  expect(volumeStepMs).toBe((toMs - fromMs) / 5)
  const byHand = volume.map(({ startMs }) => {
    const bar = Math.round((startMs - fromMs) / volumeStepMs)
    const inBar = expected.filter(({ timeMs }) => Math.floor((timeMs - fromMs) / volumeStepMs) === bar)
    const levels = LOG_LEVELS.map((level) => [level, inBar.filter((line) => line.level === level).length] as const)
    return Object.fromEntries(levels.filter(([, count]) => count > 0))
  })
  expect(volume.map(({ counts }) => counts)).toEqual(byHand)
}

function facetByHand(lines: readonly LogLine[], name: string, most: number) {
  const counts = new Map<string, number>()
  for (const line of lines) {
    const own: Record<string, readonly string[]> = {
      level: line.level === 'unknown' ? [] : [line.level],
      logger: line.logger === '' ? [] : [line.logger],
      stream: [line.stream],
      message: [line.message],
    }
    const values = own[name] ?? line.fields.filter(({ path }) => namesPath(name, path)).map(({ value: each }) => each)
    for (const each of new Set(values)) counts.set(each, (counts.get(each) ?? 0) + 1)
  }
  const sorted = [...counts].sort(([a, many], [b, more]) => more - many || (a < b ? -1 : 1))
  if (sorted.length === 0) return []
  const values = sorted.slice(0, most).map(([each, count]) => ({ value: each, count }))
  return [{ path: name, values, others: sorted.length - values.length }]
}

describe('lines of a stream', { timeout: 60_000 }, () => {
  const lines = writeLogLines(10_000).map(({ raw: text, timeMs }, place) => indexedLine(text, timeMs, `n${place}`))
  const index = newIndex()
  index.append('a', lines.slice(0, 6_000))
  index.append('b', lines.slice(6_000, 6_010))
  index.append('a', lines.slice(6_010))

  it('come back as they were', () => {
    const { refs } = index.search(queryOf(''), ...ALWAYS, 'oldest')
    expect(refs).toHaveLength(10_000)
    for (const place of [0, 1, 4_095, 4_096, 6_005, 9_999]) {
      const stream = place >= 6_000 && place < 6_010 ? 'b' : 'a'
      expect(index.line(index.refOf(`n${place}`) ?? -1)).toEqual({ ...lines[place], stream })
    }
  })

  it.each([
    ['in the middle', 'n5000', 3, 2, [4997, 4998, 4999, 5000, 5001, 5002]],
    ['at the beginning', 'n1', 3, 1, [0, 1, 2]],
    ['at the end', 'n9998', 1, 5, [9997, 9998, 9999]],
    ['over blocks', 'n4096', 1, 1, [4095, 4096, 4097]],
    ['beside another stream', 'n6010', 1, 0, [5999, 6010]],
    ['of a short stream', 'n6000', 9, 2, [6000, 6001, 6002]],
  ])('are found around one %s', (_where, id, before, after, places) => {
    expect(index.around(id, before, after)?.map((line) => line.id)).toEqual(places.map((place) => `n${place}`))
  })

  it('are not found by half an id or an unknown one', () => {
    expect([index.refOf('n'), index.refOf('n1\nn2'), index.around('n10000', 1, 1), index.refOf('')]).toEqual([
      null,
      null,
      null,
      null,
    ])
  })
})

describe('lines that were passed over', () => {
  const lines = Array.from({ length: 60 }, (_, i) => indexedLine(`line ${i}`, i, `n${i}`))
  const between = (from: number, to: number) => lines.slice(from, to)
  const numbers = (index: LogIndex, id: string, before: number, after: number) =>
    index.around(id, before, after)?.map((line) => Number(line.id.slice(1)))
  const upTo = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i)

  /** 0 to 9, 30 to 39 and 50 to 59 are there. */
  function withTwoSeams(caps = {}): LogIndex {
    const index = newIndex(caps)
    index.append('a', between(0, 10))
    index.seam('a')
    index.append('a', between(30, 40))
    index.seam('a')
    index.append('a', between(50, 60))
    return index
  }

  it('end what is around a line', () => {
    const index = withTwoSeams()
    expect(numbers(index, 'n8', 3, 9)).toEqual(upTo(5, 10))
    expect(numbers(index, 'n30', 3, 3)).toEqual(upTo(30, 34))
    expect(numbers(index, 'n35', 99, 99)).toEqual(upTo(30, 40))
    expect(numbers(index, 'n50', 2, 2)).toEqual(upTo(50, 53))
  })

  it('are put between those that they were between, the newest first', () => {
    const index = withTwoSeams()
    index.prepend('a', between(45, 50))
    expect(numbers(index, 'n49', 99, 2)).toEqual(upTo(45, 52))
    index.prepend('a', between(40, 45))
    index.closeSeams('a', 1)
    expect(numbers(index, 'n45', 99, 99)).toEqual(upTo(30, 60))
    index.prepend('a', between(10, 30))
    index.closeSeams('a', 0)
    expect(numbers(index, 'n30', 99, 99)).toEqual(upTo(0, 60))
    index.append('a', [indexedLine('line 60', 60, 'n60')])
    expect(numbers(index, 'n60', 1, 0)).toEqual([59, 60])
  })

  it('have their place when the lines before them had to make room', () => {
    const index = withTwoSeams({ maxLines: 32 })
    index.append(
      'a',
      [60, 61, 62, 63].map((i) => indexedLine(`line ${i}`, i, `n${i}`)),
    )
    expect(index.around('n0', 1, 1)).toBeNull()
    index.prepend('a', between(40, 44))
    index.closeSeams('a', 1)
    expect(numbers(index, 'n43', 2, 1)).toEqual([41, 42, 43, 50])
    expect(numbers(index, 'n40', 1, 0)).toEqual([39, 40])
  })
})

describe('a live tail', { timeout: 60_000 }, () => {
  it('is asked again at the price of what is new', () => {
    const index = newIndex()
    const lines = writeLogLines(10_000).map(({ raw: text, timeMs }, place) => indexedLine(text, timeMs, `n${place}`))
    index.append('a', lines.slice(0, 9_990))
    const passes = vi.fn((text: string) => text.startsWith('user_1'))
    const asked: IndexQuery = { key: 'q', tests: [{ kind: 'value', negated: false, field: 'user_id', passes }] }
    const first = index.search(asked, ...ALWAYS, 'newest')
    passes.mockClear()
    index.append('a', lines.slice(9_990))
    // The range of a live tail moves.
    const second = index.search(asked, (lines[500]?.timeMs ?? 0) - 1, Number.POSITIVE_INFINITY, 'newest')
    expect(passes.mock.calls.length).toBeLessThanOrEqual(10)
    expect(second.version).toBeGreaterThan(first.version)
    expect(second.scanned).toBeLessThan(10_000)
  })
})

describe('caps', { timeout: 60_000 }, () => {
  it('keep the newest of all streams and say how much went', () => {
    const index = newIndex({ maxLines: 1_000 })
    const lines = writeLogLines(3_000).map(({ raw: text, timeMs }, place) => indexedLine(text, timeMs, `n${place}`))
    index.append('new', lines.slice(2_000))
    index.append('old', lines.slice(0, 2_000))
    expect(index.dropped.map(({ stream }) => stream)).toEqual(['old'])
    expect(index.lineCount).toBeGreaterThan(900)
    expect(index.lineCount + (index.dropped[0]?.count ?? 0)).toBe(3_000)
    expect(index.newestMs).toBe(lines.at(-1)?.timeMs)
  })

  it('hold for bytes, whatever the lines are like', () => {
    const maxBytes = 4_000_000
    const index = newIndex({ maxBytes })
    for (let at = 0; at < 60; at++) {
      const fields = Object.fromEntries(Array.from({ length: 400 }, (_, n) => [`k${at}_${n}`, 'v'.repeat(at)]))
      const text = JSON.stringify(fields)
      index.append(
        'a',
        Array.from({ length: 5 }, (_, n) => indexedLine(text, at, `${at}.${n}`)),
      )
      index.search(queryOf('vvv'), ...ALWAYS, 'newest')
      expect(index.bytes).toBeLessThan(maxBytes * 1.5)
    }
    expect(index.dropped[0]?.count).toBeGreaterThan(0)
  })

  it('of paths send the rest through the text of the line', () => {
    const index = newIndex()
    const many = Object.fromEntries(Array.from({ length: 490 }, (_, n) => [`k${n}`, n]))
    const texts = [
      many,
      { ...many, late: 'x', more: 1, ...Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`z${n}`, n])) },
      { z19: 19, k3: 3 },
    ]
    index.append(
      'a',
      texts.map((fields, place) => indexedLine(JSON.stringify(fields), place, `n${place}`)),
    )
    const found = (text: string) => idsOf(index, index.search(queryOf(text), ...ALWAYS, 'oldest').refs)
    expect(found('z19=19')).toEqual(['n1', 'n2'])
    expect(found('z19>18 late=x')).toEqual(['n1'])
    expect(found('z19!=19')).toEqual(['n0'])
    expect(found('k3=3')).toEqual(['n0', 'n1', 'n2'])
    const hits = index.search(queryOf(''), ...ALWAYS, 'oldest')
    expect(index.facets(hits, ['z19'])).toEqual([{ path: 'z19', values: [{ value: '19', count: 2 }], others: 0 }])
  })

  it('do not forget the values that are still there', () => {
    const index = newIndex({ maxLines: 160 })
    for (let at = 0; at < 2_000; at++) {
      index.append('a', [indexedLine(JSON.stringify({ user: `u${at}` }), at, `n${at}`)])
      if (at % 100 !== 99) continue
      const hits = index.search(queryOf(''), ...ALWAYS, 'oldest')
      const [facet] = index.facets(hits, ['user'], 1)
      expect((facet?.others ?? 0) + 1).toBe(index.lineCount)
    }
  })
})
