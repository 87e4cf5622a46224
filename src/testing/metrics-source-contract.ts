import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { gridEndMs, labelsKey } from '~/domain/series/frame'
import { type InstantAnswer, type MetricsSource, type RangeAnswer, SourceError } from '~/domain/sources'
import type { FakeExpression } from './fake-prometheus'

const startMs = 1_700_000_040_000
const hostile = '<img src=x onerror=alert(1)>'
const labelled = (name: string, value: string, of = '1') =>
  `label_replace(vector(${of}), "${name}", "${value}", "", "")`
const pair = `${labelled('i', 'a')} or ${labelled('i', 'b', '2')}`

/** The expressions of the contract. All of them are true of any Prometheus, whatever it stores. */
const cases = {
  constant: 'vector(42)',
  scalarTime: 'time()',
  infinite: 'vector(1) / 0',
  negativeInfinite: 'vector(-1) / 0',
  noTraffic: 'vector(0) / 0',
  everyMinute: 'vector(time()) % 60 == 0',
  two: pair,
  proto: labelled('__proto__', hostile),
  constructor: labelled('constructor', 'c'),
  nothing: 'absent(vector(1))',
  broken: 'sum(',
  text: '"text"',
  rangeVector: 'up[1m]',
  ambiguous: `(${pair}) + on() (${pair})`,
} as const

const one = (value: string, labels: Readonly<Record<string, string>> = {}) => [{ labels, value }]

/** The same for a fake that evaluates nothing. */
export const contractExpressions: ReadonlyMap<string, FakeExpression> = new Map<string, FakeExpression>([
  [cases.constant, { at: () => one('42') }],
  [cases.scalarTime, { type: 'scalar', at: (time) => one(String(time)) }],
  [cases.infinite, { at: () => one('+Inf') }],
  [cases.negativeInfinite, { at: () => one('-Inf') }],
  [cases.noTraffic, { at: () => one('NaN') }],
  [cases.everyMinute, { at: (time) => (time % 60 === 0 ? one('0') : []) }],
  [cases.two, { at: () => [...one('1', { i: 'a' }), ...one('2', { i: 'b' })] }],
  [cases.proto, { at: () => one('1', Object.fromEntries([['__proto__', hostile]])) }],
  [cases.constructor, { at: () => one('1', { constructor: 'c' }) }],
  [cases.nothing, { at: () => [] }],
  [cases.text, { type: 'string', at: () => one('text') }],
  [cases.rangeVector, { type: 'matrix', at: () => [] }],
  [cases.ambiguous, { at: () => [], fails: 'multiple matches for labels: many-to-many matching not allowed' }],
])

export interface ContractSubject {
  readonly source: MetricsSource
  stop(): Promise<void> | void
}

