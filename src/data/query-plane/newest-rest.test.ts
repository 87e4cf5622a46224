import { expect, it } from 'vitest'
import { createQueryPlane } from '~/data/query-plane/plane'
import type { MetricsSource } from '~/domain/sources'

const START = Date.UTC(2026, 0, 5, 8)
const COST = { bytes: 0, durationMs: 0 }

/** Refreshes every ten seconds, and when each question was asked, in seconds since the first. */
async function refreshEveryTen(expr: string, ticks: number, urgentAt = -1): Promise<number[]> {
  let nowMs = START
  const asked: number[] = []
  const answered = { warnings: [], infos: [], partial: false, droppedPoints: 0, cost: COST }
  const source = {
    query: async ({ timeMs }: { timeMs: number }) => {
      asked.push((timeMs - START) / 1000)
      return { ...answered, vector: { timeMs, samples: [] } }
    },
  } as unknown as MetricsSource
  const plane = createQueryPlane({
    sources: new Map([['toy', source]]),
    clock: { nowMs: () => nowMs, offsetMs: () => 0 },
    intervalMs: () => 10_000,
    random: () => 0.5,
    delay: async () => {},
  })
  for (let tick = 0; tick < ticks; tick++, nowMs += 10_000) {
    plane.beginTick({ urgent: tick === urgentAt })
    const resolveWindow = (toMs: number) => ({ fromMs: toMs - 3_600_000, toMs, live: true })
    await plane.load({ key: expr, sourceId: 'toy', expr, stepMs: 15_000, mode: 'instant', resolveWindow })
  }
  return asked
}

it('asks for a value over a day every half a minute, however often the page is refreshed', async () => {
  expect(await refreshEveryTen('sum(increase(x[24h]))', 7)).toEqual([0, 30, 60])
})

it('asks at every refresh for what can move in that time', async () => {
  expect(await refreshEveryTen('sum(rate(x[5m]))', 4)).toEqual([0, 10, 20, 30])
  expect(await refreshEveryTen('max_over_time(x[24h])', 3)).toEqual([0, 10, 20])
})

it('asks for everything when a person does', async () => {
  expect(await refreshEveryTen('sum(increase(x[24h]))', 4, 2)).toEqual([0, 20])
})
