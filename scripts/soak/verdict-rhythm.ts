import { LIMITS } from './limits'
import { fitLine, median } from './statistics'
import type { Check } from './verdict'

/** What was seen beside the sizes while one page refreshed again and again. */
export interface Rhythm {
  readonly ticks: number
  /** How often each thing was asked. */
  readonly asked: ReadonlyMap<string, number>
  /** Of the page's own thread a refresh, in the order of time, as multiples of the same work. Empty where the system does not tell. */
  readonly costs: readonly number[]
  /** Fingerprints of what does not change. */
  readonly pictures: readonly string[]
}

/** What a page asks: `questions` once with each refresh, and others at most `most` times. */
export interface Asks {
  readonly questions: readonly string[]
  readonly most: number
}

/** Whether a page works at the end as it did at first. `isStill` where it has the same places then: not where rows come and go. */
export function judgeRhythm(name: string, rhythm: Rhythm, asks: Asks, isStill: boolean): readonly Check[] {
  return [
    questionsCheck(name, rhythm, asks),
    ...costCheck(name, rhythm.costs),
    ...(isStill ? [pictureCheck(name, rhythm.pictures)] : []),
  ]
}

/** What panels ask is asked once a refresh; nothing else is asked more often than the page may, though much of it less. */
function questionsCheck(name: string, { ticks, asked }: Rhythm, { questions, most: aRefresh }: Asks): Check {
  // One more is asked where looks at the rules, which have a time of their own, are at both ends.
  const most = Math.max(ticks * aRefresh + 1, ticks * aRefresh * (1 + LIMITS.questionsShare))
  const least = ticks * (1 - LIMITS.questionsShare)
  const wrong = [
    ...questions.filter((each) => (asked.get(each) ?? 0) < least),
    ...[...asked.keys()].filter((each) => (asked.get(each) ?? 0) > most),
  ]
  const total = questions.reduce((sum, each) => sum + (asked.get(each) ?? 0), 0)
  return {
    what: `${name}: questions of ${ticks} refreshes`,
    measured:
      wrong.length === 0
        ? `${total} of ${questions.length} that panels ask; of others none more often`
        : wrong.map((each) => `${asked.get(each) ?? 0} times ${each}`).join('; '),
    limit: `each ${aRefresh === 1 ? 'once' : `at most ${aRefresh} times`} a refresh, +/-${100 * LIMITS.questionsShare} %`,
    isGood: wrong.length === 0,
  }
}

/** Too much is what is beyond the limit and surely grows: single costs are noise where others use the cores. */
function costCheck(name: string, costs: readonly number[]): readonly Check[] {
  const third = Math.floor(costs.length / 3)
  if (third === 0) return []
  const { lower } = fitLine(costs.map((y, x) => ({ x, y })))
  const grown = median(costs.slice(-third)) / median(costs.slice(0, third))
  return [
    {
      what: `${name}: processor of the page's thread a refresh, last third by first`,
      measured: `${grown.toFixed(2)}x, ${lower > 0 ? 'surely' : 'not surely'} growing`,
      limit: `at most ${LIMITS.costGrowth}x`,
      isGood: grown <= LIMITS.costGrowth || lower <= 0,
    },
  ]
}

function pictureCheck(name: string, pictures: readonly string[]): Check {
  const different = [...new Set(pictures)]
  return {
    what: `${name}: picture of what stays, at first and at last`,
    measured: different.length === 1 ? 'the same' : different.join(', '),
    limit: 'the same',
    isGood: different.length === 1,
  }
}
