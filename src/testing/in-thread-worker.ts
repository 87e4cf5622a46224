import type { SamplePast } from '~/data/embedded/sample-adapter'
import { type Ingredients, serveEmbedded } from '~/data/embedded/serve'
import type { StartEmbeddedWorker } from '~/data/embedded/watched-worker'

/** Sample data without samples. */
export function createNoPast(): SamplePast {
  return {
    platformIds: [],
    pastMs: 0,
    start: () => undefined,
    stop: () => undefined,
    whenReady: async () => undefined,
    longNames: new Set(),
    whenLongReady: async () => undefined,
    startLongPast: () => undefined,
    advance: () => undefined,
    targets: () => ({ activeTargets: [], droppedTargets: [] }),
  }
}

/** The worker's own code in this thread. Messages are copied and come in later tasks, as between a page and its worker. */
export function inThreadWorker(ingredients: Ingredients = { createSamplePast: createNoPast }): StartEmbeddedWorker {
  return ({ said }) => {
    let isStopped = false
    const soon = (run: () => void) => setImmediate(() => isStopped || run())
    const scope = {
      postMessage(message: Parameters<typeof said>[0], transfer: Transferable[]) {
        const moved = structuredClone(message, { transfer: transfer as ArrayBuffer[] })
        soon(() => said(moved))
      },
    }
    const take = serveEmbedded(scope, ingredients)
    return {
      post(message) {
        const moved = structuredClone(message)
        soon(() => take(moved))
      },
      stop: () => {
        isStopped = true
      },
    }
  }
}
