import { severityTone } from '~/domain/annotations/alert-spans'
import type { AlertRow } from './merge-alerts'

const TONES = ['crit', 'warn', 'info', 'unknown'] as const
/** What somebody must act on first. */
const NEEDS = ['unknown', 'delivered', 'underway', 'unasked', 'pending', 'silenced', 'inhibited'] as const

/** More than any of the ranks. */
const RADIX = 10

export type AlertGrouping = 'none' | 'platform' | 'severity' | 'alertname'

export interface AlertGroup {
  /** Empty where nothing is grouped, and for alerts without the label. */
  readonly name: string
  readonly rows: readonly AlertRow[]
}

/** How bad an alert is. */
export function toneOf({ labels }: AlertRow): (typeof TONES)[number] {
  return severityTone(labels.get('severity') ?? '')
}

/** What is muted last, then the worst first, then what needs somebody, then the oldest, then by name: the same at each refresh. */
export function orderAlerts(rows: readonly AlertRow[]): readonly AlertRow[] {
  return rows
    .map((row) => ({ row, rank: rankOf(row) }))
    .sort((a, b) => a.rank - b.rank || a.row.sinceMs - b.row.sinceMs || (a.row.id < b.row.id ? -1 : 1))
    .map(({ row }) => row)
}

/** All but age and name as one number: the first question weighs the most. */
function rankOf(row: AlertRow): number {
  const { kind } = row.delivery
  const muted = kind === 'silenced' || kind === 'inhibited' ? 1 : 0
  const waits = row.state === 'firing' ? 0 : 1
  return ((muted * RADIX + TONES.indexOf(toneOf(row))) * RADIX + waits) * RADIX + NEEDS.indexOf(kind)
}

/** Groups in the order of their first alert. */
export function groupAlerts(rows: readonly AlertRow[], by: AlertGrouping): readonly AlertGroup[] {
  if (by === 'none') return rows.length === 0 ? [] : [{ name: '', rows }]
  const groups = new Map<string, AlertRow[]>()
  for (const row of rows) {
    const name = row.labels.get(by) ?? ''
    const known = groups.get(name)
    if (known === undefined) groups.set(name, [row])
    else known.push(row)
  }
  return [...groups].map(([name, own]) => ({ name, rows: own }))
}
