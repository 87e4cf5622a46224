import type { UnixMs } from '~/domain/units-of-measure'
import { type GoValue, goBool, goInt, goString } from './go-value'
import { FunctionError } from './template-error'

const MONTHS = 'January February March April May June July August September October November December'.split(' ')
const DAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ')

export const monthName = (month: number): string => MONTHS[month - 1] ?? `%!Month(${month})`
export const weekdayName = (day: number): string => DAYS[day] ?? `%!Weekday(${day})`

const pad = (value: number, width = 2): string => String(value).padStart(width, '0')

/** Prints a time as Go's String does, always in UTC: `2015-06-23 13:19:44.128 +0000 UTC`. */
export function formatGoTime(timeMs: UnixMs): string {
  return layoutGoTime(timeMs, '2006-01-02 15:04:05.999999999 -0700 MST')
}

/** The pieces of Go's reference time, longest first where one begins with another. */
const PIECES: readonly (readonly [string, (date: Date) => string])[] = [
  ['January', (date) => monthName(date.getUTCMonth() + 1)],
  ['Jan', (date) => monthName(date.getUTCMonth() + 1).slice(0, 3)],
  ['Monday', (date) => weekdayName(date.getUTCDay())],
  ['Mon', (date) => weekdayName(date.getUTCDay()).slice(0, 3)],
  ['MST', () => 'UTC'],
  ['2006', (date) => pad(date.getUTCFullYear(), 4)],
  ['-07:00', () => '+00:00'],
  ['-0700', () => '+0000'],
  ['-07', () => '+00'],
  ['Z07:00', () => 'Z'],
  ['Z0700', () => 'Z'],
  ['002', (date) => pad(dayOfYear(date), 3)],
  ['01', (date) => pad(date.getUTCMonth() + 1)],
  ['02', (date) => pad(date.getUTCDate())],
  ['03', (date) => pad(date.getUTCHours() % 12 || 12)],
  ['04', (date) => pad(date.getUTCMinutes())],
  ['05', (date) => pad(date.getUTCSeconds())],
  ['06', (date) => pad(date.getUTCFullYear() % 100)],
  ['15', (date) => pad(date.getUTCHours())],
  ['PM', (date) => (date.getUTCHours() < 12 ? 'AM' : 'PM')],
  ['pm', (date) => (date.getUTCHours() < 12 ? 'am' : 'pm')],
  ['_2', (date) => String(date.getUTCDate()).padStart(2, ' ')],
  ['1', (date) => String(date.getUTCMonth() + 1)],
  ['2', (date) => String(date.getUTCDate())],
  ['3', (date) => String(date.getUTCHours() % 12 || 12)],
  ['4', (date) => String(date.getUTCMinutes())],
  ['5', (date) => String(date.getUTCSeconds())],
]

/** Prints a time by a layout as Go's Format does (`2006-01-02 15:04:05.000`), in UTC. */
export function layoutGoTime(timeMs: UnixMs, layout: string): string {
  const date = new Date(timeMs)
  let out = ''
  for (let i = 0; i < layout.length; ) {
    const fraction = /^[.,](0+|9+)(?!\d)/.exec(layout.slice(i, i + 12))
    if (fraction !== null) {
      out += formatFraction(date, fraction[0])
      i += fraction[0].length
      continue
    }
    const piece = PIECES.find(([text]) => layout.startsWith(text, i))
    out += piece === undefined ? layout[i] : piece[1](date)
    i += piece === undefined ? 1 : piece[0].length
  }
  return out
}

function formatFraction(date: Date, layout: string): string {
  const digits = pad(((date.getTime() % 1000) + 1000) % 1000, 3)
    .padEnd(layout.length - 1, '0')
    .slice(0, layout.length - 1)
  if (layout[1] === '0') return layout.charAt(0) + digits
  const kept = digits.replace(/0+$/, '')
  return kept === '' ? '' : layout.charAt(0) + kept
}

function dayOfYear(date: Date): number {
  return Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / 86_400_000) + 1
}

/** Calls a method of Go's time.Time; undefined where there is none of that name here. */
export function callTimeMethod(timeMs: UnixMs, name: string, args: readonly GoValue[]): GoValue | undefined {
  const date = new Date(timeMs)
  const [layout] = args
  if (name === 'Format') {
    if (layout?.type !== 'string' || args.length !== 1) throw new FunctionError('Format needs a layout')
    return goString(layoutGoTime(timeMs, layout.value))
  }
  if (args.length > 0) return undefined
  switch (name) {
    case 'String':
      return goString(formatGoTime(timeMs))
    case 'UTC':
      return { type: 'time', timeMs }
    case 'Year':
      return goInt(date.getUTCFullYear())
    case 'Month':
      return goInt(date.getUTCMonth() + 1, 'time.Month')
    case 'Day':
      return goInt(date.getUTCDate())
    case 'Hour':
      return goInt(date.getUTCHours())
    case 'Minute':
      return goInt(date.getUTCMinutes())
    case 'Second':
      return goInt(date.getUTCSeconds())
    case 'Nanosecond':
      return goInt(date.getUTCMilliseconds() * 1_000_000)
    case 'Weekday':
      return goInt(date.getUTCDay(), 'time.Weekday')
    case 'YearDay':
      return goInt(dayOfYear(date))
    case 'Unix':
      return goInt(Math.floor(timeMs / 1000), 'int64')
    case 'UnixMilli':
      return goInt(timeMs, 'int64')
    case 'UnixMicro':
      return goInt(BigInt(timeMs) * 1000n, 'int64')
    case 'UnixNano':
      return goInt(BigInt(timeMs) * 1_000_000n, 'int64')
    case 'IsZero':
      return goBool(false)
    default:
      return undefined
  }
}
