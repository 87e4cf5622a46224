import type { Arrival } from '~/domain/alerts/routing/route-of'
import type { InhibitRule, Receiver, Route } from '~/domain/alerts/routing/route-tree'
import type { LabelMatcher } from '~/domain/promql/matchers'
import { literalsOfPattern } from '~/domain/promql/parse/plain-pattern'
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '~/domain/time/duration'
import type { DurationMs } from '~/domain/units-of-measure'

const UNITS: readonly (readonly [DurationMs, string])[] = [
  [DAY_MS, 'd'],
  [HOUR_MS, 'h'],
  [MINUTE_MS, 'min'],
  [SECOND_MS, 's'],
  [1, 'ms'],
]

/** A duration as people read it: `1 h 30 min`, `10 s`. */
export function spellDuration(durationMs: DurationMs): string {
  let restMs = durationMs
  const parts: string[] = []
  for (const [unitMs, unit] of UNITS) {
    const count = Math.floor(restMs / unitMs)
    restMs -= count * unitMs
    if (count > 0) parts.push(`${count} ${unit}`)
  }
  return parts.length === 0 ? '0 s' : parts.join(' ')
}

/** `a`, `a or b`, `a, b or c`. */
export function listOf(items: readonly string[], word: 'and' | 'or'): string {
  const last = items.at(-1) ?? ''
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} ${word} ${last}`
}

/** A matcher as a sentence without its end: `severity is critical`. */
export function spellMatcher({ name, op, value }: LabelMatcher): string {
  const isPositive = op === '=' || op === '=~'
  const values = op === '=' || op === '!=' ? [value] : literalsOfPattern(value)
  if (values === undefined) {
    if (value === '.+') return isPositive ? `${name} is set` : `${name} is not set`
    return `${name} ${isPositive ? 'matches' : 'does not match'} /${value}/`
  }
  if (values.every((one) => one === '')) return isPositive ? `${name} is not set` : `${name} is set`
  const words = listOf(
    values.map((one) => (one === '' ? 'not set' : one)),
    'or',
  )
  return `${name} is ${isPositive ? '' : 'not '}${words}`
}

/** Matchers as a sentence without its end; `every alert` for none. */
export function spellMatchers(matchers: readonly LabelMatcher[]): string {
  return matchers.length === 0 ? 'every alert' : listOf(matchers.map(spellMatcher), 'and')
}

/** What a route does otherwise than the one around it, a few words each. */
export function spellSettings(route: Route, outer: Route | undefined): readonly string[] {
  const { groupWaitMs, groupIntervalMs, repeatIntervalMs, groupBy } = route
  const words: string[] = []
  if (groupWaitMs !== outer?.groupWaitMs) words.push(`first ${spellWait(groupWaitMs)}`)
  if (groupIntervalMs !== outer?.groupIntervalMs) words.push(`changes every ${spellDuration(groupIntervalMs)}`)
  if (repeatIntervalMs !== outer?.repeatIntervalMs) words.push(`again every ${spellDuration(repeatIntervalMs)}`)
  if (groupBy.join('\n') !== outer?.groupBy.join('\n')) words.push(spellGroupBy(groupBy))
  return words
}

export function spellGroupBy(groupBy: readonly string[]): string {
  if (groupBy.includes('...')) return 'one message per alert'
  return groupBy.length === 0 ? 'one message for all' : `one message per ${listOf(groupBy, 'and')}`
}

function spellWait(waitMs: DurationMs): string {
  return waitMs === 0 ? 'at once' : `after ${spellDuration(waitMs)}`
}

/** Who is told, after how long and how often again: `Reaches a after 10 s and again every 1 h, then b …`. */
export function spellArrivals(arrivals: readonly Arrival[], receivers: readonly Receiver[]): string {
  const parts = arrivals.map(({ route }) => {
    const isSilent = receivers.some(({ name, kinds }) => name === route.receiver && kinds.length === 0)
    const times = [
      ...(route.muteTimes.length > 0 ? [`not during ${listOf(route.muteTimes, 'and')}`] : []),
      ...(route.activeTimes.length > 0 ? [`only during ${listOf(route.activeTimes, 'and')}`] : []),
    ]
    const rest = times.length === 0 ? '' : ` (${times.join(', ')})`
    const named = isSilent ? `${route.receiver}, which sends nothing,` : route.receiver
    return `${named} ${spellWait(route.groupWaitMs)} and again every ${spellDuration(route.repeatIntervalMs)}${rest}`
  })
  return `Reaches ${parts.join(', then ')}.`
}

/** One sentence: who holds whom back, and where. */
export function spellInhibitRule({ source, target, equal }: InhibitRule): string {
  const where = equal.length === 0 ? 'whatever their labels are' : `where both have the same ${listOf(equal, 'and')}`
  return `While ${spellAlerts(source)} fires, ${spellAlerts(target)} is not sent, ${where}.`
}

/** The alerts that matchers match, by their names where they say them. */
function spellAlerts(matchers: readonly LabelMatcher[]): string {
  const named = matchers.find(({ name, op }) => name === 'alertname' && (op === '=' || op === '=~'))
  const names = named === undefined ? undefined : named.op === '=' ? [named.value] : literalsOfPattern(named.value)
  if (names === undefined) return `any alert${matchers.length === 0 ? '' : ` of which ${spellMatchers(matchers)}`}`
  const rest = matchers.filter((matcher) => matcher !== named)
  return listOf(names, 'or') + (rest.length === 0 ? '' : ` (${spellMatchers(rest)})`)
}
