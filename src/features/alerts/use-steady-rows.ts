import { useRef } from 'react'
import type { AlertRow } from '~/domain/alerts/merge-alerts'

/** A row of the list; `isGone` for one that ended while somebody held the list still. */
export interface SteadyRow {
  readonly row: AlertRow
  readonly isGone: boolean
}

/**
 * Keeps the order while the pointer or the focus is in the list, so that nothing jumps away from under it: what ends stays and
 * says so, what begins comes last. The same list as before where nothing has changed: there may be thousands.
 */
export function useSteadyRows(rows: readonly AlertRow[], isHeld: boolean): readonly SteadyRow[] {
  const last = useRef<{
    readonly rows: readonly AlertRow[]
    readonly isHeld: boolean
    readonly all: readonly SteadyRow[]
  }>({ rows: [], isHeld: false, all: [] })
  const before = last.current
  if (rows === before.rows && isHeld === before.isHeld) return before.all
  const all = sameOr(before.all, isHeld ? steady(before.all, rows) : rows.map((row) => ({ row, isGone: false })))
  last.current = { rows, isHeld, all }
  return all
}

function sameOr(before: readonly SteadyRow[], now: readonly SteadyRow[]): readonly SteadyRow[] {
  const isSame =
    before.length === now.length &&
    now.every(({ row, isGone }, i) => row === before[i]?.row && isGone === before[i].isGone)
  return isSame ? before : now
}

function steady(before: readonly SteadyRow[], rows: readonly AlertRow[]): readonly SteadyRow[] {
  const now = new Map(rows.map((row) => [row.id, row]))
  const kept = before.map(({ row }) => {
    const current = now.get(row.id)
    now.delete(row.id)
    return { row: current ?? row, isGone: current === undefined }
  })
  return [...kept, ...[...now.values()].map((row) => ({ row, isGone: false }))]
}
