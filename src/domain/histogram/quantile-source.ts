import type { AggregateExpr, Expr, VectorSelector } from '~/domain/promql/ast'
import { constantOf } from '~/domain/promql/constant-of'
import { parsePromql } from '~/domain/promql/parse/parse-promql'
import { printExpr } from '~/domain/promql/print-expr'

/** Which labels series still have: these alone, or all but these. */
export interface KeptLabels {
  readonly labels: readonly string[]
  readonly without: boolean
}

/** Where the quantiles of an expression come from. */
export interface QuantileSource {
  /** PromQL with one series a bucket: its bound as `le`, and the labels by which the quantile's series find it. */
  readonly boundsExpr: string
  /** Labels that the quantile's series have, `le` left out. */
  readonly kept: KeptLabels
  /** What the expression makes of a quantile, in the same floating-point steps: `histogram_quantile(...) * 1000`. */
  readonly scale: (value: number) => number
}

/**
 * The buckets behind an expression whose values are quantiles of a classic histogram, perhaps scaled; null for any other,
 * also for one that cannot be parsed. Its macros must have been replaced.
 */
export function findQuantile(text: string): QuantileSource | null {
  try {
    const found = quantileOf(parsePromql(text, { dialect: '3' }))
    if (found === null) return null
    const { buckets, scale } = found
    const kept = { ...buckets.kept, labels: buckets.kept.labels.filter((label) => label !== 'le') }
    return { boundsExpr: printExpr(askFor(buckets)), kept, scale }
  } catch {
    // What is wrong with it the source will say.
    return null
  }
}

/** Bucket series, and the labels that aggregations have left them. */
interface Buckets {
  readonly from: BucketSet
  readonly kept: KeptLabels
}

/** Several histograms at once: the buckets of any, or only those that all have. */
type BucketSet = VectorSelector | { readonly kind: 'joined'; readonly op: 'or' | 'and'; readonly sides: Buckets[] }

interface Quantile {
  readonly buckets: Buckets
  readonly scale: (value: number) => number
}

const NO_SPAN = { from: 0, to: 0 }
const same = (value: number): number => value

/** Of one series alone these are that series' own value. */
const PICKING: ReadonlySet<string> = new Set(['sum', 'avg', 'min', 'max'])

/** Their result has the labels of what they are given, `le` among them. */
const LABEL_KEEPING: ReadonlySet<string> = new Set([
  'rate',
  'irate',
  'increase',
  'delta',
  'idelta',
  'sum_over_time',
  'avg_over_time',
  'max_over_time',
  'min_over_time',
  'last_over_time',
])

function quantileOf(expr: Expr): Quantile | null {
  switch (expr.kind) {
    case 'paren':
      return quantileOf(expr.expr)
    case 'unary':
      return expr.op === '+' ? quantileOf(expr.expr) : null
    case 'call':
      return expr.func === 'histogram_quantile' ? quantileOfBuckets(expr.args[1]) : null
    case 'aggregate':
      return quantileOfGroups(expr)
    case 'binary': {
      if (expr.op === 'or') return eitherQuantile(expr.lhs, expr.rhs)
      if (expr.op !== '*' && expr.op !== '/') return null
      const [left, right] = [constantOf(expr.lhs) ?? 0, constantOf(expr.rhs) ?? 0]
      if (right > 0) return scaled(quantileOf(expr.lhs), (value) => (expr.op === '*' ? value * right : value / right))
      // A number that is divided by a quantile is no quantile.
      return left > 0 && expr.op === '*' ? scaled(quantileOf(expr.rhs), (value) => left * value) : null
    }
    default:
      return null
  }
}

function scaled(quantile: Quantile | null, by: (value: number) => number): Quantile | null {
  return quantile && { ...quantile, scale: (value) => by(quantile.scale(value)) }
}

function quantileOfBuckets(expr: Expr | undefined): Quantile | null {
  const buckets = expr === undefined ? null : bucketsOf(expr)
  // Without bounds it is a native histogram, or nothing.
  return buckets !== null && isKept(buckets.kept, 'le') ? { buckets, scale: same } : null
}

