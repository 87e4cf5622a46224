import type { AlertStore } from '~/domain/alerts/alert-ports'
import type { AlertRule, ReceivedAlert } from '~/domain/alerts/model'
import type { MetricsSource, ServerClock } from '~/domain/sources'
import type { UnixMs } from '~/domain/units-of-measure'
import { delay } from '~/lib/delay'

/** What was answered, and when, on the server's clock. */
export interface Answered<Answer> {
  readonly answer: Answer
  readonly atMs: UnixMs
}

/** The Alertmanagers wait at most so long for the first picture, which is of Prometheus' answer: of thousands of alerts either has to work for its own. */
const LEAD_MS = 1_000

/** An answer that was asked for before there was a page, and serves once. */
interface Early<Answer> {
  readonly asked: Promise<Answered<Answer>>
  /** Once it is there. */
  known?: Answered<Answer>
}

const earlyRules = new WeakMap<MetricsSource, Early<readonly AlertRule[]>>()
const earlyReceived = new WeakMap<AlertStore, Early<readonly ReceivedAlert[]>>()

/** Asks what fires before there is a page: the first question of the list of alerts takes the answer. Rejects with SourceError. */
export function askRulesEarly(metrics: MetricsSource, clock: ServerClock): Promise<Answered<readonly AlertRule[]>> {
  return keep(earlyRules, metrics, timed(metrics.ruleStates(new AbortController().signal), clock))
}

/** The same of the Alertmanagers, once something is over. Resolves when they are asked; what fails is told by the list. */
export async function askReceivedEarly(
  alertStores: () => Promise<readonly AlertStore[]>,
  clock: ServerClock,
  over: Promise<unknown>,
): Promise<void> {
  const { signal } = new AbortController()
  const lead = Promise.race([over.catch(() => undefined), delay(LEAD_MS)])
  const [stores] = await Promise.all([alertStores(), lead])
  for (const store of stores) keep(earlyReceived, store, timed(store.alerts(signal), clock))
}

/** The rules that were asked for before, where they are there already: the list can be drawn with them at once. They serve once. */
export function takeKnownRules(metrics: MetricsSource): Answered<readonly AlertRule[]> | undefined {
  const known = earlyRules.get(metrics)?.known
  if (known !== undefined) earlyRules.delete(metrics)
  return known
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
  kept: WeakMap<Asked, Early<Answer>>,
  of: Asked,
  asked: Promise<Answered<Answer>>,
): Promise<Answered<Answer>> {
  const early: Early<Answer> = { asked }
  kept.set(of, early)
  asked.then(
    (answered) => {
      early.known = answered
    },
    // Told by whoever takes it.
    () => undefined,
  )
  return asked
}

function take<Asked extends object, Answer>(kept: WeakMap<Asked, Early<Answer>>, of: Asked) {
  const early = kept.get(of)
  kept.delete(of)
  return early?.asked
}
