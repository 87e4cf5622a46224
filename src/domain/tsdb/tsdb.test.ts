import { describe, expect, it } from 'vitest'
import { PromqlEvalError } from '~/domain/promql/eval-error'
import type { LabelMatcher } from '~/domain/promql/matchers'
import { type AppendVerdict, createTsdb, type Tsdb, TsdbLimitError } from './tsdb'

const HOUR = 3_600_000
const T0 = 1_700_000_400_000 - (1_700_000_400_000 % HOUR)
const ALL: readonly LabelMatcher[] = []
const named = (name: string, more: Record<string, string> = {}): [string, string][] => [
  ['__name__', name],
  ...Object.entries(more),
]
const pointsOf = (tsdb: Tsdb, startMs = -1e15, endMs = 1e15) =>
  tsdb.select(ALL, startMs, endMs).map(({ timesMs, values }) => Array.from(timesMs, (timeMs, i) => [timeMs, values[i]]))

/** A sample each `stepMs` from `fromMs` on, before `toMs`. */
function fill(tsdb: Tsdb, labels: [string, string][], fromMs: number, toMs: number, stepMs = 15_000): void {
  const ref = tsdb.series(labels)
  for (let timeMs = fromMs; timeMs < toMs; timeMs += stepMs) tsdb.append(ref, timeMs, Math.sin(timeMs))
}

describe('verdicts', () => {
  const held: readonly (readonly [number, number])[] = [
    [T0, 1],
    [T0 + 60_000, 2],
    [T0 + 120_000, Number.NaN],
  ]
  it.each<[string, number, number | 'stale', number, AppendVerdict]>([
    ['newer', 130_000, 5, 0, 'ok'],
    ['the same again', 120_000, Number.NaN, 0, 'duplicate'],
    ['another value at the newest time', 120_000, 5, 0, 'duplicateTime'],
    ['a marker in the place of a NaN', 120_000, 'stale', 0, 'duplicateTime'],
    ['older', 90_000, 5, 0, 'outOfOrder'],
    ['older, the same again', 60_000, 2, 0, 'outOfOrder'],
    ['before the retention', -HOUR, 5, 0, 'tooOld'],
    ['late, within the bound', 90_000, 5, 60_000, 'ok'],
    ['late, at the bound', 60_001, 5, 60_000, 'ok'],
    ['late, the same again', 60_000, 2, 60_000, 'duplicate'],
    ['late, another value', 60_000, 3, 60_000, 'duplicateTime'],
    ['late beyond the bound', 59_999, 5, 60_000, 'tooOld'],
    ['late before all others', -1000, 5, HOUR / 2, 'ok'],
    ['at the end of the future', 720_000, 5, 0, 'ok'],
    ['the future', 720_001, 5, 0, 'future'],
    ['no time at all', Number.NaN, 5, 0, 'tooOld'],
    ['the end of time', Number.POSITIVE_INFINITY, 5, 0, 'future'],
  ])('%s', (_name, atMs, value, outOfOrderMs, expected) => {
    const tsdb = createTsdb({ retentionMs: HOUR / 2, outOfOrderMs, now: () => T0 + 120_000 })
    const ref = tsdb.series(named('m'))
    for (const [timeMs, heldValue] of held) tsdb.append(ref, timeMs, heldValue)
    const before = tsdb.stats()
    const verdict = value === 'stale' ? tsdb.appendStale(ref, T0 + atMs) : tsdb.append(ref, T0 + atMs, value)
    expect(verdict).toBe(expected)
    const after = tsdb.stats()
    expect(after.verdicts[expected]).toBe(before.verdicts[expected] + 1)
    expect(after.samples).toBe(before.samples + (expected === 'ok' ? 1 : 0))
  })

  it('a marker again is a duplicate, also in a sealed chunk', () => {
    const tsdb = createTsdb()
    const ref = tsdb.series(named('m'))
    tsdb.append(ref, T0, 1)
    tsdb.appendStale(ref, T0 + 1)
    expect(tsdb.appendStale(ref, T0 + 1)).toBe('duplicate')
    // Another series moves on until the first one's head is sealed.
    fill(tsdb, named('n'), T0, T0 + 2 * HOUR)
    expect(tsdb.stats().chunks).toBe(2)
    expect(tsdb.appendStale(ref, T0 + 1)).toBe('duplicate')
    expect(tsdb.append(ref, T0 + 1, Number.NaN)).toBe('duplicateTime')
  })

  it('asks the clock again before it calls a sample one of the future', () => {
    let nowMs = T0
    const tsdb = createTsdb({ now: () => nowMs, futureMs: 1000 })
    const ref = tsdb.series(named('m'))
    expect(tsdb.append(ref, T0 + 1001, 1)).toBe('future')
    nowMs += 1
    expect(tsdb.append(ref, T0 + 1001, 1)).toBe('ok')
  })
})

