import { describe, expect, it } from 'vitest'
import { dashboardPath, kpiPath } from '~/domain/links/paths'
import type { Expr } from '~/domain/promql/ast'
import { replaceMacros } from '~/domain/promql/macros'
import { parsePromql } from '~/domain/promql/parse/parse-promql'
import { decodeRuleFile } from '~/domain/rules/decode-rule-file'
import { decodeSlos } from '~/domain/slo/decode-slos'
import { slugOf } from '~/lib/slug'
import { decodeBargaugeOptions } from '~/panels/bargauge/options'
import { decodeGaugeOptions } from '~/panels/gauge/options'
import { decodePieOptions } from '~/panels/pie/options'
import { decodeStatOptions } from '~/panels/stat/options'
import { decodeStateOptions } from '~/panels/state/options'
import { decodeTableOptions } from '~/panels/table/options'
import { decodeTimeseriesOptions } from '~/panels/timeseries/options'
import { readCheckout, readShippedDashboards } from '~/testing/shipped-dashboards'

/** What the teams ask for: by dashboard its title, and its panels with title, kind, unit and the names of their series. */
const WANTED: Readonly<Record<string, readonly [title: string, panels: string]>> = {
  'shorts-main': [
    'Main',
    `Success Rate (24h) | stat | percent | success
    Error Rate (1h) | stat | percent | errors
    Active Jobs | gauge | short | active
    Cache Hit Rate | stat | percent | hits
    Job Duration | timeseries | s | p99, p95, p50
    Request Rate | timeseries | suffix:jobs/s | created, completed`,
  ],
  'shorts-services': [
    'Services',
    `LLM Request Rate | timeseries | reqps | {{model}}
    LLM Latency (p95) | timeseries | s | {{model}}
    LLM Error Rate | timeseries | percent | {{model}}
    Batch Processing Time (p95) | timeseries | s | p95
    Cache Performance | stacked | suffix:prompts/s | hits, misses
    Cache Size | stat | short | entries`,
  ],
  'shorts-cost': [
    'Cost',
    `Token Usage (24h) | bargauge | tokens | {{model}}
    LLM API Calls (24h) | stat | short | calls
    Total Jobs (24h) | stat | short | jobs
    Token Usage by Model | pie | tokens | {{model}}
    Estimated Cost | stat | currencyUSD | a day
    Cache Savings | stat | currencyUSD | a day, a year`,
  ],
  'pipeline-performance': [
    'Pipeline Performance',
    `Execution Rate | timeseries | suffix:jobs/s | executions
    Pipeline Duration | timeseries | s | p99, p95, p50
    Active Jobs | gauge | short | active
    Success Rate by Preset | timeseries | percent | {{preset}}
    SLA Compliance | state | percent | jobs within 300 s`,
  ],
  'pipeline-cost': [
    'Cost Tracking',
    `Total Cost (24h) | stat | currencyUSD | cost
    Cost per Job | stat | currencyUSD | average
    Hourly Cost Trend | timeseries | suffix:USD/h | cost
    Cost by Backend | pie | currencyUSD | {{backend}}
    Daily Budget Used | gauge | percent | used`,
  ],
  'pipeline-sla': [
    'SLA & Error Tracking',
    `Success Rate (24h) | stat | percent | success
    Render Failures | timeseries | suffix:failures/10 min | {{backend}}
    QA Gate Acceptance Rate | stat | percent | accepted
    Agent Timeout Rate | timeseries | suffix:timeouts/min | {{agent}}
    HTTP Error Distribution | stacked | reqpm | {{status}}`,
  ],
  'transcode-system': [
    'System Overview',
    `Memory Usage | gauge | percent | {{instance}}
    CPU Usage | gauge | percent | {{instance}}
    Disk Space Available | gauge | percent | {{instance}}
    API Status | gauge | none | {{instance}}
    API Request Rate by Status | timeseries | reqps | {{status}}
    Jobs by Status | timeseries | short | {{status}}
    Memory Usage Over Time | timeseries | bytes | used, available
    CPU Usage Over Time | timeseries | percent | busy {{instance}}, iowait {{instance}}
    Service Health Status | table | none | status, up in 24 h, restarts in 24 h, scrape`,
  ],
  'transcode-jobs': [
    'Job Processing',
    `Jobs in Queue | gauge | short | queued
    Jobs Processing | gauge | short | processing
    Active Workers | gauge | short | workers
    Job Failure Rate | gauge | percent | failed
    Job Processing Rate | timeseries | suffix:jobs/s | created, completed, failed, cancelled
    Queue Depth Over Time | timeseries | short | queued, processing, celery queue
    Job Processing Duration | timeseries | s | p99, p95, p50
    Queue Wait Time | timeseries | s | p95
    Job Retries (Hourly) | timeseries | suffix:retries/h | retries
    Job Success Rate | bargauge | percent | all jobs, {{api_key_prefix}}`,
  ],
  'transcode-video': [
    'Video Processing',
    `Transcode Duration by Resolution | timeseries | s | p95 {{resolution}}, p50 {{resolution}}
    Video Output Size Rate by Resolution | timeseries | binBps | {{resolution}}
    Compression Ratio by Resolution | timeseries | none | {{resolution}}
    Source Video Duration | timeseries | s | average, p95
    Source Video Size | timeseries | bytes | average, p95
    Audio Extraction Duration | timeseries | s | p95
    Transcription Duration | timeseries | s | p99, p95, p50
    Transcription Word Count | timeseries | short | average, p95
    Thumbnail Generation Duration | timeseries | s | p95`,
  ],
  'transcode-api': [
    'API Performance',
    `Request Rate by Endpoint | timeseries | reqps | {{endpoint}}
    Error Rate | timeseries | percent | 5xx, 4xx
    Request Latency Percentiles | timeseries | s | p99, p95, p50
    Request Latency p95 by Endpoint | timeseries | s | {{endpoint}}
    In-Progress Requests by Endpoint | timeseries | short | {{endpoint}}
    Rate Limiting & Quota | timeseries | suffix:/s | rate limit exceeded, quota exceeded
    Webhook Delivery Success Rate | timeseries | percent | delivered
    Storage Operation Duration | timeseries | s | p95
    Cache Performance | timeseries | percent | hit rate, miss rate
    API Endpoint Performance Summary | table | none | rate, share of errors, p95`,
  ],
  'trends-overview': [
    'Trends Overview',
    `Active Trends | stat | short | active
    Items Collected per Minute | stat | short | items
    Trends Created per Minute | stat | short | trends
    Topics Created per Minute | stat | short | topics
    Items Collected by Source | timeseries | suffix:items/min | {{source}}
    Active Trends by State | stacked | short | {{state}}
    Trends Created by Category | timeseries | suffix:trends/h | {{category}}`,
  ],
  'trends-api': [
    'API Performance',
    `Request Rate | stat | reqps | requests
    Error Rate | stat | percent | errors
    P95 Latency | stat | s | p95
    Active Requests | stat | short | active
    Request Rate by Endpoint | timeseries | reqps | {{endpoint}}
    Response Time Percentiles | timeseries | s | p99, p95, p50
    Requests by Status Code | stacked | reqps | {{status_code}}
    Error Rate Over Time | timeseries | percent | errors`,
  ],
  'trends-celery': [
    'Celery Tasks',
    `Active Tasks | stat | short | active
    Queue Length | stat | short | waiting
    Task Failure Rate | stat | percent | failures
    Tasks Completed per Minute | stat | short | tasks
    Task Execution Rate by Status | stacked | suffix:tasks/s | {{status}}
    Queue Length by Queue | timeseries | short | {{queue_name}}
    Task Duration Percentiles | timeseries | s | p95, p50
    Task Retries per Minute | timeseries | suffix:retries/min | retries`,
  ],
  'trends-system': [
    'System Health',
    `CPU Usage | gauge | percent | {{instance}}
    Memory Usage | gauge | percent | {{instance}}
    Disk Usage | gauge | percent | {{instance}}
    DB Connections Available | stat | short | available
    CPU Usage Over Time | timeseries | percent | {{instance}}
    Memory Usage Over Time | timeseries | percent | {{instance}}
    Disk Usage Over Time | timeseries | percent | {{instance}}
    Database Connection Pool | timeseries | short | size, available
    Database Query Duration | timeseries | s | p95, p50`,
  ],
}

