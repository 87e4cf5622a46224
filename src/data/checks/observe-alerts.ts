import { isObject, parseJson } from '~/data/decode/envelope'
import type { Observation } from '~/domain/checks/observation'
import { type Ask, askerOf, clockOf, observe, orUnanswered, type Subject } from './ask'
import { decodeAlertStatus } from './decode-facts'

const DEAD_MAN = encodeURIComponent('alertname=~"Watchdog|DeadMansSwitch"')

/** Looks at an Alertmanager. Never rejects but for a signal. */
export function observeAlerts(subject: Subject, signal: AbortSignal): Promise<Observation> {
  const ask = askerOf(subject, signal)
  return observe(subject, async () => {
    const response = await ask('/api/v2/status')
    const { version, ...status } = decodeAlertStatus(parseJson(response.body))
    const unanswered: string[] = []
    const hearsDeadMan = await orUnanswered(askDeadMan(ask), 'alerts', unanswered)
    return {
      reach: { kind: 'answers', latencyMs: response.durationMs },
      version,
      clock: clockOf(response),
      ...(unanswered.length > 0 && { unanswered }),
      alerts: { ...status, hearsDeadMan },
    }
  })
}

async function askDeadMan(ask: Ask): Promise<boolean | null> {
  const alerts = parseJson((await ask(`/api/v2/alerts?filter=${DEAD_MAN}`)).body)
  return Array.isArray(alerts) ? alerts.some(isObject) : null
}
