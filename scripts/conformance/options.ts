import { parseArgs } from 'node:util'

export interface ConformanceOptions {
  readonly seed: number
  readonly count: number
  /** Number of the first query; a single one is `--from N --count 1`. */
  readonly from: number
  /** Only queries whose text matches are asked. */
  readonly only: RegExp | undefined
  /** Differences that are shrunk and printed; all are counted. */
  readonly show: number
  /** Compares Prometheus with itself: what differs then is the judge's own fault. */
  readonly self: boolean
}

function wholeNumber(name: string, text: string): number {
  const value = Number(text)
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value))
    throw new Error(`--${name} must be a whole number, not ${JSON.stringify(text)}`)
  return value
}

/** Reads the command line. Throws an Error in words of its own for what it does not know. */
export function parseOptions(args: readonly string[]): ConformanceOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: { type: 'string', default: '1' },
      count: { type: 'string', default: '20000' },
      from: { type: 'string', default: '0' },
      only: { type: 'string' },
      show: { type: 'string', default: '20' },
      self: { type: 'boolean', default: false },
    },
  })
  return {
    seed: wholeNumber('seed', values.seed),
    count: wholeNumber('count', values.count),
    from: wholeNumber('from', values.from),
    only: values.only === undefined ? undefined : new RegExp(values.only),
    show: wholeNumber('show', values.show),
    self: values.self,
  }
}
