import { createWorkerDecoder } from '~/data/decode/decode-worker'
import type { EmbeddedSource } from '~/data/embedded/plan-embedded'
import { startEmbedded } from '~/data/embedded/start-worker'
import { createPrometheusSource } from '~/data/prometheus/prometheus-source'
import { createServerClock } from '~/data/server-clock'
import { type MetricsSource, SourceError } from '~/domain/sources'
import { type Coded, encode } from './browser-codec'

/** Whether and when the signal of a question fires. */
export type Aborted = 'never' | 'before' | 'at once'

let source: MetricsSource | undefined
let stop = () => {}

/** An embedded Prometheus in this page, for tests: what goes in is plain, what comes out is coded. */
const api = {
  start(config: EmbeddedSource): void {
    const clock = createServerClock({ now: Date.now })
    const decoder = createWorkerDecoder()
    const transport = startEmbedded(config, { scrapeIntervalMs: 15_000 }, clock)
    source = createPrometheusSource({
      id: config.id,
      title: config.id,
      kind: config.kind,
      baseUrl: '',
      transport,
      decoder,
      clock,
    })
    stop = () => {
      transport.dispose()
      decoder.dispose()
    }
  },

  stop: () => stop(),

  /** Calls a method of the source; what it rejects with is its answer too. */
  async ask(method: 'query' | 'queryRange' | 'labels' | 'probe', query: unknown, aborted: Aborted): Promise<Coded> {
    if (source === undefined) throw new Error('start comes first')
    const abort = new AbortController()
    if (aborted === 'before') abort.abort()
    const call = source[method] as (...args: unknown[]) => Promise<unknown>
    const asked = method === 'probe' ? call(abort.signal) : call(query, abort.signal)
    if (aborted === 'at once') abort.abort()
    try {
      return { answer: encode(await asked) }
    } catch (error) {
      if (error instanceof SourceError) return { error: error.detail }
      throw error
    }
  },

  /** How many blocks of samples that are not sealed yet are kept in a database. */
  async keptHeads(name: string): Promise<number> {
    const known = await indexedDB.databases()
    if (!known.some((one) => one.name === name)) return 0
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(request.error ?? new Error('failed'))
      })
    const database = await done(indexedDB.open(name))
    const head = await done(database.transaction('head').objectStore('head').get('head'))
    database.close()
    return head?.blocks.length ?? 0
  },
}

export type EmbeddedApi = typeof api

Object.assign(globalThis, { lookoutTest: api })
