import { useEffect, useState } from 'react'
import type { LogOverview, LogQuestion, LogSession, LogSource } from '~/domain/logs/log-ports'
import { resolveTimeRange, type TimeRangeText } from '~/domain/time/time-range'
import type { UnixMs } from '~/domain/units-of-measure'
import { useMoment } from './use-moment'

export interface SessionAnswer {
  readonly session: LogSession
  /** What was asked when the overview was heard. */
  readonly question: LogQuestion
  readonly overview: LogOverview
}

export interface LogAsk {
  /** Null asks nothing, as the query cannot be read: what was answered before stays. */
  readonly query: string | null
  readonly range: TimeRangeText
  readonly timeZone: string
  readonly order: LogQuestion['order']
  /** Fields whose values are counted; always the same list. */
  readonly facets?: readonly string[] | undefined
  /** A moment at which a range that follows the clock is held; null while it follows. */
  readonly heldMs: UnixMs | null
}

/**
 * Keeps a question to a source open: a range that follows the clock moves with each tick of the page, and is read on then. Null
 * until the first overview; then the last one stays until the next.
 */
export function useLogSession(source: LogSource | null, ask: LogAsk): SessionAnswer | null {
  const { query, range, timeZone, order, facets, heldMs } = ask
  const { from, to } = range
  const nowMs = useMoment(`${source?.id} ${from} ${to} ${query}`)
  const window = resolveTimeRange({ from, to }, heldMs ?? nowMs, timeZone)
  const { fromMs, toMs, kind } = window.ok ? window.value : { fromMs: nowMs - 1, toMs: nowMs, kind: 'fixed' as const }
  const isLive = kind !== 'fixed' && heldMs === null
  const [answer, setAnswer] = useState<SessionAnswer | null>(null)
  const [session, setSession] = useState<LogSession | null>(null)
  // Without a query nothing is opened: all lines would be shown as if they were its answer.
  const [asked, setAsked] = useState<LogSource | null>(null)
  if (query !== null && asked !== source) setAsked(source)
  const current = asked === source ? source : null

  // biome-ignore lint/correctness/useExhaustiveDependencies: what is asked first is asked again by the effect below
  useEffect(() => {
    if (current === null) return
    let question: LogQuestion = { query: query ?? '', fromMs, toMs, order, ...(facets && { facets }) }
    const opened: LogSession = current.open(question, (overview) => setAnswer({ session: own, question, overview }))
    const own: LogSession = {
      ...opened,
      ask(next) {
        question = next
        opened.ask(next)
      },
    }
    setAnswer(null)
    setSession(own)
    return () => {
      setSession(null)
      opened.close()
    }
  }, [current])

  useEffect(() => {
    if (session === null || query === null) return
    session.ask({ query, fromMs, toMs, order, ...(facets && { facets }) })
    if (isLive) session.poll()
  }, [session, query, fromMs, toMs, order, facets, isLive])
  return current === null ? null : answer
}
