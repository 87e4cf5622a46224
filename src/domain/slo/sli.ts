import type { VectorSelector } from '~/domain/promql/ast'
import { printExpr } from '~/domain/promql/print-expr'
import { formatDuration } from '~/domain/time/duration'
import type { DurationMs } from '~/domain/units-of-measure'
import type { Sli } from './model'
import { histogramPart, leTexts, selectOver } from './selector'

/*
 * The questions behind an objective, each one PromQL expression with at most one value and no labels. Sides are summed before they are
 * divided. A counter appears with its first event: where nothing has failed yet there is no series of failures, which is 0 of them, as
 * long as there is a total. Where there is none, there is no answer.
 */

const sumIncrease = (selector: VectorSelector, windowMs: DurationMs) =>
  `sum(increase(${selectOver(selector, windowMs)}))`
const orZeroOf = (part: string, whole: string) => `(${part} or 0 * ${whole})`

/** Bad events over the window. */
export function badExpr(sli: Sli, windowMs: DurationMs): string {
  const of = (selector: VectorSelector) => sumIncrease(selector, windowMs)
  switch (sli.kind) {
    case 'errors':
      return orZeroOf(of(sli.errors), of(sli.total))
    case 'parts':
      return orZeroOf(of(sli.errors), of(sli.good))
    default:
      return `${totalExpr(sli, windowMs)} - ${goodExpr(sli, windowMs)}`
  }
}

/** Good events over the window. */
export function goodExpr(sli: Sli, windowMs: DurationMs): string {
  const of = (selector: VectorSelector) => sumIncrease(selector, windowMs)
  switch (sli.kind) {
    case 'good':
      return orZeroOf(of(sli.good), of(sli.total))
    case 'parts':
      return orZeroOf(of(sli.good), of(sli.errors))
    case 'errors':
      return `${of(sli.total)} - ${badExpr(sli, windowMs)}`
    case 'latency':
      // A histogram has all its buckets from the first event on: where this one is missing, the bound is none.
      return of(histogramPart(sli.histogram, 'bucket', leTexts(sli.bound)))
    case 'probe':
      return `sum(sum_over_time(${selectOver(sli.probe, windowMs)}))`
  }
}

/** All events over the window. */
export function totalExpr(sli: Sli, windowMs: DurationMs): string {
  switch (sli.kind) {
    case 'good':
    case 'errors':
      return sumIncrease(sli.total, windowMs)
    case 'parts':
      return `(${goodExpr(sli, windowMs)} + ${badExpr(sli, windowMs)})`
    case 'latency':
      return sumIncrease(histogramPart(sli.histogram, 'count'), windowMs)
    case 'probe':
      return `sum(count_over_time(${selectOver(sli.probe, windowMs)}))`
  }
}

/** Share of bad events, 0 to 1; NaN without events. */
export function errorShareExpr(sli: Sli, windowMs: DurationMs): string {
  if (sli.kind === 'errors' || sli.kind === 'parts') return `${badExpr(sli, windowMs)} / ${totalExpr(sli, windowMs)}`
  return `1 - ${goodExpr(sli, windowMs)} / ${totalExpr(sli, windowMs)}`
}

/** Share of good events, 0 to 1; NaN without events. */
export function goodShareExpr(sli: Sli, windowMs: DurationMs): string {
  if (sli.kind === 'errors') return `1 - ${errorShareExpr(sli, windowMs)}`
  return `${goodExpr(sli, windowMs)} / ${totalExpr(sli, windowMs)}`
}

/** How many stretches of `stepMs` within the window have data, with events or without. */
export function coverageExpr(sli: Sli, windowMs: DurationMs, stepMs: DurationMs): string {
  return `count_over_time((${totalExpr(sli, stepMs)})[${formatDuration(windowMs)}:${formatDuration(stepMs)}])`
}

/** How many series there are now of what is counted as zero where it is missing; null where nothing is. */
export function countedExpr(sli: Sli): string | null {
  switch (sli.kind) {
    case 'good':
      return `count(${printExpr(sli.good)})`
    case 'errors':
    case 'parts':
      return `count(${printExpr(sli.errors)})`
    default:
      return null
  }
}

/** The bounds that the histogram has now, as `le` of its answer; null where there is no histogram. */
export function boundsExpr(sli: Sli): string | null {
  return sli.kind === 'latency' ? `group by (le) (${printExpr(histogramPart(sli.histogram, 'bucket'))})` : null
}
