import { createTrustedWorker } from '~/data/decode/trusted-worker'
import workerUrl from './persist.worker?worker&url'

interface Reply {
  readonly id: number
  readonly result?: unknown
  readonly error?: string
}

const workers = new Map<string, Worker>()
let calls = 0

/** Starts workers by name on their first call, and calls them. */
const api = {
  call(name: string, method: string, args: readonly unknown[]): Promise<unknown> {
    const worker = workers.get(name) ?? createTrustedWorker(workerUrl)
    workers.set(name, worker)
    const id = ++calls
    return new Promise((resolve, reject) => {
      const listen = ({ data }: MessageEvent<Reply>) => {
        if (data.id !== id) return
        worker.removeEventListener('message', listen)
        if (data.error === undefined) resolve(data.result)
        else reject(new Error(data.error))
      }
      worker.addEventListener('message', listen)
      worker.postMessage({ id, method, args })
    })
  },
  stop(name: string): void {
    workers.get(name)?.terminate()
    workers.delete(name)
  },
}

export type PersistApi = typeof api

Object.assign(globalThis, { lookoutTest: api })
