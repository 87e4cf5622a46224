import { describe, expect, it } from 'vitest'
import type { PlaneQuery, QueryData } from '~/data/query-plane/query-data'
import { questionsOfFreshness, scrapedMsOf } from '~/data/questions/freshness'

const NOW = 'max(timestamp(up) * up > 0)'
const BEFORE = 'max_over_time((max(timestamp(up) * up > 0))[1h:15s])'

/** The page's questions, with what was answered to each expression: values of its series. */
function asking(answers: Readonly<Record<string, readonly number[]>>) {
  const questionOf = (expr: string) => ({ key: expr, expr }) as PlaneQuery
  const answerOf = ({ expr }: PlaneQuery) => {
    const samples = answers[expr]?.map((value) => ({ labels: {}, timeMs: 0, value }))
    return samples && ({ tip: { samples } } as unknown as QueryData)
  }
  return { questionOf, answerOf, scrapeIntervalMs: 15_000 }
}

const scrapedMs = (freshness: string | undefined, answers: Parameters<typeof asking>[0]) => {
  const page = asking(answers)
  return scrapedMsOf(questionsOfFreshness({ freshness }, page).map(page.answerOf))
}

const exprsOf = (answers: Readonly<Record<string, readonly number[]>>) =>
  questionsOfFreshness({ freshness: NOW }, asking(answers)).map(({ expr }) => expr)

describe('newest scrape of a platform', () => {
  it('is asked of the present alone while a target is up', () => {
    expect(exprsOf({})).toEqual([NOW])
    expect(exprsOf({ [NOW]: [1700] })).toEqual([NOW])
    expect(scrapedMs(NOW, { [NOW]: [1700] })).toBe(1_700_000)
  })

  it('is looked for in the hour before while none is', () => {
    expect(exprsOf({ [NOW]: [] })).toEqual([NOW, BEFORE])
    expect(scrapedMs(NOW, { [NOW]: [], [BEFORE]: [1600] })).toBe(1_600_000)
  })

  it('is unknown where nothing tells it', () => {
    expect(questionsOfFreshness({ freshness: undefined }, asking({}))).toEqual([])
    expect(scrapedMs(undefined, {})).toBeNull()
    expect(scrapedMs(NOW, { [NOW]: [], [BEFORE]: [] })).toBeNull()
    expect(scrapedMs(NOW, { [NOW]: [Number.NaN] })).toBeNull()
  })
})
