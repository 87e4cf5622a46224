import { colourOf } from '~/domain/colours'
import type { Labels } from '~/domain/series/frame'
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

interface Fit extends Omit<Share, 'share' | 'value'> {
  readonly labels: Labels
  readonly value: number
}

const OTHERS = 'others'

/** Shares of the newest values in their sum; beyond `limit` slices the smallest are one. */
export function sharesOf(series: readonly PanelSeries[], limit: number): Shares {
  const fit: Fit[] = []
  const none: Share[] = []
  let unfit = 0
  for (const { id, name, labels, colour, last } of series) {
    const value = last?.value ?? null
    if (value === null || Number.isNaN(value)) none.push({ id, name, colour, value, share: null })
    else if (value < 0 || !Number.isFinite(value)) unfit++
    else fit.push({ id, name, labels, colour, value })
  }
  fit.sort((a, b) => b.value - a.value)
  const total = fit.reduce((sum, { value }) => sum + value, 0)
  const rest = fit.length > limit ? fit.slice(limit) : []
  const own = fit.slice(0, fit.length - rest.length)
  // Of many series two have one colour. Those that are seen beside each other get their own.
  const colours = rest.length > 0 ? colourOf(own) : own.map(({ colour }) => colour)
  const shareOf = (value: number) => (total > 0 ? value / total : null)
  const rows: Share[] = own.map(({ id, name, value }, i) => ({
    ...{ id, name, value, share: shareOf(value) },
    colour: colours[i] ?? '--unknown',
  }))
  if (rest.length > 0) {
    const value = rest.reduce((sum, one) => sum + one.value, 0)
    rows.push({ id: OTHERS, name: `${rest.length} others`, colour: '--unknown', value, share: shareOf(value) })
  }
  const isIdle = none.some(({ value }) => value !== null)
  return { rows: [...rows, ...none], total: fit.length > 0 ? total : isIdle ? Number.NaN : null, unfit }
}
