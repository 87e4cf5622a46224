import type { Attribute, Emission, Flow, Level, PlatformModel, Rhythm } from '../platform-model'
import { MINUTE_MS } from './day'
import { type ProcessUse, processCounters, processGauges } from './python-process'
import { TRENDS_INCIDENTS } from './trends-incidents'
import {
  API_METRICS,
  CATEGORIES,
  QUERIES,
  ROUTE_NAMES,
  ROUTES,
  type Route,
  SOURCES,
  TASKS,
  WORKER_METRICS,
} from './trends-metrics'

/*
 * Trend Intelligence: collects items, finds trends and topics in them. How its numbers hang together:
 * - A task waits in its queue (`celery_queue_length`), is active (`celery_active_tasks`), and ends with status `success` or
 *   `failure`; both are observed once in `celery_task_duration_seconds`.
 * - A `collect_items` task that succeeds brings about 30 items of one source; every two items make one `process_items` task for
 *   ten of them, and every minute or two `detect_trends` and `update_topics` look at what is there.
 * - A created trend is emerging; a share of the emerging grows, of the growing peaks, of the peaking declines, the others are
 *   over: `active_trends` is what is left of `trends_created_total` in each part of its life.
 * - A request is counted once in `api_requests_total` and observed once in `api_request_duration_seconds`, and makes about two
 *   queries.
 * - Of the pool of 20 connections, those that are not in use are available.
 */

const READERS: Rhythm = {
  // biome-ignore format: one hour a column, midnight to midnight
  hours: [0.5, 0.42, 0.38, 0.36, 0.4, 0.52, 0.76, 1.02, 1.24, 1.3, 1.26, 1.2, 1.22, 1.26, 1.28, 1.3, 1.28, 1.22, 1.14, 1.06, 0.98, 0.88, 0.74, 0.6],
  weekdays: [0.62, 1.04, 1.07, 1.08, 1.06, 1.02, 0.66],
}

/** The world goes on writing at night, a little less. */
const WRITERS: Rhythm = {
  // biome-ignore format: one hour a column, midnight to midnight
  hours: [0.88, 0.84, 0.8, 0.8, 0.82, 0.88, 0.94, 1.02, 1.08, 1.1, 1.08, 1.06, 1.08, 1.1, 1.12, 1.14, 1.14, 1.12, 1.1, 1.08, 1.06, 1.02, 0.98, 0.92],
  weekdays: [0.88, 1.02, 1.04, 1.05, 1.04, 1.02, 0.92],
}

const API: ProcessUse = {
  job: 'trends-api',
  cpu: 'process.cpu.api',
  residentMib: 356,
  connections: 'db.busy',
}
const WORKERS: ProcessUse = {
  job: 'trends-celery',
  cpu: 'process.cpu.workers',
  residentMib: 890,
  connections: 'process.connections',
}

const drifting = (base: number, share: number, minutes: number): Level => ({
  base,
  drift: { share, periodMs: minutes * MINUTE_MS },
})

const LEVELS: PlatformModel['levels'] = {
  'api.rate': { base: 1.4, growth: 0.005, rhythm: READERS, drift: { share: 0.12, periodMs: 14 * MINUTE_MS } },
  'api.failure': drifting(0.004, 0.5, 26),
  'api.unavailable': 0.0008,
  'api.unauthorised': 0.008,
  'api.refused': drifting(0.018, 0.4, 33),
  'api.slowness': drifting(1, 0.15, 19),
  'api.latency.trends': { base: 0.085, of: ['api.slowness'] },
  'api.latency.trend': { base: 0.036, of: ['api.slowness'] },
  'api.latency.topics': { base: 0.07, of: ['api.slowness'] },
  'api.latency.topic': { base: 0.033, of: ['api.slowness'] },
  'api.latency.items': { base: 0.11, of: ['api.slowness'] },
  'api.latency.search': { base: 0.24, of: ['api.slowness'] },
  'api.latency.subscribe': { base: 0.06, of: ['api.slowness'] },
  'db.queries': 1.9,
  'db.slowness': drifting(1, 0.15, 17),
  'db.latency.select': { base: 0.008, of: ['db.slowness'] },
  'db.latency.insert': { base: 0.012, of: ['db.slowness'] },
  'db.latency.update': { base: 0.015, of: ['db.slowness'] },
  'db.pool': 20,
  'db.busy': { base: 5, rhythm: READERS, drift: { share: 0.2, periodMs: 6 * MINUTE_MS } },
  'collect.rate': { base: 0.07, growth: 0.003, rhythm: WRITERS, drift: { share: 0.08, periodMs: 15 * MINUTE_MS } },
  'collect.empty': drifting(0.05, 0.3, 40),
  'collect.items': drifting(28, 0.15, 35),
  'process.rate': { base: 3, of: ['collect.rate'] },
  'detect.rate': { base: 0.12, of: ['collect.rate'] },
  'topics.rate': { base: 0.18, of: ['collect.rate'] },
  'rebuild.rate': 0.0007,
  'trends.created': 1.1,
  'topics.created': 1.7,
  'wait.collection': drifting(1.2, 0.3, 11),
  'wait.processing': drifting(2.4, 0.3, 11),
  'wait.analysis': drifting(4, 0.3, 11),
  // Tasks that are held wait until the incident that holds them is over.
  'wait.held': 0,
  'wait.heldTime': 2400,
  'work.collect_items': drifting(9, 0.15, 28),
  'work.process_items': drifting(3.2, 0.15, 28),
  'work.detect_trends': drifting(48, 0.15, 28),
  'work.update_topics': drifting(21, 0.15, 28),
  'work.rebuild_index': drifting(310, 0.1, 60),
  'tasks.failure': drifting(0.014, 0.4, 32),
  'tasks.retries': 0.03,
  'trends.rise': 1 / 9000,
  'trends.end': 1 / 5400,
  'system.cpu': { base: 36, rhythm: WRITERS, drift: { share: 0.18, periodMs: 8 * MINUTE_MS } },
  'system.memory': drifting(63, 0.05, 55),
  'system.disk': { ...drifting(71, 0.01, 300), growth: 0.005 },
  'process.cpu.api': { base: 0.09, rhythm: READERS },
  'process.cpu.workers': { base: 0.6, rhythm: WRITERS },
  'process.connections': 14,
}

