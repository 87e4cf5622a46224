/** Time that only goes on when it is told to. Delays of 0 stay the browser's: they are turns, not time. */
export interface VirtualTime {
  nowMs(): number
  /** Timers that are set. */
  pending(): number
  /** From now on time stands still but for `advance`. Until then it goes as the clock on the wall does. */
  hold(): void
  /** Lets `ms` pass: timers run in their order. `settle` is awaited where the page would have had time for its work. */
  advance(ms: number, settle: () => Promise<void>): Promise<void>
  /** The clock goes on and no timer runs, as while a machine sleeps. */
  sleep(ms: number): void
}

interface Timer {
  dueMs: number
  readonly everyMs: number | null
  readonly run: () => void
}

/** Each timer runs so much after it is due, as a browser's do: a rhythm that adds them up drifts. */
const LATE_MS = 4
/** Shorter than this no request is answered: what is due within it is done together. */
const TOGETHER_MS = 100
const PUMP_MS = 10

const real = {
  setTimeout: globalThis.setTimeout.bind(globalThis),
  clearTimeout: globalThis.clearTimeout.bind(globalThis),
  setInterval: globalThis.setInterval.bind(globalThis),
  clearInterval: globalThis.clearInterval.bind(globalThis),
  now: Date.now.bind(Date),
}

/** Puts virtual time in the place of the page's own. */
export function installVirtualTime(): VirtualTime {
  const timers = new Map<number, Timer>()
  let lastId = 1_000_000_000
  let nowMs = real.now()
  const offsetMs = nowMs - real.now()
  let isHeld = false

  const read = () => (isHeld ? nowMs : real.now() + offsetMs)

  function set(run: () => void, delayMs: number, everyMs: number | null): number {
    lastId += 1
    timers.set(lastId, { dueMs: read() + delayMs, everyMs, run })
    return lastId
  }

  function next(untilMs: number): [id: number, timer: Timer] | undefined {
    let found: [number, Timer] | undefined
    for (const entry of timers) {
      if (entry[1].dueMs <= untilMs && (found === undefined || entry[1].dueMs < found[1].dueMs)) found = entry
    }
    return found
  }

  function runOne([id, timer]: [number, Timer]): void {
    if (timer.everyMs === null) timers.delete(id)
    // Intervals keep their beat, whatever of it was missed.
    else timer.dueMs += (1 + Math.max(0, Math.floor((nowMs - timer.dueMs) / timer.everyMs))) * timer.everyMs
    try {
      timer.run()
    } catch (error) {
      // As the browser does: the others are none the worse.
      reportError(error)
    }
  }

  const pump = real.setInterval(() => {
    nowMs = read()
    for (let due = next(nowMs); due !== undefined; due = next(nowMs)) runOne(due)
  }, PUMP_MS)

  const callOf = (handler: TimerHandler, args: unknown[]) => () => {
    if (typeof handler === 'function') handler(...args)
  }
  Object.assign(globalThis, {
    setTimeout(handler: TimerHandler, delayMs = 0, ...args: unknown[]) {
      if (!(delayMs > 0)) return real.setTimeout(handler, 0, ...args)
      return set(callOf(handler, args), delayMs, null)
    },
    setInterval: (handler: TimerHandler, everyMs = 0, ...args: unknown[]) =>
      set(callOf(handler, args), Math.max(1, everyMs), Math.max(1, everyMs)),
    clearTimeout(id?: number) {
      if (!timers.delete(id ?? 0)) real.clearTimeout(id)
    },
    clearInterval(id?: number) {
      if (!timers.delete(id ?? 0)) real.clearInterval(id)
    },
  })
  Date.now = () => Math.floor(read())

  return {
    nowMs: read,
    pending: () => timers.size,
    hold() {
      nowMs = read()
      isHeld = true
      real.clearInterval(pump)
    },
    async advance(ms, settle) {
      const untilMs = nowMs + ms
      const dueMs = untilMs - LATE_MS
      let settledMs = nowMs
      for (let due = next(dueMs); due !== undefined; due = next(dueMs)) {
        if (due[1].dueMs - settledMs >= TOGETHER_MS) {
          await settle()
          settledMs = due[1].dueMs
          // What was waited for may have set a timer that comes first, or cleared this one.
          continue
        }
        nowMs = Math.max(nowMs, due[1].dueMs + LATE_MS)
        runOne(due)
      }
      nowMs = untilMs
      await settle()
    },
    sleep(ms) {
      nowMs += ms
    },
  }
}
