import { expect, it } from 'vitest'
import type { LogSink } from './feed'
import { createSampleFeed } from './sample-feed'

const NOW = 1_800_000_000_000
const MINUTE_MS = 60_000

/** A line a minute. */
const sample = {
  lines(fromMs: number, toMs: number) {
    const lines: { stream: string; text: string }[] = []
    for (let ms = Math.ceil(fromMs / MINUTE_MS) * MINUTE_MS; ms < toMs; ms += MINUTE_MS) {
      lines.push({ stream: 'app', text: JSON.stringify({ timestamp: new Date(ms).toISOString(), message: 'm' }) })
    }
    return lines
  },
}

function createSink(room = Number.POSITIVE_INFINITY) {
  let times: number[] = []
  const pauses: number[][] = []
  const gaps: string[] = []
  const sink: LogSink = {
    append: (_stream, lines) => times.push(...lines.map(({ timeMs }) => timeMs)),
    prepend: (_stream, lines) => times.unshift(...lines.map(({ timeMs }) => timeMs)),
    seam: () => {},
    closeSeams: () => {},
    clear: () => {
      times = []
    },
    gap: ({ kind }) => gaps.push(kind),
    closeGaps: () => gaps.splice(0),
    get hasRoom() {
      return times.length < room
    },
    oldestMs: () => times[0] ?? null,
    pause: async () => {
      pauses.push([...times])
    },
  }
  return { sink, pauses, gaps, times: () => times }
}

const never = new AbortController().signal

it('reads the newest first, and each line once in the order of time', async () => {
  let nowMs = NOW
  const feed = createSampleFeed(sample, () => nowMs)
  const { sink, pauses, times } = createSink()
  const range = (minutes: number) => ({ fromMs: nowMs - minutes * MINUTE_MS, toMs: nowMs, query: '' })
  await feed.cover(range(60), sink, never)
  expect(pauses[0]?.at(-1)).toBeGreaterThanOrEqual(NOW - 2 * MINUTE_MS)
  expect(times()).toHaveLength(60)
  await feed.cover(range(90), sink, never)
  nowMs += 5 * MINUTE_MS
  await feed.poll(range(90), sink, never)
  expect(times()).toEqual(Array.from({ length: 95 }, (_, i) => NOW - (90 - i) * MINUTE_MS))
})

it('says that older lines were left out where there is no room', async () => {
  const feed = createSampleFeed(sample, () => NOW)
  const { sink, gaps, times } = createSink(20)
  await feed.cover({ fromMs: NOW - 240 * MINUTE_MS, toMs: NOW, query: '' }, sink, never)
  expect(times().at(-1)).toBe(NOW - MINUTE_MS)
  expect(times().length).toBeLessThan(40)
  expect(gaps).toEqual(['older'])
})

it('begins anew for a range that is far from what is known', async () => {
  const feed = createSampleFeed(sample, () => NOW)
  const { sink, times } = createSink()
  await feed.cover({ fromMs: NOW - 60 * MINUTE_MS, toMs: NOW, query: '' }, sink, never)
  const dayAgo = NOW - 1440 * MINUTE_MS
  await feed.cover({ fromMs: dayAgo - 30 * MINUTE_MS, toMs: dayAgo, query: '' }, sink, never)
  expect([times()[0], times().at(-1), times().length]).toEqual([dayAgo - 30 * MINUTE_MS, dayAgo - MINUTE_MS, 30])
})