describe('appendColumns', () => {
  it('judges each sample and shares one list of times', () => {
    const tsdb = createTsdb()
    const [a, b] = [tsdb.series(named('a')), tsdb.series(named('b'))]
    tsdb.append(a, T0 + 15_000, 1)
    const timesMs = Float64Array.of(T0, T0 + 15_000, T0 + 30_000)
    tsdb.appendColumns({
      timesMs,
      columns: [
        { ref: a, values: Float64Array.of(0, 1, 2) },
        { ref: b, values: Float64Array.of(5, 6, 7), present: Uint8Array.of(1, 0, 1) },
      ],
    })
    expect(pointsOf(tsdb)).toEqual([
      [
        [T0 + 15_000, 1],
        [T0 + 30_000, 2],
      ],
      [
        [T0, 5],
        [T0 + 30_000, 7],
      ],
    ])
    expect(tsdb.stats().verdicts).toMatchObject({ ok: 4, outOfOrder: 1, duplicate: 1 })
  })

  it.each([
    ['times that go back', [2, 1], 2],
    ['a time twice', [1, 1], 2],
    ['no times', [1, Number.NaN], 2],
    ['a column too short', [1, 2], 1],
  ])('refuses %s', (_name, times, length) => {
    const tsdb = createTsdb()
    const columns = [{ ref: tsdb.series(named('m')), values: new Float64Array(length) }]
    expect(() => tsdb.appendColumns({ timesMs: Float64Array.from(times), columns })).toThrow(RangeError)
    expect(tsdb.stats().samples).toBe(0)
  })
})

describe('what is read', () => {
  it('is the times that series of a scrape share, as one array', () => {
    const tsdb = createTsdb()
    for (const name of ['a', 'b', 'c']) tsdb.series(named(name))
    const refs = ['a', 'b', 'c'].map((name) => tsdb.series(named(name)))
    // Scrapes of a real target jitter.
    for (let i = 0; i < 600; i++) {
      for (const ref of refs) tsdb.append(ref, T0 + i * 15_000 + ((i * 7) % 13), i)
    }
    const slices = tsdb.select(ALL, T0 + 100_000, T0 + 2.4 * HOUR)
    expect(slices).toHaveLength(3)
    expect(new Set(slices.map(({ timesMs }) => timesMs)).size).toBe(1)
  })

  it.each([
    ['appended and sealed', undefined],
    ['sorted in', T0 + 3500],
  ])('stays what it was while samples are %s', (_name, lateMs) => {
    const tsdb = createTsdb({ outOfOrderMs: HOUR })
    const ref = tsdb.series(named('m'))
    for (let i = 0; i < 200; i++) tsdb.append(ref, T0 + i * 1000, i)
    const [slice] = tsdb.select(ALL, T0 + 2000, T0 + 5000)
    const seen = () => [[...(slice?.timesMs ?? [])].map((timeMs) => timeMs - T0), [...(slice?.values ?? [])]]
    const before = [
      [2000, 3000, 4000, 5000],
      [2, 3, 4, 5],
    ]
    expect(seen()).toEqual(before)
    if (lateMs !== undefined) tsdb.append(ref, lateMs, -1)
    for (let i = 200; i < 1000; i++) tsdb.append(ref, T0 + i * 1000, -i)
    expect(seen()).toEqual(before)
  })

  it('by a reader is the same, until it is closed', () => {
    const tsdb = createTsdb()
    for (let i = 0; i < 40; i++) fill(tsdb, named('m', { i: String(i) }), T0, T0 + 30 * HOUR)
    const plain = tsdb.select(ALL, T0 + 1, T0 + 29 * HOUR).map(({ values }) => [...values])
    const reader = tsdb.openReader()
    const first = reader.select(ALL, T0 + 1, T0 + 29 * HOUR)
    const second = reader.select([{ name: 'i', op: '=', value: '7' }], T0, T0 + HOUR)
    expect(first.map(({ values }) => [...values])).toEqual(plain)
    expect(second[0]?.values).toHaveLength(241)
    reader.close()
    // The buffers are counted, used again, and given back when less is asked for.
    const bytes = tsdb.stats().readerBytes
    expect(bytes).toBeGreaterThan(40 * 29 * 240 * 8)
    const again = tsdb.openReader()
    expect(again.select(ALL, T0 + 1, T0 + 29 * HOUR).map(({ values }) => [...values])).toEqual(plain)
    again.close()
    expect(tsdb.stats().readerBytes).toBe(bytes)
    for (let i = 0; i < 10; i++) tsdb.openReader().close()
    expect(tsdb.stats().readerBytes).toBeLessThan(bytes)
  })

  it('a pattern that RE2 refuses is an error of the evaluation', () => {
    const tsdb = createTsdb()
    expect(() => tsdb.select([{ name: 'a', op: '=~', value: '(' }], 0, 1)).toThrow(PromqlEvalError)
  })
})

