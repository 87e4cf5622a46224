import type { PlaneQuery, QueryData } from '~/data/query-plane/query-data'
import { questionsOfFreshness, scrapedMsOf } from '~/data/questions/freshness'
import { type QueryOutcome, type TruthScope, truthOf } from '~/data/questions/truth-of'
import { type FiringGroup, needOf } from '~/domain/alerts/firing'
import { severityTone } from '~/domain/annotations/alert-spans'
import type { Dashboard, Kpi } from '~/domain/dashboards/model'
import type { Labels } from '~/domain/series/frame'
import { formatAge } from '~/domain/time/duration'
import { staleAfterMs } from '~/domain/truth/decide'
import type { Truth } from '~/domain/truth/truth'
import { type FormattedValue, formatValue, joinText } from '~/domain/units/format-value'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'
import { type KpiReading, readKpi } from '~/panels/kpi/kpi-reading'
import { formatBound } from '~/panels/status-words'
import type { StatusMark, Tone } from '~/ui/status/tone'

/** What fires everywhere, as the navigation counts it. */
export interface HomeFiring {
  readonly outcome: QueryOutcome
  readonly loud: readonly FiringGroup[]
  /** Silenced or inhibited. */
  readonly muted: readonly FiringGroup[]
}

/** A dashboard whose key figures can be asked: nothing of a variable is left in them. */
export interface HomeDashboard extends Dashboard {
  /** It has more of them, for which it is not known yet what a variable stands for. */
  readonly isWaiting?: boolean
}

/** A platform and those of its dashboards that were read. */
export interface HomePlatform {
  readonly id: string
  readonly title: string
  readonly dashboards: readonly HomeDashboard[]
  /** Ids of all platforms, for what stands for everything that is none of them. */
  readonly others?: readonly string[]
}

/** How the page asks, and what was answered. */
export interface HomeAnswers {
  readonly firing: HomeFiring
  readonly questionOf: (expr: string, instant: boolean) => PlaneQuery
  readonly outcomeOf: (question: PlaneQuery) => QueryOutcome
  /** Of a series that is a quantile: its value where it is only known to be at least that. */
  readonly topBoundOf: (question: PlaneQuery, labels: Labels) => number | undefined
  readonly scope: Omit<TruthScope, 'scrapedMs'>
  readonly nowMs: UnixMs
}

export interface HomeKpi {
  readonly kpi: Kpi
  readonly dashboardId: string
  readonly question: PlaneQuery
  /** Null: no data. NaN: no traffic. */
  readonly value: number | null
  /** It is only known to be at least that. */
  readonly atLeast: boolean
  /** Of a quantile: the value from which on it is only known to be at least that. */
  readonly topBound: number | undefined
  readonly evaluatedMs: UnixMs | null
  readonly truth: Truth
  readonly reading: KpiReading
  /** The bound that decides, in words such as "alert > 10 %": the target where it is missed, else the alert's; empty where there is none. */
  readonly limit: string
}

/** Firing alerts of one severity. */
export interface HomeAlerts {
  readonly severity: string
  /** Undefined for a severity that nobody knows. */
  readonly tone: Tone | undefined
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
  /** Worst first; none while they are not known. */
  readonly alerts: readonly HomeAlerts[]
  /** Alerts that fire and that somebody has silenced, or another alert inhibits. */
  readonly mutedCount: number
  readonly kpis: readonly HomeKpi[]
  /** Since the newest scrape of what was scraped longest ago; null where nobody can tell. */
  readonly scrapeAgeMs: DurationMs | null
}

/** In the order of need: what nobody hears of may be worse than a warning. */
const MARKS: readonly StatusMark[] = ['crit', 'broken', 'unknown', 'warn', 'loading', 'idle', 'ok']
/** Tones of severities, worst first. */
const TONES: readonly (Tone | undefined)[] = ['crit', 'warn', 'info', undefined]
/** No platform's id: those are slugs. */
const ELSEWHERE = '*'
/** Most alerts that a verdict names. */
const MAX_NAMED = 3

/** What stands for the alerts that are of no platform, such as those of Prometheus itself: there while one of them fires. */
export function elsewhere(platforms: readonly HomePlatform[]): HomePlatform {
  return { id: ELSEWHERE, title: 'Elsewhere', dashboards: [], others: platforms.map(({ id }) => id) }
}

