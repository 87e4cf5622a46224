import { realSchedule } from '~/data/transport/schedule'
import { createTsdb } from '~/domain/tsdb/tsdb'
import type { Tsdb, TsdbOptions } from '~/domain/tsdb/tsdb-api'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'
import { type CancelFlags, createCancelFlags } from './cancel-flags'
import type { EmbeddedSpec, ScrapeSpec } from './embedded-spec'
import { createEngine, type Engine, evaluationOptions } from './engine'
import { createKeeper, type Keeper } from './keeper'
import { createLateRules } from './late-rules'
import { later } from './later'
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
  let cancels: CancelFlags | undefined
  /** Questions whose answers somebody waits for. */
  const waiting = new Set<number>()
  const clock = { nowMs: () => Date.now() + clockOffsetMs }
  const encoder = new TextEncoder()

  function start(spec: EmbeddedSpec): void {
    const { evaluationMs, externalUrl } = spec
    const tsdb = createTsdb(spec.kind === 'scrape' ? scrapeOptions(spec, clock.nowMs) : SAMPLE)
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
    waiting.add(id)
    const parameters = new URLSearchParams(query)
    const isCanceled = () => cancels?.isCanceled(id) === true
    const { status, body } = await engine.answer({ path, parameters, admit: () => admit(id), isCanceled })
    if (!waiting.delete(id)) return
    const bytes = encoder.encode(body)
    scope.postMessage({ kind: 'answer', id, status, body: bytes.buffer }, [bytes.buffer])
  }

  /** Each question has a task of its own, so that between two of them the page is heard. */
  async function admit(id: number): Promise<boolean> {
    await new Promise<void>(later)
    if (!waiting.has(id)) return false
    scope.postMessage({ kind: 'begins', id }, [])
    return true
  }

  return (message) => {
    if ('clockOffsetMs' in message) clockOffsetMs = message.clockOffsetMs
    switch (message.kind) {
      case 'start':
        cancels = message.cancels && createCancelFlags(message.cancels)
        start(message.spec)
        break
      case 'ask':
        void answer(message.id, message.path, message.query)
        break
      case 'cancel':
        waiting.delete(message.id)
        break
      case 'ping':
        scope.postMessage({ kind: 'pong', nowMs: clock.nowMs() }, [])
        break
      case 'keep':
        keeper?.keep()
        break
    }
  }
}

/**
 * Two days of past and half a day more, since old samples go hour by hour; a page may stay open for weeks. Of what has a long past,
 * five weeks and a day are kept, as often as that past has it.
 */
const SAMPLE = {
  retentionMs: 60 * 3_600_000,
  long: { retentionMs: 36 * 24 * 3_600_000, everyMs: 150_000 },
  maxBytes: 120 * 1024 * 1024,
}
/** A clock that is corrected backwards must not keep samples out until it catches up; nor may what was kept by one far ahead, which is not taken. */
const SCRAPED = { outOfOrderMs: 10 * 60_000 }

function scrapeOptions({ retentionMs, maxBytes }: ScrapeSpec, now: () => UnixMs): TsdbOptions {
  return { ...SCRAPED, now, retentionMs, maxBytes }
}

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
