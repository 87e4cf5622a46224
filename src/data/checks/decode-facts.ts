import { badPayload, isObject } from '~/data/decode/envelope'
import { isDeadMansSwitch } from '~/domain/alerts/pipeline-faults'
import type { AlertFacts, Rules, Target, TargetHealth } from '~/domain/checks/observation'
import { parseDuration } from '~/domain/time/duration'
import { ownText } from '~/lib/own-text'

const MAX_TEXT = 300

/** The `data` of an answer of the API; throws SourceError for what is none. */
export function dataOf(document: unknown): Readonly<Record<string, unknown>> {
  const { status, data } = isObject(document) ? document : {}
  if (status !== 'success' || !isObject(data)) throw badPayload('The server answers, but not as a Prometheus API does.')
  return data
}

/** All active targets in the data of /api/v1/targets: how many are up is counted of them. What may be read of an answer bounds them. */
export function decodeTargets({ activeTargets }: Readonly<Record<string, unknown>>): readonly Target[] {
  return listOf(activeTargets).map((target) => {
    const labels = isObject(target['labels']) ? target['labels'] : {}
    const took = target['lastScrapeDuration']
    return {
      job: textOf(labels['job']) || textOf(target['scrapePool']),
      instance: textOf(labels['instance']),
      url: textOf(target['scrapeUrl']),
      health: healthOf(target['health']),
      lastError: textOf(target['lastError']),
      lastScrapeMs: timeOf(target['lastScrape']),
      lastTookMs: typeof took === 'number' ? took * 1000 : null,
      intervalMs: durationOf(target['scrapeInterval']),
    }
  })
}

/** What the data of /api/v1/rules says of alerting rules. */
export function decodeRules({ groups }: Readonly<Record<string, unknown>>): Rules {
  const alerting = listOf(groups)
    .flatMap((group) => listOf(group['rules']))
    .filter(({ type }) => type === 'alerting')
  const failing = alerting.filter(({ health }) => health === 'err').map(({ name }) => textOf(name))
  const deadMen = alerting.filter(({ name }) => isDeadMansSwitch({ name: textOf(name) }))
  return { count: alerting.length, failing, deadMan: deadManOf(deadMen) }
}

function deadManOf(rules: readonly Readonly<Record<string, unknown>>[]): Rules['deadMan'] {
  if (rules.length === 0) return 'none'
  if (rules.some(({ state }) => state === 'firing')) return 'firing'
  return rules.some(({ lastEvaluation }) => timeOf(lastEvaluation) !== null) ? 'silent' : 'new'
}

/** Addresses in the data of /api/v1/alertmanagers, without what may stand in them of users and passwords. */
export function decodeAlertmanagers({ activeAlertmanagers }: Readonly<Record<string, unknown>>): readonly string[] {
  return listOf(activeAlertmanagers).flatMap(({ url }) =>
    typeof url === 'string' && URL.canParse(url) ? [`${new URL(url).origin}${new URL(url).pathname}`] : [],
  )
}

/** An answer of Alertmanager's /api/v2/status; `hearsDeadMan` is told by another. Throws SourceError for what is none. */
export function decodeAlertStatus(
  document: unknown,
): Omit<AlertFacts, 'hearsDeadMan'> & { readonly version: string | null } {
  const { versionInfo, uptime, cluster } = isObject(document) ? document : {}
  if (versionInfo === undefined && uptime === undefined && cluster === undefined) {
    throw badPayload(
      'The server answers, but not as an Alertmanager does.',
      'Check that the address in config.json is that of an Alertmanager.',
    )
  }
  const { status, peers } = isObject(cluster) ? cluster : {}
  return {
    version: versionOf(versionInfo),
    startedMs: timeOf(uptime),
    clusterStatus: textOf(status),
    peers: Array.isArray(peers) ? peers.length : 0,
  }
}

/** The version in build information; null where there is none. */
export function versionOf(info: unknown): string | null {
  const version = isObject(info) ? textOf(info['version']) : ''
  return version === '' ? null : version.slice(0, 40)
}

function listOf(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.filter(isObject) : []
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? ownText(value.slice(0, MAX_TEXT)) : ''
}

/** Go's zero time is what never was. */
function timeOf(value: unknown): number | null {
  const ms = typeof value === 'string' ? Date.parse(value) : Number.NaN
  return Number.isNaN(ms) || ms <= 0 ? null : ms
}

function durationOf(value: unknown): number | null {
  const parsed = typeof value === 'string' ? parseDuration(value) : null
  return parsed?.ok === true ? parsed.value : null
}

function healthOf(value: unknown): TargetHealth {
  return value === 'up' || value === 'down' ? value : 'unknown'
}
