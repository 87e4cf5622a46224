import { fieldOf } from '../traces/from-log-lines'
import type { LogLine } from './model'

/** Audit events by the name of their logger: `audit`, and `app.audit` where loggers are named by their place. */
export const AUDIT_BY_LOGGER = 'logger~(^|[._-])audit$'
/** For services whose audit events go by another logger: they tell the kind of event all the same. */
export const AUDIT_BY_EVENT = 'event_type=*'

/** What is counted of audit events: by whom, of what kind, of which object. */
export const AUDIT_FACETS = [
  'user',
  'event_type',
  'success',
  'action',
  'resource_type',
  'endpoint',
  'config_key',
  'ip_address',
  'stream',
] as const

/** What an audit event says that somebody did. */
export interface AuditFact {
  /** A sign-in that failed, or a request that was refused: who looks for an intruder looks for these. */
  readonly alarm: string | null
  /** The object and what became of it, in words. */
  readonly about: string
}

/** Reads an event of spec/common.yaml; of others the message tells. */
export function readAudit(line: LogLine): AuditFact {
  const field = (name: string) => fieldOf(line, name)
  const kind = field('event_type')
  if (kind === 'auth_attempt' || field('success') !== null) return signIn(field('success'), field('ip_address'))
  const key = field('config_key')
  if (key !== null) {
    return { alarm: null, about: `${key}: ${field('old_value') ?? 'nothing'} → ${field('new_value') ?? 'nothing'}` }
  }
  const endpoint = field('endpoint') ?? field('path')
  if (endpoint !== null) {
    const status = field('status_code')
    const request = [field('method'), endpoint].filter((part) => part !== null).join(' ')
    const about = status === null ? request : `${request} → ${status}`
    return { alarm: status === '401' || status === '403' ? 'Refused' : null, about }
  }
  const object = [field('action'), field('resource_type'), field('resource_id')].filter((part) => part !== null)
  return { alarm: null, about: object.length > 0 ? object.join(' ') : line.message }
}

function signIn(success: string | null, address: string | null): AuditFact {
  const from = address === null ? '' : `from ${address}`
  if (success === 'false' || success === '0') return { alarm: 'Sign-in failed', about: from }
  return { alarm: null, about: `${success === null ? 'Sign-in attempted' : 'Signed in'} ${from}`.trim() }
}
