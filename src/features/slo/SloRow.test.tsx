// @vitest-environment happy-dom
import { cleanup, render, screen, within } from '@testing-library/react'
import { MemoryRouter } from 'react-router-dom'
import { afterEach, describe, expect, test } from 'vitest'
import { type Services, ServicesContext } from '~/data/services-context'
import type { SloNow } from '~/data/slo/slo-now'
import { BURN_WINDOWS_MS } from '~/domain/slo/burn'
import { readSlo } from '~/domain/slo/reading'
import { HOUR_MS } from '~/domain/time/duration'
import type { Truth } from '~/domain/truth/truth'
import { madeSlo } from '~/testing/made-slo'
import { BurnTable } from './BurnTable'
import { SloRow } from './SloRow'
import { coverageOf, isOfNow, leadOf, stateNow } from './words'

afterEach(cleanup)

const slo = madeSlo({ platform: 'shop' })
const LIVE: Truth = { kind: 'live', word: 'live', reason: '', old: false }
const STALE: Truth = { kind: 'stale', word: 'stale, 10 min old', reason: 'Late.', ageMs: 600_000, old: true }
const PARTIAL: Truth = { kind: 'partial', word: 'partial', reason: 'A store did not answer.', old: false }

/** What is said of now alone. */
const PROMISES = ['ok', 'lasts', 'quiet', 'burns', 'burns fast', 'used up']

function rowOf(bad: number, share: number | null, truth: Truth): SloNow {
  const errorShares = new Map(BURN_WINDOWS_MS.map((ms) => [ms, ms < HOUR_MS ? share : (share ?? 0)]))
  const reading = readSlo(slo, { bad, total: 1000, covered: 720, errorShares })
  return { slo, reading, truth, evaluatedMs: 0, windowEvaluatedMs: 0, boundFault: null, isTakenForZero: false }
}

function show(row: SloNow) {
  const services = { config: { platforms: [] } } as unknown as Services
  render(
    <MemoryRouter>
      <ServicesContext value={services}>
        <table>
          <tbody>
            <SloRow row={row} rateMs={HOUR_MS} />
          </tbody>
        </table>
        <BurnTable slo={slo} reading={row.reading} isNow={isOfNow(row.truth)} />
      </ServicesContext>
    </MemoryRouter>,
  )
  return screen.getAllByRole('row')[0] as HTMLElement
}

describe('a row', () => {
  test('of now says how it stands, and that it lasts', () => {
    const row = show(rowOf(1, 0.001, LIVE))
    expect(row.textContent).toContain('lasts')
    expect(within(row).getByText('ok')).toBeTruthy()
    expect(screen.getAllByText('quiet')).toHaveLength(4)
  })

  test.each([
    ['old', STALE, 'stale, 10 min old'],
    ['partial', PARTIAL, 'partial'],
  ])('that is %s promises nothing, and nothing in it is good or bad', (_, truth, word) => {
    for (const row of [rowOf(1, 0.001, truth), rowOf(50, 0.5, truth)]) {
      const shown = show(row)
      expect(shown.textContent).toContain(word)
      for (const word of PROMISES) expect(screen.queryAllByText(word)).toHaveLength(0)
      expect(document.querySelectorAll('[data-tone]')).toHaveLength(0)
      expect(stateNow(row)).toBe('unknown')
      cleanup()
    }
  })

  test('without data now is not ok, and does not last', () => {
    const row = rowOf(1, null, LIVE)
    expect(show(row).textContent).toContain('no data now')
    for (const word of ['ok', 'lasts']) expect(screen.queryAllByText(word)).toHaveLength(0)
    expect(leadOf([stateNow(row)], true)).toBe('Of 1 objectives 1 has no data now.')
    // The pair of 1 h and 5 min is calm over its hour; that of no known window would not be told.
    expect(screen.queryAllByText('not known')).toHaveLength(0)
  })
})

test('what covers nobody knows how much of its window is not of all of it', () => {
  const reading = readSlo(slo, { bad: 0, total: 1000, covered: null, errorShares: new Map() })
  expect(coverageOf(slo, reading)).toBe('how much of it has data is not known')
  expect(coverageOf(slo, { ...reading, covered: 720 })).toBeNull()
  expect(coverageOf(slo, { ...reading, covered: 51 })).toBe('51 of 720 hours have data')
  expect(coverageOf(slo, undefined)).toBeNull()
})

test.each<[string, Truth, unknown]>([
  ['asked', { ...LIVE, kind: 'loading' }, undefined],
  ['failed', { ...LIVE, kind: 'failed' }, 'unknown'],
  ['without traffic', { ...LIVE, kind: 'idle' }, 'ok'],
])('the state of one that is %s', (_, truth, state) => expect(stateNow(rowOf(1, 0, truth))).toBe(state))

test('one of which half was answered is not known, and not asked for ever', () => {
  expect(stateNow({ ...rowOf(1, 0, { ...LIVE, kind: 'failed' }), reading: undefined })).toBe('unknown')
})
