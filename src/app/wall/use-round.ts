import { type RefObject, useEffect, useMemo, useState } from 'react'
import { flushSync } from 'react-dom'
import { useServices } from '~/data/services-context'
import type { Playlist } from '~/domain/config/config'
import { resolveTimeZone } from '~/domain/time/time-zone'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'
import { dashboardOfPath, whyUnknown } from '~/domain/wall/known-page'
import { planRound, type Round, type RoundFacts, type RoundPlan, stepRound } from '~/domain/wall/plan-round'
import { alarmedPages } from '~/domain/wall/wall-alerts'
import { useBrowserZone } from '~/state/use-browser-zone'
import { useSecondTick } from '~/ui/primitives/ticker'
import { useDashboards } from '../shell/use-page'
import { isReady } from './is-ready'
import type { WallCommand } from './remote-keys'
import { useWallAlerts } from './use-wall-alerts'

/** The next page is drawn this long before its turn. */
const AHEAD_MS: DurationMs = 12_000
/** A page that is not drawn by then is shown as it is, and says itself what it waits for. */
const PATIENCE_MS: DurationMs = 10_000

export interface RunningRound {
  readonly plan: RoundPlan
  /** On the screen; null before anything is. */
  readonly shown: number | null
  /** Drawn behind it; null for none. */
  readonly behind: number | null
  readonly nowMs: UnixMs
  readonly command: (command: Exclude<WallCommand, 'leave'>) => void
}

/** Runs the round of a playlist: what is due is drawn first, then shown. `root` has the pages as `[data-page]`. */
export function useRound(playlist: Playlist, root: RefObject<HTMLElement | null>): RunningRound {
  useSecondTick()
  const { clock } = useServices()
  const nowMs = clock.nowMs()
  const facts = { ...useFacts(playlist), nowMs }
  const [held, setHeld] = useState<Round | null>(null)
  const [shown, setShown] = useState<number | null>(null)
  const [wanted, setWanted] = useState<{ readonly index: number; readonly sinceMs: UnixMs } | null>(null)
  const plan = planRound(held, facts)
  const { round, next, untilMs } = plan
  const { index } = round
  if (held === null || !isSame(held, round)) setHeld(round)
  if (shown !== index && (shown === null || index === null)) setShown(index)
  if (index !== null && shown !== null && index !== shown && wanted?.index !== index)
    setWanted({ index, sinceMs: nowMs })
  const isWaiting = shown !== null && index !== null && index !== shown

  // Looks each second, with the tick.
  useEffect(() => {
    if (!isWaiting || index === null) return
    const isLate = wanted?.index === index && nowMs - wanted.sinceMs > PATIENCE_MS
    if (!isLate && !isReady(root.current?.querySelector(`[data-page="${index}"]`) ?? null)) return
    changeSoftly(() => {
      setShown(index)
      setWanted(null)
      // Its time begins when it is seen.
      setHeld((before) => before && { ...before, sinceMs: clock.nowMs() })
    })
  }, [isWaiting, index, wanted, nowMs, root, clock])

  const isSoon = next !== null && untilMs !== null && untilMs - nowMs <= AHEAD_MS
  const command = (asked: Exclude<WallCommand, 'leave'>) => {
    if (asked === 'pause') setHeld({ ...round, pausedMs: round.pausedMs === null ? nowMs : null, sinceMs: nowMs })
    else setHeld(stepRound(round, plan, facts, asked === 'next' ? 1 : -1))
  }
  return { plan, shown, behind: isWaiting ? index : isSoon ? next : null, nowMs, command }
}

function useFacts({ pages, seconds, timeZone }: Playlist): Omit<RoundFacts, 'nowMs'> {
  const { config } = useServices()
  const browserZone = useBrowserZone()
  const list = useMemo(
    () =>
      pages.map((page) => ({
        seconds: page.seconds ?? seconds,
        hours: page.hours,
        timeZone: resolveTimeZone(page.timeZone ?? timeZone ?? config.timeZone, browserZone).timeZone,
        isKnown: whyUnknown(page.path, config.dashboards) === null,
      })),
    [pages, seconds, timeZone, config, browserZone],
  )
  const { alerts } = useWallAlerts()
  const dashboards = useDashboards()
  const alarmed = useMemo(() => {
    const subjects = pages.map(({ path }) => {
      const dashboard = dashboardOfPath(path)
      const platform = dashboards.find(({ id }) => id === dashboard)?.dashboard?.platform ?? null
      return { dashboard, platform }
    })
    return alarmedPages(subjects, alerts ?? [])
  }, [pages, dashboards, alerts])
  return { pages: list, alarmed }
}

function isSame(a: Round, b: Round): boolean {
  // Nothing has been shown since whenever.
  if (a.index === null && b.index === null) return true
  const keys = ['index', 'sinceMs', 'cause', 'interrupted', 'pausedMs'] as const
  return keys.every((key) => a[key] === b[key])
}

/** From one picture to the next without a blank between, where the browser can. */
function changeSoftly(change: () => void): void {
  const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches
  if (isStill || !('startViewTransition' in document) || document.hidden) {
    change()
    return
  }
  const { finished, ready } = document.startViewTransition(() => flushSync(change))
  // One that is skipped, such as for a page that is hidden meanwhile, has changed all the same.
  for (const part of [finished, ready]) part.catch(() => undefined)
}
