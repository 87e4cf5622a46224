import { AUDIT_BY_EVENT, AUDIT_BY_LOGGER, AUDIT_FACETS, readAudit } from '~/domain/logs/audit'
import type { LogLine } from '~/domain/logs/model'
import { displayText } from '~/lib/display-text'
import { usePageParam } from '~/state/page-params'
import { Button } from '~/ui/primitives/Button'
import { StatusIcon } from '~/ui/status/StatusIcon'
import styles from './audit.module.css'
import { LogsPage } from './LogsPage'

const COLUMNS = ['event_type', 'user']

/** Who did what: the audit events of all services, in words. */
export function AuditPage() {
  const [by, setBy] = usePageParam('by')
  const isByEvent = by === 'event'
  return (
    <LogsPage
      title="Audit"
      scope={isByEvent ? AUDIT_BY_EVENT : AUDIT_BY_LOGGER}
      example="user=admin event_type=auth_attempt success=false"
      ownColumns={COLUMNS}
      facets={AUDIT_FACETS}
      tell={tellAudit}
      advice={
        <p className={styles['advice']}>
          {isByEvent ? (
            <>
              These are lines with a field <code>event_type</code>.{' '}
              <Button onClick={() => setBy('')}>Only lines of a logger named audit</Button>
            </>
          ) : (
            <>
              Audit events are lines of a logger named <code>audit</code>.{' '}
              <Button onClick={() => setBy('event')}>All lines with an event_type</Button>
            </>
          )}
        </p>
      }
    />
  )
}

function tellAudit(line: LogLine) {
  const { alarm, about } = readAudit(line)
  const text = (
    <>
      {alarm !== null && (
        <strong className={styles['alarm']}>
          <StatusIcon mark="broken" />
          {alarm}
        </strong>
      )}
      <bdi>{displayText(about)}</bdi>
    </>
  )
  return { text, isAlarm: alarm !== null }
}