/** What has to be asked for a platform's card, as far as the answers so far tell. */
export function questionsOfCard(
  platform: HomePlatform,
  asking: Parameters<typeof questionsOfFreshness>[1],
): PlaneQuery[] {
  const { questionOf } = asking
  return [
    ...platform.dashboards.flatMap((dashboard) => questionsOfFreshness(dashboard, asking)),
    ...platform.dashboards.flatMap(({ kpis }) => kpis.map(({ expr }) => questionOf(expr, true))),
  ]
}

/** The cards of all platforms, the one in most need first. */
export function buildCards(platforms: readonly HomePlatform[], answers: HomeAnswers): HomeCard[] {
  return platforms
    .map((platform) => buildCard(platform, answers))
    .filter(({ id, alerts }) => id !== ELSEWHERE || alerts.length > 0)
    .sort((a, b) => MARKS.indexOf(a.mark) - MARKS.indexOf(b.mark) || countOf(b) - countOf(a))
}

/** How many platforms need somebody, in words. `isWhole` is false where a dashboard could not be read. */
export function leadOf(all: readonly HomeCard[], isWhole: boolean): string {
  const cards = all.filter(({ id }) => id !== ELSEWHERE)
  const count = (...marks: readonly StatusMark[]) => cards.filter(({ mark }) => marks.includes(mark)).length
  const inNeed = count('crit')
  if (inNeed > 0) return inNeed === 1 ? 'One platform needs you' : `${inNeed} platforms need you`
  if (all.some(({ id, mark }) => id === ELSEWHERE && mark === 'crit')) return 'Something else needs you'
  if (count('loading') === cards.length) return 'The first answers are on their way'
  if (count('broken', 'unknown', 'loading') > 0 || !isWhole) return 'Not everything is known'
  if (count('warn') > 0) return 'Nothing is critical'
  return count('idle') === cards.length ? 'No platform has traffic' : 'All platforms are well'
}

function buildCard(platform: HomePlatform, answers: HomeAnswers): HomeCard {
  const { firing, scope, nowMs } = answers
  const boards = platform.dashboards.map((dashboard) => readBoard(dashboard, answers))
  const alerts = firing.outcome
  const isMine = ({ platform: id }: FiringGroup) =>
    platform.others === undefined ? id === platform.id : !platform.others.includes(id)
  const loud = firing.loud.filter(isMine)
  const readAgeMs = nowMs - (alerts.data?.evaluatedMs ?? nowMs)
  // A source that is away says so itself.
  const isOld = alerts.error === null && readAgeMs > staleAfterMs(scope.intervalMs)
  const { mark, verdict } = isOld
    ? { mark: 'unknown' as const, verdict: `This was read ${formatAge(readAgeMs)} ago.` }
    : judge(alerts, loud, boards)
  const ages = boards.flatMap(({ scrapedMs }) => (scrapedMs === null ? [] : [Math.max(0, nowMs - scrapedMs)]))
  return {
    id: platform.id,
    title: platform.title,
    dashboardId: platform.dashboards[0]?.id,
    mark,
    verdict,
    // What fired earlier may fire no longer.
    alerts: isOld || alerts.error ? [] : countAlerts(loud),
    mutedCount: isOld || alerts.error ? 0 : sumOf(firing.muted.filter(isMine)),
    kpis: boards.flatMap(({ kpis }) => kpis),
    scrapeAgeMs: ages.length === 0 ? null : Math.max(...ages),
  }
}

/** A dashboard as far as home shows it. */
interface Board {
  readonly dashboard: HomeDashboard
  readonly kpis: readonly HomeKpi[]
  readonly scrapedMs: UnixMs | null
  /** Why its figures cannot be current; empty where they can. */
  readonly silence: string
}

function readBoard(dashboard: HomeDashboard, answers: HomeAnswers): Board {
  const { questionOf, outcomeOf, scope } = answers
  const answerOf = (question: PlaneQuery) => outcomeOf(question).data
  const asking = { questionOf, scrapeIntervalMs: scope.scrapeIntervalMs, answerOf }
  const scrapes = questionsOfFreshness(dashboard, asking).map(answerOf)
  const scrapedMs = scrapedMsOf(scrapes)
  const kpis = dashboard.kpis.map((kpi) => readHomeKpi(kpi, dashboard.id, scrapedMs, answers))
  return { dashboard, kpis, scrapedMs, silence: silenceOf(dashboard, scrapes, scrapedMs, answers) }
}

