import type { StoreState } from '~/data/alerts/use-alerts'

/** Why nothing can be silenced now, in words; null where it can. */
export function whyNot(stores: readonly StoreState[]): string | null {
  const [first] = stores
  if (first === undefined) return 'No Alertmanager is configured, so there is nothing that keeps silences.'
  if (first.error !== null) return `${first.store.title} does not answer: ${first.error.message}`
  return first.silences === undefined ? `Asking ${first.store.title}…` : null
}
