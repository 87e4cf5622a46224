import { type FormattedValue, formatValue } from '~/domain/units/format-value'
import type { PanelProps, PanelSeries } from './panel-kind'

interface NewestValue extends FormattedValue {
  /** Null: no data. NaN: no traffic. */
  readonly value: number | null
}

/** The newest value of a series as it reads: a quantile at the end of its buckets is only known to be at least that. */
export function newestValue(
  { format, timeZone, overlay }: Pick<PanelProps<unknown>, 'format' | 'timeZone' | 'overlay'>,
  series: PanelSeries | undefined,
): NewestValue {
  const value = series?.last?.value ?? null
  const atLeast = overlay?.topBounds.get(series?.id ?? '') === value
  return { value, ...formatValue(value, { ...format, atLeast }, timeZone) }
}
