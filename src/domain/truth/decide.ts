import type { SourceErrorDetail } from '~/domain/sources'
import { formatAge } from '~/domain/time/duration'
import type { Truth } from '~/domain/truth/truth'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'

/** What is known of one of a panel's questions. */
export interface QueryFacts {
  readonly hasAnswer: boolean
  /** Of the last attempt; the answer, where there is one, is older. */
  readonly error: SourceErrorDetail | null
  /** Series in the answer. */
  readonly seriesCount: number
  /** Time of the newest point of any series; null where there is none. */
  readonly newestMs: UnixMs | null
  /** How much older than the question the newest evaluation was when it came: the points of a grid are no newer. */
  readonly gridLagMs: DurationMs
  /** The newest value of every series is NaN: 0/0. */
  readonly idle: boolean
  /** When the newest values were evaluated. */
  readonly evaluatedMs: UnixMs | null
  readonly partial: boolean
  readonly warnings: readonly string[]
}

export interface TruthInputs {
  readonly queries: readonly QueryFacts[]
  /** Server time. */
  readonly nowMs: UnixMs
  /** Null while refresh is off. */
  readonly intervalMs: DurationMs | null
  readonly stepMs: DurationMs
  /** The range ends now. A fixed range does not grow old. */
  readonly live: boolean
  /** Newest scrape of the platform, where a query tells: an evaluation repeats a sample for up to 5 minutes, a scrape does not. */
  readonly scrapedMs: UnixMs | null
  readonly scrapeIntervalMs: DurationMs
}

const DEFAULT_INTERVAL_MS: DurationMs = 30_000

/** Decides how far a panel's data can be believed, and says why. First match wins, worst first. */
export function decideTruth(inputs: TruthInputs): Truth {
  const { queries } = inputs
  // A panel that asks nothing, such as a text, has nothing to doubt.
  if (queries.length === 0) return { kind: 'live', word: '', reason: '', old: false }
  const failed = queries.find((query) => query.error !== null)
  const answered = queries.filter((query) => query.hasAnswer)
  if (failed?.error && answered.length === 0) return failedTruth(failed.error, inputs)
  if (answered.length < queries.length && !failed) {
    return { kind: 'loading', word: 'loading', reason: 'The first answer is on its way.', old: false }
  }
  if (failed?.error) return someFailed(failed.error, inputs) ?? failedTruth(failed.error, inputs)
  if (queries.every((query) => query.seriesCount === 0)) return emptyTruth()
  return staleTruth(inputs) ?? idleTruth(queries) ?? partialTruth(queries) ?? liveTruth(inputs)
}

/** Age from which data of a live range is no longer current: two refreshes, at least 30 s, and the time a refresh takes. */
export function staleAfterMs(intervalMs: DurationMs | null): DurationMs {
  return Math.max(30_000, 2 * (intervalMs ?? DEFAULT_INTERVAL_MS)) + 5000
}

function failedTruth(error: SourceErrorDetail, inputs: TruthInputs): Truth {
  const sampleMs = newestOf(inputs)
  const age = sampleMs === null ? {} : { ageMs: Math.max(0, inputs.nowMs - sampleMs) }
  const nextStep = error.nextStep === undefined ? {} : { nextStep: error.nextStep }
  const word = age.ageMs === undefined ? failureWord(error) : `${failureWord(error)}, ${formatAge(age.ageMs)} old`
  return { kind: 'failed', word, reason: error.message, old: sampleMs !== null, ...age, ...nextStep }
}

/** One wrong query among others that are current costs its own series only. */
function someFailed(error: SourceErrorDetail, inputs: TruthInputs): Truth | null {
  const good = inputs.queries.filter((query) => query.error === null)
  if (good.length === 0 || staleTruth({ ...inputs, queries: good }) !== null) return null
  const nextStep = error.nextStep === undefined ? {} : { nextStep: error.nextStep }
  const word = `${inputs.queries.length - good.length} of ${inputs.queries.length} queries failed`
  return { kind: 'partial', word, reason: error.message, old: false, ...nextStep }
}