/** Steps, bounds and thresholds that the teams name, as `optionsOf` prints them. */
const LIMITS: readonly (readonly [panel: string, limits: string])[] = [
  ['shorts-main/success-rate-24h', 'crit 80 warn 95 ok, target > 95'],
  ['shorts-main/error-rate-1h', 'ok 5 warn 10 crit, target < 5'],
  ['shorts-main/active-jobs', 'ok 50 warn 80 crit, max 100'],
  ['shorts-main/cache-hit-rate', 'crit 50 warn 60 ok, target > 60'],
  ['pipeline-performance/active-jobs', 'ok 30 warn 50 crit, max 60'],
  ['pipeline-performance/sla-compliance', 'crit (breached) 95 ok (met)'],
  ['pipeline-sla/success-rate-24h', 'crit 95 warn 99.5 ok, target > 99.5'],
  ['trends-api/error-rate-over-time', 'line > 5 crit'],
  ['trends-system/cpu-usage-over-time', 'max 100, line > 80 warn'],
  ['trends-system/memory-usage-over-time', 'max 100, line > 85 warn'],
  ['trends-system/disk-usage-over-time', 'max 100, line > 90 crit'],
]

const KPIS: Readonly<Record<string, string>> = {
  'shorts-main': `
    Success Rate, target > 95, alert < 95
    p95 Latency, target < 2, alert > 5
    p99 Latency, target < 5, alert > 30
    Error Rate, target < 5, alert > 5
    Cache Hit Rate, target > 60, alert < 50
    Active Jobs, target < 50, alert > 100`,
  'pipeline-performance': `
    SLA Compliance, target < 300, alert > 300
    Success Rate, target > 99.5
    Uptime
    Cost per Job
    Queue Depth, alert > 100
    QA Gate Acceptance, alert < 80
    Render Success Rate
    AI Agent Timeout Rate`,
  // Their teams ask for none: these are what the alerts of the platform watch first, for its card on the home page.
  'transcode-jobs': `
    Jobs in Queue, target < 100, alert > 100
    Active Workers, target > 1, alert < 1
    API p95, target < 2, alert > 5
    Server Errors, target < 1, alert > 5`,
  'trends-overview': `
    Items a Minute
    API p95, target < 1, alert > 2
    Task Failures, target < 10, alert > 10
    Disk, target < 80, alert > 90`,
}

