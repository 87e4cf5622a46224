import { beforeAll, describe, expect, it } from 'vitest'
import { HOUR_MS, MINUTE_MS } from '~/demo/platforms/day'
import { SAMPLE_PLATFORMS } from '~/demo/sample-platforms'
import type { Panel } from '~/domain/dashboards/model'
import { evaluateInstant, evaluateRange } from '~/domain/promql/eval/evaluate'
import { replaceMacros } from '~/domain/promql/macros'
import { parsePromql } from '~/domain/promql/parse/parse-promql'
import { decodeRuleFile } from '~/domain/rules/decode-rule-file'
import type { Labels } from '~/domain/series/frame'
import { statusOf, type ThresholdStep } from '~/domain/thresholds'
import { createTsdb, type Tsdb } from '~/domain/tsdb/tsdb'
import { formatText } from '~/domain/units/format-value'
import { sampleStore } from '~/testing/sample-store'
import { readCheckout, readShippedDashboards } from '~/testing/shipped-dashboards'

const INTERVAL_MS = 15_000
/** Three hours of the evening that end with an API that restarts every 2.5 minutes. */
const FROM_MS = Date.parse('2026-01-28T20:20:00Z')
const TO_MS = FROM_MS + 3 * HOUR_MS
const RANGE = { startMs: TO_MS - HOUR_MS, endMs: TO_MS, stepMs: MINUTE_MS }

/** Within which a figure can be believed, by its unit, at the size of the sample platforms. */
const PLAUSIBLE: Readonly<Record<string, readonly [least: number, most: number]>> = {
  percent: [0, 100],
  s: [0, 7200],
  reqps: [0, 50],
  reqpm: [0, 100],
  bytes: [0, 64 * 2 ** 30],
  binBps: [0, 1e9],
  short: [0, 400_000],
  none: [0, 50],
  tokens: [1e5, 1e8],
  currencyUSD: [0, 5000],
  'suffix:jobs/s': [0, 20],
  'suffix:prompts/s': [0, 50],
  'suffix:tasks/s': [0, 20],
  'suffix:req/s': [0, 50],
  'suffix:/s': [0, 50],
  'suffix:/min': [0, 100],
  'suffix:timeouts/min': [0, 60],
  'suffix:items/min': [0, 1000],
  'suffix:retries/min': [0, 200],
  'suffix:retries/h': [0, 10_000],
  'suffix:failures/10 min': [0, 100],
  'suffix:trends/h': [0, 200],
  'suffix:USD/h': [0, 1500],
  'suffix:messages': [0, 2000],
}

/** Series of a table are cells of its rows. */
const MOST_SERIES = { table: 60, other: 40 }

interface Answer {
  readonly series: readonly { readonly labels: Labels; readonly values: readonly number[] }[]
  readonly newest: readonly number[]
}

/** A store with three hours of a platform; with `idleMs`, nobody asks it for anything for so long before the end. */
const storeOf = (platform: string, idleMs = 0): Tsdb =>
  sampleStore(platform, { fromMs: FROM_MS, toMs: TO_MS, intervalMs: INTERVAL_MS, idleMs })

const textOf = (expr: string) =>
  replaceMacros(expr, { stepMs: RANGE.stepMs, rangeMs: HOUR_MS, scrapeIntervalMs: INTERVAL_MS })

function ask(tsdb: Tsdb, expr: string, instant: boolean): Answer {
  const parsed = parsePromql(textOf(expr))
  const reader = tsdb.openReader()
  try {
    const vector = evaluateInstant(parsed, reader, { timeMs: TO_MS })
    if (vector.type !== 'vector') throw new Error(`${expr} is no vector`)
    const newest = vector.samples.map(({ value }) => value)
    if (instant) return { series: vector.samples.map(({ labels, value }) => ({ labels, values: [value] })), newest }
    const matrix = evaluateRange(parsed, reader, RANGE)
    if (matrix.type !== 'matrix') throw new Error(`${expr} is no matrix`)
    return { series: matrix.series.map(({ labels, values }) => ({ labels, values: Array.from(values) })), newest }
  } finally {
    reader.close()
  }
}

