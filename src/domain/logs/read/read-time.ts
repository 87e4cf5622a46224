import type { UnixMs } from '~/domain/units-of-measure'

const DAY_MS = 86_400_000

/** The day that was read last: nearly all lines of a file are of one day. */
let knownDay = ''
let knownDayMs = 0

/** A time that was read, and where in the text it ends. */
export interface TimeInText {
  readonly timeMs: UnixMs
  readonly end: number
}

/**
 * A whole text as a time: ISO 8601 (UTC where it names no zone; `,` or `.` before the fraction), or digits since 1970 in
 * seconds, milliseconds, microseconds or nanoseconds, told apart by their size. Undefined for anything else.
 */
export function readTime(text: string): UnixMs | undefined {
  const iso = readIsoTime(text, 0)
  if (iso !== undefined) return iso.end === text.length ? iso.timeMs : undefined
  return readEpoch(text)
}

/** An ISO time, also with `/` between the parts of its date, that begins at a place of a text. */
export function readIsoTime(text: string, from: number): TimeInText | undefined {
  if (text.length < from + 16) return undefined
  const dayMs = readDay(text, from)
  if (dayMs === undefined) return undefined
  const separator = text.charCodeAt(from + 10)
  // T, t, a blank or an underscore.
  if (separator !== 84 && separator !== 32 && separator !== 116 && separator !== 95) return undefined
  const hour = twoDigits(text, from + 11)
  const minute = twoDigits(text, from + 14)
  if (!(hour < 24 && minute < 60) || text.charCodeAt(from + 13) !== 58) return undefined
  let timeMs = dayMs + hour * 3_600_000 + minute * 60_000
  let at = from + 16
  if (text.charCodeAt(at) === 58) {
    const second = twoDigits(text, at + 1)
    // A leap second is the first of the next minute.
    if (!(second <= 60)) return undefined
    timeMs += second * 1000
    at += 3
    const point = text.charCodeAt(at)
    if (point === 46 || point === 44) {
      let scale = 100
      let digit = text.charCodeAt(at + 1) - 48
      if (digit >= 0 && digit <= 9) at++
      let fraction = 0
      while (digit >= 0 && digit <= 9) {
        fraction += digit * scale
        scale /= 10
        at++
        digit = text.charCodeAt(at) - 48
      }
      // Twelve digits after the point and a sum of floats: what is finer than a nanosecond is noise.
      timeMs += Math.round(fraction * 1e6) / 1e6
    }
  }
  return readZone(text, at, timeMs)
}

function readZone(text: string, at: number, timeMs: UnixMs): TimeInText {
  const first = text.charCodeAt(at)
  if (first === 90 || first === 122) return { timeMs, end: at + 1 }
  const spaced = first === 32 ? at + 1 : at
  const sign = text.charCodeAt(spaced)
  if (sign !== 43 && sign !== 45) return { timeMs, end: at }
  const hours = twoDigits(text, spaced + 1)
  const hasColon = text.charCodeAt(spaced + 3) === 58
  const minutes = twoDigits(text, spaced + (hasColon ? 4 : 3))
  if (!(hours <= 23)) return { timeMs, end: at }
  const hasMinutes = minutes < 60
  // `2026-01-28 15:30:00 -12 widgets` has no zone.
  if (!hasMinutes && spaced !== at) return { timeMs, end: at }
  const offsetMs = hours * 3_600_000 + (hasMinutes ? minutes * 60_000 : 0)
  const end = spaced + (hasMinutes ? (hasColon ? 6 : 5) : 3)
  return { timeMs: sign === 43 ? timeMs - offsetMs : timeMs + offsetMs, end }
}

function readDay(text: string, from: number): UnixMs | undefined {
  if (knownDay !== '' && text.startsWith(knownDay, from)) return knownDayMs
  const dash = text.charCodeAt(from + 4)
  if ((dash !== 45 && dash !== 47) || text.charCodeAt(from + 7) !== dash) return undefined
  const year = twoDigits(text, from) * 100 + twoDigits(text, from + 2)
  const month = twoDigits(text, from + 5)
  const day = twoDigits(text, from + 8)
  const dayMs = dateMs(year, month, day)
  if (dayMs === undefined) return undefined
  knownDay = text.slice(from, from + 10)
  knownDayMs = dayMs
  return dayMs
}

/** Midnight UTC of a day; undefined where there is no such day. Months from 1. */
export function dateMs(year: number, month: number, day: number): UnixMs | undefined {
  if (!(year >= 1000 && month >= 1 && month <= 12 && day >= 1 && day <= 31)) return undefined
  const ms = Date.UTC(year, month - 1, day)
  return new Date(ms).getUTCDate() === day ? ms : undefined
}

/** NaN where they are no digits. */
function twoDigits(text: string, at: number): number {
  const a = text.charCodeAt(at) - 48
  const b = text.charCodeAt(at + 1) - 48
  return a >= 0 && a <= 9 && b >= 0 && b <= 9 ? a * 10 + b : Number.NaN
}

const EPOCH = /^(\d{9,19})(?:\.(\d{1,9})\d*)?$/
/** A double of seconds as JSON printers write it: `1.7e9`. */
const EPOCH_FLOAT = /^\d\.\d+e\+?\d+$/i

function readEpoch(text: string): UnixMs | undefined {
  const match = EPOCH.exec(text)
  if (match === null) return EPOCH_FLOAT.test(text) ? readEpoch(String(Number(text))) : undefined
  const digits = match[1] ?? ''
  // Seconds have 9 to 11 digits between 1973 and 5138; each finer unit three more.
  const finer = digits.length <= 11 ? 0 : digits.length <= 14 ? 3 : digits.length <= 17 ? 6 : 9
  const all = digits + (match[2] ?? '').padEnd(9, '0')
  const seconds = digits.length - finer
  const wholeMs = Number(all.slice(0, seconds + 3))
  // Digits are split before they are numbers: 19 of them are more than a number holds.
  const restMs = Number(`0.${all.slice(seconds + 3, seconds + 9)}`)
  const timeMs = wholeMs + restMs
  // What Date can hold, and not the uptime of something.
  return timeMs >= DAY_MS * 1000 && timeMs <= 8.64e15 ? timeMs : undefined
}
