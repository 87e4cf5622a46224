import type { DurationMs } from '~/domain/units-of-measure'

/** A year and a week are printed only where nothing is left over: 8d, not 1w1d. */
const UNITS: readonly { readonly unit: string; readonly ms: DurationMs; readonly whole: boolean }[] = [
  { unit: 'y', ms: 31_536_000_000, whole: true },
  { unit: 'w', ms: 604_800_000, whole: true },
  { unit: 'd', ms: 86_400_000, whole: false },
  { unit: 'h', ms: 3_600_000, whole: false },
  { unit: 'm', ms: 60_000, whole: false },
  { unit: 's', ms: 1_000, whole: false },
  { unit: 'ms', ms: 1, whole: false },
]

/** A duration as Prometheus prints it (model.Duration): `1h30m`, `1w`, `8d`. It must not be negative. */
export function printGoDuration(durationMs: DurationMs): string {
  if (durationMs === 0) return '0s'
  let [restMs, text] = [durationMs, '']
  for (const { unit, ms, whole } of UNITS) {
    const count = Math.floor(restMs / ms)
    if (count === 0 || (whole && restMs % ms !== 0)) continue
    text += `${count}${unit}`
    restMs -= count * ms
  }
  return text
}

/** A number as Go's %v prints it: `1e+06`, `0.0001`, `+Inf`. */
export function printGoNumber(value: number): string {
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf'
  if (value === 0) return Object.is(value, -0) ? '-0' : '0'
  const [digits = '', exponent = ''] = value.toExponential().split('e')
  const power = Number(exponent)
  if (power >= -4 && power < 6) return String(value)
  return `${digits}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`
}
