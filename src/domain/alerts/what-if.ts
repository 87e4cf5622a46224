import type { ComparisonOp, Expr } from '~/domain/promql/ast'
import { printExpr } from '~/domain/promql/print-expr'
import { type Labels, labelsKey } from '~/domain/series/frame'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'
import { type Episode, episodesOf } from './history'
import { rootComparison } from './root-comparison'

/** A rule's expression, taken apart where its threshold is. */
export type Trial =
  | {
      readonly kind: 'threshold'
      /** What is compared, with all that else must hold. */
      readonly lhs: string
      /** As if the number stood on the right. */
      readonly op: ComparisonOp
      readonly threshold: number
      /** What has to hold beside it and stays as it is; empty for none. */
      readonly beside: readonly string[]
    }
  | {
      /** Only how long it has to hold can be tried, by the points of the whole expression. */
      readonly kind: 'waiting'
      readonly expr: string
      readonly why: string
    }
  | {
      /** Nothing can be tried: the points of a range are not those of its evaluations. */
      readonly kind: 'none'
      readonly why: string
    }

/** Finds what of a rule can be moved: the number that its expression is compared with at its root. */
export function trialOf(expr: Expr): Trial {
  if (hasMovingEnd(expr)) {
    const why = 'It reads at the start or the end of the question, which each evaluation has elsewhere.'
    return { kind: 'none', why }
  }
  const whole = (why: string): Trial => ({ kind: 'waiting', expr: printExpr(expr), why })
  const root = rootComparison(expr)
  if (!root.ok) return whole(root.why)
  const { compared, op, threshold, filters } = root
  if (compared.kind === 'call' && compared.func === 'absent')
    return whole('It fires where there is nothing to compare.')
  const lhs = filters.reduceRight<Expr>((inner, filter) => ({ ...filter, lhs: inParens(inner) }), compared)
  return {
    kind: 'threshold',
    lhs: printExpr(lhs),
    op,
    threshold,
    beside: filters.map((filter) => `${filter.op} ${printExpr(filter.rhs)}`),
  }
}

/** Whether a value fires, as Prometheus compares. */
export function holds(value: number, op: ComparisonOp, threshold: number): boolean {
  switch (op) {
    case '==':
      return value === threshold
    case '!=':
      return value !== threshold
    case '<':
      return value < threshold
    case '>':
      return value > threshold
    case '<=':
      return value <= threshold
    case '>=':
      return value >= threshold
  }
}

/** The points of an expression at the times at which its rule is evaluated. */
export interface EvaluatedPoints {
  readonly timesMs: ArrayLike<UnixMs>
  readonly stepMs: DurationMs
  readonly series: readonly EvaluatedSeries[]
}

/** Until when a server evaluated a rule less often than it does now, and when. */
export interface EarlierSpacing {
  /** The last of those that are known to have been so far from the one before. */
  readonly untilMs: UnixMs
  readonly everyMs: DurationMs
}

export interface EvaluatedSeries {
  readonly labels: Labels
  readonly values: ArrayLike<number>
  /** 1 where there is a point. */
  readonly present: ArrayLike<number>
}

export interface TriedRule {
  /** Null: each point fires, whatever its value. */
  readonly compare: { readonly op: ComparisonOp; readonly threshold: number } | null
  readonly forMs: DurationMs
  readonly keepFiringMs: DurationMs
  /** What the rule puts on its alerts. Templates are taken as they are: what they make of a value is another alert each time. */
  readonly labels: Labels
  /** Null: it was evaluated at each point. */
  readonly earlier?: EarlierSpacing | null
}

export interface TriedAlert {
  readonly key: string
  readonly labels: Labels
  readonly episodes: readonly Episode[]
  /** 1 at the evaluations after which it fires, from `fromMs` on. */
  readonly firing: Uint8Array
}

/**
 * When a rule would have fired from a time on: its evaluations before only let its alerts wait. An alert waits from the first
 * evaluation that finds it and fires at the one that finds it `for` later; it ends where it is not found, or, where the rule
 * keeps firing, once it was not found for as long.
 */
export function tryRule(points: EvaluatedPoints, rule: TriedRule, fromMs: UnixMs): readonly TriedAlert[] {
  const { timesMs, stepMs } = points
  const count = timesMs.length
  let first = 0
  while (first < count && (timesMs[first] as UnixMs) < fromMs) first++
  const shownMs = Array.from({ length: count - first }, (_, i) => timesMs[first + i] as UnixMs)
  const alerts: TriedAlert[] = []
  for (const { labels, found } of candidatesOf(points, rule)) {
    const firing = firingOf(found, timesMs, rule).subarray(first)
    const episodes = episodesOf(firing, shownMs, stepMs)
    if (episodes.length > 0) alerts.push({ key: labelsKey(labels), labels, episodes, firing })
  }
  return alerts
}

/** At which evaluations each alert is found. Where two series are the same alert the rule fails, and nothing fires then. */
function candidatesOf(points: EvaluatedPoints, { compare, labels: own, earlier }: TriedRule) {
  const found = new Map<string, { labels: Labels; found: Uint8Array }>()
  const failed = skippedOf(points, earlier ?? null)
  for (const { labels: told, values, present } of points.series) {
    const labels = new Map(told)
    labels.delete('__name__')
    // An empty one takes the label away.
    for (const [name, value] of own) value === '' ? labels.delete(name) : labels.set(name, value)
    const key = labelsKey(labels)
    let alert = found.get(key)
    if (alert === undefined) {
      alert = { labels, found: new Uint8Array(points.timesMs.length) }
      found.set(key, alert)
    }
    for (let i = 0; i < alert.found.length; i++) {
      if (present[i] !== 1) continue
      if (compare !== null && !holds(values[i] as number, compare.op, compare.threshold)) continue
      if (alert.found[i] === 1) failed[i] = 1
      alert.found[i] = 1
    }
  }
  return [...found.values()].map(({ labels, found: at }) => ({
    labels,
    found: at.map((one, i) => (failed[i] ? FAILED : one)),
  }))
}

