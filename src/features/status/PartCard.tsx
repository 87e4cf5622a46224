import { formatReading } from '~/domain/checks/clock'
import type { FindingSeverity } from '~/domain/checks/finding'
import type { PartReport } from '~/domain/checks/judge'
import type { Observation, Part } from '~/domain/checks/observation'
import { displayText } from '~/lib/display-text'
import parts from '~/ui/parts.module.css'
import { classNames } from '~/ui/primitives/class-names'
import { StatusIcon } from '~/ui/status/StatusIcon'
import type { StatusMark } from '~/ui/status/tone'
import { Findings } from './Findings'
import { SEVERITY_MARKS } from './severity-marks'
import styles from './status.module.css'

const PARTS: Readonly<Record<Part, string>> = {
  app: 'Pages',
  metrics: 'Metrics',
  alerts: 'Alerts',
  logs: 'Logs',
  traces: 'Traces',
}

/** One part of the installation: what it is, how it answers, what is wrong with it. A line where all is well. */
export function PartCard({ part, isOld }: { readonly part: PartReport; readonly isOld: boolean }) {
  const { observed, severity, findings } = part
  const { id, title } = observed
  return (
    <article className={parts['card']} data-part={id} data-severity={severity} aria-labelledby={`part-${id}`}>
      <header className={classNames(parts['head'], styles['head'])}>
        <StatusIcon mark={markOf(observed, severity, isOld)} />
        <h2 id={`part-${id}`}>{displayText(title)}</h2>
        <span className={styles['kind']}>{PARTS[observed.part]}</span>
        <span className={styles['word']} data-severity={severity}>
          {isOld ? 'not current' : wordOf(observed, severity)}
        </span>
      </header>
      <dl className={styles['facts']}>
        {factsOf(observed).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd title={value}>{displayText(value)}</dd>
          </div>
        ))}
      </dl>
      <Findings findings={findings} />
    </article>
  )
}

function markOf({ reach }: Observation, severity: FindingSeverity | 'ok', isOld: boolean): StatusMark {
  if (isOld) return 'unknown'
  return reach.kind === 'fails' && severity === 'crit' ? 'broken' : SEVERITY_MARKS[severity]
}

function wordOf({ reach }: Observation, severity: FindingSeverity | 'ok'): string {
  if (reach.kind === 'fails') return severity === 'warn' ? 'not ready' : 'fails'
  if (severity === 'crit') return 'in trouble'
  if (severity === 'warn') return 'needs a look'
  return reach.kind === 'inside' ? 'in the page' : 'answers'
}

function factsOf({ kind, version, address, reach, clock, metrics, alerts, files, app }: Observation) {
  const targets = metrics?.targets ?? null
  const readable = files?.filter(({ state }) => state === 'ranges' || state === 'empty' || state === 'whole').length
  const facts: (readonly [string, string | undefined])[] = [
    ['Takes', reach.kind === 'answers' ? `${Math.max(1, Math.round(reach.latencyMs))} ms` : undefined],
    [app === undefined ? 'Version' : 'Build', version ?? (reach.kind === 'answers' ? 'does not say' : undefined)],
    [
      'Clock',
      clock === null
        ? reach.kind === 'answers' && address !== null
          ? 'does not tell'
          : undefined
        : formatReading(clock),
    ],
    [
      'Targets up',
      targets === null ? undefined : `${targets.filter(({ health }) => health === 'up').length} of ${targets.length}`,
    ],
    ['Alerting rules', metrics?.rules ? String(metrics.rules.count) : undefined],
    ['Sends to', metrics?.alertmanagers ? `${metrics.alertmanagers.length} Alertmanager` : undefined],
    ['Cluster', alerts === undefined ? undefined : alerts.peers > 1 ? `${alerts.peers} members` : 'alone'],
    ['Files', files === undefined ? undefined : `${readable} of ${files.length} readable`],
    ['Protection', app?.protection === 'headers' ? 'by headers' : undefined],
    ['Kind', kind],
    ['Address', address ?? undefined],
  ]
  return facts.filter((fact): fact is readonly [string, string] => fact[1] !== undefined)
}
