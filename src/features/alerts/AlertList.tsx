import { useQueryClient } from '@tanstack/react-query'
import { useDeferredValue, useEffect, useMemo, useState } from 'react'
import { type Alerts, useAlerts } from '~/data/alerts/use-alerts'
import { refetchFiring } from '~/data/alerts/use-firing'
import { useServices } from '~/data/services-context'
import { readCondition } from '~/domain/alerts/alert-query'
import { countFiring, firingOfRows, type KnownFiring } from '~/domain/alerts/firing'
import { pipelineFaults } from '~/domain/alerts/pipeline-faults'
import { formatAge } from '~/domain/time/duration'
import type { UnixMs } from '~/domain/units-of-measure'
import { firing as shownFiring } from '~/state/firing'
import parts from '~/ui/parts.module.css'
import { AppLink } from '~/ui/primitives/AppLink'
import { FaultNote } from '~/ui/primitives/FaultNote'
import { useSecondTick } from '~/ui/primitives/ticker'
import { AlertFilter } from './AlertFilter'
import { AlertRows } from './AlertRows'
import styles from './alert-list.module.css'
import { askingWords, countWords } from './count-words'
import { listedAlerts, wantedAlerts } from './select-alerts'
import { whyNot } from './silences/why-not'
import { useAlertView } from './use-alert-view'
import { useSteadyRows } from './use-steady-rows'

/** Old after so many missed questions. */
const STALE_MS = 20_000

/** One row an alert from Prometheus and Alertmanager, what somebody must act on first. */
export function AlertList() {
  const alerts = useAlerts()
  const { config } = useServices()
  const [view, change] = useAlertView()
  // Apart: the focus leaves a row that the pointer is still on.
  const [isPointed, setPointed] = useState(false)
  const [isFocused, setFocused] = useState(false)
  const conditions = useMemo(() => view.conditions.map(readCondition), [view.conditions])
  const { soFar } = alerts
  const isKnown = alerts.rulesError === null
  const isWhole = alerts.rows !== undefined
  const all = useMemo(() => listedAlerts(soFar ?? []), [soFar])
  const wanted = useMemo(() => wantedAlerts(all, conditions), [all, conditions])
  // Drawn in slices: the page answers a hand in between.
  const rows = useDeferredValue(useSteadyRows(wanted, isPointed || isFocused))
  const firing = useMemo(() => firingOfRows(soFar ?? []), [soFar])
  const words = useMemo(
    () => countWords({ all, shown: wanted.length, firing, isKnown, isWhole }),
    [all, wanted, firing, isKnown, isWhole],
  )
  // With the rows, and not before them.
  const said = useDeferredValue(soFar === undefined ? askingWords(config.sources) : words)
  useSameCount(firing, isKnown && isWhole)
  return (
    <>
      <AlertFilter
        conditions={conditions}
        group={view.group}
        rows={all}
        onConditions={(next) => change((before) => ({ conditions: next(before.conditions) }))}
        onGroup={(group) => change(() => ({ group }))}
      />
      <Faults alerts={alerts} />
      <p className={styles['count']} role="status">
        {said}
      </p>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: it only keeps its order while somebody is in it */}
      <div
        className={styles['list']}
        onPointerEnter={() => setPointed(true)}
        onPointerLeave={() => setPointed(false)}
        onFocus={() => setFocused(true)}
        onBlur={() => setFocused(false)}
      >
        <AlertRows rows={rows} group={view.group} whyNoSilence={whyNot(alerts.stores)} />
      </div>
      {(isWhole || all.length > 0) && wanted.length === 0 && (
        <Nothing alerts={alerts} isFiltered={all.length > 0} conditions={view.conditions} />
      )}
    </>
  )
}

/** What makes the list not to be believed: said before it. */
function Faults({ alerts }: { readonly alerts: Alerts }) {
  const { clock } = useServices()
  useSecondTick()
  const { rules, rulesError, soFar: rows, stores, readMs, series } = alerts
  const faults =
    rows === undefined
      ? []
      : pipelineFaults(rulesError === null ? (rules ?? []) : null, rulesError?.message ?? '', rows, readMs ?? 0, series)
  const ageMs = readMs === null ? 0 : clock.nowMs() - readMs
  const notes = [
    ...faults.map(({ title, reason }) => ({ mark: 'crit' as const, title, reason })),
    ...(rulesError === null && ageMs > STALE_MS
      ? [{ mark: 'unknown' as const, title: 'This is old', reason: `It was read ${formatAge(ageMs)} ago.` }]
      : []),
    ...stores.flatMap(({ store, error, heardMs }) =>
      error === null
        ? []
        : [
            {
              mark: 'broken' as const,
              title: `${store.title} does not answer`,
              reason: [`${error.message.replace(/\.$/, '')}.`, oldWords(heardMs, clock.nowMs())]
                .filter(Boolean)
                .join(' '),
            },
          ],
    ),
  ]
  return notes.map(({ mark, title, reason }) => (
    <FaultNote key={title} mark={mark} title={title}>
      {reason}
    </FaultNote>
  ))
}

function oldWords(heardMs: UnixMs | null, nowMs: UnixMs): string {
  return heardMs === null ? '' : `What it told is ${formatAge(Math.max(0, nowMs - heardMs))} old.`
}

interface NothingProps {
  readonly alerts: Alerts
  readonly isFiltered: boolean
  readonly conditions: readonly string[]
}

function Nothing({ alerts, isFiltered, conditions }: NothingProps) {
  const isKnown = alerts.rulesError === null
  const isAll = isKnown && alerts.rows !== undefined && alerts.stores.every(({ error }) => error === null)
  // A link to one alert outlives it. Beside another condition it may be that one that hides it.
  if (isAll && conditions.length === 1 && /^@(?:id|fingerprint)=/.test(conditions[0] ?? '')) {
    return (
      <p className={parts['nothing']}>
        The alert of this link is over, or was never here. <AppLink to="/alerts/history">When it has fired</AppLink> is
        in the history.
      </p>
    )
  }
  const words = isFiltered
    ? 'No alert is like that. Take a condition away.'
    : isKnown
      ? `Nothing is pending or firing: ${(alerts.rules ?? []).length} rules were evaluated.`
      : 'Whether anything fires is not known.'
  return <p className={parts['nothing']}>{words}</p>
}

/** The navigation counts at the page's pace, and this list is faster: where they differ it is asked to count again. */
function useSameCount({ loud }: KnownFiring, isKnown: boolean): void {
  const client = useQueryClient()
  const { metrics } = useServices()
  useEffect(() => {
    const { count, doubt } = shownFiring.getState()
    if (!isKnown || count === null) return
    const { critical, warning } = countFiring(loud)
    const isSame = critical === count.critical && warning === count.warning
    if (!isSame || doubt !== '') refetchFiring(client, metrics.id)
  }, [loud, isKnown, client, metrics.id])
}
