import { formatInstant } from '~/domain/time/format-instant'
import { formatText } from '~/domain/units/format-value'
import type { StatusMark } from '~/ui/status/tone'
import type { BudgetLine } from './budget-lines'

export interface BudgetVerdict {
  readonly mark: StatusMark
  readonly word: string
}

/**
 * How a budget stands: spent is critical, to be spent before its end a warning. A lower bound is never good news, and of what is old, on its
 * way or not answered nothing is said: null, for the truth of its figures says more.
 */
export function verdictOf({ period, limit, burn, atLeast, spent, gaps, truth }: BudgetLine): BudgetVerdict | null {
  if (truth.old || truth.kind === 'failed' || truth.kind === 'loading') return null
  if (spent === null) return { mark: 'unknown', word: 'no data' }
  if (limit > 0 && spent >= limit) return { mark: 'crit', word: period === 'hourly' ? 'above the line' : 'spent' }
  if (burn?.runsOutMs != null && gaps === null) return { mark: 'warn', word: 'runs out early' }
  if (truth.kind === 'partial') return null
  if (atLeast) return { mark: 'unknown', word: 'not sure' }
  if (Number.isNaN(spent)) return { mark: 'idle', word: 'no traffic' }
  if (!(limit > 0)) return { mark: 'unknown', word: 'no limit' }
  if (period === 'hourly') return { mark: 'ok', word: 'below the line' }
  return burn === null ? { mark: 'unknown', word: 'just begun' } : { mark: 'ok', word: 'lasts' }
}

/** The same in a sentence; of old figures at their own time. */
export function budgetSentence(line: BudgetLine, unit: string, timeZone: string): string {
  const { truth, atMs } = line
  if (truth.kind === 'loading') return 'Its first answer is on its way.'
  const said = sentenceOf(line, unit, timeZone)
  return truth.old && atMs !== null ? `As of ${formatInstant(atMs, timeZone).slice(0, 16)}: ${said}` : said
}

function sentenceOf(
  { period, burn, spent, limit, gaps, atLeast, truth }: BudgetLine,
  unit: string,
  timeZone: string,
): string {
  const money = (value: number, least = atLeast) => formatText(value, { unit, atLeast: least })
  if (period === 'hourly') return `The line is ${money(limit, false)} an hour.`
  if (spent === null || Number.isNaN(spent)) return 'Nothing was spent that is known.'
  if (burn === null) return 'It has just begun: a rate is told after a quarter of an hour.'
  if (gaps !== null) {
    return `${burn.isSpent ? 'It is spent. ' : ''}Only ${gaps.known} of ${gaps.all} hours have data: no rate can be told.`
  }
  const projected = `at this rate it ends with ${money(burn.projected)}`
  if (burn.isSpent) return `It is spent; ${projected}.`
  if (burn.runsOutMs !== null)
    return `At this rate it runs out on ${formatInstant(burn.runsOutMs, timeZone).slice(0, 16)}; ${projected}.`
  if (atLeast || truth.kind === 'partial' || truth.old) {
    return `Whether it lasts is not known: at this rate it ends with ${money(burn.projected)}.`
  }
  return `At this rate it lasts: it ends with ${money(burn.projected)}.`
}
