import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { VectorSelector } from '~/domain/promql/ast'
import { compareLabels } from '~/domain/promql/labels'
import { printExpr } from '~/domain/promql/print-expr'
import type { SeriesSlice } from '~/domain/promql/queryable'
import { HOUR_MS, MINUTE_MS } from '~/domain/time/duration'
import { hasPrometheus } from '~/testing/real-prometheus'
import { sampleStore } from '~/testing/sample-store'
import { readCheckout } from '~/testing/shipped-dashboards'
import { createHttpClient, type HttpClient } from '../../../scripts/conformance/prometheus/client'
import { loadSeries } from '../../../scripts/conformance/prometheus/load'
import { type RealPrometheus, startPrometheus } from '../../../scripts/conformance/prometheus/server'
import { BURN_WINDOWS_MS } from './burn'
import { decodeSlos } from './decode-slos'
import type { Slo } from './model'
import { burnQuestion, figuresOf, windowQuestion } from './questions'
import { readSlo } from './reading'
import { histogramPart } from './selector'

/*
 * The error budget of each shipped objective, asked of a real Prometheus as the page asks it, beside one that is counted here from what
 * the same Prometheus has: its samples one by one, and its increases series by series.
 */

const TO_MS = Date.parse('2026-01-28T23:20:00Z')
const SPAN = { fromMs: TO_MS - 14 * HOUR_MS, toMs: TO_MS, intervalMs: MINUTE_MS }
const { slos } = decodeSlos(JSON.parse(readCheckout('public/slos.json')))

/** The selectors of an objective that are counted as bad or not, and of all: what a reader of the file would count. */
interface Counted {
  readonly selector: VectorSelector
  readonly keeps: (labels: Readonly<Record<string, string>>) => boolean
}

const all = (selector: VectorSelector): Counted => ({ selector, keeps: () => true })

function sidesOf({ sli }: Slo): {
  readonly good: readonly Counted[]
  readonly bad: readonly Counted[]
  readonly total: readonly Counted[]
} {
  switch (sli.kind) {
    case 'good':
      return { good: [all(sli.good)], bad: [], total: [all(sli.total)] }
    case 'errors':
      return { good: [], bad: [all(sli.errors)], total: [all(sli.total)] }
    case 'parts':
      return { good: [], bad: [all(sli.errors)], total: [all(sli.good), all(sli.errors)] }
    case 'latency': {
      const bucket = histogramPart(sli.histogram, 'bucket')
      return {
        good: [{ selector: bucket, keeps: ({ le }) => Number(le) === sli.bound }],
        bad: [],
        total: [{ selector: bucket, keeps: ({ le }) => le === '+Inf' }],
      }
    }
    case 'probe':
      return { good: [all(sli.probe)], bad: [], total: [all(sli.probe)] }
  }
}

