import { useCallback, useEffect, useRef, useState } from 'react'
import { type Checks, useServices } from '~/data/services-context'
import { judge, type Report } from '~/domain/checks/judge'
import type { PageFacts } from '~/domain/checks/page-facts'
import type { DurationMs } from '~/domain/units-of-measure'

/** From the end of one check to the start of the next, while somebody looks. */
const EVERY_MS: DurationMs = 15_000
/** While a part makes its history, which takes seconds. */
const SOON_MS: DurationMs = 1_500
/** Where the code of the checks itself could not be had. */
const AGAIN_MS: DurationMs = 5_000

export interface Status {
  /** Null until the first check is done. */
  readonly report: Report | null
  readonly isChecking: boolean
  /** Null until the code that knows them is there. */
  readonly pageFacts: (() => PageFacts) | null
  readonly checkNow: () => void
}

/** The state of the installation, checked again by itself while the page is visible, and at once when it becomes so. */
export function useStatus(): Status {
  const { checks } = useServices()
  const [report, setReport] = useState<Report | null>(null)
  const [loaded, setLoaded] = useState<Checks | null>(null)
  const [isChecking, setChecking] = useState(true)
  const startNow = useRef<() => void>(() => undefined)

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let running: AbortController | undefined
    const isSeen = () => document.visibilityState === 'visible'

    async function run(): Promise<void> {
      clearTimeout(timer)
      if (running !== undefined) return
      const abort = new AbortController()
      running = abort
      setChecking(true)
      let waitMs = EVERY_MS
      try {
        const code = await checks()
        if (abort.signal.aborted) return
        setLoaded(code)
        const observations = await code.observe(abort.signal)
        if (observations.some(({ isPreparing }) => isPreparing === true)) waitMs = SOON_MS
        if (!abort.signal.aborted) setReport(judge(observations, Date.now()))
      } catch {
        // Aborted, or the code of the checks is not to be had: the age of the last report says so.
        waitMs = AGAIN_MS
      }
      if (abort.signal.aborted) return
      running = undefined
      setChecking(false)
      if (isSeen()) timer = setTimeout(run, waitMs)
    }
    startNow.current = () => void run()
    const onVisibility = () => (isSeen() ? void run() : clearTimeout(timer))
    document.addEventListener('visibilitychange', onVisibility)
    void run()
    return () => {
      running?.abort()
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', onVisibility)
    }
  }, [checks])

  const checkNow = useCallback(() => startNow.current(), [])
  return { report, isChecking, pageFacts: loaded?.pageFacts ?? null, checkNow }
}
