import { WORLD_TICKS } from '../backend/world'
import type { SoakedPage } from '../soaked-page'
import type { TickLook } from '../verdict'
import { visit } from './places'

/** A page that refreshes again and again. */
export interface Stage {
  readonly name: string
  readonly path: string
  readonly ticks: number
  /** Until what is kept for a while is full. */
  readonly warmUp: number
}

export const TICK_MS = 15_000
const LOOKS = 24
/** Looks come back to the same place of the world, so that seasons can be told from slopes. */
const QUARTER = WORLD_TICKS / 4

/** Looks, evenly spread over so many refreshes; `said` hears of each. */
export async function soakStage(page: SoakedPage, stage: Stage, said: (line: string) => void): Promise<TickLook[]> {
  const { name, path, ticks, warmUp } = stage
  await visit(page, path)
  await page.call('run', warmUp, TICK_MS)
  const looks: TickLook[] = []
  const every =
    ticks >= LOOKS * QUARTER ? QUARTER * Math.round(ticks / LOOKS / QUARTER) : Math.max(1, Math.round(ticks / LOOKS))
  for (let tick = every; looks.length < LOOKS; tick += every) {
    await page.call('run', every, TICK_MS)
    const look = { ...(await page.look()), tick }
    looks.push(look)
    const { heapBytes, workerBytes, residentBytes = Number.NaN } = look
    const mb = (bytes: number) => (bytes / 1024 / 1024).toFixed(2).padStart(7)
    said(
      `  ${name} ${String(tick).padStart(6)} ticks: heap ${mb(heapBytes)} MB, workers ${mb(workerBytes)} MB, process ${mb(residentBytes)} MB`,
    )
  }
  return looks
}
