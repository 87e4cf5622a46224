import { execFile } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import type { PlatformModel } from '~/demo/platform-model'
import { pipeline } from '~/demo/platforms/pipeline'
import { shorts } from '~/demo/platforms/shorts'
import { transcode } from '~/demo/platforms/transcode'
import { trends } from '~/demo/platforms/trends'
import { createSamplePlatforms } from '~/demo/sample-platforms'
import type { Expr, VectorSelector } from '~/domain/promql/ast'
import { compilePattern } from '~/domain/promql/compile-pattern'
import type { LabelMatcher } from '~/domain/promql/matchers'
import { parsePromql } from '~/domain/promql/parse/parse-promql'
import type { Labels } from '~/domain/series/frame'
import { findBinary, PROMTOOL } from '../install/tools'

/** Alerts that each platform's team asks for: name, `for`, severity. Where the team names no `for` (pipeline), it is ours. */
const WANTED: Readonly<Record<string, string>> = {
  shorts: `
    HighErrorRate 5m warning
    HighLatency 10m warning
    BatchProcessingFailure 1m critical
    LLMHighErrorRate 5m warning
    LowCacheHitRate 15m info
    HighActiveJobs 5m warning
    DatabaseConnectionIssue 2m critical
    ServiceDown 1m critical`,
  pipeline: `
    PipelineHighErrorRate 5m critical
    PipelineCostThreshold 5m warning
    SLABreach 5m critical
    PubSubQueueDepth 5m warning
    AIAgentTimeouts 2m critical
    QAGateRejection 10m warning
    RenderFailures 1m critical
    DatabaseLatency 5m warning
    PrometheusDown 1m critical
    ActiveJobsSpike 5m warning`,
  transcode: `
    JobFailureRateHigh 5m warning
    JobFailureRateCritical 2m critical
    JobQueueBacklog 10m warning
    JobQueueBacklogCritical 5m critical
    JobProcessingTimeLong 15m warning
    JobStuckInProcessing 30m critical
    NoJobsBeingProcessed 15m warning
    JobQueueWaitTimeLong 10m warning
    HighJobRetryRate 10m warning
    CeleryWorkersDown 2m critical
    LowCeleryWorkerCount 5m warning
    CeleryQueueLengthGrowing 10m warning
    HighMemoryUsage 5m warning
    CriticalMemoryUsage 2m critical
    HighCPUUsage 10m warning
    CriticalCPUUsage 5m critical
    DiskSpaceLow 5m warning
    DiskSpaceCritical 2m critical
    HighDiskIOWait 10m warning
    ApplicationDown 1m critical
    PostgreSQLDown 1m critical
    RedisDown 1m critical
    MinIODown 2m critical
    AirflowSchedulerDown 2m critical
    HighDatabaseConnectionUsage 5m warning
    DatabaseConnectionPoolExhausted 2m critical
    HighApplicationRestartRate 5m warning
    ContainerMemoryLimitReached 5m warning
    NetworkConnectivityIssues 5m warning
    HighAPIErrorRate 5m warning
    CriticalAPIErrorRate 2m critical
    HighAPILatencyP95 10m warning
    CriticalAPILatencyP95 5m critical
    HighAPILatencyP99 10m warning
    APIEndpointDown 2m critical
    High4xxErrorRate 10m warning
    HighRequestRateSpike 5m warning
    TooManyInProgressRequests 5m warning
    APIRateLimitExceeded 5m warning
    APIQuotaExceededFrequently 30m info
    WebhookDeliveryFailures 10m warning
    WebhookRetryStorm 5m warning
    StorageOperationsSlow 10m warning
    CacheMissRateHigh 15m warning
    VideoTranscodingTooLong 30m warning
    TranscriptionServiceSlow 30m warning`,
  trends: `
    HighAPIErrorRate 5m critical
    HighAPILatency 5m warning
    APIDown 1m critical
    HighTaskFailureRate 10m warning
    TaskQueueBacklog 15m warning
    NoActiveCeleryWorkers 5m critical
    LongRunningTask 5m warning
    PostgreSQLDown 1m critical
    LowDatabaseConnections 5m warning
    SlowDatabaseQueries 10m warning
    HighCPUUsage 10m warning
    HighMemoryUsage 5m warning
    LowDiskSpace 5m critical
    NoDataCollection 15m warning
    NoTrendsCreated 2h warning
    LowCollectionRate 30m info`,
}

const RECORDED = [
  'api:requests_per_second',
  'api:error_rate',
  'api:request_duration_average',
  'api:request_duration_p95',
  'celery:tasks_per_second',
  'celery:failure_rate',
  'celery:task_duration_average',
]