/** Units of a panel's queries: a table's columns have their own. */
function unitOf(panel: Panel, query: number): string {
  const columns = (panel.options['columns'] ?? []) as readonly { readonly query?: number; readonly unit?: string }[]
  return columns.find((column) => column.query === query)?.unit ?? panel.unit
}

function expectPlausible(values: readonly number[], unit: string): void {
  const [least, most] = PLAUSIBLE[unit] ?? [Number.NaN, Number.NaN]
  for (const value of values) {
    if (Number.isNaN(value)) continue
    expect(value, unit).toBeGreaterThanOrEqual(least)
    // 100 * x / x is 100, but for the last bit.
    expect(value, unit).toBeLessThanOrEqual(most * (1 + 1e-12))
  }
}

const LABEL = /\{\{(\w+)\}\}/g
const dashboards = readShippedDashboards()
const platforms = SAMPLE_PLATFORMS.map(({ id }) => [id, dashboards.filter(({ platform }) => platform === id)] as const)

describe.each(platforms)('%s', (platform, own) => {
  let tsdb: Tsdb
  beforeAll(() => {
    tsdb = storeOf(platform)
  })
  const queries = own.flatMap(({ id, goodPanels }) =>
    goodPanels.flatMap((panel) =>
      panel.queries.map((query, i) => [`${id}/${panel.id} ${i}`, panel, query, unitOf(panel, i)] as const),
    ),
  )

  it.each(queries)('%s has an answer that can be believed', (_place, panel, { expr, legend, instant }, unit) => {
    const { series, newest } = ask(tsdb, expr, instant)
    expect(newest.length).toBeGreaterThan(0)
    expect(newest.some((value) => !Number.isNaN(value))).toBe(true)
    expect(series.length).toBeLessThanOrEqual(panel.kind === 'table' ? MOST_SERIES.table : MOST_SERIES.other)
    for (const { labels, values } of series) {
      for (const [, name = ''] of legend.matchAll(LABEL)) expect(labels.get(name) ?? '').not.toBe('')
      expectPlausible(values, unit)
    }
    const names = series.map(({ labels }) => legend.replace(LABEL, (_, name: string) => labels.get(name) ?? ''))
    if (panel.kind !== 'table') expect(new Set(names).size).toBe(names.length)
  })

  const kpis = own.flatMap(({ id, kpis: all }) => all.map((kpi) => [`${id}/${kpi.id}`, kpi] as const))
  it.each(kpis)('the key figure %s is one figure', (_place, { expr, unit }) => {
    const { newest } = ask(tsdb, expr, true)
    expect(newest).toHaveLength(1)
    expect(newest[0]).not.toBeNaN()
    expectPlausible(newest, unit)
  })

  it.each(own.map(({ id, freshness = '' }) => [id, freshness] as const))(
    '%s knows the newest scrape',
    (_id, freshness) => {
      const [seconds = 0] = ask(tsdb, freshness, true).newest
      expect(TO_MS / 1000 - seconds).toBeLessThanOrEqual(30)
    },
  )
})

describe.each(platforms)('%s, when nobody asks it for anything,', (platform, own) => {
  let tsdb: Tsdb
  beforeAll(() => {
    tsdb = storeOf(platform, 150 * MINUTE_MS)
  })

  it.each(own.flatMap(({ id, goodPanels }) => goodPanels.map((panel) => [`${id}/${panel.id}`, panel] as const)))(
    '%s shows no false number and no false colour',
    (_place, panel) => {
      for (const [i, { expr }] of panel.queries.entries()) {
        const { newest } = ask(tsdb, expr, true)
        for (const value of newest) {
          expect(Number.isFinite(value) || Number.isNaN(value)).toBe(true)
          const steps = (panel.options['steps'] ?? []) as readonly ThresholdStep[]
          expect(['ok', 'unknown'], `${expr} is ${value}`).toContain(steps.length > 0 ? statusOf(value, steps) : 'ok')
        }
        if (unitOf(panel, i) !== 'tokens') expectPlausible(newest, unitOf(panel, i))
      }
    },
  )
})

