import { realSchedule } from '~/data/transport/schedule'
import type { Tsdb } from '~/domain/tsdb/tsdb-api'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'
import type { EmbeddedSpec } from './embedded-spec'
import { createEngine, createStore, type Engine } from './engine'
import { NO_RULES } from './rules-loop'
import { createSampleFeedOf, type SamplePast } from './sample-adapter'
import { createScrapeFeed } from './scrape-feed'
import type { FromWorker, ToWorker } from './worker-protocol'

/** The worker's scope as far as it is used. */
export interface WorkerScope {
  postMessage(message: FromWorker, transfer: Transferable[]): void
}

export interface Ingredients {
  readonly createSamplePast: (options: {
    readonly tsdb: Tsdb
    readonly nowMs: () => UnixMs
    readonly later: (run: () => void) => void
  }) => SamplePast
}

/** Runs an embedded Prometheus behind messages: the other end of `embedded-transport.ts`. Returns what takes them. */
export function serveEmbedded(scope: WorkerScope, ingredients: Ingredients): (message: ToWorker) => void {
  let clockOffsetMs: DurationMs = 0
  let engine: Engine | undefined
  const clock = { nowMs: () => Date.now() + clockOffsetMs }
  const encoder = new TextEncoder()

  function start(spec: EmbeddedSpec): void {
    const tsdb = createStore(spec.kind === 'scrape' ? spec : {})
    const feed =
      spec.kind === 'scrape'
        ? createScrapeFeed(spec, tsdb, clock, Promise.resolve())
        : createSampleFeedOf(ingredients.createSamplePast({ tsdb, nowMs: clock.nowMs, later }), realSchedule)
    engine = createEngine({ tsdb, feed, rules: NO_RULES, nowMs: clock.nowMs, evaluationMs: spec.evaluationMs })
    engine.start()
    scope.postMessage({ kind: 'started' }, [])
  }

  async function answer(id: number, path: string, query: string): Promise<void> {
    if (engine === undefined) return
    const { status, body } = await engine.answer({ path, parameters: new URLSearchParams(query) })
    const bytes = encoder.encode(body)
    scope.postMessage({ kind: 'answer', id, status, body: bytes.buffer }, [bytes.buffer])
  }

  return (message) => {
    switch (message.kind) {
      case 'start':
        clockOffsetMs = message.clockOffsetMs
        start(message.spec)
        break
      case 'ask':
        clockOffsetMs = message.clockOffsetMs
        void answer(message.id, message.path, message.query)
        break
      case 'ping':
        scope.postMessage({ kind: 'pong', id: message.id, nowMs: clock.nowMs() }, [])
        break
      case 'keep':
        break
    }
  }
}

const { port1, port2 } = new MessageChannel()
const waiting: (() => void)[] = []
port1.onmessage = () => waiting.shift()?.()

/** In a task of its own, without the delay that timers get: messages that came meanwhile go first. */
function later(run: () => void): void {
  waiting.push(run)
  port2.postMessage(null)
}
