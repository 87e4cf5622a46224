import { asSourceError } from '~/data/questions/as-source-error'
import type { AlertStore } from '~/domain/alerts/alert-ports'
import type { ReceivedAlert, Silence, SilenceDraft } from '~/domain/alerts/model'
import { createMatch, faultsOf } from '~/domain/alerts/silencing'
import { labelsKey } from '~/domain/series/frame'
import { type MetricsSource, type ServerClock, SourceError } from '~/domain/sources'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'
import { hashOf } from '~/lib/hash'
import type { KeptSilences, StoredSilence } from './kept-silences'

export interface EmbeddedAlertStoreOptions {
  readonly id: string
  readonly title: string
  /** Whose rules find the alerts. */
  readonly metrics: Pick<MetricsSource, 'ruleStates'>
  readonly clock: ServerClock
  readonly kept: KeptSilences
}

const RECEIVER = 'this browser'
const CONFIG = `# Nobody is told: alerts of data in the page go nowhere but to this page.
route:
  receiver: ${RECEIVER}
receivers:
  - name: ${RECEIVER}
`
/** An Alertmanager forgets what expired five days ago. */
const RETENTION_MS: DurationMs = 5 * 86_400_000
/** What Prometheus gives an alert to live: it must be sent again within four evaluations. */
const LIVES_EVALUATIONS = 4

/** Stands in for an Alertmanager where the metrics come from the page itself: its silences are kept in this browser. */
export function createEmbeddedAlertStore(options: EmbeddedAlertStoreOptions): AlertStore {
  const { id, title, metrics, clock, kept } = options
  const startedMs = clock.nowMs()

  // Read each time: another tab may have changed them.
  const read = (): readonly Silence[] => {
    const nowMs = clock.nowMs()
    return kept
      .read()
      .filter(({ endsMs }) => endsMs > nowMs - RETENTION_MS)
      .map((one) => ({ ...one, state: stateOf(one, nowMs) }))
  }

  const put = (draft: SilenceDraft): string => {
    const nowMs = clock.nowMs()
    const all = read()
    const known = draft.id === undefined ? undefined : all.find((one) => one.id === draft.id)
    if (draft.id !== undefined && known === undefined) {
      throw new SourceError({ kind: 'notFound', message: `silence ${draft.id} not found` })
    }
    const faults = faultsOf(draft, nowMs)
    // As with Alertmanager's API: only its page asks for an author and a comment.
    const fault = faults.get('matchers') ?? faults.get('ends')
    if (fault !== undefined) throw new SourceError({ kind: 'badRequest', message: fault })
    const lives = known !== undefined && known.state !== 'expired'
    const { matchers, endsMs, createdBy, comment } = draft
    const silenceId = lives ? known.id : crypto.randomUUID()
    const startsMs = lives ? Math.min(known.startsMs, draft.startsMs) : Math.max(draft.startsMs, nowMs)
    const next: StoredSilence = { id: silenceId, matchers, startsMs, endsMs, updatedMs: nowMs, createdBy, comment }
    if (!kept.write([next, ...all.filter((one) => one.id !== silenceId)])) {
      throw new SourceError({
        kind: 'badRequest',
        message: 'This browser has no room for more silences.',
        nextStep: 'Expire some, or write less.',
      })
    }
    return silenceId
  }

  const findAlerts = async (signal: AbortSignal): Promise<readonly ReceivedAlert[]> => {
    const rules = await metrics.ruleStates(signal)
    const nowMs = clock.nowMs()
    const active = read().filter(({ state }) => state === 'active')
    const matches = active.map((one) => ({ id: one.id, match: createMatch(one.matchers) }))
    return rules.flatMap((rule) =>
      rule.alerts
        .filter(({ state }) => state === 'firing')
        .map(({ labels, annotations, activeMs }): ReceivedAlert => {
          const silencedBy = matches.filter(({ match }) => match(labels)).map((one) => one.id)
          return {
            fingerprint: fingerprintOf(labelsKey(labels)),
            labels,
            annotations,
            startsMs: activeMs + rule.forMs,
            endsMs: (rule.evaluatedMs ?? nowMs) + LIVES_EVALUATIONS * rule.intervalMs,
            state: silencedBy.length > 0 ? 'suppressed' : 'active',
            receivers: [RECEIVER],
            silencedBy,
            inhibitedBy: [],
            generatorUrl: '',
          }
        }),
    )
  }

  return {
    id,
    title,
    alerts: (signal) => orSourceError(() => findAlerts(signal)),
    suppressed: (signal) =>
      orSourceError(async () => {
        if (!read().some(({ state }) => state === 'active')) return []
        return (await findAlerts(signal)).filter(({ state }) => state === 'suppressed')
      }),
    silences: () => orSourceError(read),
    status: async () => ({ version: 'in the page, API 2', startedMs, config: CONFIG, peers: 0 }),
    putSilence: (draft) => orSourceError(() => put(draft)),
    expireSilence: (silence) =>
      orSourceError(() => {
        const nowMs = clock.nowMs()
        const all = read()
        if (!all.some((one) => one.id === silence.id)) {
          throw new SourceError({ kind: 'notFound', message: `silence ${silence.id} not found` })
        }
        kept.write(
          all.map((one) =>
            one.id === silence.id ? { ...one, endsMs: Math.min(one.endsMs, nowMs), updatedMs: nowMs } : one,
          ),
        )
      }),
  }
}

function stateOf({ startsMs, endsMs }: StoredSilence, nowMs: UnixMs): Silence['state'] {
  if (endsMs <= nowMs) return 'expired'
  return startsMs > nowMs ? 'pending' : 'active'
}

/** 64 bits, as Alertmanager's. */
function fingerprintOf(key: string): string {
  return [key, `${key}#`].map((text) => hashOf(text).toString(16).padStart(8, '0')).join('')
}

async function orSourceError<T>(run: () => T | Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (error) {
    throw asSourceError(error instanceof Error ? error : new Error(String(error)))
  }
}
