import type { EvalOptions } from '~/domain/promql/eval/options'
import type { LabelMatcher } from '~/domain/promql/matchers'
import type { Tsdb } from '~/domain/tsdb/tsdb-api'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'
import { type ApiAnswer, type ApiRequest, createApi } from './api/api'
import type { Feed } from './feed'
import type { RulesLoop } from './rules-loop'

export interface EngineOptions {
  readonly tsdb: Tsdb
  readonly feed: Feed
  readonly rules: RulesLoop
  readonly nowMs: () => UnixMs
  readonly evaluationMs: DurationMs
}

/** A Prometheus in memory: what it is asked, and its life. */
export interface Engine {
  readonly answer: (request: ApiRequest) => Promise<ApiAnswer>
  start(): void
  stop(): void
}

/** What a browser tab can bear: 45 MB of grid points, and 5 s, after which the page would think it hangs. */
export function evaluationOptions(evaluationMs: DurationMs): EvalOptions {
  return {
    defaultSubqueryStepMs: evaluationMs,
    limits: { maxSamples: 5_000_000, maxPoints: 11_000, maxDepth: 200, timeoutMs: 5_000 },
  }
}

/** Whether a selector asks for what rules write of alerts: complete when they have been evaluated for the past too. */
function readsAlerts(matchers: readonly LabelMatcher[]): boolean {
  return matchers.some(({ name, op, value }) => name === '__name__' && op === '=' && value.startsWith('ALERTS'))
}

export function createEngine({ tsdb, feed, rules, nowMs, evaluationMs }: EngineOptions): Engine {
  let isReady = false
  return {
    answer: createApi({
      tsdb,
      nowMs,
      evaluation: evaluationOptions(evaluationMs),
      async whenReady(selectors, sinceMs) {
        await feed.whenReady(selectors, sinceMs)
        if (selectors?.some(readsAlerts) === true) await rules.whenReady()
      },
      isReady: () => isReady,
      targets: () => feed.targets(),
      rules: () => rules.rules(),
      alerts: () => rules.alerts(),
      // Whose language it speaks.
      version: '2.42.0+embedded',
    }),
    start() {
      feed.start()
      void feed.whenReady().then(() => rules.start(feed.pastMs))
      // Rules are started when the feed is ready.
      void rules.whenReady().then(() => {
        isReady = true
        feed.startLongPast?.()
      })
    },
    stop() {
      rules.stop()
      feed.stop()
    },
  }
}
