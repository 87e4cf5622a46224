import { readFileSync } from 'node:fs'
import { hourlyHistory } from '~/demo/hourly-history'
import { SAMPLE_SEED } from '~/demo/sample-platforms'
import { perMillionOf } from '~/domain/cost/cost-query'
import { decodePrices } from '~/domain/cost/decode-prices'
import { activePrices, priceKeysOf, priceOf } from '~/domain/cost/match-price'
import { chooseMethod } from '~/domain/forecast/backtest'
import { forecastTo } from '~/domain/forecast/forecast'
import { DAY, SAME_AS_YESTERDAY } from '~/domain/forecast/methods'
import { DAY_MS, HOUR_MS } from '~/domain/time/duration'
import { percent, type Row } from './table'

/** Each is another course of the same platforms. */
const SEEDS = [SAMPLE_SEED, SAMPLE_SEED + 1, SAMPLE_SEED + 2]
/** What a page learns from, and the days after it that are told, each by what was known before it. */
const LEARNT_DAYS = 35
const TOLD_DAYS = 14
/** Of the shorts platform. */
const MODELS = ['gemini-2.0-flash', 'gpt-4o-mini', 'claude-3-5-haiku']
const END_MS = Date.parse('2026-01-29T00:00:00Z')

/** Forecasts of the sample platforms' cost, a day and a week ahead, on their own past; each method is chosen by nothing but what was before. */
export function measureForecast(): Row[] {
  return ['shorts', 'pipeline'].flatMap((platform) => {
    const days: { off: number; naive: number; was: number }[] = []
    const weeks: { off: number; held: boolean }[] = []
    const methods = new Map<string, number>()
    for (const seed of SEEDS) {
      const values = hourlyCost(platform, seed)
      for (let day = 0; day < TOLD_DAYS; day++) {
        const at = (LEARNT_DAYS + day) * DAY
        const known = values.subarray(at - LEARNT_DAYS * DAY, at)
        const method = chooseMethod(known)?.best.method ?? SAME_AS_YESTERDAY
        methods.set(method.id, (methods.get(method.id) ?? 0) + 1)
        days.push({
          off: errorOf(method.predict(known, known.length, DAY), values, at),
          naive: errorOf(SAME_AS_YESTERDAY.predict(known, known.length, DAY), values, at),
          was: sumOf(values, at, DAY),
        })
      }
      for (let day = 0; day + 7 <= TOLD_DAYS; day++) {
        const at = (LEARNT_DAYS + day) * DAY
        const known = values.subarray(at - LEARNT_DAYS * DAY, at)
        const told = forecastTo(
          { firstEndMs: HOUR_MS, values: known },
          known.length * HOUR_MS,
          known.length * HOUR_MS + 7 * DAY_MS,
          0,
        )
        if (told.kind !== 'forecast') continue
        const was = sumOf(values, at, 7 * DAY)
        weeks.push({ off: Math.abs(told.total / was - 1), held: (told.low ?? 0) <= was && was <= (told.high ?? 0) })
      }
    }
    const was = days.reduce((sum, one) => sum + one.was, 0)
    const [off, naive] = [
      days.reduce((sum, one) => sum + one.off, 0) / was,
      days.reduce((sum, one) => sum + one.naive, 0) / was,
    ]
    const week = weeks.reduce((sum, one) => sum + one.off, 0) / weeks.length
    const held = weeks.filter((one) => one.held).length / weeks.length
    const chosen = [...methods].sort((a, b) => b[1] - a[1]).map(([id, count]) => `${id} ${count}`)
    return [
      {
        what: `cost of ${platform}, each hour a day ahead: mean error (WAPE)`,
        measured: `${percent(off)}; "same as yesterday" ${percent(naive)} (${days.length} days; ${chosen.join(', ')})`,
        goal: 'less than "same as yesterday"',
        reached: off < naive,
      },
      {
        what: `cost of ${platform}, a week ahead: mean error of its total`,
        measured: `${percent(week)}; ${percent(held)} of ${weeks.length} weeks within the interval`,
        goal: 'below 15 %, and 60 % of weeks within',
        reached: week < 0.15 && held >= 0.6,
      },
    ]
  })
}

function errorOf(told: Float64Array | null, values: Float64Array, at: number): number {
  return (told ?? new Float64Array(DAY)).reduce((sum, value, i) => sum + Math.abs(value - (values[at + i] ?? 0)), 0)
}

function sumOf(values: Float64Array, at: number, count: number): number {
  return values.subarray(at, at + count).reduce((sum, value) => sum + value, 0)
}

/** Money that a sample platform spends in each hour, straight from its model. */
function hourlyCost(platform: string, seed: number): Float64Array {
  const book = decodePrices(JSON.parse(readFileSync('public/prices.json', 'utf8')))
  const usage = book.usages.find((one) => one.platform === platform)
  if (usage === undefined) throw new Error(`prices.json has no usage of ${platform}`)
  const counter = usage.kind === 'tokens' ? usage.tokens : usage.dollars
  const name = counter.find((matcher) => matcher.name === '__name__')?.value ?? ''
  const history = (where: Readonly<Record<string, string>>) =>
    hourlyHistory({ platform, name, where, endMs: END_MS, hours: (LEARNT_DAYS + TOLD_DAYS) * DAY, seed })
  if (usage.kind === 'dollars') return history({})
  const active = activePrices(priceKeysOf(book.prices), END_MS)
  const priced = MODELS.map((model) => {
    const perMillion = perMillionOf(usage, priceOf(active, model), '')
    if (perMillion === undefined) throw new Error(`prices.json has no price of ${model}`)
    return history({ [usage.modelLabel]: model }).map((tokens) => (tokens * perMillion) / 1e6)
  })
  return priced.reduce((sum, one) => sum.map((value, i) => value + (one[i] ?? 0)))
}
