import { colourOf } from '~/domain/colours'
import type { Labels } from '~/domain/series/frame'
import type { PanelOverlay, PanelSeries } from '../panel-kind'

/** One row of a pie: a series, or the smallest ones together. */
export interface Share {
  /** Stable over refreshes. */
  readonly id: string
  /** Ids of the series that it stands for. */
  readonly members: readonly string[]
  readonly name: string
  /** A colour token. */
  readonly colour: string
  /** Null: no data. NaN: no traffic. Neither is part of the whole. */
  readonly value: number | null
  /** It is only known to be at least that. */
  readonly atLeast: boolean
  /** Part of the whole, 0 to 1; null where the value is no part of one, or nobody knows how much the whole is. */
  readonly share: number | null
}

export interface Shares {
  /** Greatest first, the others together after them, and last what has no value. */
  readonly rows: readonly Share[]
  /** Sum of what is shared; null where no series has a value. */
  readonly total: number | null
  /** Some value is only known to be at least that: so is the sum, and no part of it is known. */
  readonly atLeast: boolean
  /** Values below zero or infinite: they are parts of no whole. */
  readonly unfit: number
}

interface Fit extends Omit<Share, 'share' | 'value' | 'members'> {
  readonly labels: Labels
  readonly value: number
}

const OTHERS = 'others'

/** Shares of the newest values in their sum; beyond `limit` slices the smallest are one. `topBounds` as a panel's overlay has them. */
export function sharesOf(series: readonly PanelSeries[], limit: number, topBounds?: PanelOverlay['topBounds']): Shares {
  const fit: Fit[] = []
  const none: Share[] = []
  let unfit = 0
  for (const { id, name, labels, colour, last } of series) {
    const value = last?.value ?? null
    if (value === null || Number.isNaN(value))
      none.push({ id, members: [id], name, colour, value, atLeast: false, share: null })
    else if (value < 0 || !Number.isFinite(value)) unfit++
    else fit.push({ id, name, labels, colour, value, atLeast: topBounds?.get(id) === value })
  }
  fit.sort((a, b) => b.value - a.value)
  const total = fit.reduce((sum, { value }) => sum + value, 0)
  const rest = fit.length > limit ? fit.slice(limit) : []
  const own = fit.slice(0, fit.length - rest.length)
  // Of many series two have one colour. Those that are seen beside each other get their own.
  const colours = rest.length > 0 ? colourOf(own) : own.map(({ colour }) => colour)
  const atLeast = fit.some((one) => one.atLeast)
  const shareOf = (value: number) => (total > 0 && !atLeast ? value / total : null)
  const rows: Share[] = own.map((one, i) => ({
    ...{ id: one.id, members: [one.id], name: one.name, value: one.value, atLeast: one.atLeast },
    share: shareOf(one.value),
    colour: colours[i] ?? '--unknown',
  }))
  if (rest.length > 0) {
    const value = rest.reduce((sum, one) => sum + one.value, 0)
    const members = rest.map(({ id }) => id)
    const name = `${rest.length} others`
    const isUnsure = rest.some((one) => one.atLeast)
    rows.push({ id: OTHERS, members, name, colour: '--unknown', value, atLeast: isUnsure, share: shareOf(value) })
  }
  const isIdle = none.some(({ value }) => value !== null)
  return { rows: [...rows, ...none], total: fit.length > 0 ? total : isIdle ? Number.NaN : null, atLeast, unfit }
}

/** What the series of a row were together in the earlier period. */
export interface ShareThen {
  /** Null where none was there, NaN where none had traffic. */
  readonly value: number | null
  readonly atLeast: boolean
}

export function shareThen(
  members: readonly string[],
  earlier: readonly PanelSeries[],
  topBounds?: PanelOverlay['topBounds'],
): ShareThen {
  const own = earlier.flatMap(({ id, last }) =>
    members.includes(id) && last !== null ? [{ id, value: last.value }] : [],
  )
  const known = own.filter(({ value }) => !Number.isNaN(value))
  const atLeast = known.some(({ id, value }) => topBounds?.get(id) === value)
  if (known.length > 0) return { value: known.reduce((sum, { value }) => sum + value, 0), atLeast }
  return { value: own.length > 0 ? Number.NaN : null, atLeast }
}
