import { decodeEnvelope, parseJson } from '~/data/decode/envelope'
import { createStartCheck, decodeWalReplay } from '~/data/prometheus/start-check'
import { encodeForm } from '~/data/prometheus/wire'
import type { TransportResponse } from '~/data/transport/transport'
import { readTime } from '~/domain/checks/clock'
import type { ClockReading, MetricsFacts, Observation } from '~/domain/checks/observation'
import { SourceError } from '~/domain/sources'
import { type Ask, askerOf, clockOf, observe, orNull, orUnanswered, type Subject } from './ask'
import { dataOf, decodeAlertmanagers, decodeRules, decodeTargets, versionOf } from './decode-facts'

/** Looks at a Prometheus, or at what answers like one. Never rejects but for a signal. */
export function observeMetrics(subject: Subject, signal: AbortSignal): Promise<Observation> {
  const ask = askerOf(subject, signal)
  return observe(subject, async () => {
    const built = await askFirst(subject, ask, signal)
    const version = built.status === 404 ? null : versionOf(dataOf(parseJson(built.body)))
    const isPreparing = subject.address === null && (await isStarting(ask))
    if (isPreparing) {
      const nothing = { targets: null, rules: null, alertmanagers: null, configIsGood: null, time: null }
      const reach = { kind: 'answers', latencyMs: built.durationMs } as const
      return { reach, version, clock: null, isPreparing, metrics: nothing }
    }
    const unanswered: string[] = []
    const [time, facts] = await Promise.all([orNull(askTime(ask)), askFacts(ask, unanswered)])
    // Some relatives of Prometheus have no build information, but all of them answer a query.
    if (built.status === 404 && time === null) {
      throw new SourceError({
        kind: 'notFound',
        message: 'The server answers, but not as a Prometheus API does.',
        address: built.url,
      })
    }
    const reach = { kind: 'answers', latencyMs: built.durationMs } as const
    // The Date header is what Lookout goes by; where another origin hides it, a query tells the time.
    return {
      reach,
      version,
      clock: clockOf(built) ?? (subject.address === null ? null : time),
      ...(unanswered.length > 0 && { unanswered }),
      metrics: { ...facts, time },
    }
  })
}

/** What lives in the page holds answers back until its history is there, and would be taken for one that hangs. */
async function isStarting(ask: Ask): Promise<boolean> {
  const asked = ask('/api/v1/status/walreplay').then(({ body }) => decodeWalReplay(parseJson(body)) !== undefined)
  return (await orNull(asked)) ?? false
}

async function askFirst(subject: Subject, ask: Ask, signal: AbortSignal): Promise<TransportResponse> {
  try {
    return await ask('/api/v1/status/buildinfo', {}, [404])
  } catch (error) {
    const { title, baseUrl, headers, transport } = subject
    const isStarting =
      error instanceof SourceError &&
      (error.detail.httpStatus === 503 || (error.kind === 'unreachable' && error.detail.cause === 'cors'))
    const clock = { nowMs: () => Date.now(), offsetMs: () => 0 }
    const starting = isStarting
      ? await createStartCheck({ title, baseUrl, headers, transport, clock })(signal)
      : undefined
    throw starting ?? error
  }
}

async function askFacts(ask: Ask, unanswered: string[]): Promise<Omit<MetricsFacts, 'time'>> {
  /** Null where the server has no such endpoint, or did not answer. */
  const askData = (path: string, what: string) =>
    orUnanswered(
      ask(path).then(({ body }) => dataOf(parseJson(body))),
      what,
      unanswered,
    )
  const [targets, rules, alertmanagers, runtime] = await Promise.all([
    askData('/api/v1/targets?state=active', 'targets'),
    askData('/api/v1/rules?type=alert&exclude_alerts=true', 'rules'),
    askData('/api/v1/alertmanagers', 'Alertmanagers'),
    askData('/api/v1/status/runtimeinfo', 'configuration'),
  ])
  const reloaded = runtime?.['reloadConfigSuccess']
  return {
    targets: targets && decodeTargets(targets),
    rules: rules && decodeRules(rules),
    alertmanagers: alertmanagers && decodeAlertmanagers(alertmanagers),
    configIsGood: typeof reloaded === 'boolean' ? reloaded : null,
  }
}

async function askTime(ask: Ask): Promise<ClockReading | null> {
  const { body, sentMs, headMs } = await ask(`/api/v1/query?${encodeForm({ query: 'time()' })}`)
  const { result } = decodeEnvelope(body)
  const seconds = Array.isArray(result) ? Number(result[1]) : Number.NaN
  return Number.isFinite(seconds) ? readTime(seconds * 1000, 1, sentMs, headMs) : null
}
