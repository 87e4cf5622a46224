import type { ArithmeticOp, BinaryExpr } from '~/domain/promql/ast'
import { ratioOf } from '../self-ratio'
import { type Bounds, FREE, graver, LEAST, MOST, type Range } from './bounds'
import { mismatch } from './mismatch'

/** Of an arithmetic operation on two sides. */
export function arithmeticBounds(expr: BinaryExpr, op: ArithmeticOp, left: Bounds, right: Bounds): Bounds {
  const empty = graver(graver(left.empty, right.empty), mismatch(expr, left, right))
  const { matching } = expr
  const isPlain = matching === undefined || (!matching.on && matching.labels.length === 0)
  // A number has no labels: those of the other side stay.
  const labels = isPlain ? (matching === undefined && left.labels?.length === 0 ? right.labels : left.labels) : null
  const soft = left.soft || right.soft
  const base = { ...FREE, empty, soft, labels }
  if (op === '/') {
    const ratio = ratioOf(expr, left.lo >= 0 && right.lo >= 0)
    if (ratio === 'one') return { ...base, lo: 1, hi: 1, soft: false, what: 'one' }
    if (ratio === 'part')
      return {
        ...base,
        lo: 0,
        hi: 1,
        soft: false,
        scale: 'ratio',
        what: 'a part of a whole, which is between 0 and 1,',
      }
  }
  const [lo, hi] = arithmetic(op, left, right)
  const scaled = op === '*' || op === '/' || op === '+' || op === '-'
  const isPercent = lo === 0 && hi === 100
  const what = isPercent
    ? 'a percentage, which is between 0 and 100,'
    : left.what === '' || Number.isFinite(Number(left.what))
      ? right.what
      : left.what
  const scale = !scaled ? null : isPercent ? 'percent' : lo === 0 && hi === 1 ? 'ratio' : null
  return { ...base, lo, hi, what, scale }
}

function arithmetic(op: ArithmeticOp, a: Range, b: Range): readonly [lo: number, hi: number] {
  const ends = (f: (x: number, y: number) => number) => {
    const all = [f(a.lo, b.lo), f(a.lo, b.hi), f(a.hi, b.lo), f(a.hi, b.hi)]
    // 0 * infinity: zero, as the other is finite in each sample.
    const known = all.map((one) => (Number.isNaN(one) ? 0 : one))
    return [Math.min(...known), Math.max(...known)] as const
  }
  switch (op) {
    case '+':
      return [a.lo + b.lo, a.hi + b.hi]
    case '-':
      return [a.lo - b.hi, a.hi - b.lo]
    case '*':
      return ends((x, y) => x * y)
    case '/':
      if (b.lo > 0 || b.hi < 0) return ends((x, y) => x / y)
      // What is divided by zero is infinite with its own sign.
      return a.lo >= 0 && b.lo >= 0 ? [0, MOST] : [LEAST, MOST]
    default:
      return a.lo >= 0 && b.lo >= 0 && op !== 'atan2' ? [0, MOST] : [LEAST, MOST]
  }
}
