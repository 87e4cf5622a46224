import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareLabels } from '~/domain/promql/labels'
import type { LabelMatcher } from '~/domain/promql/matchers'
import type { SeriesSlice } from '~/domain/promql/queryable'
import type { AppendVerdict } from './tsdb'
import { createTsdb, type SeriesRef, type Tsdb, type TsdbOptions } from './tsdb'

interface Kept {
  readonly value: number
  readonly isStale: boolean
}

const ANY = -(2 ** 52)
const NAMES = ['a', 'b', 'c', 'd']
const EVERY: readonly LabelMatcher[] = [{ name: '__name__', op: '=', value: 'm' }]

/** A store so simple that it can be believed: all samples in maps by time. */
class PlainStore {
  readonly series = new Map<string, { samples: Map<number, Kept>; lastMs: number }>()
  newestMs = Number.NEGATIVE_INFINITY

  append(name: string, timeMs: number, kept: Kept, outOfOrderMs: number): AppendVerdict {
    const series = this.series.get(name) ?? { samples: new Map<number, Kept>(), lastMs: Number.NEGATIVE_INFINITY }
    if (timeMs <= series.lastMs) {
      const there = series.samples.get(timeMs)
      if (timeMs < series.lastMs && outOfOrderMs === 0) return 'outOfOrder'
      if (timeMs < series.lastMs && timeMs < this.newestMs - outOfOrderMs) return 'tooOld'
      const isSame = there !== undefined && there.isStale === kept.isStale && Object.is(there.value, kept.value)
      if (there !== undefined) return isSame ? 'duplicate' : 'duplicateTime'
    }
    series.samples.set(timeMs, kept)
    series.lastMs = Math.max(series.lastMs, timeMs)
    this.series.set(name, series)
    this.newestMs = Math.max(this.newestMs, timeMs)
    return 'ok'
  }

  read(startMs: number, endMs: number): string {
    const lines: string[] = []
    for (const name of NAMES) {
      const all = [...(this.series.get(name)?.samples ?? [])].sort(([a], [b]) => a - b)
      for (const [timeMs, { value, isStale }] of all) {
        if (timeMs >= startMs && timeMs <= endMs) lines.push(line(name, timeMs, value, isStale))
      }
    }
    return lines.join('\n')
  }
}

/** One text for all samples: a comparison of texts is quick, and tells where they differ. */
function shown(slices: readonly SeriesSlice[]): string {
  const lines: string[] = []
  for (const { labels, timesMs, values, stale } of slices) {
    timesMs.forEach((timeMs, i) => {
      lines.push(line(labels.get('s') ?? '', timeMs, values[i] ?? 0, stale?.[i] === 1))
    })
  }
  return lines.join('\n')
}

function line(name: string, timeMs: number, value: number, isStale: boolean): string {
  return `${name} ${timeMs} ${Object.is(value, -0) ? '-0' : value}${isStale ? ' stale' : ''}`
}

const labelsOf = (name: string): [string, string][] => [
  ['__name__', 'm'],
  ['s', name],
]

const someValue = fc.oneof(
  fc.integer({ min: -1000, max: 1000 }),
  fc.double(),
  fc.constantFrom(0, -0, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, 5e-324, 0.1),
)

type Step =
  | { readonly do: 'scrape'; readonly afterMs: number; readonly kept: readonly (Kept | null)[] }
  | { readonly do: 'late'; readonly name: string; readonly backMs: number; readonly kept: Kept }
  | {
      readonly do: 'columns'
      readonly afterMs: number
      readonly stepMs: number
      readonly count: number
      readonly gaps: readonly number[]
      readonly seed: number
    }
  | { readonly do: 'look' }

const someKept: fc.Arbitrary<Kept> = fc.oneof(
  { weight: 8, arbitrary: someValue.map((value) => ({ value, isStale: false })) },
  { weight: 1, arbitrary: fc.constant({ value: Number.NaN, isStale: true }) },
)

const someStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('scrape' as const),
      afterMs: fc.oneof(fc.constant(15_000), fc.integer({ min: 0, max: 2_000_000 })),
      kept: fc.array(fc.option(someKept, { freq: 4 }), { minLength: 4, maxLength: 4 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('late' as const),
      name: fc.constantFrom(...NAMES),
      backMs: fc.oneof(
        fc.integer({ min: 0, max: 8_000_000 }),
        fc.integer({ min: 0, max: 40 }).map((n) => n * 15_000),
      ),
      kept: someKept,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('columns' as const),
      afterMs: fc.oneof(fc.constant(15_000), fc.integer({ min: -100_000, max: 1_000_000 })),
      stepMs: fc.constantFrom(1, 5000, 15_000, 60_007),
      count: fc.integer({ min: 0, max: 600 }),
      gaps: fc.array(fc.nat({ max: 600 }), { maxLength: 3 }),
      seed: fc.nat({ max: 5 }),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ do: 'look' as const }) },
)

/** Plays steps on a store and on the plain one, comparing each verdict. */
function play(steps: readonly Step[], tsdb: Tsdb, plain: PlainStore, outOfOrderMs: number): void {
  const refs = new Map<string, SeriesRef>(NAMES.map((name) => [name, tsdb.series(labelsOf(name))]))
  const put = (name: string, timeMs: number, kept: Kept) => {
    const ref = refs.get(name) ?? tsdb.series(labelsOf(name))
    const verdict = kept.isStale ? tsdb.appendStale(ref, timeMs) : tsdb.append(ref, timeMs, kept.value)
    expect(verdict).toBe(plain.append(name, timeMs, kept, outOfOrderMs))
  }
  let nowMs = 1_700_000_000_000
  for (const step of steps) {
    if (step.do === 'scrape') {
      nowMs += step.afterMs
      NAMES.forEach((name, i) => {
        const kept = step.kept[i]
        if (kept) put(name, nowMs, kept)
      })
    } else if (step.do === 'late') put(step.name, nowMs - step.backMs, step.kept)
    else if (step.do === 'look')
      expect(shown(tsdb.select(EVERY, nowMs - 4e6, nowMs))).toBe(plain.read(nowMs - 4e6, nowMs))
    else {
      const startMs = nowMs + step.afterMs
      const timesMs = Float64Array.from({ length: step.count }, (_, i) => startMs + i * step.stepMs)
      const columns = NAMES.map((name, column) => {
        const values = timesMs.map((_, i) =>
          column === 0 ? step.seed : column === 1 ? i * step.seed : Math.sin(i + step.seed),
        )
        const present = Uint8Array.from(timesMs, (_, i) =>
          column > 1 && step.gaps.includes(i) ? (i % 3 === 0 ? 2 : 0) : 1,
        )
        const ref = refs.get(name) ?? tsdb.series(labelsOf(name))
        return { name, ref, values, ...(column === 0 ? {} : { present }) }
      })
      tsdb.appendColumns({ timesMs, columns })
      // Window by window is how the store goes, which matters for how old a sample is.
      for (let from = 0; from < step.count; ) {
        let to = from
        const hourOf = (i: number) => Math.floor((timesMs[i] ?? 0) / 3_600_000)
        while (to < step.count && hourOf(to) === hourOf(from)) to += 1
        for (const { name, values, present } of columns) {
          for (let i = from; i < to; i++) {
            if (present?.[i] === 0) continue
            const isStale = present?.[i] === 2
            plain.append(
              name,
              timesMs[i] ?? 0,
              { value: isStale ? Number.NaN : (values[i] ?? 0), isStale },
              outOfOrderMs,
            )
          }
        }
        from = to
      }
      nowMs = Math.max(nowMs, timesMs.at(-1) ?? nowMs)
    }
  }
}

const someWindow = fc.tuple(fc.integer({ min: -10_000_000, max: 60_000_000 }), fc.integer({ min: 0, max: 20_000_000 }))

function expectSame(tsdb: Tsdb, plain: PlainStore, windows: readonly (readonly [number, number])[]): void {
  expect(shown(tsdb.select(EVERY, ANY, 2 ** 52))).toBe(plain.read(ANY, 2 ** 52))
  for (const [fromMs, forMs] of windows) {
    const startMs = 1_700_000_000_000 + fromMs
    expect(shown(tsdb.select(EVERY, startMs, startMs + forMs))).toBe(plain.read(startMs, startMs + forMs))
  }
}

