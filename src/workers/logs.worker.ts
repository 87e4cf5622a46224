import { serveLogs } from '~/data/logs/serve'
import type { ToLogWorker } from '~/data/logs/worker-protocol'
import { createSampleLines } from '~/demo/logs/sample-lines'
import { SAMPLE_SEED } from '~/demo/sample-platforms'

/** Reads and searches logs off the main thread; `data/logs/worker-source.ts` is the other end. */
const scope = globalThis as unknown as DedicatedWorkerGlobalScope

const take = serveLogs({
  sampleLog: () => createSampleLines({ seed: SAMPLE_SEED }),
  fetch: (url, init) => fetch(url, init),
  now: Date.now,
  policyEvents: scope,
  post: (message) => scope.postMessage(message),
})
scope.addEventListener('message', ({ data }: MessageEvent<ToLogWorker>) => take(data))
