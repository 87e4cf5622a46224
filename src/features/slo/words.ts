import type { SloNow } from '~/data/slo/slo-now'
import type { Slo } from '~/domain/slo/model'
import type { Exhaustion, SloReading, SloState } from '~/domain/slo/reading'
import { stepOf } from '~/domain/slo/step'
import { DAY_MS, formatDuration, HOUR_MS } from '~/domain/time/duration'
import type { Truth } from '~/domain/truth/truth'
import { textBeside } from '~/domain/units/beside'
import { formatText } from '~/domain/units/format-value'
import type { DurationMs } from '~/domain/units-of-measure'
import type { StatusMark } from '~/ui/status/tone'

/** What a state is called, and how it is marked. */
export const STATE_WORDS: Readonly<Record<SloState, string>> = {
  exhausted: 'used up',
  fast: 'burns fast',
  slow: 'burns',
  low: 'low',
  noData: 'no data',
  silent: 'no data now',
  ok: 'ok',
  noTraffic: 'no traffic',
}

export const STATE_MARKS: Readonly<Record<SloState, StatusMark>> = {
  exhausted: 'crit',
  fast: 'crit',
  slow: 'warn',
  low: 'warn',
  noData: 'unknown',
  silent: 'unknown',
  ok: 'ok',
  noTraffic: 'idle',
}

/** A share of 0 to 1 in percent; what is not known, and what is 0/0, in words. */
export function shareText(share: number | null | undefined): string {
  if (share === null || share === undefined) return 'no data'
  return formatText(share * 100, { unit: 'percent' })
}

/** What is promised, to its last digit: a promise of 99.85 % is none of 99.9 %. */
export function promiseText({ objective }: Pick<Slo, 'objective'>): string {
  return `${promiseOf(objective)} %`
}

/** In percent; an objective has at most six decimals, and binary numbers a tail. */
const promiseOf = (objective: number) => Number((objective * 100).toFixed(6))

/** "99.5 % of jobs in 30d". */
export function objectiveText(slo: Slo): string {
  return `${promiseText(slo)} of ${slo.events} in ${formatDuration(slo.windowMs)}`
}

/** The share of good events with as many digits as show whether the promise is kept. */
export function complianceText({ objective }: Pick<Slo, 'objective'>, share: number | null): string {
  if (share === null) return shareText(share)
  const percent = share * 100
  return textBeside(percent, [promiseOf(objective)], (decimals) => formatText(percent, { unit: 'percent', decimals }))
}

/** How many times faster than allowed: "0.42×". Just above 1 it has more digits: at 1 a budget lasts. */
export function burnText(burn: number | null | undefined): string {
  if (burn === null || burn === undefined) return 'no data'
  if (Number.isNaN(burn)) return 'no traffic'
  if (burn > 0 && burn < 0.01) return '<0.01×'
  return textBeside(burn, [1], (decimals) => `${Number(burn.toFixed(decimals ?? (burn < 10 ? 2 : 1)))}×`)
}

/** A span that may be below zero, in one or two units: "1 h 20 min", "2 d 4 h". */
export function spanText(spanMs: DurationMs): string {
  const sign = spanMs < 0 ? '-' : ''
  const minutes = Math.abs(spanMs) / 60_000
  if (minutes < 1) return `${sign}${Math.round(minutes * 60)} s`
  if (Math.round(minutes) < 60) return `${sign}${Number(minutes.toFixed(minutes < 10 ? 1 : 0))} min`
  const whole = Math.round(minutes)
  if (Math.abs(spanMs) < 2 * DAY_MS) return `${sign}${two(Math.floor(whole / 60), 'h', whole % 60, 'min')}`
  const hours = Math.round(Math.abs(spanMs) / HOUR_MS)
  return `${sign}${two(Math.floor(hours / 24), 'd', hours % 24, 'h')}`
}

