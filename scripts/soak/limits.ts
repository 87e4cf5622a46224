/** Refreshes of a week, one each 15 s. */
export const WEEK_TICKS = 40_320

const MB = 1024 * 1024

/** What a simulated week may cost, and what nothing may. */
export const LIMITS = {
  heapBytesAWeek: 24 * MB,
  workerBytesAWeek: 8 * MB,
  residentBytes: 40 * MB,
  residentShare: 0.1,
  /** React keeps a few nodes of its own. */
  nodes: 20,
  inFlight: 4,
  /** Of questions that are asked with each refresh. */
  questionsShare: 0.01,
  /** What a refresh costs at last, as a multiple of what it cost at first. */
  costGrowth: 1.2,
} as const

/** As `12.3 MB`. */
export function megabytes(bytes: number): string {
  return `${(bytes / MB).toFixed(2)} MB`
}
