import type {
  Attribute,
  CounterSource,
  Emission,
  Flow,
  GaugeSource,
  Level,
  MetricSpec,
  Rhythm,
} from '../platform-model'
import { MINUTE_MS } from './day'

/*
 * The API of Transcode Flow. A request is counted once, with its status, when it has been answered, and observed once in
 * `api_request_duration_seconds`; until then it is in progress. Each comes with an API key. The rate limiter stands before
 * the router: what it refuses are `api_key_rate_limit_exceeded_total`, and no request of the router's.
 */

/** Customers, by the start of their keys. */
export const API_KEYS = ['sk_live_a1', 'sk_live_b7', 'sk_live_c4', 'sk_test_d2'] as const

const ROUTES = {
  jobs: { method: 'GET', endpoint: '/api/v1/jobs', ok: '200', refused: '422' },
  create: { method: 'POST', endpoint: '/api/v1/jobs', ok: '201', refused: '422' },
  job: { method: 'GET', endpoint: '/api/v1/jobs/{job_id}', ok: '200', refused: '404' },
  cancel: { method: 'DELETE', endpoint: '/api/v1/jobs/{job_id}', ok: '204', refused: '404' },
  download: { method: 'GET', endpoint: '/api/v1/jobs/{job_id}/download', ok: '200', refused: '404' },
  thumbnails: { method: 'GET', endpoint: '/api/v1/videos/{video_id}/thumbnails', ok: '200', refused: '404' },
  upload: { method: 'POST', endpoint: '/api/v1/uploads', ok: '201', refused: '422' },
  usage: { method: 'GET', endpoint: '/api/v1/usage', ok: '200', refused: '422' },
} as const

type Route = keyof typeof ROUTES

const ROUTE_NAMES = Object.keys(ROUTES) as Route[]
const PLACES = ROUTE_NAMES.map((route) => ({ method: ROUTES[route].method, endpoint: ROUTES[route].endpoint }))