describe('cost', () => {
  /** A day in which one model used 50M tokens and the cache answered 60 of 100 prompts. */
  const tsdb = createTsdb()
  const counters: readonly (readonly [name: string, aDay: number])[] = [
    ['tokens_used_sum', 50e6],
    ['cache_hits_total', 60_000],
    ['cache_misses_total', 40_000],
  ]
  for (const [name, aDay] of counters) {
    const ref = tsdb.series([
      ['__name__', name],
      ...(name === 'tokens_used_sum' ? [['model', 'gemini-2.0-flash'] as const] : []),
      ['platform', 'shorts'],
    ])
    for (let timeMs = TO_MS - 25 * HOUR_MS; timeMs <= TO_MS; timeMs += 5 * MINUTE_MS) {
      tsdb.append(ref, timeMs, (aDay * (timeMs - TO_MS + 25 * HOUR_MS)) / (24 * HOUR_MS))
    }
  }

  it.each([
    ['estimated-cost', ['$1.25']],
    // 30M tokens saved; a year in whole dollars.
    ['cache-savings', ['$0.75', '$274.00']],
  ])('%s reads %s', (id, texts) => {
    const panel = dashboards.flatMap(({ goodPanels }) => goodPanels).find((one) => one.id === id)
    const shown = panel?.queries.map(({ expr }) =>
      formatText(ask(tsdb, expr, true).newest[0] ?? null, { unit: panel.unit }),
    )
    expect(shown).toEqual(texts)
  })
})

describe('what rules record', () => {
  const rules = decodeRuleFile(readCheckout('deploy/prometheus/rules/trends.yml'), 'trends').groups.flatMap((group) =>
    group.rules.flatMap((rule) => (rule.kind === 'recording' ? [rule] : [])),
  )
  const queries = dashboards.flatMap(({ id, goodPanels }) =>
    goodPanels.flatMap((panel) =>
      panel.queries.flatMap(({ expr }) =>
        rules
          .filter(({ name }) => expr.includes(name))
          .map((rule) => [`${id}/${panel.id}`, expr, rule, /^(\d+) \*/.exec(expr)?.[1] ?? '1'] as const),
      ),
    ),
  )
  const tsdb = storeOf('trends')

  it('is used by the dashboards', () => expect(queries.length).toBeGreaterThanOrEqual(7))

  it.each(queries)('%s shows what is recorded, and the same where it is not', (_place, expr, rule, factor) => {
    const reader = tsdb.openReader()
    const computed = evaluateInstant(rule.expr, reader, { timeMs: TO_MS })
    reader.close()
    const value = computed.type === 'vector' ? (computed.samples[0]?.value ?? Number.NaN) : Number.NaN
    expect(value).toBeGreaterThanOrEqual(0)
    expect(ask(tsdb, expr, true).newest).toEqual([expect.closeTo(Number(factor) * value, 9)])

    const recording = storeOfSeries(rule.name, 0.25)
    const { newest, series } = ask(recording, expr, false)
    expect(newest).toEqual([Number(factor) * 0.25])
    expect(series).toHaveLength(1)
  })
})

/** The trends platform without a past, of which a rule has recorded this value for five minutes. */
function storeOfSeries(name: string, value: number): Tsdb {
  const tsdb = createTsdb()
  const ref = tsdb.series([
    ['__name__', name],
    ['platform', 'trends'],
  ])
  for (let timeMs = TO_MS - 5 * MINUTE_MS; timeMs <= TO_MS; timeMs += INTERVAL_MS) tsdb.append(ref, timeMs, value)
  return tsdb
}
