import type { AlertRow, LastDelivery } from '~/domain/alerts/merge-alerts'
import { severityTone } from '~/domain/annotations/alert-spans'
import type { Labels } from '~/domain/series/frame'
import { formatAge } from '~/domain/time/duration'
import type { UnixMs } from '~/domain/units-of-measure'
import { displayText } from '~/lib/display-text'
import type { StatusMark, Tone } from '~/ui/status/tone'

/** Labels that are said elsewhere in a row. */
const SAID = new Set(['alertname', 'severity', 'platform', '__name__'])

/** How bad what fires is: of a severity that nobody knows it is information still, for it fires. */
export function severityMark(labels: Labels): 'crit' | 'warn' | 'info' {
  const tone = severityTone(labels.get('severity') ?? '')
  return tone === 'unknown' ? 'info' : tone
}

/** The mark of a state: what only waits is not bad yet. */
export function stateMark(state: AlertRow['state'], labels: Labels): Tone {
  return state === 'pending' ? 'unknown' : severityMark(labels)
}

/** The icon of a row, which tells its severity, and its chip, which tells its state. What is muted is neither. */
export function stateOf({ delivery, state, labels, toldBy }: AlertRow): {
  readonly icon: StatusMark
  readonly mark: StatusMark
  readonly word: string
} {
  if (delivery.kind === 'silenced' || delivery.kind === 'inhibited') {
    return { icon: 'muted', mark: 'muted', word: delivery.kind }
  }
  // Nobody but an Alertmanager told of it, and that is away.
  if (toldBy === 'alertmanager' && delivery.kind === 'unasked' && state === 'firing') {
    return { icon: 'unknown', mark: 'unknown', word: 'not known' }
  }
  return { icon: severityMark(labels), mark: stateMark(state, labels), word: state }
}

/** Who is told, or why nobody is. What was told before is said to be so. */
export function deliveryWords({ delivery }: AlertRow, nowMs: UnixMs): string {
  switch (delivery.kind) {
    case 'delivered':
      return delivery.receivers.length === 0 ? 'no receiver' : delivery.receivers.join(', ')
    case 'silenced':
      return delivery.by.length === 1 ? 'by a silence' : `by ${delivery.by.length} silences`
    case 'inhibited':
      return delivery.by.length === 1 ? 'by another alert' : `by ${delivery.by.length} alerts`
    case 'underway':
      return 'on its way'
    case 'unknown':
      return 'not delivered: unknown to Alertmanager'
    case 'unasked':
      return delivery.last === undefined ? delivery.why : `${lastWords(delivery.last, nowMs)}; ${delivery.why}`
    case 'pending':
      return 'nobody yet'
  }
}

function lastWords({ kind, receivers, heardMs }: LastDelivery, nowMs: UnixMs): string {
  const was = kind === 'delivered' ? `went to ${receivers.join(', ') || 'no receiver'}` : `was ${kind}`
  return `${was} ${formatAge(Math.max(0, nowMs - heardMs))} ago, now unknown`
}

/** Since when, or how far a pending one has come. */
export function sinceWords(row: AlertRow, nowMs: UnixMs): string {
  const { delivery, sinceMs, isSinceUnknown, rule } = row
  if (isSinceUnknown) return 'not known'
  const ageMs = Math.max(0, nowMs - sinceMs)
  if (isKeptFiring(row)) return `${formatAge(ageMs)}, kept firing`
  if (delivery.kind !== 'pending' || rule === null) return formatAge(ageMs)
  return `pending ${formatAge(Math.min(ageMs, rule.forMs))} of ${formatAge(rule.forMs)}`
}

/** Its condition holds no longer, and its rule has it fire on for a while. */
function isKeptFiring({ state, toldBy, value }: AlertRow): boolean {
  return state === 'firing' && toldBy === 'rules' && value === null
}

/** Labels as Prometheus writes them, without those that are said elsewhere: `job="api", env="prod"`. */
export function labelsText(labels: Labels, said: readonly string[] = []): string {
  const pairs = [...labels].filter(([name]) => !said.includes(name)).map(([name, value]) => `${name}="${value}"`)
  return displayText(pairs.join(', '))
}

/** What and where, from the labels that are not said elsewhere. */
export function placeWords({ labels }: AlertRow, platform: string | undefined): string {
  const others = [...labels].filter(([name]) => !SAID.has(name)).map(([, value]) => value)
  return [platform ?? labels.get('platform'), ...new Set(others)].filter((word) => word !== undefined).join(', ')
}
