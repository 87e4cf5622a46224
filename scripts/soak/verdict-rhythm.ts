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

/**
 * Whether a page works at the end as it did at first. `questions` are those that each refresh asks, once; null for a page that asks in
 * a rhythm of its own, and on which rows come and go.
 */
export function judgeRhythm(name: string, rhythm: Rhythm, questions: readonly string[] | null): readonly Check[] {
  const cost = costCheck(name, rhythm.costs)
  if (questions === null) return cost
  return [questionsCheck(name, rhythm, questions), ...cost, pictureCheck(name, rhythm.pictures)]
}

/** What panels ask is asked once a refresh; nothing else is asked more often, though much of it less. */
function questionsCheck(name: string, { ticks, asked }: Rhythm, questions: readonly string[]): Check {
  // One more is asked where looks at the rules, which have a time of their own, are at both ends.
  const most = Math.max(ticks + 1, ticks * (1 + LIMITS.questionsShare))
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
    limit: `each once a refresh, +/-${100 * LIMITS.questionsShare} %`,
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
