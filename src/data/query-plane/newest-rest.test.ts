import { expect, it } from 'vitest'
import { createQueryPlane } from '~/data/query-plane/plane'
import { type MetricsSource, SourceError } from '~/domain/sources'

const START = Date.UTC(2026, 0, 5, 8)

interface Ticks {
  readonly count: number
  /** Number of the tick that a person asks for. */
  readonly urgentAt?: number
  /** Ticks at which the source answers nothing. */
  readonly awayAt?: readonly number[]
  /** Of the expression. */
  readonly holdsMs?: number
}

/**
 * Refreshes `up` and an expression every ten seconds: when the latter was asked, and where the windows of its answers ended, in
 * seconds since the first tick.
 */
async function refreshEveryTen(expr: string, { count, urgentAt = -1, awayAt = [], holdsMs = 0 }: Ticks) {
  let tick = 0
  const asked: number[] = []
  const ends: number[] = []
  const answered = { warnings: [], infos: [], partial: false, droppedPoints: 0, cost: { bytes: 0, durationMs: 0 } }
  const source = {
    async query(question: { readonly expr: string; readonly timeMs: number }) {
      if (question.expr === expr) asked.push((question.timeMs - START) / 1000)
      if (awayAt.includes(tick)) throw new SourceError({ kind: 'unreachable', message: 'away' })
      return { ...answered, vector: { timeMs: question.timeMs, samples: [] } }
    },
  } as unknown as MetricsSource
  const plane = createQueryPlane({
    sources: new Map([['toy', source]]),
    clock: { nowMs: () => START + tick * 10_000, offsetMs: () => 0 },
    intervalMs: () => 10_000,
    random: () => 0.5,
    delay: async () => {},
  })
  const resolveWindow = (toMs: number) => ({ fromMs: toMs - 3_600_000, toMs, live: true })
  const load = (text: string) =>
    plane.load({
      ...{ key: text, sourceId: 'toy', expr: text, stepMs: 15_000, mode: 'instant', resolveWindow },
      ...(text === expr && { holdsMs }),
    })
  for (; tick < count; tick++) {
    plane.beginTick({ urgent: tick === urgentAt })
    const [, answer] = await Promise.allSettled(['up', expr].map(load))
    if (answer?.status === 'fulfilled') ends.push((answer.value.window.toMs - START) / 1000)
  }
  return { asked, ends }
}

it('asks for a value over a day every half a minute, however often the page is refreshed', async () => {
  expect((await refreshEveryTen('sum(increase(x[24h]))', { count: 7 })).asked).toEqual([0, 30, 60])
})

it('asks at every refresh for what can move in that time', async () => {
  expect((await refreshEveryTen('sum(rate(x[5m]))', { count: 4 })).asked).toEqual([0, 10, 20, 30])
  expect((await refreshEveryTen('max_over_time(x[24h])', { count: 3 })).asked).toEqual([0, 10, 20])
})

it('asks for everything when a person does', async () => {
  expect((await refreshEveryTen('sum(increase(x[24h]))', { count: 4, urgentAt: 2 })).asked).toEqual([0, 20])
})

it('asks when the source has not answered anything else: whoever rests would not notice that it died', async () => {
  expect((await refreshEveryTen('sum(increase(x[24h]))', { count: 2, awayAt: [1] })).asked).toEqual([0, 10])
})

it('moves the window of what rests on with the clock', async () => {
  expect((await refreshEveryTen('sum(increase(x[24h]))', { count: 4 })).ends).toEqual([0, 10, 20, 30])
})

it('asks for what holds when it held its time, also when a person asks, and again after a failure', async () => {
  expect((await refreshEveryTen('group(x)', { count: 7, holdsMs: 30_000, urgentAt: 2 })).asked).toEqual([0, 30, 60])
  expect((await refreshEveryTen('group(x)', { count: 3, holdsMs: 30_000, awayAt: [0] })).asked.length).toBeGreaterThan(
    1,
  )
})