/** What every MetricsSource must do, asked of one that `makeSource` brings up. */
export function metricsSourceContract(name: string, makeSource: () => Promise<ContractSubject>): void {
  describe(`${name} is a MetricsSource`, { timeout: 20_000 }, () => {
    let subject: ContractSubject
    const live = () => new AbortController().signal
    const range = (expr: string, count = 9, stepMs = 15_000): Promise<RangeAnswer> =>
      subject.source.queryRange(
        { expr, startMs, endMs: startMs + (count - 1) * stepMs, stepMs, timeoutMs: 10_000 },
        live(),
      )
    const instant = (expr: string): Promise<InstantAnswer> =>
      subject.source.query({ expr, timeMs: startMs, timeoutMs: 10_000 }, live())

    beforeAll(async () => {
      subject = await makeSource()
    }, 30_000)
    afterAll(() => subject?.stop())

    test('a range lies on the grid that was asked for, both ends included', async () => {
      const { matrix, cost, droppedPoints } = await range(cases.constant)
      expect(matrix.grid).toEqual({ startMs, stepMs: 15_000, count: 9 })
      expect(gridEndMs(matrix.grid)).toBe(startMs + 120_000)
      expect([...(matrix.series[0]?.values ?? [])]).toEqual(Array(9).fill(42))
      expect([...(matrix.series[0]?.present ?? [])]).toEqual(Array(9).fill(1))
      expect(droppedPoints).toBe(0)
      expect(cost.bytes).toBeGreaterThanOrEqual(0)
      expect(cost.durationMs).toBeGreaterThanOrEqual(0)
    })

    test('a range of one point is one point', async () => {
      const { matrix } = await range(cases.constant, 1)
      expect(matrix.series.map(({ values }) => [...values])).toEqual([[42]])
    })

    test('a step with milliseconds meets every point', async () => {
      const { matrix, droppedPoints } = await range(cases.constant, 20, 333)
      expect([...(matrix.series[0]?.present ?? [])]).toEqual(Array(20).fill(1))
      expect(droppedPoints).toBe(0)
    })

    test('a range of a scalar is one series without labels', async () => {
      const { matrix } = await range(cases.scalarTime, 3)
      expect(matrix.series.map(({ key, values }) => [key, [...values]])).toEqual([
        ['', [startMs / 1000, startMs / 1000 + 15, startMs / 1000 + 30]],
      ])
    })

    test('F36 a gap is a gap', async () => {
      const { matrix } = await range(cases.everyMinute)
      expect([...(matrix.series[0]?.present ?? [])]).toEqual([1, 0, 0, 0, 1, 0, 0, 0, 1])
      expect([...(matrix.series[0]?.values ?? [])][1]).toBeNaN()
    })

    test.each([
      [cases.infinite, Number.POSITIVE_INFINITY],
      [cases.negativeInfinite, Number.NEGATIVE_INFINITY],
      [cases.noTraffic, Number.NaN],
    ])('F35 %s is a point with that value', async (expr, value) => {
      expect((await instant(expr)).vector.samples.map((sample) => sample.value)).toEqual([value])
      const [series] = (await range(expr, 2)).matrix.series
      expect([...(series?.values ?? [])]).toEqual([value, value])
      expect([...(series?.present ?? [])]).toEqual([1, 1])
    })

    test('series are told apart by labels, and their keys are those of the labels', async () => {
      const { matrix } = await range(cases.two, 2)
      const { vector } = await instant(cases.two)
      for (const items of [matrix.series, vector.samples]) {
        expect(new Set(items.map(({ labels }) => labels.get('i')))).toEqual(new Set(['a', 'b']))
        for (const { key, labels } of items) expect(key).toBe(labelsKey(labels))
      }
    })

    test('H06 H07 hostile labels are labels', async () => {
      const [sample] = (await instant(cases.proto)).vector.samples
      expect([...(sample?.labels ?? [])]).toEqual([['__proto__', hostile]])
      const [series] = (await range(cases.constructor, 2)).matrix.series
      expect(series?.labels.get('constructor')).toBe('c')
      expect(series?.labels.get('toString')).toBeUndefined()
    })

    test('an instant answer carries the time that was asked for; a scalar is one sample without labels', async () => {
      const { vector } = await instant(cases.scalarTime)
      expect(vector).toEqual({ timeMs: startMs, samples: [{ labels: new Map(), key: '', value: startMs / 1000 }] })
    })

    test('nothing is an empty answer and no error', async () => {
      expect((await instant(cases.nothing)).vector.samples).toEqual([])
      expect((await range(cases.nothing)).matrix.series).toEqual([])
    })

    test.each([
      ['F24 a parse error', () => instant(cases.broken), 'badRequest'],
      ['F24 a parse error over a range', () => range(cases.broken), 'badRequest'],
      ['F25 more than 11,000 points', () => range(cases.constant, 11_002, 1_000), 'tooMuch'],
      ['a failure while it runs', () => instant(cases.ambiguous), 'execution'],
      ['a text for an answer', () => instant(cases.text), 'badPayload'],
      ['a range vector for an answer', () => instant(cases.rangeVector), 'badPayload'],
    ])('%s is a SourceError', async (_, ask, kind) => {
      const error: unknown = await ask().catch((caught: unknown) => caught)
      expect(error).toBeInstanceOf(SourceError)
      expect((error as SourceError).kind).toBe(kind)
      expect((error as SourceError).detail.message).not.toBe('')
      expect((error as SourceError).detail.nextStep).toBeTruthy()
      expect((error as SourceError).detail.address ?? '').not.toContain('?')
    })

    test('a signal that fired, before or while it is asked, ends it with kind aborted', async () => {
      const query = { expr: cases.constant, timeMs: startMs, timeoutMs: 10_000 }
      await expect(subject.source.query(query, AbortSignal.abort())).rejects.toMatchObject({ kind: 'aborted' })
      const abort = new AbortController()
      const asked = subject.source.query(query, abort.signal)
      abort.abort()
      await expect(asked).rejects.toMatchObject({ kind: 'aborted' })
    })

    test('a label that no series has has no values, and the cost is told', async () => {
      const asked = { name: 'no_such_label', match: 'up', startMs, endMs: startMs + 60_000, timeoutMs: 10_000 }
      const { names, total, cost } = await subject.source.labels(asked, live())
      expect([names, total]).toEqual([[], 0])
      expect(cost.bytes).toBeGreaterThan(0)
    })

    test.each([
      ['a selector that is none', { match: 'sum(' }],
      ['a label whose name is none', { name: '../query' }],
    ])('%s is a SourceError of kind badRequest', async (_, query) => {
      const asked = subject.source.labels({ startMs, endMs: startMs, timeoutMs: 10_000, ...query }, live())
      await expect(asked).rejects.toBeInstanceOf(SourceError)
      await expect(asked).rejects.toMatchObject({ kind: 'badRequest' })
    })

    test('many at once are all answered, each with its own', async () => {
      const answers = await Promise.all(Array.from({ length: 12 }, (_, i) => range(cases.constant, i + 1)))
      expect(answers.map(({ matrix }) => matrix.series[0]?.values.length)).toEqual(answers.map((_, i) => i + 1))
    })

    test('a probe tells how long it took', async () => {
      const { latencyMs, version } = await subject.source.probe(live())
      expect(latencyMs).toBeGreaterThanOrEqual(0)
      if (version !== undefined) expect(version).toMatch(/^\d+\./)
      await expect(subject.source.probe(AbortSignal.abort())).rejects.toMatchObject({ kind: 'aborted' })
    })
  })
}
