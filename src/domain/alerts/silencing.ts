import { compilePattern } from '~/domain/promql/compile-pattern'
import type { LabelMatcher } from '~/domain/promql/matchers'
import { quoteText } from '~/domain/promql/parse/go-quote'
import { parseSelector } from '~/domain/promql/parse/parse-selector'
import type { Labels } from '~/domain/series/frame'
import { formatDuration, parseDuration } from '~/domain/time/duration'
import { type ParseResult, parsed, refused } from '~/domain/time/parse-result'
import { parseTimeExpression, resolveTimeExpression } from '~/domain/time/time-expression'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'
import type { Silence, SilenceDraft } from './model'
import { parseMatchers as parseOwnMatchers } from './routing/parse-matchers'

/** How long a silence may last, as offered. */
export const SILENCE_DURATIONS = ['30m', '1h', '4h', '8h', '1d', '3d', '1w'] as const

/** How far back a new silence says that it starts. */
const STARTED_BEFORE_MS: DurationMs = 86_400_000

/** The matchers of one alert: all its labels, as Alertmanager's own page takes them. */
export function matchersOf(labels: Labels): readonly LabelMatcher[] {
  const names = [...labels.keys()].sort(
    (a, b) => Number(b === 'alertname') - Number(a === 'alertname') || (a < b ? -1 : 1),
  )
  return names.map((name) => ({ name, op: '=', value: labels.get(name) ?? '' }))
}

/** Whether labels satisfy all matchers; of none, and of a pattern that is none, nothing does. An absent label is the empty text. */
export function createMatch(matchers: readonly LabelMatcher[]): (labels: Labels) => boolean {
  if (matchers.length === 0) return () => false
  try {
    const tests = matchers.map((matcher) => ({ name: matcher.name, accepts: testOf(matcher) }))
    return (labels) => tests.every(({ name, accepts }) => accepts(labels.get(name) ?? ''))
  } catch {
    return () => false
  }
}

/** Throws an Error in the words of RE2 for a pattern that is none. */
function testOf({ op, value }: LabelMatcher): (text: string) => boolean {
  if (op === '=') return (text) => text === value
  if (op === '!=') return (text) => text !== value
  const matches = compilePattern(value)
  return op === '=~' ? matches : (text) => !matches(text)
}

/** Matchers in the order of the server and in any other are the same. */
function matchersKey(matchers: readonly LabelMatcher[]): string {
  return matchers.map(printMatcher).sort().join(',')
}

/** One matcher as it is written: `job="api"`. */
export function printMatcher({ name, op, value }: LabelMatcher): string {
  return `${name}${op}${quoteText(value)}`
}

/** Matchers as text, for addresses: `{job="api",env!="test"}`. */
export function printMatchers(matchers: readonly LabelMatcher[]): string {
  return `{${matchers.map(printMatcher).join(',')}}`
}

/** Matchers from text: with braces or without, quoted as PromQL has it, or as Alertmanager takes them, which needs no quotes. */
export function parseMatchers(text: string): ParseResult<readonly LabelMatcher[]> {
  const trimmed = text.trim()
  if (trimmed === '') return parsed([])
  try {
    return parsed(parseSelector(trimmed.startsWith('{') ? trimmed : `{${trimmed}}`))
  } catch (error) {
    const own = parseOwnMatchers(trimmed)
    return own.ok ? own : refused(error instanceof Error ? error.message : 'These are no matchers.')
  }
}

/** Address of the form for a new silence with these matchers; `silence` is the id of one that it takes the rest from. */
export function newSilencePath(matchers: readonly LabelMatcher[]): string {
  return `/alerts/silences/new?filter=${encodeURIComponent(printMatchers(matchers))}`
}

/** Times as they are sent have four digits for the year. */
const LAST_END_MS: UnixMs = Date.UTC(9999, 11, 31)

/** When a silence ends: after a duration such as 4h, or at a time such as 2026-01-28 15:30. */
export function parseSilenceEnd(text: string, nowMs: UnixMs, timeZone: string): ParseResult<UnixMs> {
  const duration = parseDuration(text)
  if (duration.ok) {
    return duration.value > 0 ? endAt(nowMs + duration.value) : refused('A silence lasts longer than no time.')
  }
  const expression = parseTimeExpression(text)
  if (!expression.ok) return refused('Write how long, like 4h or 1d12h, or until when, like 2026-01-28 15:30.')
  const ms = resolveTimeExpression(expression.value, nowMs, timeZone, 'to')
  return ms <= nowMs ? refused('This time is past.') : endAt(ms)
}

function endAt(ms: UnixMs): ParseResult<UnixMs> {
  return ms <= LAST_END_MS ? parsed(ms) : refused('This time is out of reach.')
}