const option = (route: Route, share?: number) => ({
  value: route,
  ...(share !== undefined && { share }),
  sets: { method: ROUTES[route].method, endpoint: ROUTES[route].endpoint },
})

const API_FLOWS: readonly Flow[] = [
  {
    id: 'requests',
    arrivals: { rate: 'api.rate' },
    attributes: [
      {
        name: 'route',
        options: [
          option('trends', 0.34),
          option('trend', 0.25),
          option('topics', 0.12),
          option('topic', 0.09),
          option('items', 0.08),
          option('search', 0.11),
          option('subscribe'),
        ],
      },
      ...ROUTE_NAMES.map(
        (route): Attribute => ({
          name: 'status_code',
          when: { attribute: 'route', value: route },
          options: [
            { value: '500', share: 'api.failure' },
            { value: '503', share: 'api.unavailable' },
            { value: '401', share: 'api.unauthorised' },
            { value: ROUTES[route].refused, share: 'api.refused' },
            { value: ROUTES[route].ok },
          ],
        }),
      ),
    ],
    work: { median: { level: 'api.latency', by: 'route' }, sigma: 0.55, max: 60 },
    diesWith: 'trends-api',
    emissions: [
      { metric: 'api_active_requests', at: 'during' },
      { metric: 'api_requests_total', at: 'end' },
      { metric: 'api_request_duration_seconds', at: 'end', observe: 'duration' },
    ],
  },
  {
    id: 'queries',
    arrivals: { parent: 'requests', at: 'start', each: 'db.queries' },
    attributes: [
      {
        name: 'query',
        options: QUERIES.map(({ operation, table, share }) => ({
          value: `${operation} ${table}`,
          share,
          sets: { operation, table },
        })),
      },
    ],
    emissions: [
      {
        metric: 'db_query_duration_seconds',
        at: 'start',
        observe: { median: { level: 'db.latency', by: 'operation' }, sigma: 0.75, max: 60 },
      },
    ],
  },
]

/** A kind of task with its queue; what it brings about is in its children. */
function taskFlow(
  task_name: (typeof TASKS)[number],
  queue: 'collection' | 'processing' | 'analysis',
  rate: string,
  more: readonly Emission[] = [],
  attributes: readonly Attribute[] = [],
): Flow {
  return {
    id: task_name,
    arrivals: { rate },
    attributes: [
      ...attributes,
      { name: 'status', options: [{ value: 'failure', share: 'tasks.failure' }, { value: 'success' }] },
    ],
    wait: {
      median: `wait.${queue}`,
      sigma: 0.7,
      slow: { share: queue === 'processing' ? 'wait.held' : 0, median: 'wait.heldTime', sigma: 0.05 },
      max: 3600,
    },
    work: { median: `work.${task_name}`, sigma: task_name === 'rebuild_index' ? 0.1 : 0.5, max: 3500 },
    emissions: [
      { metric: 'celery_queue_length', at: 'waiting', labels: { queue_name: queue } },
      { metric: 'celery_active_tasks', at: 'working', labels: { task_name } },
      { metric: 'celery_tasks_total', at: 'end', labels: { task_name } },
      { metric: 'celery_task_duration_seconds', at: 'end', labels: { task_name }, observe: 'duration' },
      ...more,
    ],
  }
}