describe('questions about labels', () => {
  const tsdb = createTsdb()
  fill(tsdb, named('up', { job: 'a', instance: 'x' }), T0, T0 + 2 * HOUR)
  fill(tsdb, named('up', { job: 'b', zone: 'é' }), T0 + HOUR, T0 + 3 * HOUR)
  fill(tsdb, named('down', { job: '10' }), T0 + 5 * HOUR, T0 + 5 * HOUR + 60_000)
  tsdb.series(named('never', { nothing: 'here' }))
  const up: LabelMatcher = { name: '__name__', op: '=', value: 'up' }
  const jobs = (op: LabelMatcher['op'], value: string): LabelMatcher => ({ name: 'job', op, value })

  it.each([
    ['all', {}, ['__name__', 'instance', 'job', 'zone'], ['10', 'a', 'b']],
    ['of a selector', { selectors: [[up, jobs('=', 'a')]] }, ['__name__', 'instance', 'job'], ['a']],
    [
      'of two',
      { selectors: [[up, jobs('=', 'b')], [jobs('=~', 'a|1.')]] },
      ['__name__', 'instance', 'job', 'zone'],
      ['10', 'a', 'b'],
    ],
    [
      'of two that overlap',
      { selectors: [[up], [jobs('!=', 'a'), up]] },
      ['__name__', 'instance', 'job', 'zone'],
      ['a', 'b'],
    ],
    ['in a window', { startMs: T0 + 2 * HOUR, endMs: T0 + 4 * HOUR }, ['__name__', 'job', 'zone'], ['b']],
    ['in a window between samples', { startMs: T0 + 1, endMs: T0 + 14_999 }, [], []],
    ['in a window of one sample', { startMs: T0 + 15_000, endMs: T0 + 15_000 }, ['__name__', 'instance', 'job'], ['a']],
    ['in a gap of time', { startMs: T0 + 4 * HOUR, endMs: T0 + 5 * HOUR - 1 }, [], []],
  ])('%s', (_name, scope, names, values) => {
    expect(tsdb.labelNames(scope)).toEqual(names)
    expect(tsdb.labelValues('job', scope)).toEqual(values)
    expect(tsdb.seriesOf(scope).map((labels) => labels.get('job'))).toHaveLength(values.length)
  })

  it('knows what targets say of their metrics', () => {
    const { metadata } = createTsdb()
    const counter = { type: 'counter', help: 'h', unit: '' }
    expect(metadata.set('t1', 'm', counter)).toBe(true)
    metadata.set('t2', 'm', counter)
    metadata.set('t3', 'm', { ...counter, help: 'another' })
    metadata.set('t3', '__proto__', { ...counter, unit: 'seconds', help: 'x'.repeat(1e6) })
    expect([...metadata.byMetric()]).toEqual([
      ['m', [counter, { ...counter, help: 'another' }]],
      ['__proto__', [{ type: 'counter', unit: 'seconds', help: 'x'.repeat(4096) }]],
    ])
    expect([...metadata.entries('m')].map(({ target }) => target)).toEqual(['t1', 't2', 't3'])
    for (const target of ['t1', 't2', 't3', 't3', 'never']) metadata.drop(target)
    expect([metadata.bytes, [...metadata.entries()]]).toEqual([0, []])
  })

  it('takes so much metadata and no more', () => {
    const { metadata } = createTsdb()
    const answers = Array.from({ length: 50_010 }, (_, i) =>
      metadata.set('t', `m${i}`, { type: 'gauge', help: '', unit: '' }),
    )
    expect(answers.filter(Boolean)).toHaveLength(50_000)
    expect(metadata.set('t', 'm0', { type: 'counter', help: '', unit: '' })).toBe(true)
  })
})

