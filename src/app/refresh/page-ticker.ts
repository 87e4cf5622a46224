import type { DurationMs } from '~/domain/units-of-measure'
import { planRefresh, type RefreshCause } from './plan-refresh'

export interface PageTickerOptions {
  /** Asks for everything on the page once. */
  readonly onTick: (urgent: boolean) => void
  readonly now?: () => number
  readonly random?: () => number
}

export interface PageTicker {
  /** Takes a new interval (null for never) and whether the page is a wall. */
  readonly configure: (intervalMs: DurationMs | null, kiosk: boolean) => void
  /** Looks whether it is time: see `planRefresh`. */
  readonly notify: (cause: RefreshCause) => void
  /** Listens to the page and runs the timer until the returned function is called. */
  readonly start: () => () => void
}

/** The one timer that makes the page ask again. */
export function createPageTicker({ onTick, now = Date.now, random = Math.random }: PageTickerOptions): PageTicker {
  let intervalMs: DurationMs | null = null
  let kiosk = false
  let lastMs = now()
  let timer: ReturnType<typeof setTimeout> | undefined
  let running = false

  function notify(cause: RefreshCause): void {
    clearTimeout(timer)
    const visible = document.visibilityState === 'visible'
    const plan = planRefresh({ nowMs: now(), lastMs, intervalMs, visible, kiosk, random: random() }, cause)
    if (plan.tick) {
      lastMs = now() - plan.lateMs
      onTick(plan.urgent)
    }
    if (running && plan.waitMs !== null) {
      timer = setTimeout(() => notify(plan.resting ? 'rested' : 'timer'), plan.waitMs)
    }
  }

  const onVisibility = () => notify(document.visibilityState === 'visible' ? 'shown' : 'timer')
  const onShown = () => notify('shown')

  return {
    configure(nextMs, nextKiosk) {
      intervalMs = nextMs
      kiosk = nextKiosk
      if (running) notify('timer')
    },
    notify,
    start() {
      running = true
      lastMs = now()
      document.addEventListener('visibilitychange', onVisibility)
      document.addEventListener('resume', onShown)
      window.addEventListener('pageshow', onShown)
      notify('timer')
      return () => {
        running = false
        clearTimeout(timer)
        document.removeEventListener('visibilitychange', onVisibility)
        document.removeEventListener('resume', onShown)
        window.removeEventListener('pageshow', onShown)
      }
    },
  }
}
