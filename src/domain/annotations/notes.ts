import { type AlertSpan, severityTone } from '~/domain/annotations/alert-spans'
import type { ProcessEvent } from '~/domain/annotations/deploys'
import { eventWords, nameOf } from '~/domain/annotations/event-words'
import { formatInstant } from '~/domain/time/format-instant'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'

/** What is known to have happened to what a panel shows, each list in order of time. */
export interface Happened {
  readonly events: readonly ProcessEvent[]
  readonly spans: readonly AlertSpan[]
  /** The newest point is of now, and not the end of a range that is past. */
  readonly isLive: boolean
}

/** Most notes about one moment. */
const MAX_NOTES = 5

const WORST = ['crit', 'warn', 'info', 'unknown']

/** One line for each thing that happened within `nearMs` of a moment, alerts first and the worst of them on top. */
export function notesAt(
  { events, spans, isLive }: Happened,
  timeMs: UnixMs,
  nearMs: DurationMs,
  timeZone: string,
): readonly string[] {
  const isNear = (fromMs: UnixMs, toMs: UnixMs) => fromMs <= timeMs + nearMs && toMs >= timeMs - nearMs
  const rank = ({ state, severity }: AlertSpan) =>
    (state === 'firing' ? 0 : WORST.length) + WORST.indexOf(severityTone(severity))
  const nearSpans = spans.filter(({ fromMs, toMs }) => isNear(fromMs, toMs)).sort((a, b) => rank(a) - rank(b))
  const nearEvents = events.filter((event) => isNear(event.timeMs, event.endMs))
  const room = Math.max(0, MAX_NOTES - nearSpans.length)
  const shown = [
    ...nearSpans.slice(0, MAX_NOTES).map((span) => spanNote(span, isLive, timeMs, timeZone)),
    ...nearest(nearEvents, timeMs, room).map((event) => eventNote(event, timeMs, timeZone)),
  ]
  const more = nearSpans.length + nearEvents.length - shown.length
  return more > 0 ? [...shown, `+ ${more} more`] : shown
}

/** The events nearest to a moment, in order of time. */
function nearest(events: readonly ProcessEvent[], timeMs: UnixMs, count: number): readonly ProcessEvent[] {
  const distance = (event: ProcessEvent) => Math.abs(event.timeMs - timeMs)
  return events
    .toSorted((a, b) => distance(a) - distance(b))
    .slice(0, count)
    .sort((a, b) => a.timeMs - b.timeMs)
}

/** Such as "10:42:07 restart of api (10.0.0.3:8000)"; with the date where `nearMs` is on another day. */
export function eventNote(event: ProcessEvent, nearMs: UnixMs, timeZone: string): string {
  return `${moment(event.timeMs, nearMs, timeZone)} ${eventWords(event)}`
}

/** Such as "10:40–10:55 HighErrorRate firing (critical)". */
export function spanNote(span: AlertSpan, isLive: boolean, nearMs: UnixMs, timeZone: string): string {
  const { alertname, state, severity, most } = span
  const more = [severity === '' ? '' : nameOf(severity), most > 1 ? `${most} alerts` : ''].filter((word) => word !== '')
  const name = alertname === '' ? 'An alert' : nameOf(alertname)
  const inBrackets = more.length === 0 ? '' : ` (${more.join(', ')})`
  return `${spanTime(span, isLive, nearMs, timeZone)} ${name} ${state}${inBrackets}`
}

function spanTime({ fromMs, toMs, fromBefore, isLast }: AlertSpan, isLive: boolean, nearMs: UnixMs, timeZone: string) {
  const [from, to] = [fromMs, toMs].map((ms) => moment(ms, nearMs, timeZone).replace(/:\d\d$/, ''))
  const isNow = isLast && isLive
  if (fromBefore && isNow) return `since before ${from}`
  if (isNow) return `since ${from}`
  if (fromBefore) return `until ${to}`
  return from === to ? `${from}` : `${from}–${to}`
}

function moment(ms: UnixMs, nearMs: UnixMs, timeZone: string): string {
  const text = formatInstant(ms, timeZone)
  return text.slice(0, 10) === formatInstant(nearMs, timeZone).slice(0, 10) ? text.slice(11) : text
}
