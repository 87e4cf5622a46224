import type { Points } from '~/domain/annotations/points'
import type { Labels } from '~/domain/series/frame'
import type { UnixMs } from '~/domain/units-of-measure'

/** A stretch of time in which alerts of one rule were in one state. */
export interface AlertSpan {
  readonly alertname: string
  readonly state: 'firing' | 'pending'
  /** As the label says; empty where there is none. */
  readonly severity: string
  /** First and last point that tells of it: it began within the step before, and ended within the one after. */
  readonly fromMs: UnixMs
  readonly toMs: UnixMs
  /** It was so at the first point that is known: it began at an unknown time. */
  readonly fromBefore: boolean
  /** It was so at the newest point. */
  readonly isLast: boolean
  /** Most alerts of the rule at once. */
  readonly most: number
}

/** The spans in the answer to `alertsExpr` that are wanted, by the labels of their series; in order of time. */
export function findAlertSpans(
  { timesMs, series }: Points,
  isWanted: (labels: Labels) => boolean,
): readonly AlertSpan[] {
  const spans: AlertSpan[] = []
  for (const { labels, values, present } of series) {
    const state = labels.get('alertstate')
    if ((state !== 'firing' && state !== 'pending') || !isWanted(labels)) continue
    const alertname = labels.get('alertname') ?? ''
    const severity = labels.get('severity') ?? ''
    for (let start = 0; start < timesMs.length; ) {
      if (present[start] !== 1) {
        start++
        continue
      }
      let end = start
      let most = values[start] as number
      while (end + 1 < timesMs.length && present[end + 1] === 1) {
        end++
        most = Math.max(most, values[end] as number)
      }
      const [fromMs, toMs] = [timesMs[start] as UnixMs, timesMs[end] as UnixMs]
      const fromBefore = start === 0
      const isLast = end === timesMs.length - 1
      spans.push({ alertname, state, severity, fromMs, toMs, fromBefore, isLast, most })
      start = end + 1
    }
  }
  return spans.sort((a, b) => a.fromMs - b.fromMs)
}

/** How bad an alert is, from the words that teams use for it; unknown for all others. */
export function severityTone(severity: string): 'crit' | 'warn' | 'info' | 'unknown' {
  const word = severity.toLowerCase()
  return (
    (Object.keys(SEVERITY_WORDS) as (keyof typeof SEVERITY_WORDS)[]).find((tone) => SEVERITY_WORDS[tone].has(word)) ??
    'unknown'
  )
}

const SEVERITY_WORDS = {
  crit: new Set(['critical', 'crit', 'fatal', 'emerg', 'emergency', 'alert', 'page', 'error', 'err', 'high', 'severe']),
  warn: new Set(['warning', 'warn', 'medium']),
  info: new Set(['info', 'notice', 'low']),
} as const