/** An evaluation that failed, or a time without one: alerts stay as they are. */
const FAILED = 2
/** How far back Prometheus looks for the newest sample. */
const LOOKBACK_MS: DurationMs = 300_000

function firingOf(found: Uint8Array, timesMs: ArrayLike<UnixMs>, { forMs, keepFiringMs }: TriedRule): Uint8Array {
  const firing = new Uint8Array(found.length)
  let activeMs: UnixMs | null = null
  let isFiring = false
  let goneMs: UnixMs | null = null
  let toldMs: UnixMs = 0
  for (let i = 0; i < found.length; i++) {
    const timeMs = timesMs[i] as UnixMs
    if (found[i] === FAILED) {
      // Nothing is said to have ended, but what was last said grows old.
      firing[i] = isFiring && timeMs - toldMs <= LOOKBACK_MS ? 1 : 0
      continue
    }
    toldMs = timeMs
    if (found[i] === 1) {
      activeMs ??= timeMs
      goneMs = null
      if (timeMs - activeMs >= forMs) isFiring = true
    } else if (isFiring && keepFiringMs > 0) {
      goneMs ??= timeMs
      if (timeMs - goneMs >= keepFiringMs) isFiring = false
    } else isFiring = false
    if (found[i] !== 1 && !isFiring) {
      activeMs = null
      goneMs = null
    }
    if (isFiring) firing[i] = 1
  }
  return firing
}

/** 1 at the points that are no evaluation: all but the first at or after each, while there were fewer. */
function skippedOf({ timesMs }: EvaluatedPoints, earlier: EarlierSpacing | null): Uint8Array {
  const skipped = new Uint8Array(timesMs.length)
  if (earlier === null) return skipped
  const { untilMs, everyMs } = earlier
  const slotOf = (timeMs: UnixMs) => Math.floor((timeMs - untilMs) / everyMs)
  for (let i = 1; i < skipped.length && (timesMs[i] as UnixMs) < untilMs; i++) {
    if (slotOf(timesMs[i] as UnixMs) === slotOf(timesMs[i - 1] as UnixMs)) skipped[i] = 1
  }
  return skipped
}

/** Of gaps, those of one length must be so many of all before, or they are evaluations that were missed. */
const MOST = 0.8

/**
 * Whether a server evaluated a rule less often before, as told by the times of its samples: the points are those of
 * `timestamp(ALERTS{...})`, in seconds. Null where it did not.
 */
export function earlierSpacing({ series, stepMs }: EvaluatedPoints): EarlierSpacing | null {
  const gaps: { readonly atMs: UnixMs; readonly ms: DurationMs }[] = []
  for (const { values, present } of series) {
    for (let i = 1; i < values.length; i++) {
      if (present[i] !== 1 || present[i - 1] !== 1) continue
      const [before, at] = [Math.round((values[i - 1] as number) * 1000), Math.round((values[i] as number) * 1000)]
      if (at > before) gaps.push({ atMs: at, ms: at - before })
    }
  }
  const wide = gaps.filter(({ ms }) => ms > stepMs * 1.5)
  const counts = new Map<DurationMs, number>()
  for (const { ms } of wide) counts.set(ms, (counts.get(ms) ?? 0) + 1)
  const [most] = [...counts].sort((a, b) => b[1] - a[1])
  if (most === undefined) return null
  const [everyMs, count] = most
  const untilMs = wide.reduce((last, { atMs, ms }) => (ms === everyMs ? Math.max(last, atMs) : last), 0)
  const before = gaps.filter(({ atMs }) => atMs <= untilMs).length
  if (count < before * MOST) return null
  // Where no sample came sooner, the next evaluation was as far away, and found nothing.
  const isSooner = gaps.some(({ atMs }) => atMs > untilMs && atMs < untilMs + everyMs)
  return { untilMs: isSooner ? untilMs : untilMs + everyMs, everyMs }
}

function inParens(expr: Expr): Expr {
  return expr.kind === 'paren' ? expr : { kind: 'paren', span: expr.span, expr }
}

/** Whether something in it is pinned to an end of the question, which is one time for a range and another for an evaluation. */
function hasMovingEnd(expr: Expr): boolean {
  switch (expr.kind) {
    case 'vectorSelector':
      return expr.at?.kind === 'start' || expr.at?.kind === 'end'
    case 'matrixSelector':
      return hasMovingEnd(expr.selector)
    case 'subquery':
      return expr.at?.kind === 'start' || expr.at?.kind === 'end' || hasMovingEnd(expr.expr)
    case 'aggregate':
      return hasMovingEnd(expr.expr) || (expr.param !== undefined && hasMovingEnd(expr.param))
    case 'binary':
      return hasMovingEnd(expr.lhs) || hasMovingEnd(expr.rhs)
    case 'unary':
    case 'paren':
    case 'stepInvariant':
      return hasMovingEnd(expr.expr)
    case 'call':
      return expr.args.some(hasMovingEnd)
    default:
      return false
  }
}
