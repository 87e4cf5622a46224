import { lognormalPiece } from './lognormal'
import type { Spread } from './platform-model'
import { drawBinomial, drawNormal, type RandomStream } from './random'

/** Medians within 2 % of each other share a table: a level that drifts would else need a new one each tick. */
const STEPS_PER_E = 50
const MOST_TABLES = 4096
const GUIDE_SIZE = 64

/** A count takes about as long as two draws of a bin; bins that are hardly ever hit take no time. */
const COUNTS_FROM = 2
const SELDOM = 0.002

/** Where amounts are cut that no histogram counts, in standard deviations of the logarithm around the median. */
const RELATIVE_CUTS = [-2, -1.3, -0.7, -0.2, 0.2, 0.7, 1.3, 1.8, 2.3, 3]

/** Bins of a distribution: values in `(lowers[i], uppers[i]]`, of which `lows[i]` and `highs[i]` are the ends that can be drawn. */
export interface Bins {
  readonly lowers: readonly number[]
  readonly uppers: readonly number[]
  readonly lows: Float64Array
  readonly highs: Float64Array
}

/** A distribution over bins, ready for fast draws. */
export interface DrawTable {
  readonly bins: Bins
  readonly shares: Float64Array
  /** Ends in 1 from the last bin on that has a share. */
  readonly cumulative: Float64Array
  /** First bin that a number in `[i / 64, (i + 1) / 64)` can fall in. */
  readonly guide: Uint16Array
  readonly means: Float64Array
  readonly variances: Float64Array
  /** From so many draws on, it is faster to draw each bin's count than each draw's bin. */
  readonly countsFrom: number
}

/** The tables of a spread's two parts. */
export interface SpreadDraws {
  readonly main: SpreadTables
  readonly slow: SpreadTables | undefined
  readonly whole: boolean
}

/** Bins with these upper bounds, ascending, and one more that ends at the spread's cap. */
export function createBins({ max = Number.POSITIVE_INFINITY, whole = false }: Spread, bounds: readonly number[]): Bins {
  const uppers = [...bounds.filter((bound) => Number.isFinite(bound)), Number.POSITIVE_INFINITY]
  const lowers = [0, ...uppers.slice(0, -1)]
  // Whole numbers of a bin (1, 3] are 2 and 3.
  const lows = Float64Array.from(lowers, (low) => (whole ? Math.floor(low) + 1 : low))
  const highs = Float64Array.from(uppers, (high, bin) =>
    Math.max(lows[bin] ?? 0, Number.isFinite(high) ? (whole ? Math.floor(high) : high) : max),
  )
  return { lowers, uppers, lows, highs }
}

/** The tables of one lognormal by its median, each made when it is first asked for. A class for speed, as `RandomStream` is. */
export class SpreadTables {
  private readonly known = new Map<number, DrawTable>()
  private lastKey = Number.NaN
  private last: DrawTable | undefined

  constructor(
    private readonly spread: Spread,
    private readonly sigma: number,
    private readonly bins: Bins | undefined,
  ) {}

  /** The table of the median that is the level of this index: a plain number would be allocated for each call. */
  of(levels: Float64Array, index: number): DrawTable {
    const median = levels[index] as number
    // Without a spread the median is the value itself, which may have to be exact.
    const isExact = this.sigma === 0 || !(median > 0)
    const key = median > 0 ? (isExact ? median : Math.round(Math.log(median) * STEPS_PER_E)) : Number.NaN
    if (this.last && key === this.lastKey) return this.last
    let table = this.known.get(key)
    if (!table) {
      if (this.known.size >= MOST_TABLES) this.known.clear()
      table = this.build(isExact ? median : Math.exp(key / STEPS_PER_E))
      this.known.set(key, table)
    }
    this.lastKey = key
    this.last = table
    return table
  }

  private build(median: number): DrawTable {
    const { spread, sigma, bins } = this
    const { max = Number.POSITIVE_INFINITY, whole = false } = spread
    const cuts = sigma > 0 && median > 0 ? RELATIVE_CUTS.map((cut) => median * Math.exp(sigma * cut)) : []
    return buildTable({ median, sigma, max }, bins ?? createBins(spread, cuts), whole)
  }
}