/** What the FastAPI process exposes of itself; jobs are in transcode-jobs.ts. */
export const API_METRICS: readonly MetricSpec[] = [
  {
    name: 'api_requests_total',
    longPast: 'all',
    help: 'API requests answered.',
    type: 'counter',
    together: ROUTE_NAMES.flatMap((route) => {
      const { method, endpoint, ok, refused } = ROUTES[route]
      return [ok, '401', refused, '429', '500', '503'].map((status) => ({ method, endpoint, status }))
    }),
  },
  {
    name: 'api_request_duration_seconds',
    longPast: 'all',
    help: 'Seconds until an API request was answered.',
    type: 'histogram',
    together: PLACES,
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
  },
  { name: 'api_requests_in_progress', help: 'API requests not answered yet.', type: 'gauge', together: PLACES },
  {
    name: 'api_key_requests_total',
    help: 'API requests by key.',
    type: 'counter',
    labels: { api_key_prefix: API_KEYS },
  },
  {
    name: 'api_key_rate_limit_exceeded_total',
    help: 'Requests over a rate limit of their key.',
    type: 'counter',
    labels: { api_key_prefix: API_KEYS, limit_type: ['hourly', 'daily'] },
  },
  {
    name: 'api_key_quota_exceeded_total',
    help: 'Wishes over a quota of their key.',
    type: 'counter',
    labels: { api_key_prefix: API_KEYS, quota_type: ['storage', 'jobs'] },
  },
  {
    name: 'storage_used_bytes',
    longPast: 'all',
    help: 'Storage that a key uses.',
    type: 'gauge',
    labels: { api_key_prefix: API_KEYS },
  },
  {
    name: 'storage_quota_bytes',
    longPast: 'all',
    help: 'Storage that a key may use.',
    type: 'gauge',
    labels: { api_key_prefix: API_KEYS },
  },
  {
    name: 'db_query_duration_seconds',
    help: 'Seconds of a database query.',
    type: 'histogram',
    labels: { operation: ['select', 'insert', 'update', 'delete'] },
    buckets: [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
  },
  { name: 'db_connections_active', help: 'Database connections in use.', type: 'gauge' },
  { name: 'db_connections_idle', help: 'Database connections of the pool that are free.', type: 'gauge' },
  {
    name: 'cache_operations_total',
    help: 'Cache operations; a set or delete that did its work is a hit.',
    type: 'counter',
    labels: { operation: ['get', 'set', 'delete'], status: ['hit', 'miss', 'error'] },
  },
  {
    name: 'cache_operation_duration_seconds',
    help: 'Seconds of a cache operation.',
    type: 'histogram',
    labels: { operation: ['get', 'set', 'delete'] },
    buckets: [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5],
  },
  {
    name: 'app_info',
    help: 'Version and environment of the application.',
    type: 'gauge',
    together: [{ version: '1.8.2', environment: 'production' }],
  },
  { name: 'app_uptime_seconds', help: 'Seconds since the application started.', type: 'gauge' },
]

/** Requests of customers all over the world, most of them in the European and American evening. */
export const EVENING: Rhythm = {
  // biome-ignore format: one hour a column, midnight to midnight
  hours: [0.74, 0.62, 0.55, 0.52, 0.52, 0.56, 0.64, 0.76, 0.88, 0.98, 1.04, 1.08, 1.1, 1.12, 1.16, 1.2, 1.26, 1.32, 1.38, 1.4, 1.34, 1.22, 1.06, 0.9],
  weekdays: [1.08, 0.96, 0.96, 0.97, 0.98, 1, 1.06],
}

const drifting = (base: number, share: number, minutes: number): Level => ({
  base,
  drift: { share, periodMs: minutes * MINUTE_MS },
})

const GIB = 2 ** 30

export const API_LEVELS: Readonly<Record<string, number | Level>> = {
  'api.rate': { base: 2, growth: 0.004, rhythm: EVENING, drift: { share: 0.1, periodMs: 13 * MINUTE_MS } },
  'api.uploads': { base: 0.09, growth: 0.004, rhythm: EVENING },
  'api.unauthorised': drifting(0.02, 0.4, 27),
  'api.refused': drifting(0.025, 0.4, 31),
  'api.limited': 0.004,
  'api.faults': drifting(0.004, 0.5, 22),
  ...Object.fromEntries(ROUTE_NAMES.map((route) => [`api.failure.${route}`, { base: 1, of: ['api.faults'] }])),
  'api.unavailable': 0.001,
  'api.latency.jobs': drifting(0.07, 0.15, 17),
  'api.latency.create': drifting(0.12, 0.15, 19),
  'api.latency.job': drifting(0.028, 0.15, 23),
  'api.latency.cancel': drifting(0.06, 0.15, 29),
  'api.latency.download': drifting(0.16, 0.15, 21),
  'api.latency.thumbnails': drifting(0.045, 0.15, 25),
  'api.latency.upload': drifting(0.42, 0.15, 33),
  'api.latency.usage': drifting(0.19, 0.15, 35),
  ...Object.fromEntries(
    API_KEYS.flatMap((key) => [`limits.hourly.${key}`, `limits.daily.${key}`].map((l) => [l, 0.003])),
  ),
  ...Object.fromEntries(
    API_KEYS.flatMap((key) => [`quotas.storage.${key}`, `quotas.jobs.${key}`].map((l) => [l, 0.001])),
  ),
  'storage.quota.sk_live_a1': 2000 * GIB,
  'storage.quota.sk_live_b7': 1000 * GIB,
  'storage.quota.sk_live_c4': 1000 * GIB,
  'storage.quota.sk_test_d2': 50 * GIB,
  'storage.fill.sk_live_a1': drifting(0.71, 0.03, 180),
  'storage.fill.sk_live_b7': drifting(0.42, 0.03, 180),
  'storage.fill.sk_live_c4': drifting(0.88, 0.03, 180),
  'storage.fill.sk_test_d2': drifting(0.12, 0.03, 180),
  'db.queries': 1.2,
  'db.latency': drifting(0.0042, 0.2, 15),
  'db.pool': 40,
  'db.busy': { base: 11, rhythm: EVENING, drift: { share: 0.15, periodMs: 6 * MINUTE_MS } },
  'cache.reads': 1,
  'cache.hit': drifting(0.82, 0.03, 26),
  'cache.error': 0.002,
  'cache.deletes': 0.04,
  'cache.latency': drifting(0.0013, 0.15, 15),
}

/** Answers of a route: faults of the server, refusals, and else what it answers when all is well. */
function answersOf(route: Route, unlessWell: string): Attribute {
  return {
    name: 'status',
    when: { attribute: 'route', value: route },
    options: [
      { value: '500', share: `api.failure.${route}` },
      { value: '503', share: 'api.unavailable' },
      { value: '401', share: 'api.unauthorised' },
      { value: '429', share: 'api.limited' },
      { value: ROUTES[route].refused, share: 'api.refused' },
      { value: unlessWell },
    ],
  }
}

const option = (route: Route, share?: number) => ({
  value: route,
  ...(share !== undefined && { share }),
  sets: { method: ROUTES[route].method, endpoint: ROUTES[route].endpoint },
})

const ANSWERING: Pick<Flow, 'work' | 'diesWith' | 'emissions'> = {
  work: {
    median: { level: 'api.latency', by: 'route' },
    sigma: 0.5,
    slow: { share: 0.008, median: 1, sigma: 0.4 },
    max: 240,
  },
  diesWith: 'fastapi',
  emissions: [
    { metric: 'api_requests_in_progress', at: 'during' },
    { metric: 'api_requests_total', at: 'end' },
    { metric: 'api_request_duration_seconds', at: 'end', observe: 'duration' },
  ],
}

const CACHE_TIMES: Emission = {
  metric: 'cache_operation_duration_seconds',
  at: 'start',
  observe: { median: 'cache.latency', sigma: 0.6, max: 5 },
}

/** Flows of the API. Jobs and films, whose start is a `POST /api/v1/jobs` that answers 201, stand before them. */
export const API_FLOWS: readonly Flow[] = [
  ...['jobs', 'films'].flatMap((parent): Flow[] => [
    {
      id: `${parent}-requests`,
      arrivals: { parent, at: 'start' },
      attributes: [
        { name: 'route', options: [option('create')] },
        { name: 'status', options: [{ value: '201' }] },
      ],
      ...ANSWERING,
    },
    {
      id: `${parent}-keys`,
      arrivals: { parent: `${parent}-requests`, at: 'end' },
      emissions: [{ metric: 'api_key_requests_total', at: 'start' }],
    },
  ]),
  {
    id: 'requests',
    arrivals: { rate: 'api.rate' },
    attributes: [
      {
        name: 'route',
        options: [
          option('job', 0.45),
          option('jobs', 0.22),
          option('download', 0.14),
          option('thumbnails', 0.1),
          option('usage', 0.07),
          // Only those that create no job; the others are born of theirs.
          option('create', 0.008),
          option('cancel'),
        ],
      },
      answersOf('job', ROUTES.job.ok),
      answersOf('jobs', ROUTES.jobs.ok),
      answersOf('download', ROUTES.download.ok),
      answersOf('thumbnails', ROUTES.thumbnails.ok),
      answersOf('usage', ROUTES.usage.ok),
      answersOf('create', ROUTES.create.refused),
      answersOf('cancel', ROUTES.cancel.ok),
    ],
    ...ANSWERING,
  },
  {
    id: 'uploads',
    arrivals: { rate: 'api.uploads' },
    attributes: [{ name: 'route', options: [option('upload')] }, answersOf('upload', ROUTES.upload.ok)],
    ...ANSWERING,
  },
  ...['requests', 'uploads'].map(
    (parent): Flow => ({
      id: `${parent}-keys`,
      arrivals: { parent, at: 'end' },
      attributes: [
        {
          name: 'api_key_prefix',
          options: [
            { value: 'sk_live_a1', share: 0.46 },
            { value: 'sk_live_b7', share: 0.28 },
            { value: 'sk_live_c4', share: 0.2 },
            { value: 'sk_test_d2' },
          ],
        },
      ],
      emissions: [{ metric: 'api_key_requests_total', at: 'start' }],
    }),
  ),
  {
    id: 'queries',
    arrivals: { parent: 'requests', at: 'start', each: 'db.queries' },
    attributes: [
      {
        name: 'operation',
        options: [
          { value: 'select', share: 0.78 },
          { value: 'insert', share: 0.09 },
          { value: 'update', share: 0.11 },
          { value: 'delete' },
        ],
      },
    ],
    emissions: [
      {
        metric: 'db_query_duration_seconds',
        at: 'start',
        observe: { median: 'db.latency', sigma: 0.8, max: 30 },
      },
    ],
  },
  {
    id: 'cache-reads',
    arrivals: { parent: 'requests', at: 'start', each: 'cache.reads' },
    attributes: [
      { name: 'operation', options: [{ value: 'get' }] },
      {
        name: 'read',
        options: [{ value: 'error', share: 'cache.error' }, { value: 'hit', share: 'cache.hit' }, { value: 'miss' }],
      },
    ],
    emissions: [
      { metric: 'cache_operations_total', at: 'start', labels: { status: { attribute: 'read' } } },
      CACHE_TIMES,
    ],
  },
  {
    // What was missed is read elsewhere and put into the cache.
    id: 'cache-writes',
    arrivals: { parent: 'cache-reads', at: 'start', when: { attribute: 'read', value: 'miss' } },
    attributes: [
      { name: 'operation', options: [{ value: 'set' }] },
      { name: 'written', options: [{ value: 'error', share: 'cache.error' }, { value: 'hit' }] },
    ],
    emissions: [
      { metric: 'cache_operations_total', at: 'start', labels: { status: { attribute: 'written' } } },
      CACHE_TIMES,
    ],
  },
  {
    id: 'cache-deletes',
    arrivals: { rate: 'cache.deletes' },
    attributes: [
      { name: 'operation', options: [{ value: 'delete' }] },
      { name: 'deleted', options: [{ value: 'miss', share: 0.1 }, { value: 'hit' }] },
    ],
    emissions: [
      { metric: 'cache_operations_total', at: 'start', labels: { status: { attribute: 'deleted' } } },
      CACHE_TIMES,
    ],
  },
]

export const API_COUNTERS: readonly CounterSource[] = [
  ...['hourly', 'daily'].map(
    (limit_type): CounterSource => ({
      metric: 'api_key_rate_limit_exceeded_total',
      labels: { limit_type },
      rate: { level: `limits.${limit_type}`, by: 'api_key_prefix' },
      whole: true,
    }),
  ),
  ...['storage', 'jobs'].map(
    (quota_type): CounterSource => ({
      metric: 'api_key_quota_exceeded_total',
      labels: { quota_type },
      rate: { level: `quotas.${quota_type}`, by: 'api_key_prefix' },
      whole: true,
    }),
  ),
]

export const API_GAUGES: readonly GaugeSource[] = [
  { metric: 'storage_quota_bytes', value: { level: 'storage.quota', by: 'api_key_prefix' } },
  {
    metric: 'storage_used_bytes',
    value: {
      product: [
        { level: 'storage.quota', by: 'api_key_prefix' },
        { level: 'storage.fill', by: 'api_key_prefix' },
      ],
    },
    whole: true,
  },
  { metric: 'db_connections_active', value: { min: ['db.pool', 'db.busy'] }, whole: true },
  { metric: 'db_connections_idle', value: { difference: ['db.pool', { series: 'db_connections_active' }] } },
  { metric: 'app_info', value: 1 },
  { metric: 'app_uptime_seconds', uptime: true },
]