const text = v.pipe(v.string(), v.minLength(1))
const AlertSchema = v.strictObject({
  alert: text,
  expr: text,
  for: text,
  labels: v.strictObject({
    severity: v.picklist(['critical', 'warning', 'info']),
    platform: text,
    component: text,
    team: v.optional(v.picklist(['sla', 'infra'])),
  }),
  annotations: v.strictObject({
    summary: text,
    description: text,
    runbook_url: text,
    dashboard: text,
    panel: text,
  }),
})
const RecordSchema = v.strictObject({
  record: text,
  expr: text,
  labels: v.strictObject({ platform: text }),
})
const RuleFileSchema = v.object({
  groups: v.array(v.object({ name: text, rules: v.array(v.union([AlertSchema, RecordSchema])) })),
})

const prometheusDir = fileURLToPath(new URL('../../deploy/prometheus/', import.meta.url))
const rulesFile = (platform: string) => `${prometheusDir}rules/${platform}.yml`
const testsFile = (platform: string) => `${prometheusDir}tests/${platform}.test.yml`

function readRules(platform: string) {
  const { groups } = v.parse(RuleFileSchema, parse(readFileSync(rulesFile(platform), 'utf8')))
  const rules = groups.flatMap((group) => group.rules)
  return {
    groups,
    alerts: rules.filter((rule) => 'alert' in rule),
    records: rules.filter((rule) => 'record' in rule),
    exprs: rules.map((rule) => ({ name: 'alert' in rule ? rule.alert : rule.record, expr: parsePromql(rule.expr) })),
  }
}

/** Series and metric types that a scrape of the model's targets gives, and what rules record of them. */
function seriesOf(model: PlatformModel): { series: readonly Labels[]; typeOf: ReadonlyMap<string, string> } {
  const { targets } = createSamplePlatforms({ seed: 1, startMs: 0, models: [model] })
  const recorded = readRules(model.id).records.map(
    ({ record, labels }): Labels => new Map([['__name__', record], ...Object.entries(labels)]),
  )
  return {
    series: [...targets.flatMap(({ series }) => series), ...recorded],
    typeOf: new Map(targets.flatMap(({ metadata }) => metadata.map(({ name, type }) => [name, type] as const))),
  }
}

interface Selection {
  readonly selector: VectorSelector
  /** The function right around the selector. */
  readonly func: string | undefined
}

function selectionsOf(expr: Expr, func?: string): readonly Selection[] {
  switch (expr.kind) {
    case 'vectorSelector':
      return [{ selector: expr, func }]
    case 'matrixSelector':
      return [{ selector: expr.selector, func }]
    case 'call':
      return expr.args.flatMap((arg) => selectionsOf(arg, expr.func))
    case 'binary':
      return [...selectionsOf(expr.lhs), ...selectionsOf(expr.rhs)]
    case 'aggregate':
    case 'paren':
    case 'unary':
    case 'subquery':
    case 'stepInvariant':
      return selectionsOf(expr.expr)
    default:
      return []
  }
}

function isMatch(series: Labels, { name, op, value }: LabelMatcher): boolean {
  const label = series.get(name) ?? ''
  const isEqual = op === '=' || op === '!=' ? label === value : compilePattern(value)(label)
  return op === '=' || op === '=~' ? isEqual : !isEqual
}

const MODELS: readonly (readonly [string, PlatformModel])[] = [shorts, pipeline, transcode, trends].map((model) => [
  model.id,
  model,
])

