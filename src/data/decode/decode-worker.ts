import workerUrl from '~/workers/decode.worker?worker&url'
import type { StartWorker } from './decode-client'
import { createTrustedWorker } from './trusted-worker'

/** Starts the decoding worker of the build: `createDecoder({ start: startDecodeWorker })`. */
export const startDecodeWorker: StartWorker = (events) => {
  const worker = createTrustedWorker(workerUrl)
  worker.addEventListener('message', ({ data }: MessageEvent<unknown>) => events.replied(data))
  worker.addEventListener('messageerror', events.died)
  worker.addEventListener('error', (event) => {
    // The decoder recovers by itself; without this the browser would report the same fault as the page's.
    event.preventDefault()
    events.died()
  })
  return {
    post: (request, transfer) => worker.postMessage(request, transfer),
    stop: () => worker.terminate(),
  }
}