const DECODERS: ReadonlyMap<string, (input: unknown) => object> = new Map<string, (input: unknown) => object>([
  ['bargauge', decodeBargaugeOptions],
  ['gauge', decodeGaugeOptions],
  ['pie', decodePieOptions],
  ['stat', decodeStatOptions],
  ['state', decodeStateOptions],
  ['table', decodeTableOptions],
  ['timeseries', decodeTimeseriesOptions],
])

const PLATFORMS = ['shorts', 'pipeline', 'transcode', 'trends']
const shipped = readShippedDashboards()
/** Of every panel that is shipped. */
const objectives = decodeSlos(JSON.parse(readCheckout('public/slos.json'))).slos.map(({ id }) => `/slo/${id}`)
const addresses = shipped.flatMap(({ id, goodPanels }) => goodPanels.map((panel) => dashboardPath(id, panel.id)))
const byId = new Map(shipped.map((dashboard) => [dashboard.id, dashboard]))
const linesOf = (text: string) => text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]))
const boundText = (name: string, bound: { op: string; value: number } | undefined) =>
  bound === undefined ? [] : [`${name} ${bound.op} ${bound.value}`]

interface SomeOptions {
  readonly steps?: readonly { readonly value: number | null; readonly status: string; readonly text?: string }[]
  readonly target?: { readonly op: string; readonly value: number }
  readonly thresholds?: readonly { readonly op: string; readonly value: number; readonly status: string }[]
  readonly max?: number
}

function optionsOf(place: string): string {
  const [id = '', panelId] = place.split('/')
  const panel = byId.get(id)?.goodPanels.find((one) => one.id === panelId)
  if (panel === undefined) throw new Error(`there is no panel ${place}`)
  const { steps = [], target, thresholds = [], max }: SomeOptions = DECODERS.get(panel.kind)?.(panel.options) ?? {}
  const worded = steps.flatMap(({ value, status, text }) => [
    ...(value === null ? [] : [String(value)]),
    text === undefined ? status : `${status} (${text})`,
  ])
  return [
    ...(worded.length === 0 ? [] : [worded.join(' ')]),
    ...(max === undefined ? [] : [`max ${max}`]),
    ...boundText('target', target),
    ...thresholds.map(({ op, value, status }) => `line ${op} ${value} ${status}`),
  ].join(', ')
}

