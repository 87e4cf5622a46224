import type { Incident } from '../platform-model'
import { daily, every } from './day'

/*
 * Each alert of Trend Intelligence is visited once or twice a day (UTC), between those of the other platforms. A title names
 * the alerts that fire.
 */
export const TRENDS_INCIDENTS: readonly Incident[] = [
  {
    // The alert wants an hour without trends, and that for two hours.
    id: 'no-trends',
    title: 'The detector finds nothing: NoTrendsCreated',
    recurs: daily('0:20', 230),
    effects: { 'trends.created': { to: 0 } },
  },
  {
    id: 'busy-cpu',
    title: 'Embeddings are computed anew: HighCPUUsage',
    recurs: every(12, '1:20', 18),
    effects: { 'system.cpu': { to: 88 } },
  },
  {
    id: 'few-items',
    title: 'Sources throttle the collector: LowCollectionRate',
    recurs: daily('2:20', 58),
    effects: { 'collect.items': { to: 1 } },
  },
  {
    id: 'api-down',
    title: 'The API is deployed and does not come up: APIDown',
    recurs: every(12, '2:05', 4),
    effects: {},
    targets: { 'trends-api': { down: true, restarts: true } },
  },
  {
    id: 'busy-connections',
    title: 'Sessions are not closed: LowDatabaseConnections',
    recurs: every(12, '3:40', 10),
    effects: { 'db.busy': { to: 19.2 } },
  },
  {
    // Tasks of a quarter of an hour, held for 40 minutes.
    id: 'backlog',
    title: 'A flood of items waits: TaskQueueBacklog',
    recurs: every(12, '4:35', 13),
    effects: { 'process.rate': { to: 2.4 }, 'wait.held': { to: 0.98 } },
  },
  {
    id: 'slow-api',
    title: 'A cache is gone: HighAPILatency',
    recurs: every(12, '5:50', 12),
    effects: { 'api.slowness': { to: 26 } },
  },
  {
    id: 'database-down',
    title: 'The database fails over: PostgreSQLDown',
    recurs: every(12, '6:45', 4),
    effects: {},
    targets: { 'trends-postgresql': { down: true } },
  },
  {
    id: 'task-failures',
    title: 'A model is missing: HighTaskFailureRate',
    recurs: every(12, '7:00', 20),
    effects: { 'tasks.failure': { to: 0.3 } },
  },
  {
    id: 'high-memory',
    title: 'Vectors fill the memory: HighMemoryUsage',
    recurs: every(12, '8:25', 11),
    effects: { 'system.memory': { to: 89 } },
    rampMs: 60_000,
  },
  {
    id: 'api-errors',
    title: 'The search fails: HighAPIErrorRate',
    recurs: every(12, '8:50', 12),
    effects: { 'api.failure': { to: 0.13 } },
  },
  {
    id: 'no-items',
    title: 'Sources answer with nothing: NoDataCollection',
    recurs: daily('9:50', 27),
    effects: { 'collect.empty': { to: 1 } },
  },
  {
    id: 'slow-queries',
    title: 'An index is missing: SlowDatabaseQueries',
    recurs: every(12, '10:20', 20),
    effects: { 'db.slowness': { to: 48 } },
  },
  {
    id: 'idle-workers',
    title: 'The scheduler stands still: NoActiveCeleryWorkers',
    recurs: daily('11:50', 16),
    effects: { 'collect.rate': { to: 0 }, 'rebuild.rate': { to: 0 } },
  },
  {
    // A dozen rebuilds that take 45 minutes each instead of 5.
    id: 'long-rebuild',
    title: 'The index is rebuilt on a busy disk: LongRunningTask',
    recurs: daily('17:10', 20),
    effects: { 'work.rebuild_index': { to: 2700 }, 'rebuild.rate': { to: 0.006 } },
  },
  {
    id: 'full-disk',
    title: 'Logs fill the disk: LowDiskSpace',
    recurs: every(12, '11:35', 15),
    effects: { 'system.disk': { to: 94 } },
    rampMs: 3 * 60_000,
  },
  {
    id: 'no-traffic',
    title: 'Nobody asks for anything: ratios have no value',
    effects: { 'api.rate': { to: 0 } },
  },
]
