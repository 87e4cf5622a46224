import type { PlaneQuery } from '~/data/query-plane/query-data'
import { questionsOfFreshness, scrapedMsOf } from '~/data/questions/freshness'
import { type QueryOutcome, type TruthScope, truthOf } from '~/data/questions/truth-of'
import type { Dashboard, Kpi } from '~/domain/dashboards/model'
import { formatAge } from '~/domain/time/duration'
import type { Truth } from '~/domain/truth/truth'
import { formatText } from '~/domain/units/format-value'
import type { UnixMs } from '~/domain/units-of-measure'
import { type KpiReading, readKpi } from '~/panels/kpi/kpi-reading'
import { formatBound } from '~/panels/status-words'
import type { StatusMark } from '~/ui/status/tone'

/** A platform and those of its dashboards that were read. */
export interface HomePlatform {
  readonly id: string
  readonly title: string
  readonly dashboards: readonly Dashboard[]
}

/** How the page asks, and what was answered. */
export interface HomeAnswers {
  readonly questionOf: (expr: string, instant: boolean) => PlaneQuery
  readonly outcomeOf: (question: PlaneQuery) => QueryOutcome
  readonly scope: Omit<TruthScope, 'scrapedMs'>
  readonly nowMs: UnixMs
}

export interface HomeKpi {
  readonly kpi: Kpi
  readonly dashboardId: string
  /** Null: no data. NaN: no traffic. */
  readonly value: number | null
  readonly evaluatedMs: UnixMs | null
  readonly truth: Truth
  readonly reading: KpiReading
}

/** Firing alerts of one severity. */
export interface HomeAlerts {
  readonly severity: string
  readonly count: number
}

export interface HomeCard {
  readonly id: string
  readonly title: string
  /** Dashboard that the card leads to. */
  readonly dashboardId: string | undefined
  readonly mark: StatusMark
  /** How everything is, in one sentence or two. */
  readonly verdict: string
  /** Worst first; null while it is not known. */
  readonly alerts: readonly HomeAlerts[] | null
  readonly kpis: readonly HomeKpi[]
  readonly scrapedMs: UnixMs | null
}

const MARKS: readonly StatusMark[] = ['crit', 'broken', 'warn', 'unknown', 'loading', 'ok']
const SEVERITIES: readonly string[] = ['critical', 'warning', 'info']
/** Most alerts that a verdict names. */
const MAX_NAMED = 3

/** What has to be asked for a platform's card. */
export function questionsOfCard(platform: HomePlatform, answers: HomeAnswers): PlaneQuery[] {
  const { questionOf } = answers
  const freshness = platform.dashboards.flatMap((dashboard) => questionsOfFreshness(dashboard, asking(answers)))
  return [
    alertsQuestion(platform, answers),
    ...freshness,
    ...platform.dashboards.flatMap(({ kpis }) => kpis.map(({ expr }) => questionOf(expr, true))),
  ]
}

/** The cards of all platforms, the one in most need first. */
export function buildCards(platforms: readonly HomePlatform[], answers: HomeAnswers): HomeCard[] {
  return platforms
    .map((platform) => buildCard(platform, answers))
    .sort((a, b) => MARKS.indexOf(a.mark) - MARKS.indexOf(b.mark) || countOf(b) - countOf(a))
}

/** How many platforms need somebody, in words. */
export function leadOf(cards: readonly HomeCard[]): string {
  const inNeed = cards.filter(({ mark }) => mark === 'crit' || mark === 'broken').length
  const notKnown = cards.filter(({ mark }) => mark === 'unknown' || mark === 'loading').length
  if (inNeed > 0) return inNeed === 1 ? 'One platform needs you' : `${inNeed} platforms need you`
  if (cards.some(({ mark }) => mark === 'warn')) return 'Nothing is critical'
  return notKnown > 0 ? 'Not everything is known' : 'All platforms are well'
}

function buildCard(platform: HomePlatform, answers: HomeAnswers): HomeCard {
  const { outcomeOf, scope, nowMs } = answers
  const scrapes = platform.dashboards.flatMap((dashboard) => scrapedMsOf(dashboard, asking(answers)) ?? [])
  const scrapedMs = scrapes.length === 0 ? null : Math.max(...scrapes)
  const kpis = platform.dashboards.flatMap((dashboard) =>
    dashboard.kpis.map((kpi): HomeKpi => {
      const outcome = outcomeOf(answers.questionOf(kpi.expr, true))
      const truth = truthOf([outcome], { ...scope, scrapedMs }, nowMs)
      const value = outcome.data?.tip?.samples[0]?.value ?? null
      const reading = readKpi(value, kpi.target, kpi.alert, truth)
      return { kpi, dashboardId: dashboard.id, value, evaluatedMs: outcome.data?.evaluatedMs ?? null, truth, reading }
    }),
  )
  const alerts = outcomeOf(alertsQuestion(platform, answers))
  const alertsTruth = truthOf([alerts], { ...scope, scrapedMs }, nowMs)
  const { mark, verdict } = judge(alerts, alertsTruth, kpis, scrapedMs === null ? null : nowMs - scrapedMs)
  return {
    id: platform.id,
    title: platform.title,
    dashboardId: platform.dashboards[0]?.id,
    mark,
    verdict,
    alerts: alerts.data === undefined ? null : countAlerts(alerts),
    kpis,
    scrapedMs,
  }
}