describe('the shipped configuration', () => {
  it.each(['public/config.json', 'deploy/lookout/config.json'])('%s names every platform and dashboard', (path) => {
    const config = JSON.parse(readCheckout(path)) as { platforms: { id: string }[]; dashboards: string[] }
    expect(config.platforms.map(({ id }) => id)).toEqual(PLATFORMS)
    expect(config.dashboards).toEqual(Object.keys(WANTED))
  })
})

describe.each(shipped.map((dashboard) => [dashboard.id, dashboard] as const))('%s', (id, dashboard) => {
  it('has no fault', () => {
    expect(dashboard.panels.flatMap((entry) => (entry.ok ? [] : [entry.broken]))).toEqual([])
    expect(dashboard.kpiIssues).toEqual([])
    expect(dashboard.id).toBe(id)
    expect(id.startsWith(`${dashboard.platform}-`)).toBe(true)
  })

  it('has the panels that its team asks for', () => {
    const [title, panels = ''] = WANTED[id] ?? []
    expect(dashboard.title).toBe(title)
    const found = dashboard.goodPanels.map((panel) => {
      const kind = panel.options['stacking'] === 'normal' ? 'stacked' : panel.kind
      return [panel.title, kind, panel.unit, panel.queries.map(({ legend }) => legend).join(', ')].join(' | ')
    })
    expect(found).toEqual(linesOf(panels))
  })

  it.each(dashboard.goodPanels.map((panel) => [panel.id, panel] as const))('%s is one of its kind', (_id, panel) => {
    expect(DECODERS.get(panel.kind)?.(panel.options)).toBeTypeOf('object')
    expect(panel.id).toBe(slugOf(panel.title))
    // What it shows, why it matters, what to do when it is red.
    expect(panel.description.split(/[.:;] /).length).toBeGreaterThanOrEqual(3)
  })

  it('has the key figures that its team asks for, and their panels are here', () => {
    const found = dashboard.kpis.map(({ title, target, alert }) =>
      [title, ...boundText('target', target), ...boundText('alert', alert)].join(', '),
    )
    expect(found).toEqual(linesOf(KPIS[id] ?? ''))
    for (const kpi of dashboard.kpis) {
      expect(kpi.description).not.toBe('')
      if (kpi.panel !== undefined) expect(addresses).toContain(kpiPath(id, kpi.panel, ''))
    }
  })

  it('leads from its panels to panels that are there', () => {
    const links = dashboard.goodPanels.flatMap((panel) => panel.links)
    expect(links.length).toBeGreaterThan(0)
    for (const { title, url } of links) {
      expect(title).not.toBe('')
      expect([...addresses, ...objectives]).toContain(url)
      // To another dashboard: the board itself is one key away.
      expect(url.startsWith(`/d/${id}/`)).toBe(false)
    }
  })

  it('fills its grid without holes', () => {
    const cells = dashboard.goodPanels.flatMap(({ layout: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, i) => `${y + Math.floor(i / w)}:${x + (i % w)}`),
    )
    expect(new Set(cells).size).toBe(cells.length)
    const rows = Math.max(...dashboard.goodPanels.map(({ layout }) => layout.y + layout.h))
    expect(cells.length).toBe(24 * rows)
  })
})

it.each(LIMITS)('%s has the limits that its team names', (place, limits) => {
  expect(optionsOf(place)).toBe(limits)
})

describe('alerts', () => {
  const alerts = PLATFORMS.flatMap((platform) =>
    decodeRuleFile(readCheckout(`deploy/prometheus/rules/${platform}.yml`), platform).groups.flatMap(({ rules }) =>
      rules.flatMap((rule) => (rule.kind === 'alerting' ? [{ platform, rule }] : [])),
    ),
  )

  it('are all of them', () => expect(alerts).toHaveLength(80))

  it.each(alerts.map(({ platform, rule }) => [platform, rule.name, rule.annotations] as const))(
    '%s %s leads to a panel that is there',
    (platform, _name, annotations) => {
      const dashboard = byId.get(annotations.get('dashboard') ?? '')
      expect(dashboard?.platform).toBe(platform)
      expect(dashboard?.goodPanels.map(({ id }) => id)).toContain(annotations.get('panel'))
    },
  )
})

