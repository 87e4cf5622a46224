import type { Matrix } from '~/domain/series/frame'
import { HOUR_MS } from '~/domain/time/duration'
import type { UnixMs } from '~/domain/units-of-measure'
import { periodAt } from './windows'

/** Money of one hour or day. */
export interface TrendBucket {
  readonly fromMs: UnixMs
  /** Exclusive. */
  readonly toMs: UnixMs
  /** By group; empty where nothing is known. */
  readonly parts: ReadonlyMap<string, number>
  /** Null where nothing is known of it. */
  readonly money: number | null
  /** Of its hours, how many are known. */
  readonly hoursKnown: number
  readonly hours: number
}

/** Money of one usage by hours: each row a group, each point the hour before its time. */
export interface HourlyMoney {
  /** Id of the row of a value of the label: see `CostGroup`. */
  readonly groupOf: (labels: ReadonlyMap<string, string>) => string
  readonly matrix: Matrix
}

/** Whole hours, oldest first, from the answers of all usages; those before the first that is known are left out. */
export function hourlyTrend(usages: readonly HourlyMoney[], toMs: UnixMs): readonly TrendBucket[] {
  const hours = new Map<UnixMs, Map<string, number>>()
  for (const { matrix, groupOf } of usages) {
    const { startMs, stepMs } = matrix.grid
    for (const { labels, values, present } of matrix.series) {
      const group = groupOf(labels)
      for (let i = 0; i < values.length; i++) {
        const [endMs, value] = [startMs + i * stepMs, values[i] ?? Number.NaN]
        if (present[i] !== 1 || !Number.isFinite(value) || endMs > toMs) continue
        const parts = hours.get(endMs) ?? new Map<string, number>()
        parts.set(group, (parts.get(group) ?? 0) + value)
        hours.set(endMs, parts)
      }
    }
  }
  const known = [...hours.keys()]
  if (known.length === 0) return []
  const firstMs = Math.min(...known)
  const lastMs = Math.floor(toMs / HOUR_MS) * HOUR_MS
  return Array.from({ length: Math.max(0, Math.round((lastMs - firstMs) / HOUR_MS)) + 1 }, (_, i) => {
    const endMs = firstMs + i * HOUR_MS
    const parts = hours.get(endMs)
    return {
      fromMs: endMs - HOUR_MS,
      toMs: endMs,
      parts: parts ?? new Map(),
      money: parts === undefined ? null : sumOf(parts),
      hoursKnown: parts === undefined ? 0 : 1,
      hours: 1,
    }
  })
}

function sumOf(parts: ReadonlyMap<string, number>): number {
  let sum = 0
  for (const value of parts.values()) sum += value
  return sum
}

/** The same by days of a zone. An hour belongs to the day in which it begins: zones half an hour apart from whole ones are half an hour off. */
export function dailyTrend(hours: readonly TrendBucket[], timeZone: string): readonly TrendBucket[] {
  const days = new Map<UnixMs, TrendBucket[]>()
  const ends = new Map<UnixMs, UnixMs>()
  let period = { fromMs: Number.NaN, toMs: Number.NaN }
  for (const hour of hours) {
    if (!(hour.fromMs >= period.fromMs && hour.fromMs < period.toMs)) period = periodAt('d', hour.fromMs, timeZone)
    ends.set(period.fromMs, period.toMs)
    days.set(period.fromMs, [...(days.get(period.fromMs) ?? []), hour])
  }
  return [...days].map(([fromMs, own]) => {
    const parts = new Map<string, number>()
    for (const [group, value] of own.flatMap((hour) => [...hour.parts]))
      parts.set(group, (parts.get(group) ?? 0) + value)
    const hoursKnown = own.reduce((count, hour) => count + hour.hoursKnown, 0)
    const toMs = ends.get(fromMs) ?? fromMs
    return {
      fromMs,
      toMs,
      parts,
      money: hoursKnown === 0 ? null : sumOf(parts),
      hoursKnown,
      hours: Math.round((toMs - fromMs) / HOUR_MS),
    }
  })
}

/** Of the hours that have ended in a window, how many are known; what a figure of a window that history does not fill must say. */
export function hoursKnownIn(
  hours: readonly TrendBucket[],
  fromMs: UnixMs,
  toMs: UnixMs,
): { readonly known: number; readonly all: number } {
  const known = hours.filter((hour) => hour.fromMs >= fromMs && hour.toMs <= toMs && hour.money !== null).length
  return { known, all: Math.max(0, Math.floor(toMs / HOUR_MS) - Math.ceil(fromMs / HOUR_MS)) }
}