/** An aggregation that has one quantile in each of its groups: `sum by (job) (histogram_quantile(0.9, sum by (job, le) (...)))`. */
function quantileOfGroups({ op, expr, param, grouping, without }: AggregateExpr): Quantile | null {
  if (!PICKING.has(op) || param !== undefined) return null
  const quantile = quantileOf(expr)
  if (quantile === null || quantile.buckets.kept.without) return null
  const labels = quantile.buckets.kept.labels.filter((label) => label !== 'le')
  return labels.every((label) => grouping.includes(label) !== without) ? quantile : null
}

/** `recorded or histogram_quantile(...)`: the recorded series holds the same quantile, and is there sooner. */
function eitherQuantile(lhs: Expr, rhs: Expr): Quantile | null {
  const [left, right] = [quantileOf(lhs), quantileOf(rhs)]
  if (left === null && isSelector(lhs)) return right
  if (right === null && isSelector(rhs)) return left
  if (left === null || right === null) return null
  const isSame =
    printExpr(askFor(left.buckets)) === printExpr(askFor(right.buckets)) && left.scale(1) === right.scale(1)
  return isSame ? left : null
}

function isSelector(expr: Expr): boolean {
  return expr.kind === 'paren' ? isSelector(expr.expr) : expr.kind === 'vectorSelector'
}

function bucketsOf(expr: Expr): Buckets | null {
  switch (expr.kind) {
    case 'paren':
      return bucketsOf(expr.expr)
    case 'vectorSelector':
      return { from: expr, kept: { labels: [], without: true } }
    case 'matrixSelector':
      return bucketsOf(expr.selector)
    case 'subquery':
      return bucketsOf(expr.expr)
    case 'call': {
      const [first] = expr.args
      return first !== undefined && LABEL_KEEPING.has(expr.func) ? bucketsOf(first) : null
    }
    case 'aggregate': {
      const inner = PICKING.has(expr.op) && expr.param === undefined ? bucketsOf(expr.expr) : null
      return inner && { ...inner, kept: narrow(inner.kept, expr) }
    }
    case 'binary': {
      const { op, lhs, rhs, matching } = expr
      if ((op === '*' || op === '/') && (constantOf(rhs) ?? 0) > 0) return bucketsOf(lhs)
      if (op === '*' && (constantOf(lhs) ?? 0) > 0) return bucketsOf(rhs)
      if ((op !== 'or' && op !== '+') || matching?.on === true || matching?.labels.length !== 0) return null
      const sides = [bucketsOf(lhs), bucketsOf(rhs)].filter((side) => side !== null)
      const [left, right] = sides
      if (left === undefined || right === undefined || !areEqual(left.kept, right.kept)) return null
      // What one of two lacks is not in their sum.
      return { from: { kind: 'joined', op: op === 'or' ? 'or' : 'and', sides }, kept: left.kept }
    }
    default:
      return null
  }
}

/** Labels after another aggregation. */
function narrow(kept: KeptLabels, { grouping, without }: Pick<AggregateExpr, 'grouping' | 'without'>): KeptLabels {
  if (!without) return { labels: grouping.filter((label) => isKept(kept, label)), without: false }
  if (kept.without) return { labels: [...new Set([...kept.labels, ...grouping])], without: true }
  return { labels: kept.labels.filter((label) => !grouping.includes(label)), without: false }
}

function isKept({ labels, without }: KeptLabels, label: string): boolean {
  return labels.includes(label) !== without
}

function areEqual(one: KeptLabels, other: KeptLabels): boolean {
  return one.without === other.without && String(one.labels.toSorted()) === String(other.labels.toSorted())
}

/** Asks for the buckets alone. Its text is the same for all quantiles of them, whatever the order of their labels. */
function askFor({ from, kept }: Buckets): Expr {
  if (from.kind === 'joined') {
    const [lhs, rhs] = from.sides.map((side) => askFor({ ...side, kept }))
    if (lhs === undefined || rhs === undefined) throw new Error('there are two sides')
    const matching = { card: 'many-to-many', on: false, labels: [], include: [] } as const
    const joined = { kind: 'binary', span: NO_SPAN, op: from.op, lhs, rhs, returnBool: false, matching } as const
    return { kind: 'paren', span: NO_SPAN, expr: joined }
  }
  const labels = kept.labels.filter((label) => label !== 'le').toSorted()
  const grouping = kept.without ? labels : ['le', ...labels]
  const { without } = kept
  return { kind: 'aggregate', span: NO_SPAN, op: 'group', expr: from, param: undefined, grouping, without }
}
