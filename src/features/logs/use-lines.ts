import { useCallback, useEffect, useRef, useState } from 'react'
import type { LogLine } from '~/domain/logs/model'
import type { SessionAnswer } from './use-log-session'

/** Lines are asked for so many at once. */
const PAGE = 100
/** Pages of lines that are kept: what is far from view is asked for again. */
const MOST_PAGES = 40

interface Kept {
  /** Versions are those of one session. */
  readonly session: SessionAnswer['session']
  readonly version: number
  readonly pages: Map<number, readonly LogLine[]>
}

export interface Lines {
  /** How many there are, of the version that is shown. */
  readonly count: number
  /** Undefined while it is on its way. */
  readonly at: (index: number) => LogLine | undefined
}

/**
 * The matching lines around what is in view. Those of the version before stay until the new one's are there, so that a refresh
 * moves nothing but what is new.
 */
export function useLines(answer: SessionAnswer | null, first: number, last: number): Lines {
  const [latest, setShown] = useState<{ readonly kept: Kept; readonly count: number } | null>(null)
  const asked = useRef(new Set<string>())
  const session = answer?.session
  const shown = latest?.kept.session === session ? latest : null
  const version = answer?.overview.version
  const matched = answer?.overview.matched ?? 0
  const firstPage = Math.floor(first / PAGE)
  const lastPage = Math.floor(Math.max(first, last) / PAGE)

  useEffect(() => {
    if (session === undefined || version === undefined) return
    let isCurrent = true
    const wanted = range(firstPage, Math.min(lastPage, Math.floor(Math.max(0, matched - 1) / PAGE)))
    const missing = wanted.filter((page) => {
      const key = `${version} ${page}`
      if (shown?.kept.version === version && shown.kept.pages.has(page)) return false
      if (asked.current.has(key)) return false
      asked.current.add(key)
      return true
    })
    if (missing.length === 0) return
    const load = async () => {
      const answers = await Promise.all(missing.map((page) => session.lines(version, page * PAGE, PAGE)))
      for (const page of missing) asked.current.delete(`${version} ${page}`)
      if (!isCurrent || answers.some((lines) => lines === null)) return
      setShown((before) => {
        const isSame = before?.kept.session === session && before.kept.version === version
        const pages = isSame ? new Map(before.kept.pages) : new Map()
        missing.forEach((page, i) => {
          pages.delete(page)
          pages.set(page, answers[i] ?? [])
        })
        for (const page of pages.keys()) {
          if (pages.size <= MOST_PAGES) break
          pages.delete(page)
        }
        return { kept: { session, version, pages }, count: matched }
      })
    }
    void load()
    return () => {
      isCurrent = false
      for (const page of missing) asked.current.delete(`${version} ${page}`)
    }
  }, [session, version, matched, firstPage, lastPage, shown])

  const pages = shown?.kept.pages
  const at = useCallback((index: number) => pages?.get(Math.floor(index / PAGE))?.[index % PAGE], [pages])
  return { count: answer === null ? 0 : (shown?.count ?? matched), at }
}

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i)
}
