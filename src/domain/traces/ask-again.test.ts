import { expect, it } from 'vitest'
import { askAgainMs } from './ask-again'
import type { Span, Trace } from './model'

const NOW_MS = 1_000_000

function traceOf(more: Partial<Span>, startMs = NOW_MS - 5_000): Trace {
  const span: Span = {
    ...{ id: 'a', parentId: null, missingParentId: null, service: 'api', name: 'POST', startMs, durationMs: 1_000 },
    ...{ durationIs: 'measured', failed: false, tags: [], events: [], ...more },
  }
  return { id: 't', spans: [span], madeOf: 'spans', warnings: [] }
}

const WHOLE = traceOf({})
const UNFINISHED = traceOf({ missingParentId: 'root' })
const FORGOTTEN = traceOf({ missingParentId: 'root' }, NOW_MS - 601_000)

/** All waits until nobody is asked any more, in seconds. */
function waits(traces: readonly (Trace | null)[]): readonly number[] {
  const all: number[] = []
  for (let times = 1; times < 100; times++) {
    const ms = askAgainMs(traces, times, NOW_MS)
    if (ms === false) return all
    all.push(ms / 1000)
  }
  throw new Error('asks without end')
}

it.each<[string, readonly (Trace | null)[], readonly number[]]>([
  ['before anybody was asked', [], []],
  ['the whole trace', [WHOLE], []],
  ['a trace without its beginning', [UNFINISHED], [4, 8, 16, 32, 64, 128, 256]],
  ['a trace of which nothing came for ten minutes', [FORGOTTEN], []],
  ['a trace that nobody knows', [null], [4, 8]],
  ['one that one knows and one does not', [WHOLE, null], [4, 8]],
  ['one that one knows in part', [WHOLE, UNFINISHED], [4, 8, 16, 32, 64, 128, 256]],
])('%s', (_what, traces, seconds) => {
  expect(waits(traces)).toEqual(seconds)
})
