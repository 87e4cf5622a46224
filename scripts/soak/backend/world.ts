/*
 * What the backend has to tell, as functions of time: the same tick has the same world in each run. A tick is 15 s.
 */

export const TICK_S = 15

/** After so many ticks there are as many series, alerts and states as before, under other names. */
export const WORLD_TICKS = 100

/** Who there is at a time, in seconds. */
export interface World {
  /** From now on it stays as it was at a time; null lets it go on. */
  keepCalm(atS: number | null): void
  /** The time by which series, alerts and lines come and go. */
  lifeS(timeS: number): number
  isCalm(): boolean
}

export function createWorld(): World {
  let calmS: number | null = null
  return {
    keepCalm(atS) {
      calmS = atS
    },
    lifeS: (timeS) => calmS ?? timeS,
    isCalm: () => calmS !== null,
  }
}

/** The n-th of a family of pods at a time: each lives a hundred ticks, so that of many one in a hundred is another at each tick. */
export function podName(family: string, n: number, lifeS: number): string {
  const generation = Math.floor((lifeS / TICK_S + n * 37) / WORLD_TICKS)
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

const PERIOD_S = WORLD_TICKS * TICK_S

/** Forty alerts that come and go, each at its own time: quiet for two thirds of the period, then pending, then firing, on another instance each time. */
export function alertsAt(lifeS: number): readonly FiringAlert[] {
  const found: FiringAlert[] = []
  for (let n = 0; n < ALERTS; n++) {
    const shiftS = ((n * 37) % WORLD_TICKS) * TICK_S
    const round = Math.floor((lifeS + shiftS) / PERIOD_S)
    const inRoundS = lifeS + shiftS - round * PERIOD_S
    const beginsS = (2 * PERIOD_S) / 3
    if (inRoundS < beginsS) continue
    found.push({
      name: `Soak${n % 8}`,
      severity: n % 10 === 0 ? 'critical' : 'warning',
      instance: `10.0.${n}.${round % 250}:9100`,
      sinceS: round * PERIOD_S - shiftS + beginsS,
      state: inRoundS < beginsS + 60 ? 'pending' : 'firing',
    })
  }
  return found
}

/** Twenty lines of one tick, in a calm world the same ones each time. */
export function linesOf(tickMs: number, isCalm: boolean): string {
  let text = ''
  for (let i = 0; i < 20; i++) {
    const timeMs = tickMs - (20 - i) * 700
    const seed = isCalm ? i : Math.floor(timeMs / 700)
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