/**
 * A silence to be active at once. It says that it starts yesterday, for which a server puts its own now: whatever any clock says,
 * it does not wait.
 */
export function newSilence(
  parts: Pick<SilenceDraft, 'matchers' | 'endsMs' | 'createdBy' | 'comment'>,
  nowMs: UnixMs,
): SilenceDraft {
  return { ...parts, startsMs: nowMs - STARTED_BEFORE_MS }
}

/** The same silence with another end. One that has ended cannot go on: it is made anew. */
export function extendedSilence(silence: Silence, byMs: DurationMs, nowMs: UnixMs): SilenceDraft {
  const { id, matchers, startsMs, createdBy, comment, state } = silence
  const draft = { matchers, createdBy, comment, endsMs: Math.max(silence.endsMs, nowMs) + byMs }
  return state === 'expired' ? newSilence(draft, nowMs) : { ...draft, id, startsMs }
}

export type SilenceField = 'matchers' | 'ends' | 'createdBy' | 'comment'

/** What is wrong with a silence, by its field, in words. Empty where nothing is. */
export function faultsOf(draft: Omit<SilenceDraft, 'id'>, nowMs: UnixMs): ReadonlyMap<SilenceField, string> {
  const faults = new Map<SilenceField, string>()
  const matchers = faultOfMatchers(draft.matchers)
  if (matchers !== null) faults.set('matchers', matchers)
  if (!(draft.endsMs > nowMs)) faults.set('ends', 'The end is past.')
  else if (!(draft.endsMs > draft.startsMs)) faults.set('ends', 'The end is before the start.')
  if (draft.createdBy.trim() === '') faults.set('createdBy', 'Say who you are.')
  if (draft.comment.trim() === '') faults.set('comment', 'Say why, for who finds the silence.')
  return faults
}

const LABEL_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/

function faultOfMatchers(matchers: readonly LabelMatcher[]): string | null {
  if (matchers.length === 0) return 'At least one matcher is needed.'
  let isAllEmpty = true
  for (const matcher of matchers) {
    if (!LABEL_NAME.test(matcher.name)) {
      return matcher.name === '' ? 'A matcher has no label name.' : `"${matcher.name}" is no name of a label.`
    }
    try {
      if (!testOf(matcher)('')) isAllEmpty = false
    } catch (error) {
      return `${matcher.name}: ${error instanceof Error ? error.message : 'the pattern is none'}`
    }
  }
  return isAllEmpty
    ? 'These match alerts without any label too: at least one matcher must not match the empty text.'
    : null
}

/** The field that a server's refusal is about; null where it does not say. */
export function fieldOfRefusal(message: string): SilenceField | null {
  if (/matcher|regex|label/i.test(message)) return 'matchers'
  if (/\b(?:start|end)s?(?:\s?at|s)?\b.*\b(?:time|past|before|after|must)\b|\btime\b/i.test(message)) return 'ends'
  if (/comment/i.test(message)) return 'comment'
  return /creator|created ?by|author/i.test(message) ? 'createdBy' : null
}

/** Servers keep milliseconds or less. */
const SAME_TIME_MS: DurationMs = 2

/**
 * The silence that a request made whose answer did not come. Its end is to the millisecond that of the request, which no other
 * silence has by accident.
 */
export function findMade(draft: SilenceDraft, silences: readonly Silence[]): Silence | undefined {
  const key = matchersKey(draft.matchers)
  return silences.find(
    (one) =>
      one.state !== 'expired' &&
      Math.abs(one.endsMs - draft.endsMs) <= SAME_TIME_MS &&
      one.createdBy === draft.createdBy &&
      one.comment === draft.comment &&
      matchersKey(one.matchers) === key,
  )
}

/** What is the same but for its times: a server keeps what an extended silence was as an expired one. */
function contentKey({ matchers, createdBy, comment }: Silence): string {
  return JSON.stringify([matchersKey(matchers), createdBy, comment])
}

/** The expired ones worth a line, the newest first: neither what lives on under another id, nor the same one twice. */
export function expiredSilences(silences: readonly Silence[]): readonly Silence[] {
  const seen = new Set(silences.filter(({ state }) => state !== 'expired').map(contentKey))
  const expired = silences.filter(({ state }) => state === 'expired').sort((a, b) => b.endsMs - a.endsMs)
  return expired.filter((one) => {
    const key = contentKey(one)
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}

/** "ends in 2h30m", in minutes, and in seconds at the last. */
export function describeLeft(endsMs: UnixMs, nowMs: UnixMs): string {
  const leftMs = endsMs - nowMs
  if (leftMs <= 0) return 'ended'
  const unitMs = leftMs < 60_000 ? 1_000 : leftMs < 172_800_000 ? 60_000 : 3_600_000
  return `ends in ${formatDuration(Math.ceil(leftMs / unitMs) * unitMs)}`
}
