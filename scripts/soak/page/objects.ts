/** What is alive of a kind, by name. */
export type Counts = Readonly<Record<string, number>>

type Observer = { observe(target: never, ...rest: never[]): void; unobserve?(target: never): void; disconnect(): void }

/** Counts what a page makes and must give back, at the browser's own doors. */
export function countObjects(): { counts(): Counts; blobs(): number } {
  const urls = new Set<string>()
  const watched = { ResizeObserver: 0, IntersectionObserver: 0, MutationObserver: 0 }
  let channels = 0
  let blobs = 0

  const { createObjectURL, revokeObjectURL } = URL
  URL.createObjectURL = (object) => {
    const url = createObjectURL.call(URL, object)
    urls.add(url)
    blobs += 1
    return url
  }
  URL.revokeObjectURL = (url) => {
    urls.delete(url)
    revokeObjectURL.call(URL, url)
  }

  for (const name of Object.keys(watched) as (keyof typeof watched)[]) {
    const { prototype } = globalThis[name] as unknown as { prototype: Observer }
    const { observe, unobserve, disconnect } = prototype
    // Observed by an observer that nobody holds any more goes away with its target: so the observers hold their own counts.
    const targets = new WeakMap<Observer, Set<unknown>>()
    prototype.observe = function (this: Observer, target: never, ...rest: never[]) {
      const own = targets.get(this) ?? new Set()
      targets.set(this, own)
      if (!own.has(target)) watched[name] += 1
      own.add(target)
      observe.call(this, target, ...rest)
    }
    if (unobserve !== undefined) {
      prototype.unobserve = function (this: Observer, target: never) {
        if (targets.get(this)?.delete(target) === true) watched[name] -= 1
        unobserve.call(this, target)
      }
    }
    prototype.disconnect = function (this: Observer) {
      watched[name] -= targets.get(this)?.size ?? 0
      targets.delete(this)
      disconnect.call(this)
    }
  }

  globalThis.BroadcastChannel = class extends BroadcastChannel {
    constructor(name: string) {
      super(name)
      channels += 1
    }
    override close() {
      channels -= 1
      super.close()
    }
  }

  const counts = () => ({
    'blob URLs': urls.size,
    'resize observers': watched.ResizeObserver,
    'intersection observers': watched.IntersectionObserver,
    'mutation observers': watched.MutationObserver,
    'broadcast channels': channels,
  })
  return { counts, blobs: () => blobs }
}
