/** Hours of a day and of a week, the two rhythms. */
export const DAY = 24
export const WEEK = 168

/** How the next hours are told from those before. Values are of whole hours, one after the other; NaN where nothing is known. */
export interface ForecastMethod {
  readonly id: string
  /** In plain words, after "The forecast takes". */
  readonly words: string
  /** Hours that it looks back at least. */
  readonly needs: number
  /** Values of the hours from index `at` on, by nothing but what is before it; null where too little is known. */
  readonly predict: (values: Float64Array, at: number, count: number) => Float64Array | null
}

/** Looked back at most: four weeks. Older habits say little of the next month. */
const MEMORY = 4 * WEEK
/** The newest days that say how high the level is now. */
const LEVEL_HOURS = 3 * DAY
/** Growth of a week, as the exponent of e, beyond which it is an incident and no growth. */
const MOST_GROWTH = 0.3
const MOST_GROWTH_HOURS = 2 * WEEK

/** The baseline that every method must beat. */
export const SAME_AS_YESTERDAY: ForecastMethod = {
  id: 'same-as-yesterday',
  words: 'each hour as it was a day before',
  needs: DAY,
  predict: (values, at, count) => repeated(values, at, count, DAY),
}

const SAME_AS_LAST_WEEK: ForecastMethod = {
  id: 'same-as-last-week',
  words: 'each hour as it was a week before',
  needs: WEEK,
  predict: (values, at, count) => repeated(values, at, count, WEEK),
}

const HOUR_OF_DAY: ForecastMethod = {
  id: 'hour-of-day',
  words:
    'the usual course of a day, from the last four weeks at most, at the level of the last three days and growing as the last weeks did',
  needs: 2 * DAY,
  predict: (values, at, count) => levelled(values, at, count, DAY, (shape, from) => slotMeans(shape, from, at, DAY)),
}

const HOUR_OF_WEEK: ForecastMethod = {
  id: 'hour-of-week',
  words:
    'the usual course of a week, hour by hour, at the level of the last three days and growing as the last weeks did',
  needs: 2 * WEEK,
  predict: (values, at, count) => levelled(values, at, count, WEEK, (shape, from) => slotMeans(shape, from, at, WEEK)),
}

const DAY_AND_HOUR: ForecastMethod = {
  id: 'day-and-hour',
  words:
    'the usual course of a day times what each day of the week usually has, at the level of the last three days and growing as the last weeks did',
  needs: 2 * WEEK,
  predict: (values, at, count) => levelled(values, at, count, WEEK, (shape, from) => dayTimesHour(shape, from, at)),
}

/** In the order of preference among equals: the simplest first. */
export const METHODS: readonly ForecastMethod[] = [
  SAME_AS_YESTERDAY,
  SAME_AS_LAST_WEEK,
  HOUR_OF_DAY,
  DAY_AND_HOUR,
  HOUR_OF_WEEK,
]

function repeated(values: Float64Array, at: number, count: number, period: number): Float64Array | null {
  if (at < period) return null
  const out = new Float64Array(count)
  for (let i = 0; i < count; i++) {
    // A period further back where the nearest one is not known.
    let from = at - period + (i % period)
    while (from >= 0 && Number.isNaN(values[from])) from -= period
    if (from < 0) return null
    out[i] = values[from] ?? Number.NaN
  }
  return out
}

/**
 * A rhythm, stretched so that it would have told the newest days right. Slots are counted from index 0 on. What is learnt is the
 * shape of each `period` without its growth, or the end of a week would look dearer than its beginning in a month that grows. The
 * growth goes on for two weeks at most.
 */
function levelled(
  values: Float64Array,
  at: number,
  count: number,
  period: number,
  rhythmOf: (shape: Float64Array, from: number) => Float64Array | null,
): Float64Array | null {
  const periods = Math.floor(Math.min(at, MEMORY) / period)
  const from = at - periods * period
  if (periods === 0) return null
  const growth = growthOf(values, at)
  const rhythm = rhythmOf(shapesOf(values, from, at, period, growth), from)
  if (rhythm === null) return null
  const usual = (index: number) => (rhythm[index % rhythm.length] ?? Number.NaN) * Math.exp(growth * (index - at))
  let [was, should] = [0, 0]
  for (let i = Math.max(0, at - LEVEL_HOURS); i < at; i++) {
    const value = values[i] ?? Number.NaN
    if (Number.isNaN(value)) continue
    was += value
    should += usual(i)
  }
  const level = should > 0 ? was / should : 0
  return Float64Array.from({ length: count }, (_, i) => {
    const tooFar = Math.exp(growth * Math.max(0, i - MOST_GROWTH_HOURS))
    return (level * usual(at + i)) / tooFar
  })
}

