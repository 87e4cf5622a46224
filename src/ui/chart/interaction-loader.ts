type Create = typeof import('../chart-interaction/interaction').createInteraction

let loaded: Create | null = null
let isLoading = false
let isPrefetching = false
const waiting = new Set<(create: Create) => void>()

/**
 * Loads what reacts to a hand, for all charts of the page: they share the crosshair. A load that fails is tried again
 * with the next event; until then a chart shows and does not react.
 */
export function loadInteraction(): void {
  if (isLoading) return
  isLoading = true
  import('../chart-interaction/interaction').then(
    ({ createInteraction }) => {
      loaded = createInteraction
      for (const start of [...waiting]) start(createInteraction)
      waiting.clear()
    },
    () => {
      isLoading = false
    },
  )
}

/** Starts as soon as the code for it is there; it is fetched when the page is idle. Returns how to give up. */
export function whenInteractive(start: (create: Create) => void): () => void {
  if (loaded !== null) {
    start(loaded)
    return () => undefined
  }
  waiting.add(start)
  if (!isPrefetching) {
    isPrefetching = true
    // WebKit has no idle callback.
    if (typeof requestIdleCallback === 'function') requestIdleCallback(loadInteraction, { timeout: 5000 })
    else setTimeout(loadInteraction, 2000)
  }
  return () => {
    waiting.delete(start)
  }
}
