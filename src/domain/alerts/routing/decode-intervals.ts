import { YamlReader } from '~/domain/rules/yaml-reader'
import type { YamlNode } from '~/domain/rules/yaml-tree'
import { printPlace } from './route-tree'
import type { Span, TimeInterval, TimeSpans } from './time-intervals'

type Fields = ReadonlyMap<string, YamlNode>

/** Aliases can name the same spans many times over. */
const MAX_SPANS = 20_000
/** Characters of what is wrong, which says what was written. */
const MAX_FAULT = 300
const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']
const MONTHS = [
  ...['january', 'february', 'march', 'april', 'may', 'june'],
  ...['july', 'august', 'september', 'october', 'november', 'december'],
]
const TIME = /^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/
/** As Go reads a whole number. */
const NUMBER = /^[-+]?\d{1,9}$/

/**
 * The named time intervals of a configuration, by Alertmanager's own rules. One that cannot be read says why and leaves the others
 * alone: what decides who is told does not hang on it.
 */
export function decodeIntervals(file: Fields, text: string): ReadonlyMap<string, TimeInterval> {
  const decoder = new IntervalDecoder(text)
  const intervals = new Map<string, TimeInterval>()
  for (const field of ['mute_time_intervals', 'time_intervals']) decoder.list(file.get(field), `/${field}`, intervals)
  return intervals
}

class IntervalDecoder {
  /** Its own, for its faults are no faults of the routes. */
  readonly #reader: YamlReader
  #left = MAX_SPANS

  constructor(text: string) {
    this.#reader = new YamlReader(text)
  }

  list(node: YamlNode | undefined, path: string, into: Map<string, TimeInterval>): void {
    const reader = this.#reader
    for (const [i, each] of reader.items(node, path, '[]config.TimeInterval').entries()) {
      const place = `${path}/${i}`
      const [issues, faults] = [reader.issues.length, reader.faults]
      const fields = reader.fields(each, place, 'config.TimeInterval')
      const { value: name, at } = reader.text(fields.get('name'), `${place}/name`)
      if (name === '') reader.report(each.at, place, 'missing name in time interval')
      if (into.has(name)) reader.report(at, `${place}/name`, `time interval ${JSON.stringify(name)} is not unique`)
      const written = reader.items(
        fields.get('time_intervals'),
        `${place}/time_intervals`,
        '[]timeinterval.TimeInterval',
      )
      const parts = written.map((part, j) => this.#part(part, `${place}/time_intervals/${j}`))
      const issue = reader.issues[issues]
      const fault = issue === undefined ? 'there are too many faults before it' : printPlace(issue).slice(0, MAX_FAULT)
      into.set(name, reader.faults === faults ? { name, parts, fault: null } : { name, parts: null, fault })
    }
  }

  #part(node: YamlNode, path: string): TimeSpans {
    const reader = this.#reader
    const fields = reader.fields(node, path, 'timeinterval.TimeInterval')
    const spans = (field: string, read: (text: string) => number | string, check: (span: Span) => string | null) =>
      this.#each(fields, field, path, (item, place) => {
        const { value, at } = reader.text(item, place)
        const ends = value.toLowerCase().split(':')
        const [from = '', to = from] = ends.map(read)
        if (ends.length > 2) reader.report(at, place, `couldn't parse range ${value}, invalid format`)
        else if (typeof from === 'string') reader.report(at, place, from)
        else if (typeof to === 'string') reader.report(at, place, to)
        else {
          const fault = check({ from, to })
          if (fault !== null) reader.report(at, place, fault)
          return { from, to }
        }
        return null
      })
    const location = reader.text(fields.get('location'), `${path}/location`).value
    return {
      times: this.#each(fields, 'times', path, (item, place) => this.#time(item, place)),
      weekdays: spans('weekdays', readWeekday, ({ from, to }) =>
        from > to ? 'start day cannot be before end day' : null,
      ),
      daysOfMonth: spans('days_of_month', readNumber, faultOfDays),
      months: spans('months', readMonth, ({ from, to }) => {
        if (from < 1 || to > 12) return 'not a valid month: out of range'
        return from > to ? 'end month is before start month' : null
      }),
      years: spans('years', readNumber, ({ from, to }) =>
        from > to ? `end year ${to} is before start year ${from}` : null,
      ),
      location: location === '' ? 'UTC' : location,
    }
  }

  #time(node: YamlNode, path: string): Span | null {
    const reader = this.#reader
    const fields = reader.fields(node, path, 'timeinterval.TimeRange')
    const [from, to] = (['start_time', 'end_time'] as const).map((name) => {
      const { value, at, path: place } = reader.text(fields.get(name), `${path}/${name}`)
      if (value === '') reader.report(node.at, path, 'both start and end times must be provided')
      else if (!TIME.test(value)) reader.report(at, place, `couldn't parse timestamp ${value}, invalid format`)
      else return Number(value.slice(0, 2)) * 60 + Number(value.slice(3))
      return null
    })
    if (from == null || to == null) return null
    if (from >= to) reader.report(node.at, path, 'start time cannot be equal or greater than end time')
    return { from, to }
  }

  /** Null where the field is not there, which is not the same as an empty list. */
  #each(
    fields: Fields,
    field: string,
    path: string,
    read: (node: YamlNode, path: string) => Span | null,
  ): readonly Span[] | null {
    const node = fields.get(field)
    if (node === undefined) return null
    const spans: Span[] = []
    for (const [i, item] of this.#reader.items(node, `${path}/${field}`, `[]timeinterval.${field}`).entries()) {
      if (this.#left-- <= 0) {
        this.#reader.report(item.at, `${path}/${field}`, `there are more than ${MAX_SPANS} spans`)
        break
      }
      const span = read(item, `${path}/${field}/${i}`)
      if (span !== null) spans.push(span)
    }
    return spans
  }
}

/* Each reads one end of a span, or says what is wrong with it. */

function readWeekday(text: string): number | string {
  const day = WEEKDAYS.indexOf(text)
  return day < 0 ? `${text} is not a valid weekday` : day
}

function readMonth(text: string): number | string {
  const month = MONTHS.indexOf(text) + 1
  if (month > 0) return month
  return NUMBER.test(text) ? Number(text) : `${text} is not a valid month`
}

function readNumber(text: string): number | string {
  return NUMBER.test(text) ? Number(text) : `${text} is not a whole number`
}

function faultOfDays({ from, to }: Span): string | null {
  const isDay = (day: number) => day !== 0 && Math.abs(day) <= 31
  if (!isDay(from)) return `${from} is not a valid day of the month: out of range`
  if (!isDay(to)) return `${to} is not a valid day of the month: out of range`
  if (from < 0 && to > 0) return 'end day must be negative if start day is negative'
  // In the shortest month.
  const place = (day: number) => (day < 0 ? 28 + day : day)
  return place(from) > place(to) ? `end day ${to} is always before start day ${from}` : null
}