/** Prepares a spread for draws into bins; without them, into bins around its median. */
export function createSpreadDraws(spread: Spread, bins?: Bins): SpreadDraws {
  const { slow, sigma, whole = false } = spread
  return {
    whole,
    main: new SpreadTables(spread, sigma, bins),
    slow: slow ? new SpreadTables(spread, slow.sigma, bins) : undefined,
  }
}

function buildTable(lognormal: { median: number; sigma: number; max: number }, bins: Bins, whole: boolean): DrawTable {
  // Rounding moves the borders of whole numbers up by a half.
  const shift = whole ? 0.5 : 0
  const pieces = bins.uppers.map((upper, bin) =>
    lognormalPiece(lognormal, bin === 0 ? 0 : (bins.lowers[bin] ?? 0) + shift, upper + shift),
  )
  const total = pieces.reduce((sum, { share }) => sum + share, 0)
  const shares = Float64Array.from(pieces, ({ share }) => share / total)
  let sum = 0
  const cumulative = shares.map((share) => {
    sum += share
    return sum
  })
  cumulative.fill(
    1,
    shares.findLastIndex((share) => share > 0),
  )
  const guide = new Uint16Array(GUIDE_SIZE)
  for (let i = 0, bin = 0; i < GUIDE_SIZE; i++) {
    while ((cumulative[bin] ?? 1) <= i / GUIDE_SIZE) bin++
    guide[i] = bin
  }
  return {
    bins,
    shares,
    cumulative,
    guide,
    means: Float64Array.from(pieces, ({ mean }, bin) =>
      Math.min(bins.highs[bin] ?? mean, Math.max(bins.lows[bin] ?? mean, mean)),
    ),
    variances: Float64Array.from(pieces, ({ variance }) => variance),
    countsFrom: COUNTS_FROM * shares.filter((share) => share > SELDOM).length,
  }
}

/** The bin of one draw. */
export function drawBin(table: DrawTable, random: RandomStream): number {
  const pick = random.next()
  let bin = table.guide[(pick * GUIDE_SIZE) | 0] as number
  while (pick >= (table.cumulative[bin] as number)) bin++
  return bin
}

/** How many of `rest` draws, none of which fell in a bin before this one, fall in it. */
export function drawBinCount(table: DrawTable, bin: number, rest: number, random: RandomStream): number {
  if ((table.cumulative[bin] as number) >= 1) return rest
  const share = table.shares[bin] as number
  if (share === 0) return 0
  const before = bin === 0 ? 0 : (table.cumulative[bin - 1] as number)
  return drawBinomial(random, rest, share / (1 - before))
}

/** What draws add up to. One object is used again and again, so that nothing is allocated a draw. */
export interface Total {
  sum: number
  variance: number
  least: number
  most: number
}

/** The sum of draws whose bins are known: by expectation and a normal term, and within what the bins allow. */
export function drawSum({ sum, variance, least, most }: Total, whole: boolean, random: RandomStream): number {
  const value = variance > 0 ? sum + Math.sqrt(variance) * drawNormal(random) : sum
  return Math.min(most, Math.max(least, whole ? Math.round(value) : value))
}

/** Adds `draws` draws of a table to the total, and to the counts of their bins where these are wanted. */
export function drawInto(
  table: DrawTable,
  draws: number,
  counts: Int32Array | undefined,
  total: Total,
  random: RandomStream,
): void {
  const { means, variances, bins } = table
  const byCounts = draws >= table.countsFrom
  for (let step = 0, rest = draws; rest > 0; step++) {
    const bin = byCounts ? step : drawBin(table, random)
    const n = byCounts ? drawBinCount(table, bin, rest, random) : 1
    if (n === 0) continue
    rest -= n
    if (counts) counts[bin] = (counts[bin] as number) + n
    total.sum += n * (means[bin] as number)
    total.variance += n * (variances[bin] as number)
    total.least += n * (bins.lows[bin] as number)
    total.most += n * (bins.highs[bin] as number)
  }
}
