import type { MetricSpec } from '../platform-model'
import { PROCESS_METRICS } from './python-process'

export const SOURCES = ['rss', 'reddit', 'hackernews', 'youtube', 'news_api', 'x'] as const
export const CATEGORIES = ['technology', 'business', 'science', 'culture', 'sports'] as const
export const TASKS = ['collect_items', 'process_items', 'detect_trends', 'update_topics', 'rebuild_index'] as const
export const QUEUES = ['collection', 'processing', 'analysis'] as const
export const STATES = ['emerging', 'growing', 'peak', 'declining'] as const

/** Routes of the API. A refusal of a list is a wish it does not understand, of one thing that it is not there. */
export const ROUTES = {
  trends: { method: 'GET', endpoint: '/api/v1/trends', ok: '200', refused: '422' },
  trend: { method: 'GET', endpoint: '/api/v1/trends/{trend_id}', ok: '200', refused: '404' },
  topics: { method: 'GET', endpoint: '/api/v1/topics', ok: '200', refused: '422' },
  topic: { method: 'GET', endpoint: '/api/v1/topics/{topic_id}', ok: '200', refused: '404' },
  items: { method: 'GET', endpoint: '/api/v1/items', ok: '200', refused: '422' },
  search: { method: 'POST', endpoint: '/api/v1/search', ok: '200', refused: '422' },
  subscribe: { method: 'POST', endpoint: '/api/v1/subscriptions', ok: '201', refused: '422' },
} as const

export type Route = keyof typeof ROUTES
export const ROUTE_NAMES = Object.keys(ROUTES) as Route[]

/** Queries by operation and table, with their share. */
export const QUERIES = [
  { operation: 'select', table: 'items', share: 0.34 },
  { operation: 'select', table: 'trends', share: 0.27 },
  { operation: 'select', table: 'topics', share: 0.14 },
  { operation: 'insert', table: 'items', share: 0.15 },
  { operation: 'insert', table: 'trends', share: 0.02 },
  { operation: 'update', table: 'trends', share: 0.05 },
  { operation: 'update', table: 'topics', share: 0.03 },
] as const

const places = ROUTE_NAMES.map((route) => ({ method: ROUTES[route].method, endpoint: ROUTES[route].endpoint }))

/** What the API's process exposes: itself, its database pool, its machine and what it sees of the queues. */
export const API_METRICS: readonly MetricSpec[] = [
  {
    name: 'api_requests_total',
    longPast: 'all',
    help: 'API requests answered.',
    type: 'counter',
    together: ROUTE_NAMES.flatMap((route) => {
      const { method, endpoint, ok, refused } = ROUTES[route]
      return [ok, '401', refused, '500', '503'].map((status_code) => ({ method, endpoint, status_code }))
    }),
  },
  {
    name: 'api_request_duration_seconds',
    longPast: 'all',
    help: 'Seconds until an API request was answered.',
    type: 'histogram',
    together: places,
  },
  {
    name: 'api_active_requests',
    help: 'API requests not answered yet.',
    type: 'gauge',
    labels: { endpoint: places.map(({ endpoint }) => endpoint) },
  },
  {
    name: 'db_query_duration_seconds',
    help: 'Seconds of a database query.',
    type: 'histogram',
    together: QUERIES.map(({ operation, table }) => ({ operation, table })),
  },
  { name: 'db_connection_pool_size', help: 'Connections of the database pool.', type: 'gauge' },
  { name: 'db_connection_pool_available', help: 'Connections of the pool that are free.', type: 'gauge' },
  {
    name: 'active_trends',
    help: 'Trends that are not over, by the part of their life.',
    type: 'gauge',
    labels: { state: STATES },
  },
  {
    name: 'celery_active_tasks',
    help: 'Tasks that workers are at.',
    type: 'gauge',
    labels: { task_name: TASKS },
  },
  {
    name: 'celery_queue_length',
    help: 'Tasks that wait in a queue.',
    type: 'gauge',
    labels: { queue_name: QUEUES },
  },
  { name: 'system_cpu_usage_percent', help: 'CPU usage, 0 to 100.', type: 'gauge' },
  { name: 'system_memory_usage_percent', help: 'Memory usage, 0 to 100.', type: 'gauge' },
  { name: 'system_disk_usage_percent', longPast: 'all', help: 'Disk usage, 0 to 100.', type: 'gauge' },
  ...PROCESS_METRICS,
]

/** What the Celery workers expose. */
export const WORKER_METRICS: readonly MetricSpec[] = [
  {
    name: 'celery_tasks_total',
    longPast: 'all',
    help: 'Tasks that ended, well or not.',
    type: 'counter',
    labels: { task_name: TASKS, status: ['success', 'failure'] },
  },
  {
    name: 'celery_task_retries_total',
    help: 'Retries of tasks.',
    type: 'counter',
    labels: { task_name: TASKS },
  },
  {
    name: 'celery_task_duration_seconds',
    help: 'Seconds of a task.',
    type: 'histogram',
    labels: { task_name: TASKS },
    buckets: [0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1200, 1800, 3600],
  },
  { name: 'items_collected_total', help: 'Items collected.', type: 'counter', labels: { source: SOURCES } },
  { name: 'trends_created_total', help: 'Trends found.', type: 'counter', labels: { category: CATEGORIES } },
  { name: 'topics_created_total', help: 'Topics found.', type: 'counter', labels: { category: CATEGORIES } },
  ...PROCESS_METRICS,
]
