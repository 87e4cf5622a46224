import { countFiring, type KnownFiring } from '~/domain/alerts/firing'
import type { AlertRow } from '~/domain/alerts/merge-alerts'
import type { Config } from '~/domain/config/config'

export interface Counted {
  /** All alerts, in any order. */
  readonly all: readonly AlertRow[]
  /** How many of them the conditions leave. */
  readonly shown: number
  /** What counts of them as firing. */
  readonly firing: KnownFiring
  /** Prometheus answers. */
  readonly isKnown: boolean
  /** All Alertmanagers have answered, or failed to. */
  readonly isWhole: boolean
}

/** How many there are of each kind, in the words above the list. */
export function countWords({ all, shown, firing: { loud, doubtful }, isKnown, isWhole }: Counted): string {
  if (all.length === 0 && !isKnown) return 'not known'
  if (all.length === 0 && !isWhole) return 'Asking…'
  const { critical, warning } = countFiring(loud)
  const notes = loud.reduce((sum, group) => sum + group.count, 0) - critical - warning
  let [pending, silenced, inhibited, foreign] = [0, 0, 0, 0]
  for (const { state, delivery, toldBy } of all) {
    if (state === 'pending') pending++
    if (delivery.kind === 'silenced') silenced++
    else if (delivery.kind === 'inhibited') inhibited++
    else if (toldBy === 'alertmanager') foreign++
  }
  const parts = [
    // As the navigation counts them.
    [critical + warning, 'firing'],
    [notes, 'for information'],
    [doubtful, 'firing that may be silenced'],
    [pending, 'pending'],
    [silenced, 'silenced'],
    [inhibited, 'inhibited'],
    [foreign, 'of Alertmanager alone'],
  ] as const
  const words = parts.filter(([n]) => n > 0).map(([n, word]) => `${n.toLocaleString('en-GB')} ${word}`)
  const said = words.length === 0 ? 'none' : words.join(', ')
  const some = shown === all.length ? said : `${said}; ${shown.toLocaleString('en-GB')} shown`
  return isWhole ? some : `${some}; which of them are silenced is not known yet`
}

/** What stands there until the source answers for the first time. */
export function askingWords({ metrics: [first] }: Pick<Config['sources'], 'metrics'>): string {
  return first?.kind === 'sample' ? 'Asking… Two days of sample history are made first.' : 'Asking…'
}
