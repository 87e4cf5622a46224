import { realSchedule } from '~/data/transport/schedule'
import { createTsdb } from '~/domain/tsdb/tsdb'
import type { Tsdb } from '~/domain/tsdb/tsdb-api'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'
import type { EmbeddedSpec, ScrapeSpec } from './embedded-spec'
import { createEngine, type Engine, evaluationOptions } from './engine'
import { createKeeper, type Keeper } from './keeper'
import { createLateRules } from './late-rules'
import { createChunkStore } from './persist/chunk-store'
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
  let keeper: Keeper | undefined
  const clock = { nowMs: () => Date.now() + clockOffsetMs }
  const encoder = new TextEncoder()

  function start(spec: EmbeddedSpec): void {
    const { evaluationMs, externalUrl } = spec
    const tsdb = createTsdb(
      spec.kind === 'scrape' ? { ...SCRAPED, retentionMs: spec.retentionMs, maxBytes: spec.maxBytes } : {},
    )
    if (spec.kind === 'scrape') keeper = createKeeperOf(spec, tsdb, clock.nowMs)
    const feed =
      spec.kind === 'scrape'
        ? createScrapeFeed(spec, tsdb, clock, keeper?.restore() ?? Promise.resolve())
        : createSampleFeedOf(ingredients.createSamplePast({ tsdb, nowMs: clock.nowMs, later }), realSchedule)
    // Reading YAML and templates is a third of the code, and nothing of it is needed for the first answers.
    const rules = createLateRules(async () => {
      const { createRulesLoop } = await import('./rules-loop')
      return createRulesLoop({
        files: spec.ruleFiles,
        fetchText,
        tsdb,
        nowMs: clock.nowMs,
        evaluation: evaluationOptions(evaluationMs),
        intervalMs: evaluationMs,
        externalUrl,
        schedule: realSchedule,
        later,
      })
    })
    engine = createEngine({ tsdb, feed, rules, nowMs: clock.nowMs, evaluationMs })
    engine.start()
    keeper?.start()
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
        keeper?.keep()
        break
    }
  }
}

/** A clock that is corrected backwards must not keep samples out until it catches up. */
const SCRAPED = { outOfOrderMs: 10 * 60_000 }
const LEAST_KEEP_MS: DurationMs = 5_000

/** Keeps what is scraped, as often as the quickest target is. */
function createKeeperOf(spec: ScrapeSpec, tsdb: Tsdb, nowMs: () => UnixMs): Keeper {
  return createKeeper({
    store: createChunkStore({ name: `lookout-${spec.id}`, maxBytes: spec.maxBytes }),
    tsdb,
    schedule: realSchedule,
    nowMs,
    retentionMs: spec.retentionMs,
    everyMs: Math.max(LEAST_KEEP_MS, Math.min(...spec.targets.map(({ intervalMs }) => intervalMs))),
  })
}

async function fetchText(url: string): Promise<string> {
  const response = await fetch(url, { cache: 'no-cache', credentials: 'same-origin' })
  if (!response.ok) throw new Error(`the server answers ${response.status} for it`)
  return response.text()
}

const { port1, port2 } = new MessageChannel()
const waiting: (() => void)[] = []
port1.onmessage = () => waiting.shift()?.()

/** In a task of its own, without the delay that timers get: messages that came meanwhile go first. */
function later(run: () => void): void {
  waiting.push(run)
  port2.postMessage(null)
}