const two = (large: number, largeUnit: string, small: number, smallUnit: string) =>
  small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`

/** A count of events: "1,204", "12.4k". */
export function countText(count: number): string {
  const rounded = Math.abs(count) < 10 ? Number(count.toFixed(1)) : Math.round(count)
  if (Math.abs(rounded) < 100_000) return String(rounded).replace(/\B(?=(\d{3})+(?!\d)(?<!\.\d*))/g, ',')
  return formatText(rounded, { unit: 'short' })
}

export function exhaustionText(exhaustion: Exhaustion): string {
  switch (exhaustion.kind) {
    case 'gone':
      return 'used up'
    case 'lasts':
      return 'lasts'
    case 'unknown':
      return '–'
    case 'in':
      return `in ${spanText(exhaustion.inMs)}`
  }
}

/** That only a part of the window has data: "51 of 720 hours have data"; null where all of it has. */
export function coverageText(slo: Slo, covered: number | null): string | null {
  const stepMs = stepOf(slo)
  const all = Math.round(slo.windowMs / stepMs)
  // The last step is under way, and one end of the window falls within one.
  if (covered === null || covered >= all - 1) return null
  const unit = stepMs === HOUR_MS ? 'hours' : `spans of ${formatDuration(stepMs)}`
  return `${countText(covered)} of ${countText(all)} ${unit} have data`
}

/** What of its window a reading is of, where that is not all of it or nobody knows; null where it is the whole window. */
export function coverageOf(slo: Slo, reading: SloReading | undefined): string | null {
  if (reading === undefined || reading.left === null) return null
  return reading.covered === null ? 'how much of it has data is not known' : coverageText(slo, reading.covered)
}

/** What a reader must know before the figures of an objective are believed; the gravest first. */
export function notesOf(
  slo: Slo,
  reading: SloReading | undefined,
  { boundFault, isTakenForZero }: { readonly boundFault: string | null; readonly isTakenForZero: boolean },
): readonly string[] {
  if (boundFault !== null) return [boundFault]
  if (reading === undefined) return []
  const notes: string[] = []
  if (reading.state === 'noData') notes.push('The source has no series of it in this window.')
  const recent = [...reading.burn.values()][0]
  if (reading.state !== 'noData' && recent === null) notes.push('No data in the last 5 minutes.')
  if (isTakenForZero && reading.state !== 'noData') {
    notes.push(
      slo.sli.kind === 'good'
        ? 'There is no series of good ones now: none is counted as 0.'
        : 'There is no series of errors now: none is counted as 0.',
    )
  }
  return notes
}

/** How an objective stands now: `unknown` where that is not told of now, or not by all stores; undefined while it is asked. */
export function stateNow({ reading, truth }: Pick<SloNow, 'reading' | 'truth'>): SloState | 'unknown' | undefined {
  if (truth.kind === 'loading') return undefined
  return isOfNow(truth) && reading !== undefined ? reading.state : 'unknown'
}

/** Whether what is told is the whole truth of now. */
export function isOfNow({ kind }: Truth): boolean {
  return kind === 'live' || kind === 'idle' || kind === 'empty'
}

/** How it all stands, in one sentence. `isWhole` is false where a part of a window has no data. */
export function leadOf(states: readonly (SloState | 'unknown' | undefined)[], isWhole: boolean): string {
  if (states.length === 0) return 'No objectives.'
  if (states.includes(undefined)) return `Asking about ${states.length} objectives…`
  const count = (of: SloState | 'unknown') => states.filter((state) => state === of).length
  const are = (many: number, words: string) => `${many} ${many === 1 ? 'has' : 'have'} ${words}`
  const parts = [
    count('exhausted') > 0
      ? are(count('exhausted'), count('exhausted') === 1 ? 'used up its budget' : 'used up their budget')
      : '',
    count('fast') > 0 ? `${count('fast')} burn${count('fast') === 1 ? 's' : ''} fast` : '',
    count('slow') > 0 ? `${count('slow')} burn${count('slow') === 1 ? 's' : ''} steadily` : '',
    count('low') > 0 ? are(count('low'), 'little left') : '',
    count('noData') > 0 ? are(count('noData'), 'no data') : '',
    count('silent') > 0 ? are(count('silent'), 'no data now') : '',
    count('unknown') > 0 ? `${count('unknown')} ${count('unknown') === 1 ? 'is' : 'are'} not known` : '',
    count('noTraffic') > 0 ? are(count('noTraffic'), 'no traffic') : '',
  ].filter((part) => part !== '')
  if (parts.length === 0) {
    return `All ${states.length} objectives are kept, with budget to spare${isWhole ? '' : ', as far as there is data'}.`
  }
  return `Of ${states.length} objectives ${parts.join(', ')}.`
}
