import type { HealthMonitor } from './health-monitor'

/**
 * A health monitor whose code is fetched when it is started, after the first picture: until then nothing is known of any source,
 * and what is reported is forgotten, because the first probes tell the same.
 */
export function createLateHealth(load: () => Promise<HealthMonitor>): HealthMonitor {
  let inner: HealthMonitor | undefined
  let isWanted = false
  const listeners = new Set<() => void>()
  const recoveredListeners = new Set<(id: string) => void>()
  const none: ReturnType<HealthMonitor['getSnapshot']> = []

  async function start(): Promise<void> {
    isWanted = true
    if (inner === undefined) {
      const monitor = await load()
      inner ??= monitor
      monitor.subscribe(() => {
        for (const listener of listeners) listener()
      })
      monitor.onRecovered((id) => {
        for (const listener of recoveredListeners) listener(id)
      })
      for (const listener of listeners) listener()
    }
    if (isWanted) inner.start()
  }

  return {
    // Without its code the page shows its panels all the same; each of them tells its own failures.
    start: () => void start().catch(() => undefined),
    stop() {
      isWanted = false
      inner?.stop()
    },
    reportSuccess: (id, latencyMs) => inner?.reportSuccess(id, latencyMs),
    reportFailure: (id, error) => inner?.reportFailure(id, error),
    probeNow: (id) => inner?.probeNow(id),
    onRecovered(listener) {
      recoveredListeners.add(listener)
      return () => recoveredListeners.delete(listener)
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    getSnapshot: () => inner?.getSnapshot() ?? none,
  }
}
