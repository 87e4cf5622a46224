import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { decodeConfig } from '~/domain/config/config'
import { decodeDashboard } from '~/domain/dashboards/decode-dashboard'
import { fitBoard } from '~/domain/wall/fit-board'
import { fitItems } from './fit-items'

const { dashboards } = decodeConfig(JSON.parse(readFileSync('public/config.json', 'utf8')))

/** What head and foot leave of 720p, 1080p and 4K, and their text in CSS pixels. */
const SIZES = [
  [1238, 584, 16],
  [1858, 876, 24],
  [3716, 1752, 48],
] as const

describe('a shipped dashboard on a wall', () => {
  const cases = dashboards.flatMap((id) => [false, true].map((isCompared) => ({ id, isCompared })))
  it.each(cases)('$id is readable as a whole, compared: $isCompared', ({ id, isCompared }) => {
    const dashboard = decodeDashboard(JSON.parse(readFileSync(`public/dashboards/${id}.json`, 'utf8')))
    const items = fitItems(dashboard, isCompared)
    expect(items).toHaveLength(dashboard.kpis.length + dashboard.panels.length)
    for (const [width, height, headPx] of SIZES) {
      const { remPx, places } = fitBoard(items, { width, height, gap: 0.75 })
      // Nearly as large as head and foot.
      expect(remPx).toBeGreaterThanOrEqual(0.85 * headPx)
      for (const [i, place] of places.entries()) {
        expect(place.width / remPx).toBeGreaterThanOrEqual((items[i]?.minWidth ?? 0) - 1e-6)
        expect(place.height / remPx).toBeGreaterThanOrEqual((items[i]?.minHeight ?? 0) - 1e-6)
      }
    }
  })
})