describe('bounds', () => {
  it('drops what is older than the retention, and series that are left without samples', () => {
    const tsdb = createTsdb({ retentionMs: 3 * HOUR })
    fill(tsdb, named('short'), T0, T0 + HOUR)
    fill(tsdb, named('long'), T0, T0 + 10 * HOUR)
    const { oldestMs = 0, newestMs = 0, series, dropped } = tsdb.stats()
    expect(series).toBe(1)
    expect(newestMs - oldestMs).toBeGreaterThanOrEqual(3 * HOUR)
    // One chunk and the time between two looks at it.
    expect(newestMs - oldestMs).toBeLessThanOrEqual(4 * HOUR + HOUR / 6)
    expect(dropped).toMatchObject({ series: 1, samples: 240 * dropped.chunks })
    expect(tsdb.labelValues('__name__')).toEqual(['long'])
  })

  it('a reference to a series that was dropped is still good', () => {
    const tsdb = createTsdb()
    const ref = tsdb.series(named('m'))
    tsdb.append(ref, T0, 1)
    tsdb.truncate(T0 + 1)
    expect(tsdb.stats().series).toBe(0)
    expect(tsdb.append(ref, T0, 2)).toBe('tooOld')
    expect(tsdb.append(ref, T0 + 1, 2)).toBe('ok')
    expect(tsdb.append(tsdb.series(named('m')), T0 + 2, 3)).toBe('ok')
    tsdb.truncate(T0 + 3)
    expect(tsdb.append(tsdb.series(named('m')), T0 + 3, 4)).toBe('ok')
    expect(tsdb.append(ref, T0 + 4, 5)).toBe('ok')
    expect(pointsOf(tsdb)).toEqual([
      [
        [T0 + 3, 4],
        [T0 + 4, 5],
      ],
    ])
  })

  it('refuses series beyond the cap by name, and takes none of them in', () => {
    const tsdb = createTsdb({ maxSeries: 3 })
    for (const name of ['a', 'b', 'c', 'a']) tsdb.append(tsdb.series(named(name)), T0, 1)
    expect(() => tsdb.series(named('d'))).toThrow(TsdbLimitError)
    expect(() => tsdb.series(named('d'))).toThrow('the store holds at most 3 series')
    expect(tsdb.append(tsdb.series(named('b')), T0 + 1, 1)).toBe('ok')
    expect(tsdb.labelValues('__name__')).toEqual(['a', 'b', 'c'])
  })

  it('stays within the memory cap by dropping the oldest', () => {
    const maxBytes = 2_000_000
    const tsdb = createTsdb({ maxBytes })
    const refs = Array.from({ length: 50 }, (_, i) => tsdb.series(named('m', { i: String(i) })))
    for (let i = 0; i < 6000; i++) {
      for (const ref of refs) tsdb.append(ref, T0 + i * 15_000, Math.random())
      if (i % 100 === 0) expect(tsdb.bytes()).toBeLessThanOrEqual(maxBytes + 130_000)
    }
    const { oldestMs = 0, newestMs = 0, dropped, series } = tsdb.stats()
    expect(series).toBe(50)
    expect(dropped.chunks).toBeGreaterThan(0)
    // Most of the cap is samples of 8 bytes: the last hours of the day are there.
    expect(newestMs - oldestMs).toBeGreaterThan(10 * HOUR)
    expect(newestMs).toBe(T0 + 5999 * 15_000)
  })

  it('refuses new series where nothing is left to drop', () => {
    const tsdb = createTsdb({ maxBytes: 1_000_000 })
    const fillUp = () => {
      for (let i = 0; i < 10_000; i++) tsdb.append(tsdb.series(named('m', { i: String(i) })), T0, i)
    }
    expect(fillUp).toThrow('the store takes at most 1000000 bytes')
    expect(tsdb.bytes()).toBeLessThan(1_010_000)
    expect(tsdb.stats().samples).toBeGreaterThan(300)
  })

  it('gives the heads of series that ended back', () => {
    const tsdb = createTsdb()
    for (let i = 0; i < 400; i++) {
      const ref = tsdb.series(named('ended', { i: String(i) }))
      for (let k = 0; k < 100; k++) tsdb.append(ref, T0 + k * 15_000, k)
    }
    const before = tsdb.bytes()
    fill(tsdb, named('goes_on'), T0, T0 + 2 * HOUR)
    expect(tsdb.stats().chunks).toBe(401)
    expect(before - tsdb.bytes()).toBeGreaterThan(100_000)
  })
})
