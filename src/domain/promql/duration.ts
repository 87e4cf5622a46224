import type { DurationMs } from '~/domain/units-of-measure'

const UNIT_MS: ReadonlyMap<string, number> = new Map([
  ['ms', 1],
  ['s', 1000],
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
  ['w', 604_800_000],
  ['y', 31_536_000_000],
])

/** Reads a PromQL duration such as `1h30m` or, as Prometheus 3 allows, a number of seconds; null if it is neither. */
export function parsePromDuration(text: string): DurationMs | null {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000
  if (!/^(\d+(ms|[smhdwy]))+$/.test(text)) return null
  let total = 0
  for (const [, count, unit] of text.matchAll(/(\d+)(ms|[smhdwy])/g)) {
    total += Number(count) * (UNIT_MS.get(unit ?? '') ?? 0)
  }
  return total
}

/** Prints a duration as PromQL takes it, in whole milliseconds, without rounding: 90000 is `90s`. */
export function printPromDuration(durationMs: DurationMs): string {
  const whole = Math.max(1, Math.round(durationMs))
  for (const [unit, size] of [
    ['d', 86_400_000],
    ['h', 3_600_000],
    ['m', 60_000],
    ['s', 1000],
  ] as const) {
    if (whole % size === 0) return `${whole / size}${unit}`
  }
  return `${whole}ms`
}
