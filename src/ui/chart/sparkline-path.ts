/** A small line in a box of 100 by 100: its path and the path of the area below; both empty without two points. */
export interface SparklinePath {
  readonly line: string
  readonly area: string
}

/**
 * Path of values over times; NaN and infinities are gaps. The box spans `fromMs` to `toMs` and the least to the
 * greatest value; a flat line lies in the middle.
 */
export function sparklinePath(
  timesMs: Float64Array,
  values: Float64Array,
  fromMs: number,
  toMs: number,
): SparklinePath {
  let min = Number.POSITIVE_INFINITY
  let max = Number.NEGATIVE_INFINITY
  for (const value of values) {
    if (!Number.isFinite(value)) continue
    if (value < min) min = value
    if (value > max) max = value
  }
  if (!(min <= max) || !(toMs > fromMs)) return { line: '', area: '' }
  const yOf = (value: number) => (max === min ? 50 : 100 - ((value - min) / (max - min)) * 100).toFixed(1)
  let line = ''
  let area = ''
  let run = ''
  let runFrom = ''
  let runTo = ''
  const end = () => {
    if (run.includes('L')) {
      line += run
      area += `${run}L${runTo} 100L${runFrom} 100Z`
    }
    run = ''
  }
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number
    if (!Number.isFinite(value)) {
      end()
      continue
    }
    runTo = ((((timesMs[i] as number) - fromMs) / (toMs - fromMs)) * 100).toFixed(2)
    if (run === '') runFrom = runTo
    run += `${run === '' ? 'M' : 'L'}${runTo} ${yOf(value)}`
  }
  end()
  return { line, area }
}
