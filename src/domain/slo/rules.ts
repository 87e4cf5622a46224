import { quoteText } from '~/domain/promql/parse/go-quote'
import { formatDuration } from '~/domain/time/duration'
import type { DurationMs } from '~/domain/units-of-measure'
import { BURN_ALERT_NAMES, BURN_WINDOWS_MS, type BurnAlert, burnAlertsOf } from './burn'
import { allowedShare, type Slo } from './model'
import { errorShareExpr } from './sli'

/** A rule as a rule file has it, its keys in the order in which they are written. */
export interface WrittenRule {
  readonly record?: string
  readonly alert?: string
  readonly expr: string
  readonly labels: Readonly<Record<string, string>>
  readonly annotations?: Readonly<Record<string, string>>
}

export interface WrittenGroup {
  readonly name: string
  readonly interval?: string
  readonly rules: readonly WrittenRule[]
}

/** Where links of annotations lead; a deployment puts its own address here. */
const APP = 'https://lookout.example'

/** Longer windows move slowly and are dear: once in two minutes is soon enough, and more often than the five in which a series grows stale. */
const SLOW_MS: DurationMs = 7_200_000
const SLOW_INTERVAL = '2m'

/** Name of the series of the share of errors over a window. */
export function recordName(windowMs: DurationMs): string {
  return `slo:error_share:ratio${formatDuration(windowMs)}`
}

/**
 * The rules of all objectives: the share of errors over each window that an alert looks at, recorded so that each is asked once, and one
 * alert of each severity that joins the severity's pairs of windows.
 */
export function sloRules(slos: readonly Slo[]): readonly WrittenGroup[] {
  return slos.flatMap((slo) => {
    const alerts = burnAlertsOf(slo)
    const windows = BURN_WINDOWS_MS.filter((ms) =>
      alerts.some(({ longMs, shortMs }) => ms === longMs || ms === shortMs),
    )
    const record = (windowMs: DurationMs): WrittenRule => ({
      record: recordName(windowMs),
      expr: errorShareExpr(slo.sli, windowMs),
      labels: { slo: slo.id, ...platformOf(slo) },
    })
    const fast = windows.filter((ms) => ms < SLOW_MS).map(record)
    const slow = windows.filter((ms) => ms >= SLOW_MS).map(record)
    const rules = (['critical', 'warning'] as const).flatMap((severity) => {
      const pairs = alerts.filter((alert) => alert.severity === severity)
      return pairs.length === 0 ? [] : [alertRule(slo, severity, pairs)]
    })
    const groups: readonly WrittenGroup[] = [
      { name: `slo-${slo.id}-slow`, interval: SLOW_INTERVAL, rules: slow },
      { name: `slo-${slo.id}`, rules: [...fast, ...rules] },
    ]
    return groups.filter((group) => group.rules.length > 0)
  })
}

const platformOf = ({ platform }: Slo): Readonly<Record<string, string>> => (platform === undefined ? {} : { platform })

function alertRule(slo: Slo, severity: BurnAlert['severity'], pairs: readonly BurnAlert[]): WrittenRule {
  const allowed = allowedShare(slo)
  const of = (windowMs: DurationMs) => `${recordName(windowMs)}{slo=${quoteText(slo.id)}}`
  const burns = ({ factor, longMs, shortMs }: BurnAlert) => {
    const limit = `> ${factor} * ${allowed}`
    return `(${of(longMs)} ${limit} and ${of(shortMs)} ${limit})`
  }
  const component = slo.labels.get('component') ?? 'slo'
  return {
    alert: BURN_ALERT_NAMES[severity],
    expr: pairs.map(burns).join('\n  or '),
    labels: { severity, ...platformOf(slo), ...Object.fromEntries(slo.labels), component, slo: slo.id },
    annotations: {
      summary: `${plain(slo.title)}: the error budget burns ${severity === 'critical' ? 'fast' : 'steadily'}`,
      description: descriptionOf(slo, severity, pairs),
      runbook_url: `${APP}/runbooks/${slo.runbook ?? BURN_ALERT_NAMES[severity]}`,
      ...(slo.dashboard === undefined ? {} : { dashboard: slo.dashboard }),
      ...(slo.dashboard === undefined || slo.panel === undefined ? {} : { panel: slo.panel }),
      slo_url: `${APP}/slo/${slo.id}`,
    },
  }
}

/** `$value` is the share of bad events over the long window of a pair that burns. */
function descriptionOf(slo: Slo, severity: BurnAlert['severity'], pairs: readonly BurnAlert[]): string {
  const allowed = allowedShare(slo)
  const limits = pairs.map(({ factor, longMs }) => `${percent(factor * allowed)} over ${formatDuration(longMs)}`)
  return (
    `{{ $value | humanizePercentage }} of the ${plain(slo.events)} are bad; the objective of ${percent(slo.objective)} in ` +
    `${formatDuration(slo.windowMs)} allows ${percent(allowed)}. The limit is ${limits.join(', or ')}, and the last ` +
    `${severity === 'critical' ? 'minutes' : 'hours'} are above it too.`
  )
}

/** In a rule braces begin a template. */
const plain = (text: string) => text.replaceAll('{{', '{ {')

const percent = (share: number) => `${Number((share * 100).toFixed(4))} %`