describe('whatever is appended', { timeout: 30_000 }, () => {
  const cases: readonly (readonly [string, TsdbOptions])[] = [
    ['in order', {}],
    ['with late samples within an hour', { outOfOrderMs: 3_600_000 }],
    ['in windows of ten minutes', { windowMs: 600_000, outOfOrderMs: 900_000 }],
  ]
  it.each(cases)('comes back exactly: %s', (_name, options) => {
    fc.assert(
      fc.property(
        fc.array(someStep, { maxLength: 30, size: 'max' }),
        fc.array(someWindow, { maxLength: 4 }),
        (steps, windows) => {
          const tsdb = createTsdb(options)
          const plain = new PlainStore()
          play(
            options.windowMs === undefined ? steps : steps.filter((step) => step.do !== 'columns'),
            tsdb,
            plain,
            options.outOfOrderMs ?? 0,
          )
          expectSame(tsdb, plain, windows)
          const kept = [...plain.series.values()].reduce((sum, { samples }) => sum + samples.size, 0)
          expect(tsdb.stats().samples).toBe(kept)
        },
      ),
      { numRuns: 60 },
    )
  })

  it('is dropped from its oldest end alone, under any retention and cap', () => {
    const scrapes = fc.array(
      fc.record({
        afterMs: fc.oneof(fc.constant(15_000), fc.integer({ min: 1, max: 3_000_000 })),
        times: fc.integer({ min: 1, max: 300 }),
        names: fc.subarray(NAMES, { minLength: 1 }),
      }),
      { maxLength: 25, size: 'max' },
    )
    fc.assert(
      fc.property(
        scrapes,
        fc.option(fc.integer({ min: 0, max: 20_000_000 })),
        fc.option(fc.integer({ min: 60_000, max: 220_000 })),
        (runs, retentionMs, maxBytes) => {
          const tsdb = createTsdb({
            ...(retentionMs === null ? {} : { retentionMs }),
            ...(maxBytes === null ? {} : { maxBytes }),
          })
          const refs = new Map(NAMES.map((name) => [name, tsdb.series(labelsOf(name))]))
          const plain = new PlainStore()
          let nowMs = 1_700_000_000_000
          for (const { afterMs, times, names } of runs) {
            for (let i = 0; i < times; i++) {
              nowMs += afterMs
              for (const name of names) {
                const ref = refs.get(name)
                if (ref !== undefined) tsdb.append(ref, nowMs, Math.sin(nowMs))
                plain.append(name, nowMs, { value: Math.sin(nowMs), isStale: false }, 0)
              }
            }
          }
          const { samples, dropped, bytes, chunks, verdicts } = tsdb.stats()
          const appended = [...plain.series.values()].reduce((sum, series) => sum + series.samples.size, 0)
          expect(verdicts.ok).toBe(appended)
          expect(samples + dropped.samples).toBe(appended)
          // One page may have been opened since the cap was looked at.
          if (maxBytes !== null && chunks > 0) expect(bytes).toBeLessThanOrEqual(maxBytes + 140_000)
          for (const name of NAMES) {
            const [slice] = tsdb.select([{ name: 's', op: '=', value: name }], ANY, 2 ** 52)
            const fromMs = slice?.timesMs[0] ?? Number.POSITIVE_INFINITY
            const expected = [...(plain.series.get(name)?.samples.keys() ?? [])]
            expect([...(slice?.timesMs ?? [])]).toEqual(expected.filter((timeMs) => timeMs >= fromMs))
            const keptMs =
              maxBytes === null ? nowMs - (retentionMs ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY
            expect(expected.filter((timeMs) => timeMs >= keptMs && timeMs < fromMs)).toEqual([])
          }
        },
      ),
      { numRuns: 30 },
    )
  })

  it('survives being persisted and restored at any moment, in parts and more than once', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(someStep, { maxLength: 12, size: 'max' }), { minLength: 1, maxLength: 4 }),
        fc.array(someWindow, { maxLength: 2 }),
        (sessions, windows) => {
          const options = { outOfOrderMs: 3_600_000 }
          const plain = new PlainStore()
          const stored: unknown[] = []
          let heads: readonly unknown[] = []
          let tsdb = createTsdb(options)
          const all: Step[] = []
          for (const steps of sessions) {
            // Steps start from the same moment each time, so a session plays the ones before it again: all duplicates.
            all.push(...steps)
            tsdb = createTsdb(options)
            const report = tsdb.restore([...heads, ...stored, ...heads])
            expect(report).toMatchObject({ skippedChunks: 0, brokenBlocks: 0, faults: [] })
            expectSame(tsdb, plain, windows)
            replay(all, tsdb, plain)
            stored.push(...structuredClone(tsdb.drainSealed()))
            heads = structuredClone(tsdb.snapshotHead())
            expectSame(tsdb, plain, windows)
          }
          expect(tsdb.drainSealed()).toEqual([])
        },
      ),
      { numRuns: 40 },
    )
  })
})