function silenceOf(
  { title }: Dashboard,
  scrapes: readonly (QueryData | undefined)[],
  scrapedMs: UnixMs | null,
  { scope, nowMs }: HomeAnswers,
): string {
  if (scrapes.length === 0 || scrapes.includes(undefined)) return ''
  if (scrapedMs === null) return `Nothing of ${title} was scraped in the last hour.`
  const ageMs = nowMs - scrapedMs
  const isCurrent = ageMs <= staleAfterMs(scope.intervalMs) + scope.scrapeIntervalMs
  return isCurrent ? '' : `Nothing of ${title} was scraped for ${formatAge(ageMs)}.`
}

function readHomeKpi(kpi: Kpi, dashboardId: string, scrapedMs: UnixMs | null, answers: HomeAnswers): HomeKpi {
  const question = answers.questionOf(kpi.expr, true)
  const outcome = answers.outcomeOf(question)
  const truth = truthOf([outcome], { ...answers.scope, scrapedMs }, answers.nowMs)
  const sample = outcome.data?.tip?.samples[0]
  const value = sample?.value ?? null
  const topBound = sample && answers.topBoundOf(question, sample.labels)
  const atLeast = sample !== undefined && topBound === value
  const evaluatedMs = outcome.data?.evaluatedMs ?? null
  const read = readKpi(value, kpi.target, kpi.alert, truth, atLeast)
  // Where stores did not answer nothing is proved to be well.
  const isSure = read.status !== 'ok' || outcome.data?.partial !== true
  const reading = isSure ? read : { status: 'unknown' as const, mark: 'unknown' as const, word: truth.word }
  const isMissed = reading.status === 'warn' || kpi.alert === undefined
  const bound = isMissed ? kpi.target : kpi.alert
  const limit = bound === undefined ? '' : `${isMissed ? 'target' : 'alert'} ${formatBound(bound, kpi)}`
  return { kpi, dashboardId, question, value, atLeast, topBound, evaluatedMs, truth, reading, limit }
}

interface Judgement {
  readonly mark: StatusMark
  readonly verdict: string
}

/**
 * First match wins: what is critical, then what is not known, then what is off, and only then is it quiet. Alerts are
 * Prometheus' own word and count whether or not the platform is scraped: often they fire because it is not.
 */
function judge(alerts: QueryOutcome, loud: readonly FiringGroup[], boards: readonly Board[]): Judgement {
  const { data, error } = alerts
  if (error !== null) {
    return { mark: 'broken', verdict: [error.message, error.detail.nextStep].filter(Boolean).join(' ') }
  }
  if (data === undefined) return { mark: 'loading', verdict: 'The first answers are on their way.' }
  const kpis = boards.flatMap((board) => board.kpis)
  const [critical, warning] = [namesOf(loud, 'critical'), namesOf(loud, 'warning')]
  const fires = sayFiring([...critical, ...warning])
  const inAlert = kpis.filter(({ reading }) => reading.status === 'crit')
  if (critical.length + inAlert.length > 0) return { mark: 'crit', verdict: `${fires} ${sayKpi(inAlert[0])}`.trim() }
  const gap = sayGap(data, boards)
  if (gap !== '') return { mark: 'unknown', verdict: `${fires} ${gap}`.trim() }
  const offTarget = kpis.filter(({ reading }) => reading.status === 'warn')
  if (warning.length + offTarget.length > 0) return { mark: 'warn', verdict: `${fires} ${sayKpi(offTarget[0])}`.trim() }
  const isWaiting = boards.some(({ dashboard }) => dashboard.isWaiting === true)
  if (isWaiting || kpis.some(({ reading }) => reading.mark === 'loading')) {
    return { mark: 'loading', verdict: 'The first answers are on their way.' }
  }
  const known = kpis.filter(({ reading }) => reading.status === 'ok')
  const idle = kpis.filter(({ reading }) => reading.mark === 'idle')
  // Where most of what would tell has nothing to tell, what is left is no reason to call a platform well.
  if (idle.length > 0 && idle.length >= known.length) return { mark: 'idle', verdict: sayIdle(idle) }
  const quiet = known.slice(0, 2).map((one) => `${one.kpi.title} ${valueText(one)}`)
  return { mark: 'ok', verdict: quiet.length === 0 ? 'All quiet: no alert fires.' : `All quiet: ${quiet.join(', ')}.` }
}

