import workerUrl from '~/workers/decode.worker?worker&url'
import { createDecoder, type StartWorker } from './decode-client'
import type { Decoder } from './decoder'
import { createTrustedWorker } from './trusted-worker'

/** Decodes in the worker of this build. */
export function createWorkerDecoder(): Decoder {
  return createDecoder({ start: startDecodeWorker })
}

const startDecodeWorker: StartWorker = (events) => {
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
