import { serveEmbedded } from '~/data/embedded/serve'
import type { ToWorker } from '~/data/embedded/worker-protocol'
import { createSampleFeed } from '~/demo/sample-feed'

/** An in-browser Prometheus; `data/embedded/embedded-transport.ts` is the other end. */
const scope = globalThis as unknown as DedicatedWorkerGlobalScope

const take = serveEmbedded(scope, { createSamplePast: createSampleFeed })
scope.addEventListener('message', ({ data }: MessageEvent<ToWorker>) => take(data))