describe.skipIf(!hasPrometheus)('error budgets, counted by hand', () => {
  let prometheus: RealPrometheus
  let client: HttpClient

  beforeAll(async () => {
    const wanted = new Set(
      slos.flatMap((slo) => {
        const { good, bad, total } = sidesOf(slo)
        return [...good, ...bad, ...total].map(({ selector }) => selector.name ?? '')
      }),
    )
    for (const { sli } of slos) if (sli.kind === 'latency') wanted.add(histogramPart(sli.histogram, 'count').name)
    const series: SeriesSlice[] = []
    for (const platform of new Set(slos.map((slo) => slo.platform ?? ''))) {
      const store = sampleStore(platform, SPAN)
      for (const name of wanted) {
        const matchers = [{ name: '__name__', op: '=', value: name }] as const
        series.push(...store.select(matchers, SPAN.fromMs, SPAN.toMs))
      }
    }
    prometheus = await startPrometheus(await mkdtemp(join(tmpdir(), 'lookout-slo-')))
    client = createHttpClient(prometheus.address, 4)
    await loadSeries(
      client,
      series.sort((a, b) => compareLabels(a.labels, b.labels)),
    )
  }, 120_000)

  afterAll(async () => {
    client?.close()
    await prometheus?.stop()
  })

  interface Series {
    readonly metric: Readonly<Record<string, string>>
    readonly value?: readonly [number, string]
    readonly values?: readonly (readonly [number, string])[]
  }

  async function ask(query: string): Promise<readonly Series[]> {
    const body = new URLSearchParams({ query, time: String(TO_MS / 1000) }).toString()
    const answer = await client.post('/api/v1/query', body, { 'Content-Type': 'application/x-www-form-urlencoded' })
    const { status, data, error } = JSON.parse(answer.body)
    if (status !== 'success') throw new Error(`${query}: ${error}`)
    return data.result
  }

  const samplesOf = async (query: string) =>
    (await ask(query)).map(({ metric, value }) => ({
      labels: new Map(Object.entries(metric)),
      value: Number(value?.[1]),
    }))

  /** What counters rose by, sample by sample; a fall is a reset. A probe counts the samples themselves. */
  async function risen(slo: Slo, sides: readonly Counted[], isGood: boolean): Promise<number> {
    let sum = 0
    for (const { selector, keeps } of sides) {
      for (const { metric, values = [] } of await ask(`${printExpr(selector)}[30d]`)) {
        if (!keeps(metric)) continue
        const numbers = values.map(([, text]) => Number(text))
        if (slo.sli.kind === 'probe') sum += isGood ? numbers.filter((one) => one === 1).length : numbers.length
        else
          sum += numbers
            .slice(1)
            .reduce((rise, one, i) => rise + (one >= (numbers[i] ?? 0) ? one - (numbers[i] ?? 0) : one), 0)
      }
    }
    return sum
  }

  /** The same by Prometheus' own increases, one series at a time. */
  async function increased(slo: Slo, sides: readonly Counted[], window: string, isGood: boolean): Promise<number> {
    let sum = 0
    for (const { selector, keeps } of sides) {
      const func = slo.sli.kind !== 'probe' ? 'increase' : isGood ? 'sum_over_time' : 'count_over_time'
      for (const { metric, value } of await ask(`${func}(${printExpr(selector)}[${window}])`)) {
        if (keeps(metric)) sum += Number(value?.[1])
      }
    }
    return sum
  }

  const shareOf = (good: number, bad: number, total: number, hasBad: boolean) => (hasBad ? bad : total - good) / total

  it.each(slos.map((slo) => [slo.id, slo] as const))(
    '%s',
    async (_, slo) => {
      const { good, bad, total } = sidesOf(slo)
      const reading = readSlo(
        slo,
        figuresOf(slo, await samplesOf(windowQuestion(slo)), await samplesOf(burnQuestion(slo))),
      )
      const hasBad = bad.length > 0
      const allowed = 1 - slo.objective
      const budgetOf = (share: number) => 1 - share / allowed

      const summed = [
        await increased(slo, good, '30d', true),
        await increased(slo, bad, '30d', false),
        await increased(slo, total, '30d', false),
      ] as const
      expect(summed[2]).toBeGreaterThan(0)
      expect(reading.left).toBeCloseTo(budgetOf(shareOf(...summed, hasBad)), 8)
      expect(reading.leftEvents).toBeCloseTo(allowed * summed[2] - shareOf(...summed, hasBad) * summed[2], 4)

      // `increase` estimates what was between the ends of the window and the samples nearest to them: half a minute of fourteen hours.
      const counted = [
        await risen(slo, good, true),
        await risen(slo, bad, false),
        await risen(slo, total, false),
      ] as const
      expect(Math.abs((reading.left ?? Number.NaN) - budgetOf(shareOf(...counted, hasBad)))).toBeLessThan(0.005)

      for (const windowMs of BURN_WINDOWS_MS) {
        const window = `${windowMs / MINUTE_MS}m`
        const sides = [
          await increased(slo, good, window, true),
          await increased(slo, bad, window, false),
          await increased(slo, total, window, false),
        ] as const
        const burn = shareOf(...sides, hasBad) / allowed
        const asked = reading.burn.get(windowMs)
        if (Number.isNaN(burn)) expect(asked).toBeNaN()
        else expect(asked).toBeCloseTo(burn, 6)
      }
    },
    60_000,
  )
})
