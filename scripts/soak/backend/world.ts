/*
 * What the backend has to tell, as functions of time: the same tick has the same world in each run. A tick is 15 s.
 */

export const TICK_S = 15

let calmS: number | null = null

/** From now on who there is stays as it was at a time, in seconds; null lets the world go on. */
export function keepCalm(atS: number | null): void {
  calmS = atS
}

/** The n-th of a family of pods at a time: each lives a hundred ticks, so that of many one in a hundred is another at each tick. */
export function podName(family: string, n: number, timeS: number): string {
  const generation = Math.floor(((calmS ?? timeS) / TICK_S + n * 37) / 100)
  return `${family}-${n}-${(generation * 7919 + n).toString(36)}`
}

/** A value that moves: slow waves and a little noise, above zero. */
export function valueAt(seed: number, timeS: number): number {
  const slow = Math.sin(timeS / 900 + seed) * 40
  const noise = ((Math.imul(Math.floor(timeS / TICK_S) + seed * 1_013, 0x9e3779b1) >>> 8) % 1_000) / 50
  return Math.round((60 + slow + noise) * 1_000) / 1_000
}

export interface FiringAlert {
  readonly name: string
  readonly severity: 'critical' | 'warning'
  readonly instance: string
  readonly sinceS: number
  readonly state: 'firing' | 'pending'
}

const ALERTS = 40

/** Forty alerts that come and go: each is quiet for two thirds of its own period, then pending, then firing, on another instance each time. */
export function alertsAt(atS: number): readonly FiringAlert[] {
  const timeS = calmS ?? atS
  const found: FiringAlert[] = []
  for (let n = 0; n < ALERTS; n++) {
    const periodS = 900 + n * 60
    const round = Math.floor(timeS / periodS)
    const inRoundS = timeS - round * periodS
    const beginsS = (2 * periodS) / 3
    if (inRoundS < beginsS) continue
    found.push({
      name: `Soak${n % 8}`,
      severity: n % 10 === 0 ? 'critical' : 'warning',
      instance: `10.0.${n}.${round % 250}:9100`,
      sinceS: round * periodS + beginsS,
      state: inRoundS < beginsS + 60 ? 'pending' : 'firing',
    })
  }
  return found
}

/** Twenty lines of one tick. */
export function linesOf(tickMs: number): string {
  let text = ''
  for (let i = 0; i < 20; i++) {
    const timeMs = tickMs - (20 - i) * 700
    const seed = calmS === null ? Math.floor(timeMs / 700) : i
    const n = (Math.imul(seed, 0x9e3779b1) >>> 4) % 100_000
    text += `${JSON.stringify({
      timestamp: new Date(timeMs).toISOString(),
      level: n % 23 === 0 ? 'ERROR' : n % 7 === 0 ? 'WARNING' : 'INFO',
      logger: `app.part${n % 9}`,
      message: `job ${n.toString(36)} ${n % 3 === 0 ? 'done' : 'began'} in ${n % 997} ms`,
      request_id: `req-${n.toString(16)}`,
      job_id: `job-${(n % 400).toString(36)}`,
      user_id: `u${n % 50}`,
    })}\n`
  }
  return text
}
