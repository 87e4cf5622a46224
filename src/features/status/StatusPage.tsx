import { memo, useEffect } from 'react'
import { leadOf, type Report, unknownTargets } from '~/domain/checks/judge'
import { describePage } from '~/domain/checks/page-facts'
import { printReport } from '~/domain/checks/print-report'
import { formatAge } from '~/domain/time/duration'
import { Button } from '~/ui/primitives/Button'
import { copyAndSay } from '~/ui/primitives/copy-and-say'
import { announceContent } from '~/ui/primitives/settled'
import { useSecondTick } from '~/ui/primitives/ticker'
import { StatusIcon } from '~/ui/status/StatusIcon'
import type { StatusMark } from '~/ui/status/tone'
import { Findings } from './Findings'
import { PageCounters } from './PageCounters'
import { PartCard } from './PartCard'
import { SEVERITY_MARKS } from './severity-marks'
import styles from './status.module.css'
import { Targets } from './Targets'
import { type Status, useStatus } from './use-status'

/** A report older than this is not the state of things. */
const OLD_MS = 60_000

/** Whether everything that Lookout reads answers, how, and what to do where it does not: worst first. */
export function StatusPage() {
  const status = useStatus()
  const { report } = status
  useEffect(() => {
    if (report !== null) announceContent()
  }, [report])
  return (
    <div className={styles['page']}>
      <title>Status · Lookout</title>
      <Lead status={status} />
      {report !== null && <AgingParts report={report} />}
      {status.pageFacts !== null && <PageCounters facts={status.pageFacts} />}
    </div>
  )
}

/** Good only where it is known of all. */
function markOf(report: Report): StatusMark {
  const mark = SEVERITY_MARKS[report.severity]
  return mark === 'ok' && unknownTargets(report).unknown > 0 ? 'unknown' : mark
}

/** Also where this computer's clock was set back since: nobody knows then how old it is. */
function isOldAt(report: Report | null): boolean {
  return report !== null && Math.abs(Date.now() - report.checkedMs) > OLD_MS
}

function Lead({ status }: { readonly status: Status }) {
  useSecondTick()
  const { report, isChecking, checkNow, pageFacts } = status
  const ageMs = report === null ? null : Math.max(0, Date.now() - report.checkedMs)
  const isOld = isOldAt(report)
  const copy = () => {
    const page = pageFacts === null ? [] : describePage(pageFacts(), Date.now())
    const counters = page.map(([name, value]) => `${name}: ${value}`).join('\n')
    if (report !== null) void copyAndSay('Status', `${printReport(report)}\nThis page\n${counters}\n`)
  }
  return (
    <header className={styles['lead']} data-old={isOld || undefined}>
      <StatusIcon mark={report === null ? 'loading' : isOld ? 'unknown' : markOf(report)} />
      <p role="status" data-testid="verdict" className={styles['verdict']}>
        {report === null ? 'Asking everything …' : leadOf(report)}
      </p>
      <p className={styles['age']} data-testid="checked">
        {ageMs === null ? '\u00a0' : `${isOld ? 'Not current: checked' : 'Checked'} ${formatAge(ageMs)} ago`}
      </p>
      <Button onClick={checkNow} disabled={isChecking}>
        {isChecking ? 'Checking …' : 'Check now'}
      </Button>
      <Button onClick={copy} disabled={report === null}>
        Copy as text
      </Button>
    </header>
  )
}

function AgingParts({ report }: { readonly report: Report }) {
  useSecondTick()
  return <Parts report={report} isOld={isOldAt(report)} />
}

interface PartsProps {
  readonly report: Report
  /** It is not the state of things any more: nothing in it is called well. */
  readonly isOld: boolean
}

/** A long list of targets is not drawn with each second. */
const Parts = memo(function Parts({ report, isOld }: PartsProps) {
  return (
    <div className={styles['report']} data-old={isOld || undefined}>
      <Findings findings={report.findings} />
      <ul className={styles['parts']}>
        {report.parts.map((part) => (
          <li key={`${part.observed.part}/${part.observed.id}`}>
            <PartCard part={part} isOld={isOld} />
          </li>
        ))}
      </ul>
      {report.parts.map(({ observed }) =>
        observed.metrics?.targets ? (
          <Targets
            key={`${observed.part}/${observed.id}`}
            source={observed.title}
            targets={observed.metrics.targets}
            nowMs={report.checkedMs + ((observed.metrics.time ?? observed.clock)?.offsetMs ?? 0)}
          />
        ) : null,
      )}
    </div>
  )
})
