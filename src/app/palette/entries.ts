import { fuzzyMatch, type Ranges } from './fuzzy'

export interface PaletteEntry {
  readonly id: string
  readonly group: 'Dashboards' | 'Panels' | 'Alerts' | 'Metrics' | 'Playlists' | 'Commands'
  readonly title: string
  /** Where it belongs or what it does; searched too, but counts less. */
  readonly detail: string
  /** Keys that do the same. */
  readonly keys?: string
  readonly run: () => void
}

export interface RankedEntry {
  readonly entry: PaletteEntry
  readonly titleRanges: Ranges
  readonly detailRanges: Ranges
}

const MOST_SHOWN = 50

/** The entries that a query finds, the best first; all in their own order while there is no query. */
export function rankEntries(query: string, entries: readonly PaletteEntry[]): readonly RankedEntry[] {
  if (query.trim() === '') {
    return entries.slice(0, MOST_SHOWN).map((entry) => ({ entry, titleRanges: [], detailRanges: [] }))
  }
  return entries
    .flatMap((entry) => {
      const title = fuzzyMatch(query, entry.title)
      const detail = fuzzyMatch(query, entry.detail)
      const whole = title === null ? fuzzyMatch(query, `${entry.title} ${entry.detail}`) : title
      if (whole === null) return []
      const score = title !== null ? title.score + 10 : whole.score
      return [{ entry, score, titleRanges: title?.ranges ?? [], detailRanges: title ? [] : (detail?.ranges ?? []) }]
    })
    .sort((a, b) => b.score - a.score)
    .slice(0, MOST_SHOWN)
}