describe.each(MODELS)('rules of %s', (platform, model) => {
  const { alerts, records, exprs } = readRules(platform)
  const { series, typeOf } = seriesOf(model)

  it('are the alerts that the team asks for', () => {
    const wanted = (WANTED[platform] ?? '').trim().split('\n')
    const found = alerts.map((rule) => `${rule.alert} ${rule.for} ${rule.labels.severity}`)
    expect(found).toEqual(wanted.map((line) => line.trim()))
  })

  it('say whose they are, what to read and where to look', () => {
    for (const { alert, labels, annotations } of alerts) {
      expect(labels.platform).toBe(platform)
      expect(labels.team !== undefined, alert).toBe(platform === 'pipeline')
      expect(annotations.runbook_url).toBe(`https://lookout.example/runbooks/${alert}`)
      expect(annotations.dashboard, alert).toMatch(new RegExp(`^${platform}-[a-z]+$`))
    }
    for (const { labels } of records) expect(labels.platform).toBe(platform)
  })

  it('point at panels that are there', () => {
    const file = (dashboard: string) =>
      fileURLToPath(new URL(`../../public/dashboards/${dashboard}.json`, import.meta.url))
    const PanelsSchema = v.object({ panels: v.array(v.object({ id: v.string() })) })
    for (const { alert, annotations } of alerts) {
      if (!existsSync(file(annotations.dashboard))) continue
      const { panels } = v.parse(PanelsSchema, JSON.parse(readFileSync(file(annotations.dashboard), 'utf8')))
      expect(
        panels.map(({ id }) => id),
        alert,
      ).toContain(annotations.panel)
    }
  })

  it('select the platform alone, and only series that its model has', () => {
    for (const { name, expr } of exprs) {
      for (const { selector } of selectionsOf(expr)) {
        const of = `${name}: ${selector.name}`
        expect(selector.matchers, of).toContainEqual({ name: 'platform', op: '=', value: platform })
        expect(
          series.some((one) => selector.matchers.every((matcher) => isMatch(one, matcher))),
          of,
        ).toBe(true)
      }
    }
  })

  it('take rates of counters and slopes of gauges, never the other way round', () => {
    const ofCounters = ['rate', 'increase', 'irate', 'resets']
    const ofGauges = ['deriv', 'delta', 'idelta', 'predict_linear', 'changes']
    for (const { name, expr } of exprs) {
      for (const { selector, func = '' } of selectionsOf(expr)) {
        const type =
          typeOf.get(selector.name ?? '') ?? typeOf.get((selector.name ?? '').replace(/_(bucket|sum|count)$/, ''))
        const of = `${name}: ${func}(${selector.name})`
        if (ofCounters.includes(func)) expect(['counter', 'histogram'], of).toContain(type)
        if (ofGauges.includes(func)) expect(type, of).toBe('gauge')
      }
    }
  })

  it.runIf(platform !== 'shorts')('are each visited by an incident of the model', () => {
    const titles = model.incidents.flatMap(({ title }) => title.split(': ')[1]?.split(', ') ?? [])
    expect(titles).toEqual(expect.arrayContaining(alerts.map(({ alert }) => alert)))
  })

  it('are each tested where they fire and where they do not', () => {
    const TestsSchema = v.object({
      tests: v.array(
        v.object({
          alert_rule_test: v.optional(
            v.array(v.object({ alertname: v.string(), exp_alerts: v.array(v.unknown()) })),
            [],
          ),
        }),
      ),
    })
    const { tests } = v.parse(TestsSchema, parse(readFileSync(testsFile(platform), 'utf8')))
    const cases = tests.flatMap((test) => test.alert_rule_test)
    for (const { alert } of alerts) {
      const firing = cases.filter(({ alertname }) => alertname === alert).map(({ exp_alerts }) => exp_alerts.length > 0)
      expect(new Set(firing), alert).toEqual(new Set([true, false]))
    }
  })
})

it('trends records the figures that its team asks for', () => {
  expect(readRules('trends').records.map(({ record }) => record)).toEqual(RECORDED)
})

it("besides the platforms there are the dead man's switch and the objectives", () => {
  const { groups } = parse(readFileSync(rulesFile('lookout'), 'utf8'))
  const rules = groups.flatMap((group: { rules: readonly unknown[] }) => group.rules)
  expect(rules).toMatchObject([{ alert: 'Watchdog', expr: 'vector(1)', labels: { severity: 'none' } }])
  // Fires at once and for ever, and is nobody's.
  expect(rules[0]).not.toHaveProperty('for')
  expect(Object.keys(rules[0].labels)).toEqual(['severity'])
  expect(readdirSync(`${prometheusDir}rules`).sort()).toEqual(
    [...MODELS.map(([platform]) => platform), 'lookout', 'slo'].map((name) => `${name}.yml`).sort(),
  )
})

const promtool = findBinary(PROMTOOL.binaries)
const run = promisify(execFile)

describe.skipIf(promtool === undefined)('promtool', { timeout: 60_000 }, () => {
  it.each([...MODELS.map(([platform]) => platform), 'lookout'])(
    'finds the rules of %s sound, and their tests pass',
    async (platform) => {
      const { stdout } = await run(promtool ?? '', ['check', 'rules', rulesFile(platform)])
      expect(stdout).toContain('SUCCESS')
      const tests = await run(promtool ?? '', ['test', 'rules', testsFile(platform)])
      expect(tests.stdout).toContain('SUCCESS')
    },
  )
})
