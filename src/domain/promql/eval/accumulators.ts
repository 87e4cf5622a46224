import type { AggregateOp } from '~/domain/promql/ast'
import type { StepSeries } from './values'

/**
 * Folds the members of a group into one series, member by member and inside them step by step, so that the memory is read in
 * its order. The sums are those of Prometheus 2.42: plain, in the order of the series, each group beginning with its first value.
 */
type Accumulator = (members: readonly StepSeries[], out: StepSeries) => void

function fold(next: (sofar: number, value: number) => number, first: (value: number) => number): Accumulator {
  return (members, { values, present }) => {
    for (const member of members) {
      for (let step = 0; step < values.length; step++) {
        if (member.present[step] === 0) continue
        const value = member.values[step] as number
        values[step] = present[step] === 1 ? next(values[step] as number, value) : first(value)
        present[step] = 1
      }
    }
  }
}

/** Apart from `fold` because most dashboards end here: no call for each number. */
const sum: Accumulator = (members, { values, present }) => {
  for (const member of members) {
    for (let step = 0; step < values.length; step++) {
      if (member.present[step] === 0) continue
      const value = member.values[step] as number
      // The first value is taken and not added to 0, which would make 0 of -0.
      values[step] = present[step] === 1 ? (values[step] as number) + value : value
      present[step] = 1
    }
  }
}

/** Running mean, as Prometheus does it so that sums do not overflow; an infinite mean stays unless infinities disagree. */
const average: Accumulator = (members, { values, present }) => {
  const counts = new Uint32Array(values.length)
  for (const member of members) {
    for (let step = 0; step < values.length; step++) {
      if (member.present[step] === 0) continue
      const value = member.values[step] as number
      const count = (counts[step] as number) + 1
      counts[step] = count
      present[step] = 1
      if (count === 1) {
        values[step] = value
        continue
      }
      const mean = values[step] as number
      if (isInfinite(mean) && (isInfinite(value) ? mean > 0 === value > 0 : !Number.isNaN(value))) continue
      values[step] = mean + (value / count - mean / count)
    }
  }
}

/** Welford's method. The first value counts as no deviation, also where it is not finite. */
function variance(finish: (variance: number) => number): Accumulator {
  return (members, { values, present }) => {
    const counts = new Uint32Array(values.length)
    const means = new Float64Array(values.length)
    for (const member of members) {
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
    }
    for (let step = 0; step < values.length; step++) {
      if (present[step] === 1) values[step] = finish((values[step] as number) / (counts[step] as number))
    }
  }
}

function isInfinite(value: number): boolean {
  return value === Infinity || value === -Infinity
}

export const ACCUMULATORS: ReadonlyMap<AggregateOp, Accumulator> = new Map<AggregateOp, Accumulator>([
  ['sum', sum],
  ['avg', average],
  // NaN stands until a number comes.
  [
    'min',
    fold(
      (least, value) => (least > value || Number.isNaN(least) ? value : least),
      (value) => value,
    ),
  ],
  [
    'max',
    fold(
      (most, value) => (most < value || Number.isNaN(most) ? value : most),
      (value) => value,
    ),
  ],
  [
    'count',
    fold(
      (count) => count + 1,
      () => 1,
    ),
  ],
  [
    'group',
    fold(
      () => 1,
      () => 1,
    ),
  ],
  ['stddev', variance(Math.sqrt)],
  ['stdvar', variance((value) => value)],
])