const FAILURE_WORDS: ReadonlyMap<string, string> = new Map([
  ['unreachable', 'no answer'],
  ['starting', 'server starts'],
  ['auth', 'sign-in needed'],
  ['badRequest', 'query error'],
  ['execution', 'query failed'],
  ['tooMuch', 'too much data'],
  ['timeout', 'timed out'],
  ['throttled', 'throttled'],
  ['unavailable', 'unavailable'],
  ['notFound', 'not found'],
  ['badPayload', 'unreadable answer'],
  ['client', 'failed here'],
  ['aborted', 'stopped'],
])

function failureWord(error: SourceErrorDetail): string {
  return FAILURE_WORDS.get(error.kind) ?? 'failed'
}

function emptyTruth(): Truth {
  return {
    kind: 'empty',
    word: 'no data',
    reason: 'No series matches the query in this range.',
    nextStep:
      'Try a longer range, or check that the metric and its labels exist: the query is under "Query" in the panel\'s menu.',
    old: false,
  }
}

function staleTruth(inputs: TruthInputs): Truth | null {
  if (!inputs.live) return null
  const newestMs = newestOf(inputs)
  if (newestMs === null) return null
  const limitMs = staleAfterMs(inputs.intervalMs)
  const scrapeAgeMs = inputs.scrapedMs === null ? 0 : inputs.nowMs - inputs.scrapedMs
  const evaluationAgeMs = inputs.nowMs - newestMs
  if (scrapeAgeMs > limitMs + inputs.scrapeIntervalMs && scrapeAgeMs >= evaluationAgeMs) {
    return {
      kind: 'stale',
      word: `stale, ${formatAge(scrapeAgeMs)} old`,
      reason: `Prometheus has scraped nothing of this platform for ${formatAge(scrapeAgeMs)}.`,
      nextStep: 'Look at the targets page of Prometheus.',
      ageMs: scrapeAgeMs,
      old: true,
    }
  }
  // Of what was asked just now a chart has its newest point, however coarse its grid: it grows old from the question on.
  if (evaluationAgeMs - lagOfNewest(inputs) <= limitMs) return null
  const lastAskedMs = Math.max(...inputs.queries.map((query) => query.evaluatedMs ?? Number.NEGATIVE_INFINITY))
  const ended = lastAskedMs - newestMs > inputs.stepMs
  const reason = ended
    ? `The series ended ${formatAge(evaluationAgeMs)} ago: the target is gone, or reports this no longer.`
    : inputs.intervalMs === null
      ? `Refresh is off; this was read ${formatAge(evaluationAgeMs)} ago.`
      : `The last answer is from ${formatAge(evaluationAgeMs)} ago.`
  const word = `${ended ? 'ended' : inputs.intervalMs === null ? 'paused' : 'stale'}, ${formatAge(evaluationAgeMs)} old`
  const nextStep = ended
    ? { nextStep: 'Check that the service runs and that Prometheus scrapes it.' }
    : inputs.intervalMs === null
      ? { nextStep: 'Refresh now, or choose a refresh interval.' }
      : {}
  return { kind: 'stale', word, reason, ageMs: evaluationAgeMs, old: true, ...nextStep }
}

function idleTruth(queries: readonly QueryFacts[]): Truth | null {
  const shown = queries.filter((query) => query.seriesCount > 0)
  if (!shown.every((query) => query.idle)) return null
  return {
    kind: 'idle',
    word: 'no traffic',
    reason: 'The newest value is 0/0: nothing happened that could be counted.',
    old: false,
  }
}

function partialTruth(queries: readonly QueryFacts[]): Truth | null {
  const partial = queries.find((query) => query.partial || query.warnings.length > 0)
  if (!partial) return null
  return {
    kind: 'partial',
    word: partial.partial ? 'partial' : 'warning',
    reason: partial.warnings[0] ?? 'The server says that some of its stores did not answer.',
    old: false,
  }
}

function liveTruth({ live }: TruthInputs): Truth {
  return { kind: 'live', word: live ? 'live' : 'fixed range', reason: '', old: false }
}

function lagOfNewest(inputs: TruthInputs): DurationMs {
  const newestMs = newestOf(inputs)
  return Math.min(...inputs.queries.filter((query) => query.newestMs === newestMs).map(({ gridLagMs }) => gridLagMs))
}

function newestOf(inputs: TruthInputs): UnixMs | null {
  const times = inputs.queries.flatMap((query) => (query.newestMs === null ? [] : [query.newestMs]))
  return times.length === 0 ? null : Math.max(...times)
}
