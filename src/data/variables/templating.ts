import { createOptionStore, type OptionStore } from '~/data/variables/option-store'
import type { Dashboard } from '~/domain/dashboards/model'
import type { MetricsSource, ServerClock } from '~/domain/sources'
import type { TimeRangeText } from '~/domain/time/time-range'
import type { Resolution } from '~/domain/variables/resolve-variables'
import { fillDashboard } from '~/domain/variables/template'

interface OptionServices {
  readonly metrics: MetricsSource
  readonly clock: Pick<ServerClock, 'nowMs'>
}

const stores = new WeakMap<MetricsSource, OptionStore>()

/** The one store of a source: the page before React and React's ask once. */
export function optionStoreOf({ metrics, clock }: OptionServices): OptionStore {
  const store = stores.get(metrics) ?? createOptionStore(metrics, clock)
  stores.set(metrics, store)
  return store
}

/** Asks what a resolution waits for, and again what was answered too long ago or failed; never rejects. */
export async function askOptions(
  store: OptionStore,
  { waiting, variables }: Resolution,
  range: TimeRangeText,
): Promise<void> {
  const answered = variables.flatMap(({ question, options, problem }) =>
    question !== null && (options !== null || problem !== null) ? [question] : [],
  )
  await Promise.all([...waiting, ...answered].map((question) => store.load(question, range)))
}

/** The dashboard for the values of an address, once all that it takes is known. Never rejects: what fails is told in panels. */
export async function fillWhenKnown(
  services: OptionServices,
  dashboard: Dashboard,
  vars: ReadonlyMap<string, readonly string[]>,
  range: TimeRangeText,
): Promise<Dashboard> {
  const store = optionStoreOf(services)
  for (;;) {
    const { dashboard: filled, resolution } = fillDashboard(dashboard, vars, (question) => store.held(question, range))
    if (resolution.waiting.length === 0) return filled
    await Promise.all(resolution.waiting.map((question) => store.load(question, range)))
  }
}

/** The same for the defaults of its variables, whose options are asked again where they are old or failed. */
export async function fillByDefault(
  services: OptionServices,
  dashboard: Dashboard,
  range: TimeRangeText,
): Promise<Dashboard> {
  const store = optionStoreOf(services)
  const { resolution } = fillDashboard(dashboard, NOTHING_CHOSEN, (question) => store.held(question, range))
  await askOptions(store, resolution, range)
  return fillWhenKnown(services, dashboard, NOTHING_CHOSEN, range)
}

const NOTHING_CHOSEN: ReadonlyMap<string, readonly string[]> = new Map()