/** Appends what both stores take, without comparing verdicts: after a restoration the newest time of all may differ. */
function replay(steps: readonly Step[], tsdb: Tsdb, plain: PlainStore): void {
  let nowMs = 1_700_000_000_000
  for (const step of steps) {
    if (step.do !== 'scrape') continue
    nowMs += step.afterMs
    NAMES.forEach((name, i) => {
      const kept = step.kept[i]
      if (!kept) return
      const ref = tsdb.series(labelsOf(name))
      const verdict = kept.isStale ? tsdb.appendStale(ref, nowMs) : tsdb.append(ref, nowMs, kept.value)
      expect(verdict).toBe(plain.append(name, nowMs, kept, 3_600_000))
    })
  }
}

describe('a selector', { timeout: 30_000 }, () => {
  it('finds what a look at each series finds, in order', () => {
    const names = ['__name__', 'job', '__proto__', 'constructor', 'é']
    const values = ['', 'a', 'b', 'ab', 'a\nb', '10', 'é', '\u{1f600}', '\uffee', 'x\0y']
    const someLabels = fc.uniqueArray(fc.tuple(fc.constantFrom(...names), fc.constantFrom(...values)), {
      selector: ([name]) => name,
      minLength: 1,
    })
    const tests: readonly (readonly [string, (text: string) => boolean])[] = [
      ['', (text) => text === ''],
      ['a', (text) => text === 'a'],
      ['a|b', (text) => text === 'a' || text === 'b'],
      ['a.*', (text) => /^a.*$/.test(text)],
      ['.*', (text) => !text.includes('\n')],
      ['.+', (text) => /^.+$/.test(text)],
      ['[^a]*', (text) => !text.includes('a')],
      ['|b', (text) => text === '' || text === 'b'],
    ]
    const someMatcher: fc.Arbitrary<readonly [LabelMatcher, (text: string) => boolean]> = fc
      .tuple(
        fc.constantFrom(...names),
        fc.oneof(
          fc
            .tuple(fc.constantFrom('=' as const, '!=' as const), fc.constantFrom(...values))
            .map(([op, value]) => [op, value, (text: string) => (text === value) === (op === '=')] as const),
          fc
            .tuple(fc.constantFrom('=~' as const, '!~' as const), fc.constantFrom(...tests))
            .map(([op, [value, test]]) => [op, value, (text: string) => test(text) === (op === '=~')] as const),
        ),
      )
      .map(([name, [op, value, test]]) => [{ name, op, value }, test])
    const batch = fc.array(someLabels, { maxLength: 30 })
    fc.assert(
      fc.property(
        fc.array(batch, { minLength: 1, maxLength: 4 }),
        fc.array(fc.array(someMatcher, { maxLength: 3 }), { maxLength: 8 }),
        fc.nat(),
        (batches, selectors, cut) => {
          const tsdb = createTsdb()
          let timeMs = 0
          const newest = new Map<string, { labels: Map<string, string>; timeMs: number }>()
          for (const labelSets of batches) {
            for (const pairs of labelSets) {
              timeMs += 1
              const ref = tsdb.series(pairs)
              expect(tsdb.append(ref, timeMs, 1)).toBe('ok')
              newest.set(JSON.stringify([...ref.labels]), { labels: new Map(ref.labels), timeMs })
            }
            check()
          }
          const beforeMs = cut % (timeMs + 1)
          tsdb.truncate(beforeMs)
          for (const [key, series] of newest) if (series.timeMs < beforeMs) newest.delete(key)
          check()

          function check() {
            const all = [...newest.values()].map(({ labels }) => labels).sort(compareLabels)
            for (const selector of selectors) {
              const expected = all.filter((labels) =>
                selector.every(([{ name }, test]) => test(labels.get(name) ?? '')),
              )
              const found = tsdb
                .select(
                  selector.map(([matcher]) => matcher),
                  ANY,
                  2 ** 52,
                )
                .map(({ labels }) => labels)
              expect(found).toEqual(expected)
            }
            expect(tsdb.seriesOf()).toEqual(all)
          }
        },
      ),
      { numRuns: 150 },
    )
  })
})
