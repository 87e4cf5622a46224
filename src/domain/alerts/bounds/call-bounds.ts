import type { CallExpr, Expr } from '~/domain/promql/ast'
import { onlySelector } from '../self-ratio'
import { type Bounds, type Finding, FREE, graver, type JudgeContext, summed } from './bounds'
import { COUNTER } from './selector-bounds'

/** Without its bounds a histogram is no histogram; one of native histograms needs none. */
function withoutBounds(buckets: Expr, { labels }: Bounds): Finding | null {
  const selector = buckets.kind === 'aggregate' ? onlySelector(buckets) : null
  if (selector?.name?.endsWith('_bucket') !== true || labels === null || labels.includes('le')) return null
  const text =
    'histogram_quantile() needs the label le, which its sum leaves out: it finds nothing. "sum by (le)" keeps it.'
  return { level: 'blind', kind: 'label', text }
}

const RATES = new Set(['rate', 'irate', 'increase'])
const COUNTS = new Set([
  'changes',
  'resets',
  'count_over_time',
  'stddev_over_time',
  'stdvar_over_time',
  'sqrt',
  'timestamp',
  'histogram_count',
])
const SAME = new Set([
  'avg_over_time',
  'min_over_time',
  'max_over_time',
  'last_over_time',
  'first_over_time',
  'sort',
  'sort_desc',
  'label_replace',
  'label_join',
  'scalar',
  'vector',
])
/** Functions that have a value whatever they are given. */
const NEVER_EMPTY = new Set(['absent', 'absent_over_time', 'scalar', 'vector', 'time', 'pi'])

/** Whether a function has its value where what it is given has none. */
export function isAbsent({ func }: CallExpr): boolean {
  return func === 'absent' || func === 'absent_over_time'
}

export const ABSENT: Bounds = { ...FREE, lo: 1, hi: 1, what: 'absent(), which is always 1,' }

/** Of a function of arguments with these bounds. */
export function callBounds(call: CallExpr, values: readonly Bounds[], context: JudgeContext): Bounds {
  const { func, args } = call
  const at = args.findIndex((arg) => arg.kind !== 'number' && arg.kind !== 'string')
  // `vector(1)` is its number.
  const inner = values[Math.max(at, 0)]
  const empty = NEVER_EMPTY.has(func) ? null : (values.find((value) => value.empty !== null)?.empty ?? null)
  const labels = func === 'vector' || func === 'scalar' || func === 'time' ? [] : (inner?.labels ?? null)
  const base = { ...FREE, empty, labels: func === 'label_replace' || func === 'label_join' ? null : labels }
  if (RATES.has(func)) {
    noteGauge(call, context)
    return { ...base, lo: 0, what: `${func}(), which is never below 0,` }
  }
  if (COUNTS.has(func)) return { ...base, lo: 0, what: `${func}(), which is never below 0,` }
  if (func === 'histogram_quantile' && inner !== undefined && args[at] !== undefined) {
    const missing = withoutBounds(args[at], inner)
    const kept = base.labels?.filter((label) => label !== 'le') ?? null
    return { ...base, empty: graver(empty, missing), labels: kept }
  }
  if (inner === undefined) return base
  if (SAME.has(func)) return { ...inner, empty, labels: base.labels }
  switch (func) {
    case 'sum_over_time':
      return { ...base, ...summed(inner) }
    case 'abs':
      return {
        ...base,
        lo: Math.max(0, inner.lo),
        hi: Math.max(Math.abs(inner.lo), Math.abs(inner.hi)),
        what: 'abs(), which is never below 0,',
        soft: inner.soft,
      }
    case 'ceil':
    case 'floor': {
      const round = func === 'ceil' ? Math.ceil : Math.floor
      return { ...inner, lo: round(inner.lo), hi: round(inner.hi), empty }
    }
    case 'clamp_min':
    case 'clamp_max': {
      const limit = args[1]
      if (limit?.kind !== 'number') return base
      const clamp = func === 'clamp_min' ? Math.max : Math.min
      return { ...inner, lo: clamp(inner.lo, limit.value), hi: clamp(inner.hi, limit.value), empty, what: `${func}()` }
    }
    case 'sgn':
      return { ...base, lo: -1, hi: 1, what: 'sgn(), which is -1, 0 or 1,' }
    default:
      return base
  }
}

/** A rate counts each fall as a restart from zero: of a gauge it says nothing. */
function noteGauge({ func, args }: CallExpr, { notes }: JudgeContext): void {
  const [arg] = args
  const name = arg?.kind === 'matrixSelector' ? arg.selector.name : undefined
  // A recorded series and a native histogram bear no ending; the first is told by its colon.
  if (name === undefined || COUNTER.test(name) || name.includes(':')) return
  notes.push({
    level: 'may',
    kind: 'gauge',
    text: `${func}() is for counters, and ${name} is not named like one: of a gauge it takes each fall for a restart. delta() or deriv() is for gauges.`,
  })
}
