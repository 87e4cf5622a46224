import type { Random } from '../random'

/** A sample of an input series; undefined where there is none, `stale` where the series ended. */
export type InputValue = number | 'stale' | undefined

export interface InputSeries {
  readonly name: string
  readonly labels: ReadonlyMap<string, string>
  /** One for each interval from 0 on. */
  readonly values: readonly InputValue[]
  /** The same in the notation of promtool's tests: `0+10x20 _x3 stale`. */
  readonly notation: string
}

interface Piece {
  readonly values: readonly InputValue[]
  readonly notation: string
}

/** Starts, steps and sums are multiples of a quarter, so that adding them up is exact on both sides. */
function ramp(random: Random, start: number, step: number, most: number): Piece {
  const times = random.between(0, most)
  const values = Array.from({ length: times + 1 }, (_, i) => start + i * step)
  return { values, notation: `${start}${step < 0 ? '-' : '+'}${Math.abs(step)}x${times}` }
}

function makePiece(random: Random, isCounter: boolean, last: number): Piece {
  return random.weighted<() => Piece>(
    [6, () => ramp(random, last, isCounter ? random.pick([0, 1, 5, 30, 0.25]) : random.pick([0, 1, -1, 2.5, -4]), 12)],
    [1, () => ramp(random, 0, isCounter ? 2 : 0, 6)],
    [1, () => missing(random.between(1, 8))],
    [1, () => ({ values: ['stale'], notation: 'stale' })],
    [1, () => single(random.pick([0, 1, 10, 20.5, 50, 100]))],
    [0.15, () => ({ values: [Number.NaN], notation: 'NaN' })],
  )()
}

const missing = (count: number): Piece => ({
  values: Array.from({ length: count }, () => undefined),
  notation: `_x${count}`,
})
const single = (value: number): Piece => ({ values: [value], notation: String(value) })

/** Makes an input series of about `length` samples, with resets, gaps and ends. */
export function makeSeries(
  random: Random,
  name: string,
  labels: ReadonlyMap<string, string>,
  options: { readonly isCounter: boolean; readonly length: number },
): InputSeries {
  const pieces: Piece[] = []
  let count = 0
  let last = random.pick([0, 1, 5, 15, 25])
  while (count < options.length) {
    const piece = makePiece(random, options.isCounter, last)
    pieces.push(piece)
    count += piece.values.length
    last =
      (piece.values.findLast((value) => typeof value === 'number' && !Number.isNaN(value)) as number | undefined) ??
      last
  }
  return {
    name,
    labels,
    values: pieces.flatMap(({ values }) => values),
    notation: pieces.map(({ notation }) => notation).join(' '),
  }
}
