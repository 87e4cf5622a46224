import { type Call, type CallFunction, hasArg, vectorArg } from './call'
import { NO_LABELS } from './label-sets'
import { dropNames } from './values'

const DAY_SECONDS = 86_400
/** Beyond this JavaScript has no dates; Go counts on, modulo 2^64 seconds. */
const LAST_DATE_SECONDS = 8_640_000_000_000

/** Takes one part of a time given in whole seconds since 1970, in UTC. */
interface DatePart {
  readonly of: (date: Date) => number
  /** The same of Go's calendar for times that no `Date` can hold. */
  readonly ofGo: (date: GoDate) => number
}

interface GoDate {
  readonly year: number
  /** 1 to 12. */
  readonly month: number
  readonly day: number
  /** From 0. */
  readonly yearDay: number
  readonly weekday: number
  readonly secondOfDay: number
}

const DATE_PARTS: ReadonlyMap<string, DatePart> = new Map<string, DatePart>([
  ['day_of_month', { of: (date) => date.getUTCDate(), ofGo: ({ day }) => day }],
  ['day_of_week', { of: (date) => date.getUTCDay(), ofGo: ({ weekday }) => weekday }],
  ['day_of_year', { of: dayOfYear, ofGo: ({ yearDay }) => yearDay + 1 }],
  ['days_in_month', { of: daysInMonth, ofGo: ({ year, month }) => goDaysInMonth(year, month) }],
  ['hour', { of: (date) => date.getUTCHours(), ofGo: ({ secondOfDay }) => Math.floor(secondOfDay / 3600) }],
  ['minute', { of: (date) => date.getUTCMinutes(), ofGo: ({ secondOfDay }) => Math.floor((secondOfDay % 3600) / 60) }],
  ['month', { of: (date) => date.getUTCMonth() + 1, ofGo: ({ month }) => month }],
  ['year', { of: (date) => date.getUTCFullYear(), ofGo: ({ year }) => year }],
])

export const DATE_FUNCTIONS: ReadonlyMap<string, CallFunction> = new Map(
  [...DATE_PARTS].map(([name, part]) => [name, (call: Call) => datePart(call, part)]),
)

/** Of each value of the vector as a time in seconds, or of the evaluation time. */
function datePart(call: Call, part: DatePart): ReturnType<CallFunction> {
  const { grid, context } = call
  if (!hasArg(call, 0)) {
    const out = context.createSeries(NO_LABELS, grid.count)
    out.present.fill(1)
    for (let step = 0; step < grid.count; step++) {
      out.values[step] = partOf((grid.startMs + step * grid.stepMs) / 1000, part)
    }
    return { kind: 'vector', series: [out] }
  }
  const series = vectorArg(call, 0)
  for (const { values, present } of series) {
    context.checkCanceled()
    for (let step = 0; step < values.length; step++) {
      if (present[step] === 1) values[step] = partOf(values[step] as number, part)
    }
  }
  return { kind: 'vector', series: dropNames(series) }
}

function partOf(seconds: number, { of, ofGo }: DatePart): number {
  const whole = Math.trunc(seconds)
  return Math.abs(whole) <= LAST_DATE_SECONDS ? of(new Date(whole * 1000)) : ofGo(goDate(toInt64(whole)))
}

function dayOfYear(date: Date): number {
  const yearStart = new Date(date)
  yearStart.setUTCMonth(0, 1)
  return Math.floor((date.getTime() - yearStart.getTime()) / (DAY_SECONDS * 1000)) + 1
}

function daysInMonth(date: Date): number {
  return goDaysInMonth(date.getUTCFullYear(), date.getUTCMonth() + 1)
}

function goDaysInMonth(year: number, month: number): number {
  if (month === 2) return isLeap(year) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
}

/** As a processor of Prometheus' converts a float: what does not fit, NaN too, is the least int64. */
function toInt64(value: number): bigint {
  const fits = value >= -(2 ** 63) && value < 2 ** 63
  return fits ? BigInt(value) : -(2n ** 63n)
}

/** Year in which Go's absolute time begins, and its seconds before 1970. */
const ABSOLUTE_ZERO_YEAR = -292_277_022_399
const UNIX_TO_ABSOLUTE = 9_223_372_028_715_321_600n

/** Go's proleptic calendar over the whole of int64 seconds, where sums wrap around modulo 2^64. */
function goDate(unixSeconds: bigint): GoDate {
  const absolute = BigInt.asUintN(64, unixSeconds + UNIX_TO_ABSOLUTE)
  const days = absolute / BigInt(DAY_SECONDS)
  const centuries4 = days / 146_097n
  let dayOf400 = Number(days % 146_097n)
  // The last day of 4 years, of 100 years and of 400 years belongs to the cycle before it.
  const century = Math.min(3, Math.floor(dayOf400 / 36_524))
  dayOf400 -= century * 36_524
  const olympiad = Math.floor(dayOf400 / 1461)
  dayOf400 -= olympiad * 1461
  const yearOfOlympiad = Math.min(3, Math.floor(dayOf400 / 365))
  const yearDay = dayOf400 - yearOfOlympiad * 365
  const year = Number(centuries4 * 400n) + century * 100 + olympiad * 4 + yearOfOlympiad + ABSOLUTE_ZERO_YEAR
  let month = 1
  let day = yearDay
  while (day >= goDaysInMonth(year, month)) day -= goDaysInMonth(year, month++)
  return {
    year,
    month,
    day: day + 1,
    yearDay,
    // The absolute zero is a Monday.
    weekday: Number((days + 1n) % 7n),
    secondOfDay: Number(absolute % BigInt(DAY_SECONDS)),
  }
}
