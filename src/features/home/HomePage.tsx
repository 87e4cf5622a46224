import { useEffect } from 'react'
import { withoutVariables } from '~/domain/links/carried-search'
import { dashboardPath, kpiPath } from '~/domain/links/paths'
import { formatAge } from '~/domain/time/duration'
import type { EarlierPeriod } from '~/domain/time/earlier-period'
import { HomeEarlier } from '~/features/home/HomeEarlier'
import { type HomeAlerts, type HomeCard, type HomeKpi, leadOf, shownOf } from '~/features/home/home-card'
import { useHome } from '~/features/home/use-home'
import { displayText } from '~/lib/display-text'
import { Figure } from '~/panels/Figure'
import parts from '~/ui/parts.module.css'
import { AppLink } from '~/ui/primitives/AppLink'
import { classNames } from '~/ui/primitives/class-names'
import { announceContent } from '~/ui/primitives/settled'
import { StatusIcon } from '~/ui/status/StatusIcon'
import type { StatusMark } from '~/ui/status/tone'
import styles from './home.module.css'

/** How everything is: a card a platform, the one in most need first. To be read from across a room. */
export function HomePage() {
  const home = useHome()
  const isAnswered = home?.cards.every(({ mark }) => mark !== 'loading') ?? false
  useEffect(() => {
    if (isAnswered) announceContent()
  }, [isAnswered])
  if (home === undefined) return null
  const { cards, lost, period } = home
  return (
    <div className={styles['home']}>
      <title>Home · Lookout</title>
      <p className={styles['lead']} role="status">
        {leadOf(cards, lost.length === 0)}
      </p>
      {lost.length > 0 && (
        <p className={styles['lost']}>Not read, and missing here: {lost.join(', ')}. The page of each says why.</p>
      )}
      <ul className={styles['cards']}>
        {cards.map((card) => (
          <li key={card.id}>
            <PlatformCard card={card} period={period} />
          </li>
        ))}
      </ul>
    </div>
  )
}

const WORDS: Partial<Record<StatusMark, string>> = {
  ok: 'ok',
  crit: 'in alert',
  warn: 'off target',
  unknown: 'not known',
  idle: 'no traffic',
  loading: 'loading',
  broken: 'no answer',
}

function PlatformCard({ card, period }: { readonly card: HomeCard; readonly period: EarlierPeriod | null }) {
  const { id, title, dashboardId, mark, verdict, alerts, mutedCount, kpis, scrapeAgeMs } = card
  const { search } = window.location
  return (
    <article
      className={classNames(parts['card'], styles['card'])}
      data-platform={id}
      data-mark={mark}
      aria-labelledby={`home-${id}`}
    >
      <header className={classNames(parts['head'], styles['head'])}>
        <StatusIcon mark={mark} />
        <h2 id={`home-${id}`}>
          {dashboardId === undefined ? title : <AppLink to={dashboardPath(dashboardId) + search}>{title}</AppLink>}
        </h2>
        <span className={styles['chips']}>
          {alerts.map((one) => (
            <Chip key={one.severity} {...one} />
          ))}
          {mutedCount > 0 && (
            <span
              className={styles['chip']}
              data-tone="idle"
              data-muted
              title="Silenced, or inhibited by another alert"
            >
              {mutedCount} muted
            </span>
          )}
          {!alerts.some(({ tone }) => tone === mark) && (
            <span className={styles['chip']} data-tone={mark}>
              {WORDS[mark]}
            </span>
          )}
        </span>
      </header>
      <p className={styles['verdict']}>{displayText(verdict)}</p>
      <div className={styles['kpis']}>
        {kpis.map((one) => (
          <Kpi key={`${one.dashboardId}/${one.kpi.id}`} one={one} search={search} period={period} />
        ))}
      </div>
      <footer className={styles['foot']}>
        {scrapeAgeMs === null ? '\u00a0' : `Scraped ${formatAge(scrapeAgeMs)} ago`}
      </footer>
    </article>
  )
}

function Chip({ severity, tone, count }: HomeAlerts) {
  return (
    <span className={styles['chip']} data-tone={tone} data-severity={severity}>
      {count} {displayText(severity)}
    </span>
  )
}

interface KpiProps {
  readonly one: HomeKpi
  readonly search: string
  readonly period: EarlierPeriod | null
}

/** A key figure, and what it is held against; it leads to the panel that shows it over time. */
function Kpi({ one, search, period }: KpiProps) {
  const { kpi, dashboardId, value, evaluatedMs, truth, reading, limit } = one
  const shown = shownOf(one)
  const isKnown = reading.status !== 'unknown' || reading.mark === 'info'
  return (
    <AppLink
      // Here a variable stands for its default and nothing is filtered, whatever the address carries along.
      to={kpiPath(dashboardId, kpi.panel, withoutVariables(search))}
      className={styles['kpi']}
      title={truth.reason || kpi.description}
      data-kpi={kpi.id}
      data-status={reading.status}
      data-truth={truth.kind}
      data-value={value === null ? undefined : String(value)}
      data-evaluated-ms={evaluatedMs ?? undefined}
    >
      <span className={styles['name']}>{kpi.title}</span>
      <span className={styles['value']} data-old={truth.old || shown.state !== 'value' ? '' : undefined}>
        {truth.kind === 'loading' ? '–' : <Figure {...shown} />}
      </span>
      <span className={styles['note']}>{isKnown ? wordAndLimit(reading.word, limit) : reading.word}</span>
      {period && (
        <span className={styles['then']}>
          <HomeEarlier one={one} period={period} />
        </span>
      )}
    </AppLink>
  )
}

/** "on target" and "target > 5 %" name it once. A line ends between the two, and in a bound only before a long unit. */
function wordAndLimit(word: string, limit: string): string {
  const whole = limit.replaceAll(/ (?=[<>]|[-\d]|\S{1,3}$)/g, '\u00a0')
  if (word.endsWith('target') && limit.startsWith('target')) return word.replace(/target$/, whole)
  return [word, whole].filter(Boolean).join(', ')
}
