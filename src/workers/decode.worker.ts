import { answerDecode, type DecodeReply, type DecodeRequest } from '~/data/decode/worker-protocol'

/** Decodes answers off the main thread; `data/decode/decode-client.ts` is the other end. */
const scope = globalThis as unknown as DedicatedWorkerGlobalScope

scope.addEventListener('message', ({ data }: MessageEvent<DecodeRequest>) => {
  const { reply, transfer } = answerDecode(data)
  scope.postMessage(reply, transfer)
})

// Tells a script that loaded from one that is missing after a deploy.
scope.postMessage({ id: 0, ready: true } satisfies DecodeReply)
