import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { parse } from 'yaml'
import { SAMPLE_PLATFORMS } from '~/demo/sample-platforms'
import {
  type HeldAlert,
  type PostedAlert,
  type RealAlertmanager,
  startRealAlertmanager,
} from '~/testing/real-alertmanager'
import { muteReceivers } from './stack-config'

/** Relative to the root of the checkout, where vitest runs. */
const CONFIG = 'deploy/alertmanager/alertmanager.yml'
const run = promisify(execFile)

/**
 * Who is told of what, as the platforms' teams ask for it. AI Video Pipeline: critical to Slack #critical and PagerDuty, a warning to
 * #sla or #infra. Transcode Flow: by severity, and by component besides: jobs, database, storage, API. The other two: by severity.
 */
const WANTED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  shorts: {
    'critical-alerts': 'BatchProcessingFailure DatabaseConnectionIssue ServiceDown',
    'warning-alerts': 'HighErrorRate HighLatency LLMHighErrorRate HighActiveJobs',
    'info-alerts': 'LowCacheHitRate',
  },
  pipeline: {
    'pipeline-critical': 'PipelineHighErrorRate SLABreach AIAgentTimeouts RenderFailures PrometheusDown',
    'pipeline-sla': 'PipelineCostThreshold QAGateRejection ActiveJobsSpike',
    'pipeline-infra': 'PubSubQueueDepth DatabaseLatency',
  },
  transcode: {
    'critical-alerts': 'CriticalMemoryUsage CriticalCPUUsage ApplicationDown RedisDown AirflowSchedulerDown',
    'critical-alerts,job-alerts':
      'JobFailureRateCritical JobQueueBacklogCritical JobStuckInProcessing CeleryWorkersDown',
    'critical-alerts,database-alerts': 'PostgreSQLDown DatabaseConnectionPoolExhausted',
    'critical-alerts,storage-alerts': 'DiskSpaceCritical MinIODown',
    'critical-alerts,api-alerts': 'CriticalAPIErrorRate CriticalAPILatencyP95 APIEndpointDown',
    'warning-alerts': `HighMemoryUsage HighCPUUsage HighDiskIOWait HighApplicationRestartRate ContainerMemoryLimitReached
      NetworkConnectivityIssues WebhookDeliveryFailures WebhookRetryStorm CacheMissRateHigh VideoTranscodingTooLong
      TranscriptionServiceSlow`,
    'warning-alerts,job-alerts': `JobFailureRateHigh JobQueueBacklog JobProcessingTimeLong NoJobsBeingProcessed
      JobQueueWaitTimeLong HighJobRetryRate LowCeleryWorkerCount CeleryQueueLengthGrowing`,
    'warning-alerts,database-alerts': 'HighDatabaseConnectionUsage',
    'warning-alerts,storage-alerts': 'DiskSpaceLow StorageOperationsSlow',
    'warning-alerts,api-alerts': `HighAPIErrorRate HighAPILatencyP95 HighAPILatencyP99 High4xxErrorRate
      HighRequestRateSpike TooManyInProgressRequests APIRateLimitExceeded`,
    'info-alerts,api-alerts': 'APIQuotaExceededFrequently',
  },
  trends: {
    'critical-alerts': 'HighAPIErrorRate APIDown NoActiveCeleryWorkers PostgreSQLDown LowDiskSpace',
    'warning-alerts': `HighAPILatency HighTaskFailureRate TaskQueueBacklog LongRunningTask LowDatabaseConnections
      SlowDatabaseQueries HighCPUUsage HighMemoryUsage NoDataCollection NoTrendsCreated`,
    'info-alerts': 'LowCollectionRate',
  },
}

/** What the platforms' rules give no alert: their alerts all have a severity, and those of the pipeline a team. */
const OTHERS: readonly (readonly [Readonly<Record<string, string>>, string])[] = [
  [{ alertname: 'Watchdog', severity: 'none' }, 'dead-mans-switch'],
  [{ alertname: 'Own' }, 'default'],
  [{ alertname: 'Own', severity: 'page', platform: 'shorts' }, 'default'],
  [{ alertname: 'Own', severity: 'warning', platform: 'pipeline' }, 'default'],
  [{ alertname: 'Own', severity: 'critical', platform: 'pipeline' }, 'pipeline-critical'],
  [{ alertname: 'Own', platform: 'transcode', component: 'database' }, 'database-alerts'],
  [{ alertname: 'Own', severity: 'critical' }, 'critical-alerts'],
]

interface Rule {
  readonly alert: string
  readonly labels: Readonly<Record<string, string>>
}