/** Every expression of a dashboard with its place, macros replaced. */
const exprs = shipped.flatMap(({ id, platform, freshness = '', kpis, goodPanels }) => {
  const context = { stepMs: 60_000, rangeMs: 6 * 3_600_000, scrapeIntervalMs: 15_000 }
  const at = (place: string, expr: string) => [`${id}/${place}`, platform, replaceMacros(expr, context)] as const
  return [
    at('freshness', freshness),
    ...kpis.map((kpi) => at(`kpi ${kpi.id}`, kpi.expr)),
    ...goodPanels.flatMap((panel) => panel.queries.map(({ expr }, i) => at(`${panel.id} ${i}`, expr))),
  ]
})

/** The last one asks whether a counter is there, and nothing of its value. */
const COUNTING = new Set(['rate', 'increase', 'resets', 'irate', 'present_over_time'])

describe('PromQL that holds', () => {
  it.each(exprs)('%s', (_place, platform, text) => {
    expect(text).not.toContain('$')
    const nodes = nodesOf(parsePromql(text), undefined)
    for (const { node, parent } of nodes) {
      if (node.kind === 'vectorSelector') {
        const matcher = node.matchers.find(({ name }) => name === 'platform')
        expect(matcher, 'metric names repeat across platforms').toMatchObject({ op: '=', value: platform })
      }
      if (node.kind === 'matrixSelector' && /_(?:total|sum|count|bucket)$/.test(node.selector.name ?? '')) {
        expect(parent?.kind === 'call' && COUNTING.has(parent.func), 'a counter is read through its resets').toBe(true)
      }
      if (node.kind === 'call' && node.func === 'histogram_quantile') {
        expect(node.args[1], 'buckets are summed before their quantile').toMatchObject({ kind: 'aggregate', op: 'sum' })
        expect(node.args[1]).toHaveProperty('grouping', expect.arrayContaining(['le']))
      }
      if (node.kind === 'call' && COUNTING.has(node.func)) {
        expect(parent?.kind, 'rates are summed before anything else').toBe('aggregate')
      }
      // jobs_total is a gauge in spite of its name.
      if (node.kind === 'vectorSelector' && /^(?!jobs_total$).*_(?:total|bucket)$/.test(node.name ?? '')) {
        expect(parent?.kind, 'the value of a counter says nothing').toBe('matrixSelector')
      }
      if (node.kind === 'binary' && node.op === 'or' && isZero(node.rhs)) {
        // Not there is zero only where something else says that the metric is.
        const wanted = neededBy(node.lhs)
        const divisors = nodes.flatMap((one) =>
          one.node.kind === 'binary' && one.node.op === '/' ? [one.node.rhs] : [],
        )
        const isSaid = [node.rhs, ...divisors].some((expr) => wanted.every((name) => neededBy(expr).includes(name)))
        expect(isSaid, `what is missing is not zero: ${wanted}`).toBe(true)
      }
    }
  })
})

function isZero(expr: Expr): boolean {
  if (expr.kind === 'paren' || expr.kind === 'stepInvariant') return isZero(expr.expr)
  if (expr.kind === 'number') return expr.value === 0
  if (expr.kind === 'call' && expr.func === 'vector') return expr.args.every(isZero)
  return expr.kind === 'binary' && expr.op === '*' && isZero(expr.lhs)
}

/** The metrics without any of which an expression has no answer. */
function neededBy(expr: Expr): readonly string[] {
  if (expr.kind === 'vectorSelector') return [expr.name ?? '']
  if (expr.kind === 'binary' && expr.op === 'or') {
    const others = neededBy(expr.rhs)
    return neededBy(expr.lhs).filter((name) => others.includes(name))
  }
  return (expr.kind === 'paren' || expr.kind === 'stepInvariant' ? [expr.expr] : partsOf(expr)).flatMap(neededBy)
}

interface Placed {
  readonly node: Expr
  readonly parent: Expr | undefined
}

/** All nodes of an expression, each with the one around it; parentheses are looked through. */
function nodesOf(node: Expr, parent: Expr | undefined): readonly Placed[] {
  if (node.kind === 'paren' || node.kind === 'stepInvariant') return nodesOf(node.expr, parent)
  return [{ node, parent }, ...partsOf(node).flatMap((part) => nodesOf(part, node))]
}

function partsOf(node: Expr): readonly Expr[] {
  switch (node.kind) {
    case 'matrixSelector':
      return [node.selector]
    case 'call':
      return node.args
    case 'binary':
      return [node.lhs, node.rhs]
    case 'aggregate':
    case 'unary':
    case 'subquery':
      return [node.expr]
    default:
      return []
  }
}