/** Growth an hour as the exponent of e, from whole weeks by least squares of their logarithms; 0 where there are fewer than three. */
function growthOf(values: Float64Array, at: number): number {
  const weeks: number[] = []
  for (let end = at; end - WEEK >= Math.max(0, at - MEMORY - WEEK); end -= WEEK) {
    const mean = meanOf(values.subarray(end - WEEK, end))
    if (!(mean > 0)) break
    weeks.unshift(Math.log(mean))
  }
  if (weeks.length < 3) return 0
  const middle = (weeks.length - 1) / 2
  const [across, square] = weeks.reduce(
    ([sum, sumOfSquares], log, i) => [sum + (i - middle) * log, sumOfSquares + (i - middle) ** 2] as const,
    [0, 0] as readonly [number, number],
  )
  const slope = across / square
  return Math.min(MOST_GROWTH, Math.max(-MOST_GROWTH, slope)) / WEEK
}

/** Mean of what is known; NaN where nothing is. */
function meanOf(values: Float64Array): number {
  let [sum, count] = [0, 0]
  for (const value of values) {
    if (Number.isNaN(value)) continue
    sum += value
    count++
  }
  return sum / count
}

/** Values over the level of their period, which grows meanwhile. NaN where nothing is known, or all of a period is zero. */
function shapesOf(values: Float64Array, from: number, at: number, period: number, growth: number): Float64Array {
  const shape = new Float64Array(at).fill(Number.NaN)
  for (let start = from; start < at; start += period) {
    const mean = meanOf(values.subarray(start, start + period))
    if (!(mean > 0)) continue
    for (let i = start; i < start + period; i++) {
      shape[i] = (values[i] ?? Number.NaN) / (mean * Math.exp(growth * (i - start - (period - 1) / 2)))
    }
  }
  return shape
}

/** Usual value of each slot of a period; null where a slot has none. */
function slotMeans(values: Float64Array, from: number, at: number, period: number): Float64Array | null {
  const slots = Array.from({ length: period }, (): number[] => [])
  for (let i = from; i < at; i++) {
    const value = values[i] ?? Number.NaN
    if (!Number.isNaN(value)) slots[i % period]?.push(value)
  }
  if (slots.some((slot) => slot.length === 0)) return null
  return Float64Array.from(slots, middleMean)
}

/** Mean without the highest and the lowest where there are enough others: one incident is no habit. */
function middleMean(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const cut = sorted.length >= 4 ? Math.ceil(sorted.length / 8) : 0
  const kept = sorted.slice(cut, sorted.length - cut)
  return kept.reduce((sum, value) => sum + value, 0) / kept.length
}

/** Course of a day times the weight of each day of the week: a week from fewer figures than its hours are. */
function dayTimesHour(values: Float64Array, from: number, at: number): Float64Array | null {
  const hours = slotMeans(values, from, at, DAY)
  if (hours === null) return null
  // What each day has of the usual course, so that a day of which some hours are missing counts as what is known of it.
  const weights = Array.from({ length: 7 }, (): number[] => [])
  for (let day = Math.ceil(from / DAY); (day + 1) * DAY <= at; day++) {
    let [was, usual] = [0, 0]
    for (let i = day * DAY; i < (day + 1) * DAY; i++) {
      const value = values[i] ?? Number.NaN
      if (Number.isNaN(value)) continue
      was += value
      usual += hours[i % DAY] ?? 0
    }
    if (usual > 0) weights[day % 7]?.push(was / usual)
  }
  if (weights.some((weight) => weight.length === 0)) return null
  const means = weights.map(middleMean)
  return Float64Array.from({ length: WEEK }, (_, i) => (hours[i % DAY] ?? 0) * (means[Math.floor(i / DAY)] ?? 1))
}