const RULES: readonly Rule[] = SAMPLE_PLATFORMS.flatMap(({ id }) =>
  parse(readFileSync(`deploy/prometheus/rules/${id}.yml`, 'utf8')).groups.flatMap(
    ({ rules }: { rules: readonly Rule[] }) => rules.filter(({ alert }) => alert !== undefined),
  ),
)

/** Each objective has two alerts. Those of the pipeline have the team whose channel its warnings go to. */
const SLO_RULES: readonly Rule[] = parse(readFileSync('deploy/prometheus/rules/slo.yml', 'utf8')).groups.flatMap(
  ({ rules }: { rules: readonly Rule[] }) => rules.filter(({ alert }) => alert !== undefined),
)

const nameOf = (platform: string | undefined, alert: string) => `${platform} ${alert}`
const EXPECTED = new Map(
  Object.entries(WANTED).flatMap(([platform, byReceivers]) =>
    Object.entries(byReceivers).flatMap(([receivers, alerts]) =>
      alerts.split(/\s+/).map((alert) => [nameOf(platform, alert), receivers] as const),
    ),
  ),
)

/** The receivers that Alertmanager's own tool finds for these labels, in the order of the routes. */
async function receiversOf(labels: Readonly<Record<string, string>>): Promise<string> {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}=${value}`)
  const { stdout } = await run('amtool', ['config', 'routes', 'test', `--config.file=${CONFIG}`, ...pairs])
  return stdout.trim()
}

describe('routes of alerts', () => {
  it('lead each of the 80 alerts to those who must know', async () => {
    expect(RULES.map(({ alert, labels }) => nameOf(labels['platform'], alert)).sort()).toEqual(
      [...EXPECTED.keys()].sort(),
    )
    expect(EXPECTED.size).toBe(80)
    const found = new Map<string, string>()
    const left = [...RULES]
    const take = async () => {
      for (let rule = left.pop(); rule; rule = left.pop()) {
        const { alert, labels } = rule
        found.set(nameOf(labels['platform'], alert), await receiversOf({ alertname: alert, ...labels }))
      }
    }
    await Promise.all([take(), take(), take(), take()])
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries(EXPECTED))
  }, 120_000)

  it('lead the alerts of each objective to those who know its platform', async () => {
    const found: Record<string, string> = {}
    for (const { alert, labels } of SLO_RULES) {
      const key = `${labels['platform']} ${labels['component']} ${alert}`
      found[key] = await receiversOf({ alertname: alert, ...labels })
    }
    const both = (name: string, critical: string, warning: string) => ({
      [`${name} ErrorBudgetBurnFast`]: critical,
      [`${name} ErrorBudgetBurnSlow`]: warning,
    })
    expect(found).toEqual({
      ...both('pipeline jobs', 'pipeline-critical', 'pipeline-sla'),
      ...both('pipeline api', 'pipeline-critical', 'pipeline-sla'),
      ...both('shorts jobs', 'critical-alerts', 'warning-alerts'),
      ...both('transcode job_processor', 'critical-alerts,job-alerts', 'warning-alerts,job-alerts'),
      ...both('transcode job_queue', 'critical-alerts,job-alerts', 'warning-alerts,job-alerts'),
      ...both('transcode api', 'critical-alerts,api-alerts', 'warning-alerts,api-alerts'),
      ...both('trends api', 'critical-alerts', 'warning-alerts'),
      ...both('trends celery', 'critical-alerts', 'warning-alerts'),
    })
  }, 60_000)

  it.each(OTHERS)('lead %o to %s', async (labels, receivers) => {
    expect(await receiversOf(labels)).toBe(receivers)
  })

  it('leave no receiver without an alert', () => {
    const reached = [...EXPECTED.values(), ...OTHERS.map(([, receivers]) => receivers)].flatMap((all) => all.split(','))
    const named = parse(readFileSync(CONFIG, 'utf8'), { merge: true }).receivers.map(
      ({ name }: { name: string }) => name,
    )
    expect(named.sort()).toEqual([...new Set(reached)].sort())
  })

  interface Route {
    readonly receiver?: string
    readonly group_wait?: string
    readonly group_interval?: string
    readonly repeat_interval?: string
    readonly routes?: readonly Route[]
  }
  /** A route has what it does not say from the one around it. */
  function timesOf(route: Route, outer: Route = {}): readonly (readonly [string, string])[] {
    const { routes = [], ...own } = { ...outer, ...route, routes: route.routes ?? [] }
    const line = `${own.group_wait} ${own.group_interval} ${own.repeat_interval}`
    return [[own.receiver ?? '', line], ...routes.flatMap((inner) => timesOf(inner, own))]
  }

  it('wait and repeat by severity', () => {
    const { route } = parse(readFileSync(CONFIG, 'utf8'), { merge: true })
    const times = timesOf(route)
    const of = (receiver: string) => times.filter(([name]) => name === receiver).map(([, line]) => line)
    expect(of('critical-alerts')).toEqual(['10s 1m 1h'])
    expect(of('pipeline-critical')).toEqual(['10s 1m 1h'])
    expect(of('info-alerts')).toEqual(['5m 5m 12h'])
    expect(of('dead-mans-switch')).toEqual(['0s 1m 1m'])
    const others = times.filter(([name]) => !/critical|info|dead/.test(name)).map(([, line]) => line)
    expect(new Set(others)).toEqual(new Set(['30s 5m 4h']))
  })
})

describe('inhibitions', () => {
  let alertmanager: RealAlertmanager
  beforeAll(async () => {
    // Receivers matter to no inhibition, and without them nothing is sent.
    alertmanager = await startRealAlertmanager(muteReceivers(readFileSync(CONFIG, 'utf8')))
  }, 60_000)
  afterAll(() => alertmanager?.stop())

  /** An alert with the labels that its rule gives it; `place` is what comes from its series. */
  function alertOf(platform: string, name: string, place: Readonly<Record<string, string>> = {}): PostedAlert {
    const rule = RULES.find(({ alert, labels }) => alert === name && labels['platform'] === platform)
    if (!rule) throw new Error(`There is no rule ${name} of ${platform}.`)
    return { labels: { alertname: name, ...rule.labels, ...place } }
  }
  const transcode = (name: string, place?: Readonly<Record<string, string>>) => alertOf('transcode', name, place)
  const one = { instance: 'one:9100', job: 'node' }
  const other = { instance: 'other:9100', job: 'node' }
  const data = { device: '/dev/sdb', mountpoint: '/data' }

  let scenarios = 0
  /** Posts the source with the target beside it, and says whether Alertmanager holds the target back. */
  async function isHeldBack(source: PostedAlert, target: PostedAlert): Promise<boolean> {
    // Each scenario in a cluster of its own: what fires in one is nothing to another.
    const cluster = `scenario-${++scenarios}`
    const within = (alert: PostedAlert) => ({ ...alert, labels: { cluster, ...alert.labels } })
    // Alertmanager takes alerts in one after the other. Once it holds this one back, it knows the source too.
    const control = ['DatabaseConnectionPoolExhausted', 'HighDatabaseConnectionUsage'].map((name) =>
      transcode(name, { cluster: `control-${scenarios}` }),
    )
    await alertmanager.post([within(source)])
    await alertmanager.post([within(target), ...control])
    const find = async (wanted: Readonly<Record<string, string>>): Promise<HeldAlert | undefined> => {
      const keys = Object.keys(wanted)
      return (await alertmanager.alerts()).find(
        ({ labels }) => Object.keys(labels).length === keys.length && keys.every((key) => labels[key] === wanted[key]),
      )
    }
    await vi.waitFor(async () => expect((await find(control[1]?.labels ?? {}))?.status.inhibitedBy).toHaveLength(1), {
      timeout: 10_000,
      interval: 20,
    })
    const held = await find(within(target).labels)
    const by = await find(within(source).labels)
    expect(held?.status.inhibitedBy.every((id) => id === by?.fingerprint)).toBe(true)
    return held?.status.inhibitedBy.length === 1
  }

  const burn = (speed: 'Fast' | 'Slow', slo: string): PostedAlert => {
    const alertname = `ErrorBudgetBurn${speed}`
    const rule = SLO_RULES.find(({ alert, labels }) => alert === alertname && labels['slo'] === slo)
    if (!rule) throw new Error(`There is no rule ${alertname} of ${slo}.`)
    return { labels: { alertname, ...rule.labels } }
  }

  it.each<[string, PostedAlert, PostedAlert]>([
    ['the slow burn of one objective', burn('Fast', 'shorts-success'), burn('Slow', 'shorts-success')],
    ['JobFailureRateHigh', transcode('JobFailureRateCritical'), transcode('JobFailureRateHigh')],
    ['JobQueueBacklog', transcode('JobQueueBacklogCritical'), transcode('JobQueueBacklog')],
    ['LowCeleryWorkerCount', transcode('CeleryWorkersDown'), transcode('LowCeleryWorkerCount')],
    ['HighMemoryUsage', transcode('CriticalMemoryUsage', one), transcode('HighMemoryUsage', one)],
    ['HighCPUUsage', transcode('CriticalCPUUsage', one), transcode('HighCPUUsage', one)],
    [
      'DiskSpaceLow',
      transcode('DiskSpaceCritical', { ...one, ...data }),
      transcode('DiskSpaceLow', { ...one, ...data }),
    ],
    [
      'HighDatabaseConnectionUsage',
      transcode('DatabaseConnectionPoolExhausted'),
      transcode('HighDatabaseConnectionUsage'),
    ],
    ['HighAPIErrorRate', transcode('CriticalAPIErrorRate'), transcode('HighAPIErrorRate')],
    [
      'HighAPILatencyP95',
      transcode('CriticalAPILatencyP95', { endpoint: '/jobs' }),
      transcode('HighAPILatencyP95', { endpoint: '/jobs' }),
    ],
    ['HighAPIErrorRate too', transcode('ApplicationDown', one), transcode('HighAPIErrorRate')],
    ['APIEndpointDown', transcode('ApplicationDown', one), transcode('APIEndpointDown', { endpoint: '/jobs' })],
    ['HighDatabaseConnectionUsage too', transcode('PostgreSQLDown', one), transcode('HighDatabaseConnectionUsage')],
    ['DatabaseConnectionPoolExhausted', transcode('PostgreSQLDown', one), transcode('DatabaseConnectionPoolExhausted')],
    ['JobQueueBacklog too', transcode('CeleryWorkersDown'), transcode('JobQueueBacklog')],
    ['NoJobsBeingProcessed', transcode('CeleryWorkersDown'), transcode('NoJobsBeingProcessed')],
  ])('hold %s back', async (_, source, target) => {
    expect(await isHeldBack(source, target)).toBe(true)
  })

  it.each<[string, PostedAlert, PostedAlert]>([
    ['the slow burn of another objective', burn('Fast', 'shorts-success'), burn('Slow', 'shorts-latency-p95')],
    // The same component is not the same kind.
    ['that jobs wait long', transcode('JobQueueBacklogCritical'), transcode('JobQueueWaitTimeLong')],
    ['that jobs take long', transcode('JobFailureRateCritical'), transcode('JobProcessingTimeLong')],
    ['that clients err', transcode('CriticalAPIErrorRate'), transcode('High4xxErrorRate')],
    ['that storage is slow', transcode('DiskSpaceCritical', { ...one, ...data }), transcode('StorageOperationsSlow')],
    ['another measure', transcode('CriticalMemoryUsage', one), transcode('HighCPUUsage', one)],
    [
      'another percentile',
      transcode('CriticalAPILatencyP95', { endpoint: '/jobs' }),
      transcode('HighAPILatencyP99', { endpoint: '/jobs' }),
    ],
    // The same kind in another place.
    ['the memory of another machine', transcode('CriticalMemoryUsage', one), transcode('HighMemoryUsage', other)],
    ['the CPU of another machine', transcode('CriticalCPUUsage', one), transcode('HighCPUUsage', other)],
    [
      'another volume',
      transcode('DiskSpaceCritical', { ...one, ...data }),
      transcode('DiskSpaceLow', { ...one, device: '/dev/sdc', mountpoint: '/data' }),
    ],
    [
      'another endpoint',
      transcode('CriticalAPILatencyP95', { endpoint: '/jobs' }),
      transcode('HighAPILatencyP95', { endpoint: '/uploads' }),
    ],
    ['the CPU of another platform', transcode('CriticalCPUUsage', one), alertOf('trends', 'HighCPUUsage', one)],
    ['the API errors of another platform', transcode('ApplicationDown', one), alertOf('trends', 'HighAPIErrorRate')],
    [
      'the connections of another platform',
      alertOf('trends', 'PostgreSQLDown', one),
      transcode('HighDatabaseConnectionUsage'),
    ],
    ['another cluster', transcode('CeleryWorkersDown', { cluster: 'a' }), transcode('JobQueueBacklog')],
    [
      'another environment',
      transcode('CeleryWorkersDown', { environment: 'staging' }),
      transcode('JobQueueBacklog', { environment: 'production' }),
    ],
    // A part that is down hides what follows from it, and no more.
    ['errors beyond those named', transcode('ApplicationDown', one), transcode('CriticalAPIErrorRate')],
    ['slow storage', transcode('PostgreSQLDown', one), transcode('StorageOperationsSlow')],
    ['a critical backlog', transcode('CeleryWorkersDown'), transcode('JobQueueBacklogCritical')],
    // Nor the other way round.
    ['the critical one', transcode('JobQueueBacklog'), transcode('JobQueueBacklogCritical')],
    ['the cause', transcode('NoJobsBeingProcessed'), transcode('CeleryWorkersDown')],
  ])('do not hold back %s', async (_, source, target) => {
    expect(await isHeldBack(source, target)).toBe(false)
  })
})
