import type { Route } from '~/domain/alerts/routing/route-tree'
import type { Span, TimeInterval, TimeSpans } from '~/domain/alerts/routing/time-intervals'
import { listOf } from './words'

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const MONTHS = ['', 'Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** When a route sends, a sentence without its end for each kind: `muted: weekends (Sat, Sun)`. */
export function spellTimes(
  { muteTimes, activeTimes }: Pick<Route, 'muteTimes' | 'activeTimes'>,
  intervals: ReadonlyMap<string, TimeInterval>,
): readonly string[] {
  const spell = (name: string) => `${name} (${spellInterval(intervals.get(name))})`
  return [
    ...(muteTimes.length === 0 ? [] : [`muted: ${listOf(muteTimes.map(spell), 'and')}`]),
    ...(activeTimes.length === 0 ? [] : [`sends only: ${listOf(activeTimes.map(spell), 'and')}`]),
  ]
}

/** A time interval in words: `Mon–Fri, 18:00–24:00 UTC; or Sat, Sun`. */
export function spellInterval(interval: TimeInterval | undefined): string {
  if (interval === undefined) return 'not defined'
  if (interval.parts === null) return `cannot be read: ${interval.fault}`
  return interval.parts.length === 0 ? 'never' : interval.parts.map(spellPart).join('; or ')
}

function spellPart({ times, weekdays, daysOfMonth, months, years, location }: TimeSpans): string {
  const lists = [times, weekdays, daysOfMonth, months, years]
  if (lists.some((list) => list?.length === 0)) return 'never'
  if (lists.every((list) => list === null)) return 'always'
  const zone = location === 'Local' ? 'in the time zone of the server' : location
  return [
    ...words(weekdays, (day) => WEEKDAYS[day] ?? ''),
    ...(daysOfMonth ?? []).map(spellDays),
    ...words(months, (month) => MONTHS[month] ?? ''),
    ...words(years, String),
    ...words(times, timeOf),
  ]
    .join(', ')
    .concat(` ${zone}`)
}

function words(spans: readonly Span[] | null, nameOf: (value: number) => string): readonly string[] {
  return (spans ?? []).map(({ from, to }) => (from === to ? nameOf(from) : `${nameOf(from)}–${nameOf(to)}`))
}

function spellDays({ from, to }: Span): string {
  if (to === -1)
    return from === -1
      ? 'last day of the month'
      : from < 0
        ? `last ${-from} days of the month`
        : `from day ${from} of the month on`
  const day = (written: number) => (written < 0 ? `${-written} from the end` : String(written))
  return from === to ? `day ${day(from)} of the month` : `days ${day(from)} to ${day(to)} of the month`
}

function timeOf(minute: number): string {
  const two = (value: number) => String(value).padStart(2, '0')
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`
}
