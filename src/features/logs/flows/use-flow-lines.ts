import { useEffect, useRef, useState } from 'react'
import type { LogOverview, LogQuestion, LogSession, LogSource } from '~/domain/logs/log-ports'
import type { LogLine } from '~/domain/logs/model'
import { resolveTimeRange, type TimeRange, type TimeRangeText } from '~/domain/time/time-range'
import type { DurationMs } from '~/domain/units-of-measure'
import { delay } from '~/lib/delay'
import { useMoment } from '../use-moment'

/** Lines are fetched so many at once, so that none of them costs a frame. */
const CHUNK = 500
/** So many can be fetched again at each overview. */
const FEW = 300
const REST_MS: DurationMs = 1_000

/** What one source has of a question, as far as it is known. */
export interface SourceLines {
  readonly source: LogSource
  readonly session: LogSession
  readonly overview: LogOverview
  /** The newest matching ones in the order of time, at most as many as were asked for; null until they are there. */
  readonly lines: readonly LogLine[] | null
}

/** A range of the page, now; null for one that cannot be read. */
export function useResolvedRange({ from, to }: TimeRangeText, timeZone: string): TimeRange | null {
  const nowMs = useMoment(`${from} ${to}`)
  const range = resolveTimeRange({ from, to }, nowMs, timeZone)
  return range.ok ? range.value : null
}

/**
 * The newest matching lines of all sources: one question that is kept open at each of them and moves with a range that follows the
 * clock. Empty until the first source answers.
 */
export function useFlowLines(
  sources: readonly LogSource[] | undefined,
  query: string,
  range: TimeRange | null,
  most: number,
): readonly SourceLines[] {
  const [parts, setParts] = useState<readonly SourceLines[]>([])
  const sessions = useRef<readonly LogSession[]>([])
  const { fromMs, toMs, kind } = range ?? { fromMs: 0, toMs: 1, kind: 'fixed' as const }
  const isLive = kind !== 'fixed'
  const isAsked = range !== null && query !== ''

  // biome-ignore lint/correctness/useExhaustiveDependencies: what is asked first is asked again by the effect below
  useEffect(() => {
    if (sources === undefined || !isAsked) return
    const question: LogQuestion = { query, fromMs, toMs, order: 'newest' }
    let isCurrent = true
    const put = (part: SourceLines) =>
      setParts((before) => {
        const others = before.filter(({ source }) => source !== part.source)
        return [...others, part].toSorted((a, b) => sources.indexOf(a.source) - sources.indexOf(b.source))
      })
    const opened = sources.map((source) => {
      let last: LogOverview | null = null
      let lines: readonly LogLine[] | null = null
      /** Version of the lines that are there, or on their way. */
      let fetched = -1
      let isFetching = false
      const show = (overview: LogOverview) =>
        put({ source, session, overview, lines: overview.matched === 0 ? [] : lines })

      async function fetchLines(): Promise<void> {
        if (isFetching) return
        isFetching = true
        while (isCurrent && last !== null && last.version !== fetched && last.matched > 0) {
          const overview: LogOverview = last
          fetched = overview.version
          const found = await linesOf(session, overview, most)
          // Null where it was past before it could be read: the next overview brings others.
          if (!isCurrent || found === null) continue
          lines = found
          if (last !== null) show(last)
          // While a long range is being read, all of many lines again for each of its pieces would be the work of the page.
          if (last?.loading === true && found.length > FEW) await delay(REST_MS)
        }
        isFetching = false
      }

      const session = source.open(question, (overview) => {
        if (!isCurrent) return
        last = overview
        show(overview)
        void fetchLines()
      })
      return session
    })
    setParts([])
    sessions.current = opened
    return () => {
      isCurrent = false
      sessions.current = []
      for (const session of opened) session.close()
    }
  }, [sources, query, isAsked, most])

  // biome-ignore lint/correctness/useExhaustiveDependencies: other sources are other sessions
  useEffect(() => {
    for (const session of sessions.current) {
      session.ask({ query, fromMs, toMs, order: 'newest' })
      if (isLive) session.poll()
    }
  }, [sources, query, fromMs, toMs, isLive])
  return parts
}

async function linesOf(session: LogSession, overview: LogOverview, most: number): Promise<readonly LogLine[] | null> {
  const wanted = Math.min(most, overview.matched)
  const lines: LogLine[] = []
  while (lines.length < wanted) {
    const chunk = await session.lines(overview.version, lines.length, Math.min(CHUNK, wanted - lines.length))
    if (chunk === null) return null
    if (chunk.length === 0) break
    lines.push(...chunk)
  }
  return lines.reverse()
}
