import type { PanelSeries } from '../panel-kind'

/** One row of a pie: a series, or the smallest ones together. */
export interface Share {
  /** Stable over refreshes. */
  readonly id: string
  readonly name: string
  /** A colour token. */
  readonly colour: string
  /** Null: no data. NaN: no traffic. Neither is part of the whole. */
  readonly value: number | null
  /** Part of the whole, 0 to 1; null where the value is no part of one. */
  readonly share: number | null
}

export interface Shares {
  /** Greatest first, the others together after them, and last what has no value. */
  readonly rows: readonly Share[]
  /** Sum of what is shared; null where no series has a value. */
  readonly total: number | null
  /** Values below zero or infinite: they are parts of no whole. */
  readonly unfit: number
}

export const OTHERS = 'others'

/** Shares of the newest values in their sum; beyond `limit` slices the smallest are one. */
export function sharesOf(series: readonly PanelSeries[], limit: number): Shares {
  const fit: (Omit<Share, 'share' | 'value'> & { readonly value: number })[] = []
  const none: Share[] = []
  let unfit = 0
  for (const { id, name, colour, last } of series) {
    const value = last?.value ?? null
    if (value === null || Number.isNaN(value)) none.push({ id, name, colour, value, share: null })
    else if (value < 0 || !Number.isFinite(value)) unfit++
    else fit.push({ id, name, colour, value })
  }
  fit.sort((a, b) => b.value - a.value)
  const total = fit.reduce((sum, { value }) => sum + value, 0)
  const rest = fit.length > limit ? fit.slice(limit) : []
  const rows = fit.slice(0, fit.length - rest.length)
  if (rest.length > 0) {
    const value = rest.reduce((sum, one) => sum + one.value, 0)
    rows.push({ id: OTHERS, name: `${rest.length} others`, colour: '--unknown', value })
  }
  return {
    rows: [...rows.map((row) => ({ ...row, share: total > 0 ? row.value / total : null })), ...none],
    total: fit.length === 0 ? null : total,
    unfit,
  }
}
