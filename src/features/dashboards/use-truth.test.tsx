// @vitest-environment happy-dom
import { act, cleanup, renderHook } from '@testing-library/react'
import type { ReactNode } from 'react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createStore } from 'zustand'
import type { QueryData } from '~/data/query-plane/query-data'
import type { QueryOutcome } from '~/data/questions/truth-of'
import { type Services, ServicesContext } from '~/data/services-context'
import { type DashboardScope, DashboardScopeContext } from '~/features/dashboards/dashboard-scope'
import { useTruth } from '~/features/dashboards/use-answers'

const START_MS = 1_800_000_000_000

beforeEach(() => void vi.useFakeTimers({ now: START_MS }))
afterEach(() => {
  cleanup()
  vi.useRealTimers()
})

const answered = (nowMs: number): readonly QueryOutcome[] => {
  const tip = { timeMs: nowMs, samples: [{ value: 1 }] }
  const window = { fromMs: nowMs - 1, toMs: nowMs, live: true }
  const data = { matrix: null, tip, window, nowMs, evaluatedMs: nowMs, warnings: [] } as unknown as QueryData
  return [{ legend: '', data, error: null }]
}

function open() {
  const scraped = createStore<number | null>(() => START_MS)
  const services = { clock: { nowMs: () => Date.now() } } as unknown as Services
  const scope = { ...{ intervalMs: 15_000, stepMs: 60_000, scrapeIntervalMs: 15_000 }, scraped } as DashboardScope
  let renders = 0
  const hook = renderHook(
    (outcomes: readonly QueryOutcome[]) => {
      renders++
      return useTruth(outcomes)
    },
    {
      initialProps: answered(START_MS),
      wrapper: ({ children }: { readonly children: ReactNode }) => (
        <ServicesContext value={services}>
          <DashboardScopeContext value={scope}>{children}</DashboardScopeContext>
        </ServicesContext>
      ),
    },
  )
  const pass = (seconds: number) => act(async () => void vi.advanceTimersByTime(seconds * 1_000))
  return { ...hook, scraped, pass, renders: () => renders }
}

test('while nothing else can be said, seconds render nothing anew', async () => {
  const { result, pass, renders } = open()
  expect(result.current).toMatchObject({ kind: 'live', old: false })
  const [first, before] = [result.current, renders()]
  await pass(30)
  expect(renders()).toBe(before)
  expect(result.current).toBe(first)
})

test('what grows old is said within the second, and each age of it', async () => {
  const { result, pass, rerender } = open()
  await pass(36)
  expect(result.current).toMatchObject({ kind: 'stale', word: 'stale, 36 s old', old: true })
  await pass(1)
  expect(result.current.word).toBe('stale, 37 s old')
  rerender(answered(Date.now()))
  expect(result.current.kind).toBe('live')
})

test('a scrape that is missing makes new answers old, and one that comes makes them live at once', async () => {
  const { result, pass, rerender, scraped } = open()
  await pass(60)
  rerender(answered(Date.now()))
  expect(result.current).toMatchObject({ kind: 'stale', reason: expect.stringContaining('has scraped nothing') })
  await act(async () => scraped.setState(Date.now()))
  expect(result.current.kind).toBe('live')
})
