import type { Change } from '~/domain/baseline/before-after'
import { bandOf, type Verdict } from '~/domain/baseline/hour-of-week'
import type { Outlook } from '~/domain/capacity/until-full'
import type { Signal } from '~/domain/outlook/decode-outlook'
import { DAY_MS, HOUR_MS } from '~/domain/time/duration'
import { formatText } from '~/domain/units/format-value'
import type { DurationMs } from '~/domain/units-of-measure'
import type { StatusMark } from '~/ui/status/tone'

export interface Said {
  readonly mark: StatusMark
  readonly word: string
}

/** What the newest hour of a signal is worth. Unusual is bad news only in the direction that is. */
export function verdictSaid(verdict: Verdict, worse: Signal['worse']): Said {
  switch (verdict.kind) {
    case 'noData':
      return { mark: 'unknown', word: 'no data' }
    case 'noTraffic':
      return { mark: 'idle', word: 'no traffic' }
    case 'tooLittleHistory':
      return { mark: 'unknown', word: 'too little history' }
    case 'usual':
      return { mark: 'ok', word: 'usual' }
    case 'high':
      return { mark: worse === 'down' ? 'info' : 'warn', word: 'unusually high' }
    case 'low':
      return { mark: worse === 'up' ? 'info' : 'warn', word: 'unusually low' }
  }
}

/** How the signals stand together: what is not known of one is neither usual nor unusual. Undefined is what is not known now. */
export function signalsText(verdicts: readonly (Verdict | undefined)[]): string {
  const all = verdicts.length
  const count = (...kinds: readonly Verdict['kind'][]) =>
    verdicts.filter((verdict) => verdict !== undefined && kinds.includes(verdict.kind)).length
  const unusual = count('high', 'low')
  const known = unusual + count('usual', 'noTraffic')
  const unknown = known === all ? '' : ` Of ${all - known} of ${all} it is not known.`
  if (known === 0) return 'Of no signal it is known what is usual at this hour of the week, and what is now.'
  return unusual === 0
    ? `Nothing ${known === all ? '' : 'that is known '}is unusual for this hour of the week.${unknown}`
    : `${unusual} of ${all} signals ${unusual === 1 ? 'is' : 'are'} unusual for this hour of the week.${unknown}`
}

/** What is usual at that hour, and how anybody knows: "10–14, of 4 such hours of earlier weeks". */
export function usualText(verdict: Verdict, unit: string): readonly [band: string, basis: string] {
  if (verdict.kind === 'tooLittleHistory') {
    return ['not known', verdict.hours === 1 ? '1 hour of history' : `${verdict.hours} hours of history`]
  }
  if (!('usual' in verdict)) return ['–', '']
  const { usual } = verdict
  const [low, high] = bandOf(usual).map((end) => formatText(Math.max(end, usual.median >= 0 ? 0 : end), { unit }))
  const basis = usual.basis === 'week' ? 'this hour of earlier weeks' : 'this hour of earlier days'
  return [`${low} to ${high}`, `${usual.hours} times ${basis}`]
}

export function changeSaid(change: Change, worse: Signal['worse']): Said {
  switch (change.kind) {
    case 'unknown':
      return { mark: 'unknown', word: 'not known' }
    case 'tooEarly':
      return { mark: 'unknown', word: 'too early' }
    case 'same':
      return { mark: 'ok', word: 'as before' }
    case 'up':
      return { mark: worse === 'up' ? 'warn' : 'info', word: worse === 'up' ? 'worse' : 'higher' }
    case 'down':
      return { mark: worse === 'down' ? 'warn' : 'info', word: worse === 'down' ? 'worse' : 'lower' }
  }
}

/** "+23 %", "from nothing". */
export function changeText(change: Change): string {
  if (!('share' in change)) return '–'
  if (!Number.isFinite(change.share)) return 'from nothing'
  const percent = Math.round(change.share * 100)
  return `${percent > 0 ? '+' : ''}${percent} %`
}

const LOW_MS: DurationMs = 3 * DAY_MS
const SOON_MS: DurationMs = 14 * DAY_MS

export function outlookSaid(outlook: Outlook): Said {
  switch (outlook.kind) {
    case 'full':
      return { mark: 'crit', word: 'full' }
    case 'in':
      return { mark: outlook.earliestMs < LOW_MS ? 'crit' : outlook.inMs < SOON_MS ? 'warn' : 'ok', word: 'fills' }
    case 'notFilling':
      return { mark: 'ok', word: 'not filling' }
    case 'noTrend':
      return { mark: 'info', word: 'no clear trend' }
    case 'ended':
      return { mark: 'unknown', word: 'no data now' }
    case 'tooLittleHistory':
      return { mark: 'unknown', word: 'too little history' }
    case 'noData':
      return { mark: 'unknown', word: 'no data' }
  }
}

/** When it is full: "in 12 days", and between which it lies. */
export function fullText(outlook: Outlook): readonly [when: string, range: string] {
  if (outlook.kind === 'tooLittleHistory') return ['–', `${outlook.hours} hours of history, a day is needed`]
  if (outlook.kind === 'ended') return ['–', `no data for ${daysText(outlook.agoMs)}`]
  if (outlook.kind !== 'in') return ['–', '']
  const { inMs, earliestMs, latestMs } = outlook
  const range =
    latestMs === null
      ? `${daysText(earliestMs)} or later, if at all`
      : `${daysText(earliestMs)} to ${daysText(latestMs)}`
  return [`in ${daysText(inMs)}`, range]
}

function daysText(spanMs: DurationMs): string {
  if (spanMs < 2 * DAY_MS) return `${Math.max(1, Math.round(spanMs / HOUR_MS))} hours`
  return `${Math.round(spanMs / DAY_MS)} days`
}
