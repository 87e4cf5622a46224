import type { StoreState } from '~/data/alerts/use-alerts'
import type { AlertStore } from '~/domain/alerts/alert-ports'
import type { Silence } from '~/domain/alerts/model'

/** A silence and who has it. */
export interface KeptSilence {
  readonly silence: Silence
  /** Of the first Alertmanager that has it. */
  readonly state: StoreState
  /** Titles of the Alertmanagers that answer and do not have it. */
  readonly missingOn: readonly string[]
}

/** The silences of all Alertmanagers, each once: in a cluster they tell each other. Those that end first come first. */
export function unionOf(stores: readonly StoreState[]): readonly KeptSilence[] {
  const answering = stores.filter(({ silences }) => silences !== undefined)
  const found = new Map<string, { silence: Silence; state: StoreState; on: Set<AlertStore> }>()
  for (const state of answering) {
    for (const silence of state.silences ?? []) {
      const known = found.get(silence.id)
      if (known === undefined) found.set(silence.id, { silence, state, on: new Set([state.store]) })
      else known.on.add(state.store)
    }
  }
  return [...found.values()]
    .map(({ silence, state, on }) => ({
      silence,
      state,
      missingOn: answering
        .filter(({ store, error }) => error === null && !on.has(store))
        .map(({ store }) => store.title),
    }))
    .sort((a, b) => order(a.silence) - order(b.silence))
}

function order({ state, endsMs }: Silence): number {
  return state === 'expired' ? -endsMs : endsMs
}