/** What is missing to call a platform quiet; empty where nothing is. */
function sayGap({ partial }: QueryData, boards: readonly Board[]): string {
  const silent = boards.find(({ silence }) => silence !== '')
  if (silent) return silent.silence
  if (partial) return 'Not all stores of the server answered: more alerts may fire.'
  const faulty = boards.find(({ dashboard }) => dashboard.kpiIssues.length > 0)
  if (faulty) return sayFault(faulty.dashboard)
  const unread = boards
    .flatMap(({ kpis }) => kpis)
    .find(({ reading }) => reading.mark === 'unknown' || reading.mark === 'broken')
  return unread ? `${unread.kpi.title} is not known: ${unread.reading.word}.` : ''
}

/** A place in the file begins with a slash; a title is that of a figure which is well described and cannot be asked. */
function sayFault({ title, kpiIssues: [issue] }: Dashboard): string {
  if (issue === undefined || issue.path.startsWith('/')) return `A key figure of ${title} cannot be read from its file.`
  return `A key figure of ${title} is left out, ${issue.path}: ${issue.message}`
}

function sayFiring(names: readonly string[]): string {
  if (names.length === 0) return ''
  const more = names.length - MAX_NAMED
  const named = names.slice(0, MAX_NAMED).join(', ')
  return `${named}${more > 0 ? ` and ${more} more` : ''} ${names.length === 1 ? 'fires' : 'fire'}.`
}

function sayIdle(idle: readonly HomeKpi[]): string {
  const more = idle.length - MAX_NAMED
  const named = idle.slice(0, MAX_NAMED).map(({ kpi }) => kpi.title)
  return `No traffic: nothing to measure ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''} by.`
}

function sayKpi(one: HomeKpi | undefined): string {
  return one ? `${one.kpi.title} is ${valueText(one)}, ${one.limit}.` : ''
}

/** A figure with as many digits as tell it from its bounds: "99.5 %, target > 99.5 %" would be no reason. */
export function shownOf({ kpi, value, atLeast }: Pick<HomeKpi, 'kpi' | 'value' | 'atLeast'>): FormattedValue {
  const { unit, alert, target } = kpi
  const shown = formatValue(value, { ...kpi, atLeast })
  const isBound = [alert, target].some((bound) => bound && formatValue(bound.value, { unit }).text === shown.text)
  const longer = isBound && !atLeast ? [1, 2, 3, 4].map((decimals) => formatValue(value, { unit, decimals })) : []
  return longer.find(({ text }) => Number.parseFloat(text) !== Number.parseFloat(shown.text)) ?? shown
}

const valueText = (one: HomeKpi): string => joinText(shownOf(one))

/** Severities in their order, those that nobody knows last. */
function countAlerts(loud: readonly FiringGroup[]): HomeAlerts[] {
  const counts = new Map<string, number>()
  for (const group of loud) {
    const severity = group.severity || 'other'
    counts.set(severity, (counts.get(severity) ?? 0) + group.count)
  }
  return [...counts]
    .map(([severity, count]) => ({ severity, tone: toneOfSeverity(severity), count }))
    .sort((a, b) => TONES.indexOf(a.tone) - TONES.indexOf(b.tone))
}

function toneOfSeverity(severity: string): Tone | undefined {
  const tone = severityTone(severity)
  return tone === 'unknown' ? undefined : tone
}

function namesOf(loud: readonly FiringGroup[], need: string): string[] {
  const names = loud.filter(({ severity }) => needOf(severity) === need).map(({ name }) => name)
  return [...new Set(names.map((name) => name || 'an alert without a name'))].sort()
}

function sumOf(groups: readonly FiringGroup[]): number {
  return groups.reduce((sum, { count }) => sum + count, 0)
}

function countOf({ alerts }: HomeCard): number {
  return alerts.reduce((sum, { count }) => sum + count, 0)
}
