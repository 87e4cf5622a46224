import type { VolumeBar } from '~/domain/logs/log-ports'
import { LOG_LEVELS, type LogLevel } from '~/domain/logs/model'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'
import { MOST_ROWS } from './block'
import type { Hits } from './hits'

const MOST_FIELDS = 200

/** How many hits of each level lie in bars of equal width from `fromMs` to before `toMs`; empty bars are there too. */
export function volumeOf(
  { parts }: Hits,
  fromMs: UnixMs,
  toMs: UnixMs,
  bars: number,
): { readonly volume: readonly VolumeBar[]; readonly volumeStepMs: DurationMs } {
  const volumeStepMs = (toMs - fromMs) / bars
  const kinds = LOG_LEVELS.length
  const counts = new Uint32Array(bars * kinds)
  for (const { block, rows } of parts) {
    const { times, levels } = block
    for (const row of rows) {
      const timeMs = times[row] ?? 0
      if (timeMs < fromMs || timeMs >= toMs) continue
      const place = Math.min(bars - 1, Math.floor((timeMs - fromMs) / volumeStepMs)) * kinds + (levels[row] ?? 0)
      counts[place] = (counts[place] ?? 0) + 1
    }
  }
  const volume = Array.from({ length: bars }, (_, bar) => ({
    startMs: fromMs + bar * volumeStepMs,
    counts: countsByLevel(counts.subarray(bar * kinds, (bar + 1) * kinds)),
  }))
  return { volume, volumeStepMs }
}

function countsByLevel(counts: Uint32Array): Readonly<Partial<Record<LogLevel, number>>> {
  const byLevel: Partial<Record<LogLevel, number>> = {}
  for (const [rank, level] of LOG_LEVELS.entries()) {
    const count = counts[rank] ?? 0
    if (count > 0) byLevel[level] = count
  }
  return byLevel
}

const chosen = new Uint8Array(MOST_ROWS)

/** Paths of the hits' fields, the most frequent first, at most 200. Paths beyond the first 500 of a block are not counted. */
export function pathsOf({ parts }: Hits): readonly string[] {
  const counts = new Map<string, number>()
  for (const { block, rows } of parts) {
    const isWhole = rows.length === block.rows
    if (!isWhole) {
      chosen.fill(0)
      for (const row of rows) chosen[row] = 1
    }
    for (const [path, column] of block.columns) {
      let count = column.count
      if (!isWhole) {
        count = 0
        for (let entry = 0; entry < column.count; entry++) count += chosen[column.rows[entry] ?? 0] ?? 0
      }
      if (count > 0) counts.set(path, (counts.get(path) ?? 0) + count)
    }
  }
  return [...counts]
    .sort(([a, many], [b, more]) => more - many || (a < b ? -1 : 1))
    .slice(0, MOST_FIELDS)
    .map(([path]) => path)
}
