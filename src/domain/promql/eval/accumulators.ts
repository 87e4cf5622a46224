import type { AggregateOp } from '~/domain/promql/ast'
import type { StepSeries } from './values'

/**
 * Folds the members of a group into one series, member by member and inside them step by step, so that memory is read in its
 * order. The sums are those of Prometheus 2.42: plain, in the order of the series, each group beginning with its first value.
 */
export interface Accumulator {
  add(member: StepSeries): void
  finish(): StepSeries
}

type CreateAccumulator = (out: StepSeries) => Accumulator

function fold(next: (sofar: number, value: number) => number, first: (value: number) => number): CreateAccumulator {
  return (out) => ({
    add(member) {
      const { values, present } = out
      for (let step = 0; step < values.length; step++) {
        if (member.present[step] === 0) continue
        const value = member.values[step] as number
        values[step] = present[step] === 1 ? next(values[step] as number, value) : first(value)
        present[step] = 1
      }
    },
    finish: () => out,
  })
}

/** Apart from `fold` because most dashboards end here: no call for each number. */
const sum: CreateAccumulator = (out) => ({
  add(member) {
    const { values, present } = out
    for (let step = 0; step < values.length; step++) {
      if (member.present[step] === 0) continue
      const value = member.values[step] as number
      // The first value is taken and not added to 0, which would make 0 of -0.
      values[step] = present[step] === 1 ? (values[step] as number) + value : value
      present[step] = 1
    }
  },
  finish: () => out,
})

/** Running mean, as Prometheus does it so that sums do not overflow; an infinite mean stays unless infinities disagree. */
const average: CreateAccumulator = (out) => {
  const { values, present } = out
  const counts = new Uint32Array(values.length)
  return {
    add(member) {
      for (let step = 0; step < values.length; step++) {
        if (member.present[step] === 0) continue
        const value = member.values[step] as number
        const count = (counts[step] as number) + 1
        counts[step] = count
        present[step] = 1
        const mean = values[step] as number
        if (count === 1) values[step] = value
        else if (isInfinite(mean) && (isInfinite(value) ? mean > 0 === value > 0 : !Number.isNaN(value))) continue
        else values[step] = mean + (value / count - mean / count)
      }
    },
    finish: () => out,
  }
}

/** Welford's method. The first value counts as no deviation, also where it is not finite. */
function variance(root: (variance: number) => number): CreateAccumulator {
  return (out) => {
    const { values, present } = out
    const counts = new Uint32Array(values.length)
    const means = new Float64Array(values.length)
    return {
      add(member) {
        for (let step = 0; step < values.length; step++) {
          if (member.present[step] === 0) continue
          const value = member.values[step] as number
          const count = (counts[step] as number) + 1
          counts[step] = count
          present[step] = 1
          if (count === 1) {
            means[step] = value
            continue
          }
          const delta = value - (means[step] as number)
          const mean = (means[step] as number) + delta / count
          means[step] = mean
          values[step] = (values[step] as number) + delta * (value - mean)
        }
      },
      finish() {
        for (let step = 0; step < values.length; step++) {
          if (present[step] === 1) values[step] = root((values[step] as number) / (counts[step] as number))
        }
        return out
      },
    }
  }
}

function isInfinite(value: number): boolean {
  return value === Infinity || value === -Infinity
}

const itself = (value: number) => value
const one = () => 1

const CREATE: ReadonlyMap<AggregateOp, CreateAccumulator> = new Map<AggregateOp, CreateAccumulator>([
  ['sum', sum],
  ['avg', average],
  // NaN stands until a number comes.
  ['min', fold((least, value) => (least > value || Number.isNaN(least) ? value : least), itself)],
  ['max', fold((most, value) => (most < value || Number.isNaN(most) ? value : most), itself)],
  ['count', fold((count) => count + 1, one)],
  ['group', fold(one, one)],
  ['stddev', variance(Math.sqrt)],
  ['stdvar', variance(itself)],
])

/** The aggregation of one group into `out`, which has no points yet. */
export function createAccumulator(op: AggregateOp, out: StepSeries): Accumulator {
  const create = CREATE.get(op)
  if (create === undefined) throw new Error(`${op} takes more than one number after the other`)
  return create(out)
}
