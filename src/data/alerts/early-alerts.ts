import type { AlertStore } from '~/domain/alerts/alert-ports'
import type { AlertRule, ReceivedAlert } from '~/domain/alerts/model'
import type { MetricsSource, ServerClock } from '~/domain/sources'
import type { UnixMs } from '~/domain/units-of-measure'

/** What was answered, and when, on the server's clock. */
export interface Answered<Answer> {
  readonly answer: Answer
  readonly atMs: UnixMs
}

export interface EarlyAlertsOptions {
  readonly metrics: MetricsSource
  readonly clock: ServerClock
  readonly alertStores: () => Promise<readonly AlertStore[]>
}

const earlyRules = new WeakMap<MetricsSource, Promise<Answered<readonly AlertRule[]>>>()
const earlyReceived = new WeakMap<AlertStore, Promise<Answered<readonly ReceivedAlert[]>>>()

/**
 * Asks what the list of alerts will ask for before there is a page: its first questions take these answers. Resolves when all is
 * asked; what fails is told by the list.
 */
export async function askAlertsEarly({ metrics, clock, alertStores }: EarlyAlertsOptions): Promise<void> {
  const { signal } = new AbortController()
  keep(earlyRules, metrics, timed(metrics.ruleStates(signal), clock))
  for (const store of await alertStores()) keep(earlyReceived, store, timed(store.alerts(signal), clock))
}

/** Asks for the rules, or takes the answer that was asked for before; that one serves once. Rejects with SourceError. */
export function askRules(metrics: MetricsSource, clock: ServerClock, signal: AbortSignal) {
  return take(earlyRules, metrics) ?? timed(metrics.ruleStates(signal), clock)
}

/** The same of all alerts of an Alertmanager. Rejects with SourceError. */
export function askReceived(store: AlertStore, clock: ServerClock, signal: AbortSignal) {
  return take(earlyReceived, store) ?? timed(store.alerts(signal), clock)
}

async function timed<Answer>(asked: Promise<Answer>, clock: ServerClock): Promise<Answered<Answer>> {
  const answer = await asked
  return { answer, atMs: clock.nowMs() }
}

function keep<Asked extends object, Answer>(
  kept: WeakMap<Asked, Promise<Answer>>,
  of: Asked,
  answer: Promise<Answer>,
): void {
  // Told by whoever takes it.
  answer.catch(() => undefined)
  kept.set(of, answer)
}

function take<Asked extends object, Answer>(kept: WeakMap<Asked, Promise<Answer>>, of: Asked) {
  const answer = kept.get(of)
  kept.delete(of)
  return answer
}
