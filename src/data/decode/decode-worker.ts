import workerUrl from '~/workers/decode.worker?worker&url'
import { createDecoder, type StartWorker } from './decode-client'
import type { Decoder } from './decoder'
import { startTrustedWorker } from './trusted-worker'

/** Decodes in the worker of this build. */
export function createWorkerDecoder(): Decoder {
  return createDecoder({ start: startDecodeWorker })
}

const startDecodeWorker: StartWorker = (events) => {
  const worker = startTrustedWorker(workerUrl, events.replied, events.died)
  return {
    post: (request, transfer) => worker.postMessage(request, transfer),
    stop: () => worker.terminate(),
  }
}
