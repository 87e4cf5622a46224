import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useNavigate } from 'react-router-dom'
import { refetchFiring, useFiring } from '~/data/alerts/use-firing'
import { useServices } from '~/data/services-context'
import type { FiringAlert } from '~/domain/alerts/firing'
import { type FiringState, judgeFiring, sumOf, untilOldMs } from '~/domain/alerts/firing-state'
import { createTeller } from '~/domain/alerts/telling'
import { labelsKey } from '~/domain/series/frame'
import type { MetricsSource } from '~/domain/sources'
import { staleAfterMs } from '~/domain/truth/decide'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'
import { displayText } from '~/lib/display-text'
import { firing } from '~/state/firing'
import { preferences } from '~/state/preferences'
import { usePreferences } from '~/state/use-preferences'
import { alertsPath } from '../alert-links'
import { claim } from './claim'
import { mayNotify } from './may-notify'
import { beep } from './sound'
import { showOnTab } from './tab-badge'

/** A notification without its words is better than a late one. */
const SUMMARY_MS: DurationMs = 5_000
/** More at once are one notification. */
const MAX_NOTIFICATIONS = 3

export interface TellingProps {
  /** How often the page asks; null for never. */
  readonly intervalMs: DurationMs | null
}

/**
 * Says on the tab and in the navigation how many alerts fire, and tells of a new critical one as the reader chose. It is asked
 * with the page: a page that is hidden or does not refresh asks nothing, unless the reader wants to be called by it.
 */
export function Telling({ intervalMs }: TellingProps) {
  const isCalling = usePreferences(({ alertSound, alertNotification }) => alertSound || alertNotification)
  const { outcome, known, critical, isFlood } = useFiring(isCalling)
  const { clock, config, metrics } = useServices()
  const navigate = useNavigate()
  const evaluatedMs = outcome.data?.evaluatedMs ?? null
  useCalls(isCalling ? (intervalMs ?? config.refreshMs) : null, evaluatedMs)

  const oldAfterMs = staleAfterMs(intervalMs)
  const nowMs = useMoments(evaluatedMs, oldAfterMs)
  const { error } = outcome
  const isPartial = outcome.data?.partial ?? false
  const ageMs = evaluatedMs === null ? null : nowMs - evaluatedMs
  const state = judgeFiring({ known, error, isPartial, ageMs, oldAfterMs })
  useShown(state)

  const teller = useRef(createTeller())
  const wasFlood = useRef(false)
  useEffect(() => {
    if (!isCalling) teller.current = createTeller()
    if (!isCalling || critical === undefined) return
    // What is left of a flood, of which only the kinds were heard, is no news.
    if (wasFlood.current && !isFlood) teller.current = createTeller()
    wasFlood.current = isFlood
    const fresh = teller.current.hear(critical, clock.nowMs())
    if (fresh.length > 0) void tell(fresh, clock.nowMs(), metrics, (path) => void navigate(path))
  }, [isCalling, critical, isFlood, clock, metrics, navigate])
  return null
}

function useShown({ count, doubt, isCurrent }: FiringState): void {
  const { critical, warning } = count ?? { critical: 0, warning: 0 }
  const isAsked = count !== null
  useEffect(() => {
    firing.setState({ count: isAsked ? { critical, warning } : null, doubt, isCurrent })
  }, [isAsked, critical, warning, doubt, isCurrent])
  const worst = !isCurrent ? null : critical > 0 ? 'critical' : warning > 0 ? 'warning' : null
  const isSure = doubt === ''
  const sum = sumOf({ critical, warning })
  useEffect(() => showOnTab({ count: sum, isSure, worst }), [sum, isSure, worst])
}

/** Asks again where the page does not: an answer is never older than this. */
function useCalls(everyMs: DurationMs | null, evaluatedMs: UnixMs | null): void {
  const client = useQueryClient()
  const { metrics, clock } = useServices()
  const asked = useRef(evaluatedMs)
  asked.current = evaluatedMs
  useEffect(() => {
    if (everyMs === null) return undefined
    const timer = setInterval(() => {
      // What the page itself has asked a moment ago is new enough.
      if (asked.current !== null && clock.nowMs() - asked.current < 0.9 * everyMs) return
      refetchFiring(client, metrics.id)
    }, everyMs)
    return () => clearInterval(timer)
  }, [everyMs, client, metrics.id, clock])
}

/** The time now; looked at again when the answer grows old, also on a hidden page. */
function useMoments(evaluatedMs: UnixMs | null, oldAfterMs: DurationMs): UnixMs {
  const { clock } = useServices()
  const [, look] = useState(0)
  useEffect(() => {
    const waitMs = evaluatedMs === null ? null : untilOldMs(evaluatedMs, clock.nowMs(), oldAfterMs)
    if (waitMs === null) return undefined
    const timer = setTimeout(() => look((count) => count + 1), waitMs)
    return () => clearTimeout(timer)
  }, [evaluatedMs, oldAfterMs, clock])
  return clock.nowMs()
}

async function tell(
  alerts: readonly FiringAlert[],
  nowMs: UnixMs,
  metrics: MetricsSource,
  open: (path: string) => void,
): Promise<void> {
  const { alertSound, alertNotification } = preferences.getState()
  if (!alertSound && !alertNotification) return
  const ids = new Set(
    await claim(
      alerts.map(({ id }) => id),
      nowMs,
    ),
  )
  const mine = alerts.filter(({ id }) => ids.has(id))
  if (mine.length === 0) return
  if (alertSound) void beep()
  if (alertNotification) notify(mine, await summariesOf(mine, metrics), open)
}

/** What the rules say of these alerts, by their ids; none where nobody tells. */
async function summariesOf(
  alerts: readonly FiringAlert[],
  metrics: MetricsSource,
): Promise<ReadonlyMap<string, string>> {
  const names = new Set(alerts.map(({ name }) => name))
  try {
    const rules = await metrics.ruleStates(AbortSignal.timeout(SUMMARY_MS))
    const told = rules.filter(({ name }) => names.has(name)).flatMap((rule) => rule.alerts)
    return new Map(told.map(({ labels, annotations }) => [labelsKey(labels), annotations.get('summary') ?? '']))
  } catch {
    return new Map()
  }
}

function notify(
  alerts: readonly FiringAlert[],
  summaries: ReadonlyMap<string, string>,
  open: (path: string) => void,
): void {
  if (!mayNotify()) return
  const several = alerts.length > MAX_NOTIFICATIONS
  const notes = several
    ? [
        {
          title: `${alerts.length} critical alerts`,
          body: alerts.map(({ name }) => name).join(', '),
          path: '/alerts',
          tag: 'many',
        },
      ]
    : alerts.map(({ id, name }) => ({
        title: name,
        body: summaries.get(id) || 'A critical alert fires.',
        path: alertsPath(name),
        tag: id,
      }))
  for (const { title, body, path, tag } of notes) {
    try {
      const note = new Notification(displayText(title), {
        body: displayText(body).slice(0, 300),
        tag: tag.slice(0, 200),
      })
      note.onclick = () => {
        window.focus()
        open(path)
        note.close()
      }
    } catch {
      // Some phones have the permission and no such notifications.
      return
    }
  }
}
