import type { Incident } from '../platform-model'
import { daily, every } from './day'

/*
 * Each alert of Transcode Flow is visited at least once a day, in the order of the day (UTC), so that mostly one or two fire at
 * a time. A title names them. What needs quiet (workers that stand still, with few jobs waiting) comes at night; what needs
 * many requests comes in the evening.
 */
export const TRANSCODE_INCIDENTS: readonly Incident[] = [
  {
    id: 'stuck-jobs',
    title: 'A GPU driver hangs with the jobs it has: JobStuckInProcessing',
    recurs: daily('0:10', 10),
    effects: { 'jobs.hung': { to: 1 } },
  },
  {
    // The workers are full of hung jobs: nothing else begins until the watchdog ends them, two hours later.
    id: 'full-workers',
    title: 'Jobs wait for the hung ones: JobStuckInProcessing',
    recurs: daily('0:20', 95),
    effects: {
      'jobs.held': { to: 1 },
      'jobs.heldWait': { to: 7000 },
      'jobs.rate': { times: 0.15 },
    },
  },
  {
    // Who comes later waits less long for the same end. It stands after the incident whose wait it shortens.
    id: 'full-workers-later',
    title: 'Jobs wait for the hung ones: JobStuckInProcessing',
    recurs: daily('0:20', 95),
    effects: { 'jobs.heldWait': { times: 0.1 } },
    rampMs: 95 * 60_000,
  },
  {
    id: 'broker-lost',
    title: 'Workers lose the broker: CeleryWorkersDown, LowCeleryWorkerCount, NoJobsBeingProcessed',
    recurs: daily('4:20', 36),
    effects: {
      workers: { to: 0 },
      'jobs.held': { to: 1 },
      'jobs.heldWait': { to: 2900 },
      'jobs.rate': { times: 0.6 },
    },
  },
  {
    id: 'broker-lost-later',
    title: 'Jobs wait for the broker: NoJobsBeingProcessed',
    recurs: daily('4:20', 36),
    effects: { 'jobs.heldWait': { times: 0.3 } },
    rampMs: 36 * 60_000,
  },
  {
    id: 'full-disk',
    title: 'Uploads fill the data volume: DiskSpaceLow, DiskSpaceCritical',
    recurs: daily('3:00', 52),
    effects: { 'node.free./data': { to: 0.05 } },
    rampMs: 40 * 60_000,
  },
  {
    id: 'few-workers',
    title: 'All workers but one are gone: LowCeleryWorkerCount',
    recurs: every(8, '5:45', 9),
    effects: { workers: { to: 1 }, 'jobs.wait': { times: 3 } },
  },
  {
    id: 'database-down',
    title: 'PostgreSQL fails over: PostgreSQLDown',
    recurs: every(12, '5:20', 4),
    effects: {},
    targets: { postgresql: { down: true } },
  },
  {
    id: 'container-memory',
    title: 'A worker leaks memory: ContainerMemoryLimitReached',
    recurs: every(12, '6:00', 12),
    effects: { 'container.used.transcode-worker-1': { to: 0.955 } },
    rampMs: 2 * 60_000,
  },
  {
    id: 'busy-cpus',
    title: 'A backfill keeps the CPUs busy: HighCPUUsage',
    recurs: daily('6:25', 24),
    effects: { 'node.cpu.user': { to: 0.8 } },
  },
  {
    id: 'redis-down',
    title: 'Redis restarts: RedisDown',
    recurs: every(12, '7:10', 4),
    effects: {},
    targets: { redis: { down: true } },
  },
  {
    id: 'job-failures',
    title: 'A codec is missing: JobFailureRateHigh',
    recurs: daily('7:30', 20),
    effects: { 'jobs.failure': { to: 0.21 } },
  },
  {
    id: 'full-cpus',
    title: 'Software transcodes take every CPU: CriticalCPUUsage, HighCPUUsage',
    recurs: daily('8:05', 14),
    effects: { 'node.cpu.user': { to: 0.93 } },
  },
  {
    id: 'slow-disks',
    title: 'A RAID rebuilds: HighDiskIOWait',
    recurs: daily('8:50', 22),
    effects: { 'node.cpu.iowait': { to: 0.31 } },
  },
  {
    id: 'slow-storage',
    title: 'The object store heals: StorageOperationsSlow',
    recurs: daily('9:30', 21),
    effects: { 'storage.slowness': { to: 7 } },
  },
  {
    id: 'api-errors',
    title: 'A pool of the API throws: HighAPIErrorRate',
    recurs: every(12, '10:20', 13),
    effects: { 'api.faults': { to: 0.12 } },
  },
  {
    id: 'airflow-down',
    title: 'The Airflow scheduler hangs: AirflowSchedulerDown',
    recurs: every(12, '10:45', 6),
    effects: {},
    targets: { 'airflow-scheduler': { down: true } },
  },
  {
    // 700 jobs within a quarter of an hour, which wait for half an hour.
    id: 'bulk-import',
    title: 'A customer moves in: JobQueueBacklog, JobQueueBacklogCritical, JobQueueWaitTimeLong',
    recurs: daily('11:05', 15),
    effects: { 'jobs.rate': { to: 0.8 }, 'jobs.held': { to: 0.97 }, 'jobs.heldWait': { to: 1700 } },
  },
  {
    id: 'minio-down',
    title: 'MinIO is upgraded: MinIODown',
    recurs: every(12, '12:10', 6),
    effects: {},
    targets: { minio: { down: true } },
  },
  {
    id: 'job-retries',
    title: 'Workers retry without end: HighJobRetryRate',
    recurs: daily('11:55', 20),
    effects: { 'jobs.retries': { to: 14 } },
  },
  {
    id: 'network-errors',
    title: 'A switch port is dying: NetworkConnectivityIssues',
    recurs: daily('15:40', 12),
    effects: { 'node.network.errors': { to: 19 } },
  },
  {
    // They end 80 minutes after they begin; that is when their times are known.
    id: 'films',
    title: 'Films are transcoded: VideoTranscodingTooLong, JobProcessingTimeLong',
    recurs: daily('12:20', 70),
    effects: { 'films.rate': { to: 0.021 } },
  },
  {
    id: 'refusals',
    title: 'A customer polls with an expired key: High4xxErrorRate',
    recurs: daily('13:25', 20),
    effects: { 'api.unauthorised': { to: 0.32 } },
  },
  {
    id: 'hung-uploads',
    title:
      'Uploads come in over a slow line: CriticalAPILatencyP95, HighAPILatencyP95, HighAPILatencyP99, TooManyInProgressRequests',
    recurs: daily('16:20', 20),
    effects: { 'api.uploads': { to: 2.6 }, 'api.latency.upload': { to: 75 } },
  },
  {
    id: 'busy-connections',
    title: 'A report holds connections: HighDatabaseConnectionUsage',
    recurs: daily('17:35', 11),
    effects: { 'db.busy': { to: 35.5 } },
  },
  {
    id: 'no-connections',
    title: 'Connections leak: DatabaseConnectionPoolExhausted, HighDatabaseConnectionUsage',
    recurs: daily('21:05', 8),
    effects: { 'db.busy': { to: 60 } },
  },
  {
    id: 'request-spike',
    title: 'A script calls without pause: HighRequestRateSpike',
    recurs: daily('15:05', 13),
    effects: { 'api.rate': { times: 8 } },
  },
  {
    id: 'webhook-failures',
    title: "A customer's server is gone: WebhookDeliveryFailures",
    recurs: daily('17:00', 21),
    effects: { 'webhook.failure': { to: 0.45 } },
  },
  {
    // Of 14.6 retries a second 13.5 are worked off: the rest waits.
    id: 'webhook-storm',
    title: 'Webhooks are retried in a loop: WebhookRetryStorm, CeleryQueueLengthGrowing',
    recurs: daily('18:25', 20),
    effects: { 'webhook.retries.job.completed': { to: 14.6 } },
  },
  {
    id: 'application-down',
    title: 'The API does not come up: ApplicationDown',
    recurs: every(12, '7:55', 4),
    effects: {},
    targets: { fastapi: { down: true, restarts: true } },
  },
  {
    id: 'quotas-exceeded',
    title: 'A customer is over its quota and goes on: APIQuotaExceededFrequently',
    recurs: daily('18:00', 80),
    effects: { 'quotas.storage.sk_live_c4': { to: 14 } },
  },
  {
    id: 'high-memory',
    title: 'Caches grow: HighMemoryUsage',
    recurs: daily('19:00', 11),
    effects: { 'node.memory.used': { to: 0.925 } },
    rampMs: 60_000,
  },
  {
    id: 'endpoint-down',
    title: 'The thumbnail service is gone: APIEndpointDown',
    recurs: daily('19:30', 10),
    effects: { 'api.failure.thumbnails': { to: 0.985 } },
  },
  {
    id: 'many-job-failures',
    title: 'The object store refuses results: JobFailureRateCritical, JobFailureRateHigh',
    recurs: daily('20:15', 11),
    effects: { 'jobs.failure': { to: 0.55 } },
  },
  {
    id: 'rate-limits',
    title: 'A client ignores its limit: APIRateLimitExceeded',
    recurs: daily('20:45', 12),
    effects: { 'limits.hourly.sk_live_c4': { to: 15 } },
  },
  {
    id: 'no-memory',
    title: 'A transcode takes all memory: CriticalMemoryUsage, HighMemoryUsage',
    recurs: daily('22:05', 9),
    effects: { 'node.memory.used': { to: 0.972 } },
    rampMs: 60_000,
  },
  {
    id: 'cold-cache',
    title: 'The cache starts cold: CacheMissRateHigh',
    recurs: daily('22:40', 28),
    effects: { 'cache.hit': { to: 0.31 } },
  },
  {
    id: 'slow-transcription',
    title: 'Transcriptions run without a GPU: TranscriptionServiceSlow',
    recurs: daily('8:20', 60),
    effects: { 'transcription.work.whisper-small': { times: 9 }, 'transcription.work.whisper-large': { times: 9 } },
  },
  {
    id: 'restart-loop',
    title: 'The API is killed again and again: HighApplicationRestartRate',
    recurs: daily('23:05', 16),
    effects: {},
    targets: { fastapi: { restartEveryMs: 150_000 } },
  },
  {
    id: 'many-api-errors',
    title: 'The API answers with errors: CriticalAPIErrorRate, HighAPIErrorRate',
    recurs: daily('23:35', 10),
    effects: { 'api.faults': { to: 0.36 } },
  },
  {
    id: 'slow-downloads',
    title: 'Downloads are throttled: HighAPILatencyP95, HighAPILatencyP99',
    recurs: daily('12:45', 24),
    effects: { 'api.latency.download': { to: 3.6 } },
  },
  {
    id: 'no-traffic',
    title: 'Nobody asks for anything: ratios have no value',
    effects: { 'jobs.rate': { to: 0 }, 'api.rate': { to: 0 }, 'api.uploads': { to: 0 } },
  },
]