interface Judgement {
  readonly mark: StatusMark
  readonly verdict: string
}

/** First match wins: what is not known comes before what would be quiet, what is wrong before both. */
function judge(alerts: QueryOutcome, truth: Truth, kpis: readonly HomeKpi[], scrapeAgeMs: number | null): Judgement {
  if (truth.kind === 'loading') return { mark: 'loading', verdict: 'The first answers are on their way.' }
  if (truth.kind === 'failed')
    return { mark: 'broken', verdict: [truth.reason, truth.nextStep].filter(Boolean).join(' ') }
  if (truth.old) {
    const age = scrapeAgeMs === null ? '' : ` for ${formatAge(scrapeAgeMs)}`
    return { mark: 'unknown', verdict: truth.reason || `Nothing is known of this platform${age}.` }
  }
  const critical = namesOf(alerts, 'critical')
  const warning = namesOf(alerts, 'warning')
  const inAlert = kpis.filter(({ reading }) => reading.status === 'crit')
  const offTarget = kpis.filter(({ reading }) => reading.status === 'warn')
  const fires = sayFiring([...critical, ...warning])
  if (critical.length > 0 || inAlert.length > 0) return { mark: 'crit', verdict: `${fires} ${sayKpis(inAlert)}`.trim() }
  if (warning.length > 0 || offTarget.length > 0)
    return { mark: 'warn', verdict: `${fires} ${sayKpis(offTarget)}`.trim() }
  const known = kpis.filter(({ reading }) => reading.status === 'ok')
  const quiet = known.slice(0, 2).map((one) => `${one.kpi.title} ${valueText(one)}`)
  return { mark: 'ok', verdict: quiet.length === 0 ? 'All quiet: no alert fires.' : `All quiet: ${quiet.join(', ')}.` }
}

function sayFiring(names: readonly string[]): string {
  if (names.length === 0) return ''
  const more = names.length - MAX_NAMED
  const named = names.slice(0, MAX_NAMED).join(', ')
  return `${named}${more > 0 ? ` and ${more} more` : ''} ${names.length === 1 ? 'fires' : 'fire'}.`
}

/** The first of them against its bound; the others are seen below. */
function sayKpis([first]: readonly HomeKpi[]): string {
  if (first === undefined) return ''
  const { kpi, reading } = first
  const bound = reading.status === 'crit' ? kpi.alert : kpi.target
  const limit = bound && `, ${reading.status === 'crit' ? 'alert' : 'target'} ${formatBound(bound, { unit: kpi.unit })}`
  return `${kpi.title} is ${valueText(first)}${limit ?? ''}.`
}

/** With as many digits as tell it from its bound: "99.5 %, target > 99.5 %" would be no reason. */
function valueText({ kpi, value }: HomeKpi): string {
  const { unit, decimals } = kpi
  const shown = formatText(value, { unit, ...(decimals !== undefined && { decimals }) })
  const bounds = [kpi.alert, kpi.target].flatMap((bound) => (bound ? [formatText(bound.value, { unit })] : []))
  if (!bounds.includes(shown)) return shown
  const longer = [1, 2, 3, 4].map((digits) => formatText(value, { unit, decimals: digits }))
  return longer.find((text) => Number.parseFloat(text) !== Number.parseFloat(shown)) ?? shown
}

/** Severities in their order, those that nobody knows last. */
function countAlerts(alerts: QueryOutcome): HomeAlerts[] {
  const counts = new Map<string, number>()
  for (const { labels, value } of alerts.data?.tip?.samples ?? []) {
    const severity = labels.get('severity') ?? 'other'
    counts.set(severity, (counts.get(severity) ?? 0) + value)
  }
  const rank = (severity: string) => (SEVERITIES.includes(severity) ? SEVERITIES.indexOf(severity) : SEVERITIES.length)
  return [...counts]
    .map(([severity, count]) => ({ severity, count }))
    .sort((a, b) => rank(a.severity) - rank(b.severity))
}

function namesOf(alerts: QueryOutcome, severity: string): string[] {
  const samples = alerts.data?.tip?.samples ?? []
  return samples
    .filter(({ labels }) => labels.get('severity') === severity)
    .map(({ labels }) => labels.get('alertname') ?? 'an alert without a name')
    .sort()
}

function countOf({ alerts }: HomeCard): number {
  return (alerts ?? []).reduce((sum, { count }) => sum + count, 0)
}

function alertsQuestion({ id }: HomePlatform, { questionOf }: HomeAnswers): PlaneQuery {
  const platform = JSON.stringify(id)
  return questionOf(`count by (severity, alertname) (ALERTS{alertstate="firing", platform=${platform}})`, true)
}

function asking({ questionOf, outcomeOf, scope }: HomeAnswers) {
  return {
    questionOf,
    scrapeIntervalMs: scope.scrapeIntervalMs,
    answerOf: (question: PlaneQuery) => outcomeOf(question).data,
  }
}
