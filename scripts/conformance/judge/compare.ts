import type { Answer, AnswerSeries } from './answer'

/**
 * What of the order counts. `as sent`: series stand in the same order (a range query, sort, topk), ties included. `any`: Prometheus
 * promises none.
 */
export type Order = 'as sent' | 'any'

const RELATIVE = 1e-9

/** Equal as printed, or two finite numbers of one sign within 1e-9 of the larger. -0 is not 0, and nothing but 0 is near 0. */
export function isSameValue(a: number, b: number): boolean {
  if (Object.is(a, b)) return true
  if (!Number.isFinite(a) || !Number.isFinite(b) || a === 0 || b === 0) return false
  return Math.abs(a - b) <= RELATIVE * Math.max(Math.abs(a), Math.abs(b))
}

/** What differs, in one line, or null. Errors need the same type, and not the same words. */
export function compareAnswers(theirs: Answer, ours: Answer, order: Order): string | null {
  if (theirs.kind === 'crash' || ours.kind === 'crash') {
    return `crash: ${theirs.kind === 'crash' ? theirs.message : ours.kind === 'crash' ? ours.message : ''}`
  }
  if (theirs.kind === 'error' || ours.kind === 'error') {
    if (theirs.kind === 'error' && ours.kind === 'error') {
      return theirs.type === ours.type
        ? null
        : `type of error: theirs ${theirs.type}, ours ${ours.type}: ${ours.message}`
    }
    if (ours.kind === 'error') return `we fail: ${ours.message}`
    return theirs.kind === 'error' ? `they fail: ${theirs.message}` : null
  }
  if (theirs.kind === 'string' || ours.kind === 'string') {
    if (theirs.kind !== 'string' || ours.kind !== 'string')
      return `type: theirs ${typeOf(theirs)}, ours ${typeOf(ours)}`
    return theirs.text === ours.text && theirs.timeMs === ours.timeMs ? null : 'the text or its time differs'
  }
  if (theirs.type !== ours.type) return `type: theirs ${theirs.type}, ours ${ours.type}`
  return compareSets(theirs.series, ours.series) ?? compareOrder(theirs.series, ours.series, order)
}

function typeOf(answer: Answer): string {
  return answer.kind === 'series' ? answer.type : answer.kind
}

function compareSets(theirs: readonly AnswerSeries[], ours: readonly AnswerSeries[]): string | null {
  const left = new Map(ours.map((one) => [one.key, one]))
  if (left.size !== ours.length) return 'we answer the same label set twice'
  for (const one of theirs) {
    const other = left.get(one.key)
    if (other === undefined) return `a series is missing in ours: ${printLabels(one)}`
    left.delete(one.key)
    if ([...one.labels.keys()].join() !== [...other.labels.keys()].join())
      return `order of labels: ${printLabels(other)}`
    const difference = comparePoints(one, other)
    if (difference !== null) return `${printLabels(one)} ${difference}`
  }
  const [extra] = left.values()
  return extra === undefined ? null : `a series is only in ours: ${printLabels(extra)}`
}

function comparePoints(theirs: AnswerSeries, ours: AnswerSeries): string | null {
  const shared = Math.min(theirs.timesMs.length, ours.timesMs.length)
  for (let i = 0; i < shared; i++) {
    const [timeMs, ourMs] = [theirs.timesMs[i] ?? 0, ours.timesMs[i] ?? 0]
    if (timeMs !== ourMs) return `point ${i}: theirs at ${timeMs}, ours at ${ourMs}`
    const [value, our] = [theirs.values[i] ?? 0, ours.values[i] ?? 0]
    if (!isSameValue(value, our)) return `at ${timeMs}: theirs ${printNumber(value)}, ours ${printNumber(our)}`
  }
  if (theirs.timesMs.length === ours.timesMs.length) return null
  return `points: theirs ${theirs.timesMs.length}, ours ${ours.timesMs.length}`
}

/** The sets are known to be equal. */
function compareOrder(theirs: readonly AnswerSeries[], ours: readonly AnswerSeries[], order: Order): string | null {
  if (order === 'any') return null
  for (const [i, one] of theirs.entries()) {
    const other = ours[i]
    if (other === undefined || other.key === one.key) continue
    return `order: place ${i} is ${printLabels(one)} in theirs, ${printLabels(other)} in ours`
  }
  return null
}

/** -0 as such, everything else as JavaScript does. */
export function printNumber(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value)
}

export function printLabels({ labels }: AnswerSeries): string {
  return `{${[...labels].map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(', ')}}`
}

/** An answer on a few lines, for a report. */
export function printAnswer(answer: Answer): string {
  if (answer.kind === 'error' || answer.kind === 'crash') return `${answer.kind}: ${answer.message}`
  if (answer.kind === 'string') return JSON.stringify(answer.text)
  const lines = answer.series.slice(0, 6).map((one) => {
    const points = Array.from(
      { length: Math.min(6, one.timesMs.length) },
      (_, i) => `${printNumber(one.values[i] ?? 0)}@${one.timesMs[i]}`,
    )
    return `${printLabels(one)} ${points.join(' ')}${one.timesMs.length > 6 ? ` ... ${one.timesMs.length} points` : ''}`
  })
  const more = answer.series.length > 6 ? [`... ${answer.series.length} series`] : []
  return [answer.type, ...lines, ...more].join('\n    ')
}
