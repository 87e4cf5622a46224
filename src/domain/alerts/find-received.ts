import { type Labels, labelsKey } from '~/domain/series/frame'
import { alertKey } from './alert-key'
import type { ReceivedAlert } from './model'

/** Searches one by one before it is believed that an alert has not come: with thousands, each would take thousands of looks. */
const MAX_SEARCHES = 50

/**
 * Finds the alert with all given labels and the fewest beyond them. Which labels Prometheus adds is found by the first search, and
 * looked up from then on.
 */
export function createFinder(alerts: readonly ReceivedAlert[]): (labels: Labels) => ReceivedAlert | undefined {
  const byName = new Map<string, ReceivedAlert[]>()
  for (const alert of alerts) {
    const name = alert.labels.get('alertname') ?? ''
    const known = byName.get(name)
    if (known === undefined) byName.set(name, [alert])
    else known.push(alert)
  }
  /** By the names of the labels that are added. */
  const indexes = new Map<string, ReadonlyMap<string, ReceivedAlert>>([['', indexBy(alerts, alertKey)]])
  let searches = 0
  return (labels) => {
    const key = alertKey(labels)
    for (const index of indexes.values()) {
      const known = index.get(key)
      if (known !== undefined) return known
    }
    if (searches++ >= MAX_SEARCHES) return undefined
    const found = search(labels, byName.get(labels.get('alertname') ?? '') ?? [])
    if (found === undefined) return undefined
    searches--
    const added = new Set([...found.labels.keys()].filter((name) => !labels.has(name)))
    indexes.set(
      [...added].sort().join(','),
      indexBy(alerts, (all) => keyWithout(all, added)),
    )
    return found
  }
}

function indexBy(
  alerts: readonly ReceivedAlert[],
  keyOf: (labels: Labels) => string,
): ReadonlyMap<string, ReceivedAlert> {
  return new Map(alerts.map((alert) => [keyOf(alert.labels), alert] as const))
}

const shorter = new WeakMap<Labels, { readonly added: string; readonly key: string }>()

/** The key of labels without those that Prometheus adds, worked out once: they are the same at each refresh. */
function keyWithout(labels: Labels, names: ReadonlySet<string>): string {
  const added = [...names].join(',')
  const known = shorter.get(labels)
  if (known?.added === added) return known.key
  const key = labelsKey(new Map([...labels].filter(([name]) => !names.has(name))))
  shorter.set(labels, { added, key })
  return key
}

function search(labels: Labels, among: readonly ReceivedAlert[]): ReceivedAlert | undefined {
  let best: ReceivedAlert | undefined
  for (const alert of among) {
    const hasAll = [...labels].every(([name, value]) => alert.labels.get(name) === value)
    if (hasAll && (best === undefined || alert.labels.size < best.labels.size)) best = alert
  }
  return best
}
