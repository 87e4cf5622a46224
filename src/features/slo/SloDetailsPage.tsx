import { useEffect, useMemo } from 'react'
import { useLocation, useParams } from 'react-router-dom'
import { useServices } from '~/data/services-context'
import type { Slo } from '~/domain/slo/model'
import { formatInstant } from '~/domain/time/format-instant'
import { displayText } from '~/lib/display-text'
import { usePageZone } from '~/state/use-page-zone'
import parts from '~/ui/parts.module.css'
import { AppLink } from '~/ui/primitives/AppLink'
import { classNames } from '~/ui/primitives/class-names'
import { announceContent } from '~/ui/primitives/settled'
import { BudgetPart } from './BudgetPart'
import { BurnTable } from './BurnTable'
import { SloLinks } from './SloLinks'
import { SloQueries } from './SloQueries'
import { StateChip } from './SloRow'
import styles from './slo.module.css'
import { useLiveSlos } from './use-slo-page'
import {
  complianceText,
  countText,
  coverageOf,
  isOfNow,
  notesOf,
  objectiveText,
  promiseText,
  shareText,
  spanText,
} from './words'

/** One objective with the course of its budget. */
export function SloDetailsPage({ slos }: { readonly slos: readonly Slo[] }) {
  const { id = '' } = useParams()
  const { search } = useLocation()
  const own = useMemo(() => slos.filter((slo) => slo.id === id), [slos, id])
  const [row] = useLiveSlos(own)
  const { config } = useServices()
  const { timeZone } = usePageZone(config.timeZone)
  const isAnswered = row === undefined || row.truth.kind !== 'loading'
  useEffect(() => {
    if (isAnswered) announceContent()
  }, [isAnswered])
  if (row === undefined) {
    return (
      <div className={classNames(parts['nothing'], parts['stack'])}>
        <title>Unknown objective · Lookout</title>
        <p>slos.json has no objective “{displayText(id)}”.</p>
        <AppLink to={{ pathname: '/slo', search }}>All objectives</AppLink>
      </div>
    )
  }
  const { slo, reading, truth, evaluatedMs } = row
  const platform = config.platforms.find(({ id: one }) => one === slo.platform)?.title ?? slo.platform
  const left = reading?.left ?? null
  const isKnown = left !== null && !Number.isNaN(left)
  const coverage = coverageOf(slo, reading)
  return (
    <article
      className={styles['details']}
      data-slo={slo.id}
      data-state={truth.old ? 'old' : reading?.state}
      aria-label={slo.title}
    >
      <title>{`${displayText(slo.title)} · Error budgets · Lookout`}</title>
      <header className={styles['head']}>
        <AppLink className={styles['back']} to={{ pathname: '/slo', search }}>
          All objectives
        </AppLink>
        <h2>
          {displayText(slo.title)} <StateChip row={row} />
        </h2>
        <p className={styles['objective']}>
          {platform !== undefined && <>{displayText(platform)} · </>}
          {displayText(objectiveText(slo))}
          {evaluatedMs !== undefined && <> · as of {formatInstant(evaluatedMs, timeZone)}</>}
        </p>
        {slo.description !== '' && <p>{displayText(slo.description)}</p>}
        {coverage !== null && <p className={styles['note']}>{coverage}: what follows is of what has data.</p>}
        {notesOf(slo, reading, row).map((note) => (
          <p key={note} className={styles['note']}>
            {displayText(note)}
          </p>
        ))}
        {truth.kind === 'failed' && (
          <p className={styles['fault']} role="alert">
            {displayText(truth.reason)} {truth.nextStep}
          </p>
        )}
      </header>
      <dl className={styles['figures']} data-old={truth.old || undefined}>
        <Figure
          title="Budget left"
          value={reading === undefined ? '…' : shareText(left)}
          isBad={isOfNow(truth) && isKnown && left <= 0}
        >
          {isKnown && left < 0 ? 'overdrawn' : coverage === null ? 'of the whole window' : 'of what has data'}
        </Figure>
        <Figure title="In time" value={reading?.leftMs == null ? '–' : spanText(reading.leftMs)}>
          in which all may fail, at even traffic
        </Figure>
        <Figure title={`In ${slo.events}`} value={reading?.leftEvents == null ? '–' : countText(reading.leftEvents)}>
          {reading?.bad != null && reading.total !== null && Number.isFinite(reading.bad + reading.total)
            ? `${countText(reading.bad)} of ${countText(reading.total)} were bad`
            : 'not known'}
        </Figure>
        <Figure title="Compliance" value={reading === undefined ? '…' : complianceText(slo, reading.compliance)}>
          promised: {promiseText(slo)}
        </Figure>
      </dl>
      <BudgetPart row={row} timeZone={timeZone} />
      <BurnTable slo={slo} reading={reading} isNow={isOfNow(truth)} />
      <SloLinks slo={slo} />
      <SloQueries slo={slo} />
    </article>
  )
}

interface FigureProps {
  readonly title: string
  readonly value: string
  readonly isBad?: boolean
  readonly children: React.ReactNode
}

function Figure({ title, value, isBad = false, children }: FigureProps) {
  return (
    <div>
      <dt>{displayText(title)}</dt>
      <dd data-tone={isBad ? 'crit' : undefined}>{value}</dd>
      <dd className={styles['small']}>{children}</dd>
    </div>
  )
}