const OF_CATEGORY: Attribute = {
  name: 'category',
  options: CATEGORIES.map((value, index) => ({
    value,
    ...(index < CATEGORIES.length - 1 && { share: [0.34, 0.24, 0.13, 0.18][index] ?? 0 }),
  })),
}

const TASK_FLOWS: readonly Flow[] = [
  taskFlow(
    'collect_items',
    'collection',
    'collect.rate',
    [
      {
        metric: 'items_collected_total',
        at: 'end',
        when: { attribute: 'found', value: 'items' },
        amount: { median: 'collect.items', sigma: 0.5, max: 400, whole: true },
      },
    ],
    [
      {
        name: 'source',
        options: SOURCES.map((value, index) => ({
          value,
          ...(index < SOURCES.length - 1 && { share: [0.3, 0.22, 0.12, 0.1, 0.16][index] ?? 0 }),
        })),
      },
      { name: 'found', options: [{ value: 'nothing', share: 'collect.empty' }, { value: 'items' }] },
    ],
  ),
  taskFlow('process_items', 'processing', 'process.rate'),
  taskFlow('detect_trends', 'analysis', 'detect.rate'),
  taskFlow('update_topics', 'analysis', 'topics.rate'),
  taskFlow('rebuild_index', 'analysis', 'rebuild.rate'),
  ...TASKS.map(
    (task_name): Flow => ({
      id: `retries-of-${task_name}`,
      arrivals: { parent: task_name, at: 'begin', each: 'tasks.retries' },
      emissions: [{ metric: 'celery_task_retries_total', at: 'start', labels: { task_name } }],
    }),
  ),
  {
    id: 'trends',
    arrivals: {
      parent: 'detect_trends',
      at: 'end',
      when: { attribute: 'status', value: 'success' },
      each: 'trends.created',
    },
    attributes: [OF_CATEGORY],
    emissions: [{ metric: 'trends_created_total', at: 'start' }],
  },
  {
    id: 'topics',
    arrivals: {
      parent: 'update_topics',
      at: 'end',
      when: { attribute: 'status', value: 'success' },
      each: 'topics.created',
    },
    attributes: [OF_CATEGORY],
    emissions: [{ metric: 'topics_created_total', at: 'start' }],
  },
]

/** Trends that come from an earlier state, a second. */
const rising = (from: string) => ({
  product: ['trends.rise', { series: { metric: 'active_trends', labels: { state: from } } }],
})

export const trends: PlatformModel = {
  id: 'trends',
  title: 'Trend Intelligence',
  targets: [
    { job: 'trends-api', instance: 'trends-api:8000', metrics: API_METRICS },
    { job: 'trends-celery', instance: 'trends-worker:9540', metrics: WORKER_METRICS },
    {
      job: 'trends-postgresql',
      instance: 'trends-db:9187',
      metrics: [
        { name: 'pg_up', help: 'Whether the exporter could connect to the server.', type: 'gauge' },
        { name: 'pg_database_size_bytes', help: 'Disk space used by the database.', type: 'gauge' },
      ],
    },
  ],
  levels: LEVELS,
  flows: [...API_FLOWS, ...TASK_FLOWS],
  counters: [...processCounters(API), ...processCounters(WORKERS)],
  gauges: [
    { metric: 'db_connection_pool_size', value: 'db.pool' },
    {
      metric: 'db_connection_pool_available',
      value: { max: [0, { difference: ['db.pool', 'db.busy'] }] },
      whole: true,
    },
    {
      metric: 'active_trends',
      labels: { state: 'emerging' },
      stock: { initial: 28, inflow: 'trends_created_total', drain: 'trends.end' },
    },
    {
      metric: 'active_trends',
      labels: { state: 'growing' },
      stock: { initial: 17, arriving: rising('emerging'), drain: 'trends.end' },
    },
    {
      metric: 'active_trends',
      labels: { state: 'peak' },
      stock: { initial: 10, arriving: rising('growing'), drain: 'trends.end' },
    },
    {
      metric: 'active_trends',
      labels: { state: 'declining' },
      stock: { initial: 6, arriving: rising('peak'), drain: 'trends.end' },
    },
    { metric: 'system_cpu_usage_percent', value: 'system.cpu' },
    { metric: 'system_memory_usage_percent', value: 'system.memory' },
    { metric: 'system_disk_usage_percent', value: 'system.disk' },
    { metric: 'pg_up', value: 1 },
    { metric: 'pg_database_size_bytes', value: 61.7e9 },
    ...processGauges(API),
    ...processGauges(WORKERS),
  ],
  incidents: TRENDS_INCIDENTS,
}
