// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, describe, expect, test } from 'vitest'
import type { FigureOutcome } from '~/data/cost/use-usage-figures'
import type { WindowId } from '~/domain/cost/windows'
import { SourceError } from '~/domain/sources'
import { DAY_MS } from '~/domain/time/duration'
import {
  askedOf,
  costFigure,
  costInputs,
  LIVE_OUTCOMES,
  type MadeCost,
  MODELS,
  NOW_MS,
  okOutcome,
  queryData,
  tipOf,
  trendOf,
  VIDEO,
} from '~/testing/made-cost'
import { CostTiles } from './CostTiles'
import { costModel } from './cost-model'
import { SavingsCard } from './SavingsCard'
import type { Cost } from './use-cost'

afterEach(cleanup)

const GONE = new SourceError({ kind: 'unreachable', message: 'Gone.' })

function costOf(made: MadeCost = {}): Cost {
  const inputs = costInputs(made)
  return { model: costModel(inputs), questions: inputs.questions, grouping: inputs.grouping, timeZone: 'UTC' }
}

describe('what is held against another day', () => {
  const beside = (id: WindowId, video: (id: WindowId) => FigureOutcome) => [
    ...LIVE_OUTCOMES,
    okOutcome(costFigure(MODELS, id, 4, { flash: 4e6 }), id),
    video(id),
  ]

  test('has the same usages known: a platform that is away has not saved its money', () => {
    render(
      <CostTiles cost={costOf({ outcomes: beside('day-before', (id) => okOutcome(costFigure(VIDEO, id, 90), id)) })} />,
    )
    expect(screen.getByText('+$6.00')).toBeTruthy()
    cleanup()
    render(
      <CostTiles
        cost={costOf({ outcomes: beside('day-before', (id) => okOutcome(costFigure(VIDEO, id, null), id)) })}
      />,
    )
    expect(screen.queryByText(/^[+−]\$/)).toBeNull()
    expect(screen.getByText('Not the same is known of both: nothing can be said.')).toBeTruthy()
  })

  test('has all of its hours', () => {
    const outcomes = beside('week-before', (id) => okOutcome(costFigure(VIDEO, id, 90), id))
    const trend = new Map([[VIDEO, trendOf(7 * 24 + 12)]])
    render(<CostTiles cost={costOf({ outcomes, questions: { trend } })} />)
    expect(screen.getByText(/The same 24 hours a week before: only 1\d of 2\d hours have data/)).toBeTruthy()
  })
})

describe('cache savings', () => {
  const saved = (rate: number | null, error: SourceError | null = null, atMs = NOW_MS) => {
    const one = {
      money: askedOf(queryData(tipOf(1, atMs)), error),
      hitRate: askedOf(queryData(tipOf(rate, atMs)), error),
    }
    return { savings: new Map([[MODELS, one]]) }
  }
  test.each([
    ['nobody asked', saved(Number.NaN), /Nobody asked the cache/],
    ['nobody counts', saved(null), /nothing is known/],
    ['of a day ago', saved(0.5, GONE, NOW_MS - DAY_MS), /As of 2026-01-19 12:30/],
  ])('%s', (_, questions, words) => {
    render(<SavingsCard cost={costOf({ questions })} />)
    expect(document.body.textContent).toMatch(words)
    if (questions.savings.get(MODELS)?.hitRate.data?.tip?.samples.length === 0)
      expect(document.body.textContent).not.toContain('Nobody asked')
  })
  test('that were never answered are no zero', () => {
    const one = { money: askedOf(undefined, GONE), hitRate: askedOf(undefined, GONE) }
    render(<SavingsCard cost={costOf({ questions: { savings: new Map([[MODELS, one]]) } })} />)
    expect(document.body.textContent).toContain('Nothing was answered yet.')
    expect(document.body.textContent).not.toMatch(/\$0|Nobody asked/)
  })
})
