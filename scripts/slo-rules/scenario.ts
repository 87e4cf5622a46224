import type { VectorSelector } from '~/domain/promql/ast'
import type { LabelMatcher } from '~/domain/promql/matchers'
import { printExpr } from '~/domain/promql/print-expr'
import { allowedShare, type Slo } from '~/domain/slo/model'
import { histogramPart, leTexts } from '~/domain/slo/selector'

/* Made series of an objective, as promtool writes them, one sample a minute. */

/** Events a minute. */
const TRAFFIC = 10_000

/** A stretch of minutes in which this share of events is bad. */
export interface Stretch {
  readonly minutes: number
  readonly share: number
}

interface InputSeries {
  readonly series: string
  readonly values: string
}

/** The share that burns the budget at `rate` times what is allowed; at most all. */
export const shareAt = (slo: Slo, rate: number) => Math.min(1, rate * allowedShare(slo))

/** The series that an objective reads. With `quiet`, events stop; what is bad has no series before the first of it. */
export function seriesOf(slo: Slo, stretches: readonly Stretch[], quiet = false): readonly InputSeries[] {
  const { sli } = slo
  const traffic = quiet ? 0 : TRAFFIC
  const counted = (selector: VectorSelector, shareOf: (bad: number) => number, values: readonly string[] = []) => ({
    series: named(selector, values),
    values: counter(stretches.map(({ minutes, share }) => [minutes, Math.round(traffic * shareOf(share))])),
  })
  const good = (bad: number) => 1 - bad
  const isClean = stretches.every(({ share }) => share === 0)
  const failures = (selector: VectorSelector) =>
    isClean ? [] : [counted(selector, (bad) => bad, ['500', 'failure', 'x'])]
  switch (sli.kind) {
    case 'good':
      return [counted(sli.good, good), ...failures({ ...sli.total, matchers: [...sli.total.matchers, failed] })]
    case 'errors':
      return [...failures(sli.errors), counted(sli.total, good, ['200', 'success'])]
    case 'parts':
      return [counted(sli.good, good), ...failures(sli.errors)]
    case 'latency': {
      const [le = ''] = leTexts(sli.bound)
      return [
        counted(histogramPart(sli.histogram, 'bucket', [le]), good),
        counted(histogramPart(sli.histogram, 'bucket', ['+Inf']), () => 1),
        counted(histogramPart(sli.histogram, 'count'), () => 1),
      ]
    }
    case 'probe':
      return [{ series: named(sli.probe, []), values: probes(stretches) }]
  }
}

const failed: LabelMatcher = { name: 'status', op: '=', value: 'failed' }

/** The series of a selector: a pattern becomes the first of these values that it matches. */
function named(selector: VectorSelector, values: readonly string[]): string {
  const matchers = selector.matchers.map((matcher): LabelMatcher => {
    if (matcher.op === '=') return matcher
    const value = values.find((one) => new RegExp(`^(?:${matcher.value})$`).test(one)) ?? ''
    return { ...matcher, op: '=', value }
  })
  const isSuccess = values[0] === '200'
  const status = isSuccess && !matchers.some(({ name }) => name.startsWith('status')) ? [plainStatus] : []
  return printExpr({ ...selector, matchers: [...matchers, ...status] })
}

const plainStatus: LabelMatcher = { name: 'status', op: '=', value: '200' }

function counter(stretches: readonly (readonly [minutes: number, perMinute: number])[]): string {
  let value = 0
  const parts: string[] = []
  for (const [minutes, perMinute] of stretches) {
    parts.push(`${value}+${perMinute}x${minutes - 1}`)
    value += perMinute * minutes
  }
  return parts.join(' ')
}

/** Of each hundred scrapes the first ones fail. */
function probes(stretches: readonly Stretch[]): string {
  const values = stretches.flatMap(({ minutes, share }) =>
    Array.from({ length: minutes }, (_, i) => (Math.floor((i + 1) * share) > Math.floor(i * share) ? '0' : '1')),
  )
  return values.join(' ')
}
