/** What a chart page draws: one size of data, and how. */
export interface ChartCase {
  readonly series: number
  readonly points: number
  /** As each library has it by default, or none. */
  readonly legend: boolean
  /** Pixels; by default as wide as each library draws them. */
  readonly lineWidth?: number
}

/** A page of charts as the bench drives it: `window.charts`. */
export interface ChartPage {
  /** Mounts all panels. */
  show(size: ChartCase): void
  /** Makes the next step's data, which is no part of a refresh. */
  prepare(): void
  /** Gives the prepared data to all panels. */
  refresh(): void
}

export const PANELS = 18
/** CSS pixels of each panel's plot and legend together, and how they stand. */
export const PANEL_WIDTH = 640
export const PANEL_HEIGHT = 320
export const COLUMNS = 3

export const STEP_MS = 60_000
const START_MS = Date.UTC(2026, 0, 1)

/** One panel's data at one step: the same numbers for every library. */
export interface ChartData {
  /** Ascending, one a step. */
  readonly times: readonly number[]
  readonly series: readonly (readonly number[])[]
}

/** The panel's window moves on by one step each time, as it does on a page: all values are new to whoever gets them. */
export function chartData({ series, points }: ChartCase, panel: number, step: number): ChartData {
  const times = Array.from({ length: points }, (_, i) => START_MS + (step + i) * STEP_MS)
  return {
    times,
    series: Array.from({ length: series }, (_, s) => times.map((_time, i) => valueAt(panel * 31 + s, step + i))),
  }
}

/** Looks like a request rate: slow waves and noise, no gaps. */
function valueAt(line: number, at: number): number {
  const noise = Math.sin(at * 12.9898 + line * 78.233) * 43_758.5453
  return 40 + (line % 10) * 4 + 12 * Math.sin(at / 45 + line) + 6 * (noise - Math.floor(noise))
}
