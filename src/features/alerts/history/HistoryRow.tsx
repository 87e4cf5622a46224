import { ChevronDown, ChevronRight } from 'lucide-react'
import { memo, useState } from 'react'
import { useNavigate } from 'react-router-dom'
import {
  type AlertHistory,
  type Episode,
  type EpisodeFigures,
  joinEpisodes,
  type NamedHistory,
} from '~/domain/alerts/history'
import type { AlertRule } from '~/domain/alerts/model'
import { severityTone } from '~/domain/annotations/alert-spans'
import { formatDuration } from '~/domain/time/duration'
import { displayText } from '~/lib/display-text'
import { AppLink } from '~/ui/primitives/AppLink'
import { StatusChip } from '~/ui/status/StatusChip'
import { StatusIcon } from '~/ui/status/StatusIcon'
import { panelPathOf } from '../alert-links'
import { labelsText } from '../alert-words'
import { EpisodeStrip, spanWords } from './EpisodeStrip'
import styles from './history.module.css'
import { ruleOfAlert, searchAroundEpisode, tryPath } from './rule-of'

/** What all rows of a history share. */
export interface HistoryRowContext {
  readonly fromMs: number
  readonly toMs: number
  readonly stepMs: number
  readonly nowMs: number
  readonly timeZone: string
  readonly search: string
  readonly rules: readonly AlertRule[]
  /** Ids of those that there are. */
  readonly dashboards: readonly string[]
}

interface HistoryRowProps {
  readonly history: NamedHistory
  readonly context: HistoryRowContext
}

/** The columns behind the lane. On a phone each figure has its word above it. */
export const FIGURES = ['Fired', 'Time firing', 'Mean to resolve', 'Longest', 'Waited'] as const

/** More of them in a list help nobody. */
const MAX_ALERTS = 100
const MAX_EPISODES = 30
/** Labels that the row of the name says already. */
const TOLD = ['alertname', 'severity', 'platform']

/** One name with all its episodes, and on demand each of its alerts. */
export const HistoryRow = memo(function HistoryRow({ history, context }: HistoryRowProps) {
  const [isOpen, setOpen] = useState(false)
  const navigate = useNavigate()
  const { name, severity, platform, alerts } = history
  const { fromMs, toMs, timeZone, nowMs, search, rules, dashboards } = context
  const tone = severityTone(severity)
  const rule = ruleOfAlert(rules, alerts[0]?.labels ?? new Map())
  const path = rule === undefined ? null : panelPathOf(rule.annotations, dashboards)
  const lane = { tone, fromMs, toMs, timeZone }
  const pick =
    path === null
      ? null
      : (one: Episode) => void navigate({ pathname: path, search: searchAroundEpisode(one, nowMs, search) })
  const shownName = displayText(name)
  return (
    <tbody className={styles['group']}>
      <tr>
        <th scope="row" className={styles['name']}>
          <button
            type="button"
            className={styles['open']}
            aria-expanded={isOpen}
            onClick={() => setOpen((before) => !before)}
          >
            {isOpen ? <ChevronDown size="0.875rem" aria-hidden /> : <ChevronRight size="0.875rem" aria-hidden />}
            <StatusIcon mark={tone} label={severity === '' ? 'no severity' : displayText(severity)} />
            <bdi>{shownName}</bdi>
          </button>
          <span className={styles['about']}>
            {[platform, `${alerts.length} label set${alerts.length === 1 ? '' : 's'}`]
              .filter((part) => part !== '')
              .map((part) => displayText(part))
              .join(' · ')}
            {history.isFlapping ? <StatusChip mark="warn" word="flaps" /> : null}
          </span>
        </th>
        <td className={styles['wide']}>
          <EpisodeStrip {...lane} name={shownName} episodes={joinEpisodes(alerts)} onPick={pick} />
        </td>
        <Figures figures={history} pendingCount={history.pendingCount} />
      </tr>
      {isOpen ? (
        <>
          {alerts.slice(0, MAX_ALERTS).map((alert) => (
            <AlertRows key={alert.key} alert={alert} path={path} lane={lane} context={context} />
          ))}
          <tr className={styles['more']}>
            <td colSpan={7}>
              {alerts.length > MAX_ALERTS ? `${alerts.length - MAX_ALERTS} more label sets are not listed. ` : ''}
              {rule === undefined ? (
                'No rule of this name is loaded now.'
              ) : (
                <AppLink to={tryPath(rule, search)}>Try another threshold or wait</AppLink>
              )}
              {path === null ? ' The rule names no panel that there is.' : ''}
            </td>
          </tr>
        </>
      ) : null}
    </tbody>
  )
})

interface AlertRowsProps {
  readonly alert: AlertHistory
  readonly path: string | null
  readonly lane: Pick<Parameters<typeof EpisodeStrip>[0], 'tone' | 'fromMs' | 'toMs' | 'timeZone'>
  readonly context: HistoryRowContext
}

function AlertRows({ alert, path, lane, context }: AlertRowsProps) {
  const navigate = useNavigate()
  const { nowMs, search, timeZone } = context
  const name = labelsText(alert.labels, TOLD) || 'no other labels'
  const addressOf = (one: Episode) =>
    path === null ? null : { pathname: path, search: searchAroundEpisode(one, nowMs, search) }
  const newest = alert.episodes.toReversed()
  return (
    <>
      <tr className={styles['alert']}>
        <th scope="row" className={styles['labels']}>
          <bdi>{name}</bdi>
          {alert.isFlapping ? <StatusChip mark="warn" word="flaps" /> : null}
        </th>
        <td className={styles['wide']}>
          <EpisodeStrip
            {...lane}
            name={name}
            episodes={alert.episodes}
            onPick={path === null ? null : (one) => void navigate(addressOf(one) ?? '')}
          />
        </td>
        <Figures figures={alert} pendingCount={alert.pendingCount} />
      </tr>
      <tr className={styles['episodes']}>
        <td colSpan={7}>
          <ul aria-label={`Episodes of ${name}`}>
            {newest.slice(0, MAX_EPISODES).map((one) => {
              const address = addressOf(one)
              const words = spanWords(one, timeZone)
              return <li key={one.fromMs}>{address === null ? words : <AppLink to={address}>{words}</AppLink>}</li>
            })}
            {newest.length > MAX_EPISODES ? <li>{`${newest.length - MAX_EPISODES} earlier ones`}</li> : null}
          </ul>
        </td>
      </tr>
    </>
  )
}

function Figures({ figures, pendingCount }: { readonly figures: EpisodeFigures; readonly pendingCount: number }) {
  const { count, totalMs, meanResolveMs, longestMs } = figures
  const texts = [
    String(count),
    count === 0 ? '–' : durationText(totalMs),
    meanResolveMs === null ? '–' : durationText(meanResolveMs),
    count === 0 ? '–' : durationText(longestMs),
    String(pendingCount),
  ]
  return (
    <>
      {texts.map((text, i) => (
        <td key={FIGURES[i]} className={styles['figure']} data-label={FIGURES[i]}>
          {text}
        </td>
      ))}
    </>
  )
}

function durationText(ms: number): string {
  return formatDuration(Math.round(ms / 1000) * 1000)
}
