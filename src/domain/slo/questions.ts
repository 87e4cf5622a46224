import { quoteText } from '~/domain/promql/parse/go-quote'
import type { VectorSample } from '~/domain/series/frame'
import { formatDuration } from '~/domain/time/duration'
import type { DurationMs } from '~/domain/units-of-measure'
import { BURN_WINDOWS_MS } from './burn'
import type { Slo } from './model'
import type { SloFigures } from './reading'
import { badExpr, countedExpr, coverageExpr, errorShareExpr, totalExpr } from './sli'
import { stepOf } from './step'

/* An objective needs a dozen figures. They are asked in two questions, each figure under a label of its own. */

const FIGURE = 'figure'

/** Several expressions without labels as one, each named by the label `figure`. */
function joined(figures: readonly (readonly [name: string, expr: string])[]): string {
  return figures
    .map(([name, expr]) => `label_replace(${expr}, ${quoteText(FIGURE)}, ${quoteText(name)}, "", "")`)
    .join(' or ')
}

/** Bad and all events over the window, and how much of it has data. */
export function windowQuestion(slo: Slo): string {
  const { sli, windowMs } = slo
  return joined([
    ['bad', badExpr(sli, windowMs)],
    ['total', totalExpr(sli, windowMs)],
    ['covered', coverageExpr(sli, windowMs, stepOf(slo))],
  ])
}

/** Windows over which an objective's burn is asked: none is longer than its own. */
export function burnWindowsOf({ windowMs }: Pick<Slo, 'windowMs'>): readonly DurationMs[] {
  return BURN_WINDOWS_MS.filter((ms) => ms <= windowMs)
}

/** The share of errors over each window, and whether what counts as none where it is missing is there. */
export function burnQuestion(slo: Slo): string {
  const shares = burnWindowsOf(slo).map((ms) => [formatDuration(ms), errorShareExpr(slo.sli, ms)] as const)
  const counted = countedExpr(slo.sli)
  return joined(counted === null ? shares : [...shares, ['counted', counted]])
}

/** Bad and all events of each step, for the budget over the window. */
export function stepQuestion(slo: Slo): string {
  const stepMs = stepOf(slo)
  return joined([
    ['bad', badExpr(slo.sli, stepMs)],
    ['total', totalExpr(slo.sli, stepMs)],
  ])
}

type Samples = readonly Pick<VectorSample, 'labels' | 'value'>[]

const figureOf = (samples: Samples, name: string) =>
  samples.find(({ labels }) => labels.get(FIGURE) === name)?.value ?? null

/** What the answers to `windowQuestion` and `burnQuestion` say. */
export function figuresOf(slo: Slo, window: Samples, burn: Samples): SloFigures {
  return {
    bad: figureOf(window, 'bad'),
    total: figureOf(window, 'total'),
    covered: figureOf(window, 'covered'),
    errorShares: new Map(burnWindowsOf(slo).map((ms) => [ms, figureOf(burn, formatDuration(ms))])),
  }
}

/** Whether the series of good events or errors, taken for zero where it is missing, is missing now. */
export function isTakenForZero(slo: Slo, burn: Samples): boolean {
  return countedExpr(slo.sli) !== null && figureOf(burn, 'counted') === null && burn.length > 0
}

/** The series of a figure in the answer to `stepQuestion`. */
export function figureNameOf(labels: ReadonlyMap<string, string>): string {
  return labels.get(FIGURE) ?? ''
}
