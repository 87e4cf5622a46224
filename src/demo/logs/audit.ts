import type { UnixMs } from '~/domain/units-of-measure'
import type { RandomStream } from '../random'
import { isoMs } from './dialects'

const USERS = ['admin', 'dana', 'lee', 'sam', 'ci-deploy']
const CONFIG = [
  ['ranking.min_score', '0.35', '0.4'],
  ['collectors.reddit.interval', '300', '600'],
  ['alerts.email', 'ops@example.org', 'oncall@example.org'],
] as const

/** Who did what: one audit event of Trend Intelligence, as JSON. */
export function auditLine(timeMs: UnixMs, random: RandomStream): string {
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random.next() * items.length)] as Item
  const user = pick(USERS)
  const what = random.next()
  const about = { timestamp: isoMs(timeMs), level: 'INFO', logger: 'audit' }
  if (what < 0.25) {
    const success = random.next() < 0.85
    return JSON.stringify({
      ...about,
      level: success ? 'INFO' : 'WARNING',
      message: success ? 'Signed in' : 'Sign-in failed',
      event_type: 'auth_attempt',
      user: success ? user : pick([...USERS, 'root', 'test']),
      success,
      ip_address: success
        ? `10.0.0.${4 + Math.floor(random.next() * 20)}`
        : `203.0.113.${Math.floor(random.next() * 200)}`,
    })
  }
  if (what < 0.75) {
    const endpoint = pick(['/api/v1/trends', '/api/v1/sources', '/api/v1/reports'])
    return JSON.stringify({
      ...about,
      message: 'API access',
      event_type: 'api_access',
      user,
      endpoint,
      method: 'GET',
      status_code: 200,
    })
  }
  if (what < 0.95) {
    const action = pick(['read', 'read', 'export', 'delete'])
    const resource_id = `rep_${100 + Math.floor(random.next() * 900)}`
    return JSON.stringify({
      ...about,
      message: 'Data access',
      event_type: 'data_access',
      user,
      resource_type: 'report',
      resource_id,
      action,
    })
  }
  const [config_key, old_value, new_value] = pick(CONFIG)
  return JSON.stringify({
    ...about,
    message: 'Configuration changed',
    event_type: 'config_change',
    user,
    config_key,
    old_value,
    new_value,
  })
}
