import { type FedTruth, type Figures, minus, over, percent, plus, product, times } from './fed-truth'

const HOUR = 3600
const DAY = 24 * HOUR
/** Dollars for a million tokens, as public/prices.json has them for the sample models. */
const PRICES = { 'gemini-2.0-flash': 0.025, 'gpt-4o-mini': 0.26, 'claude-3-5-haiku': 1.6 } as const
const DAILY_BUDGET = 5000

/** What a panel or key figure measures, in the words of those who asked for it: the figures of each of its queries. */
type Measure = (truth: FedTruth, rangeSeconds: number) => readonly Figures[]

const instance = ['instance']
const ended = { status: /^(?:success|failure)$/ }

/** p99, p95 and p50, as charts name them from the top. */
const percentiles =
  (histogram: string): Measure =>
  ({ quantile }) =>
    [0.99, 0.95, 0.5].map((share) => quantile(share, histogram))
const quantileOf =
  (share: number, histogram: string, by: readonly string[] = []): Measure =>
  ({ quantile }) => [quantile(share, histogram, by)]
const sumOf =
  (gauge: string, by: readonly string[] = []): Measure =>
  ({ sum }) => [sum(gauge, {}, by)]
const rateOf =
  (counter: string, by: readonly string[] = []): Measure =>
  ({ rate }) => [rate(counter, {}, by)]
const aMinute =
  (counter: string, by: readonly string[] = []): Measure =>
  ({ rate }) => [times(60, rate(counter, {}, by))]
const shareOf =
  (counter: string, part: Readonly<Record<string, string | RegExp>>, by: readonly string[] = []): Measure =>
  ({ rate }) => [percent(rate(counter, part, by), rate(counter, {}, by))]

const hits = ({ rate }: FedTruth) =>
  over(rate('cache_hits_total'), plus(rate('cache_hits_total'), rate('cache_misses_total')))
const costPerJob: Measure = ({ mean }) => [mean('pipeline_cost_dollars')]
const hourlyCost: Measure = ({ increase }) => [increase(HOUR, 'pipeline_cost_dollars_sum')]
const tokensCost = ({ increase }: FedTruth): Figures =>
  Object.entries(PRICES)
    .map(([model, price]) => times(price / 1e6, increase(DAY, 'tokens_used_sum', { model })))
    .reduce((sum, one) => plus(sum, one))
const failedShare = ({ rate }: FedTruth, by: readonly string[] = []) => {
  const [failed, completed] = [rate('jobs_failed_total', {}, by), rate('jobs_completed_total', {}, by)]
  return [percent(failed, plus(completed, failed)), percent(completed, plus(completed, failed))] as const
}
const memoryUsed = ({ sum }: FedTruth, by: readonly string[] = []) =>
  minus(sum('node_memory_MemTotal_bytes', {}, by), sum('node_memory_MemAvailable_bytes', {}, by))
const cpuShare = ({ rate }: FedTruth, mode: RegExp) =>
  percent(rate('node_cpu_seconds_total', { mode }, instance), rate('node_cpu_seconds_total', {}, instance))
const taskFailures: Measure = ({ rate }) => [
  percent(rate('celery_tasks_total', { status: 'failure' }), rate('celery_tasks_total', ended)),
]

/** By `<dashboard>/<panel>` and `<dashboard>/kpi <key figure>`. */
export const MEASURES: Readonly<Record<string, Measure>> = {
  'shorts-main/kpi success-rate': shareOf('jobs_completed_total', { status: 'success' }),
  'shorts-main/kpi p95-latency': quantileOf(0.95, 'job_duration_seconds'),
  'shorts-main/kpi p99-latency': quantileOf(0.99, 'job_duration_seconds'),
  'shorts-main/kpi error-rate': shareOf('jobs_completed_total', { status: /^(?!success$)/ }),
  'shorts-main/kpi cache-hit-rate': (truth) => [times(100, hits(truth))],
  'shorts-main/kpi active-jobs': sumOf('active_jobs'),
  'shorts-main/success-rate-24h': shareOf('jobs_completed_total', { status: 'success' }),
  'shorts-main/error-rate-1h': shareOf('jobs_completed_total', { status: /^(?!success$)/ }),
  'shorts-main/active-jobs': sumOf('active_jobs'),
  'shorts-main/cache-hit-rate': (truth) => [times(100, hits(truth))],
  'shorts-main/job-duration': percentiles('job_duration_seconds'),
  'shorts-main/request-rate': ({ rate }) => [rate('jobs_created_total'), rate('jobs_completed_total')],

  'shorts-services/llm-request-rate': rateOf('llm_requests_total', ['model']),
  'shorts-services/llm-latency-p95': quantileOf(0.95, 'llm_latency_seconds', ['model']),
  'shorts-services/llm-error-rate': shareOf('llm_requests_total', { status: /^(?!success$)/ }, ['model']),
  'shorts-services/batch-processing-time-p95': quantileOf(0.95, 'batch_processing_seconds'),
  'shorts-services/cache-performance': ({ rate }) => [rate('cache_hits_total'), rate('cache_misses_total')],
  'shorts-services/cache-size': sumOf('cache_entries'),

  'shorts-cost/token-usage-24h': ({ increase }) => [increase(DAY, 'tokens_used_sum', {}, ['model'])],
  'shorts-cost/llm-api-calls-24h': ({ increase }) => [increase(DAY, 'llm_requests_total')],
  'shorts-cost/total-jobs-24h': ({ increase }) => [increase(DAY, 'jobs_completed_total')],
  'shorts-cost/token-usage-by-model': ({ increase }, range) => [increase(range, 'tokens_used_sum', {}, ['model'])],
  'shorts-cost/estimated-cost': (truth) => [tokensCost(truth)],
  'shorts-cost/cache-savings': (truth) => {
    const aDay = product(tokensCost(truth), hits(truth))
    return [aDay, times(365, aDay)]
  },

  'pipeline-performance/kpi sla-compliance': quantileOf(0.95, 'pipeline_duration_seconds'),
  'pipeline-performance/kpi success-rate': shareOf('user_jobs_completed_total', { status: 'success' }),
  'pipeline-performance/kpi uptime': ({ sum }) => [times(100, sum('up', { job: 'pipeline' }))],
  'pipeline-performance/kpi cost-per-job': costPerJob,
  'pipeline-performance/kpi queue-depth': ({ sum }) => {
    const depths = sum('pubsub_queue_depth', {}, ['subscription'])
    return [depths === null ? null : depths.toSorted((a, b) => b.value - a.value).slice(0, 1)]
  },
  'pipeline-performance/kpi qa-gate-acceptance': shareOf('qa_gate_acceptance_total', { decision: 'accepted' }),
  'pipeline-performance/kpi render-success-rate': ({ rate }) => {
    const good = rate('user_jobs_completed_total', { status: 'success' })
    return [percent(good, plus(good, rate('render_failures_total')))]
  },
  'pipeline-performance/kpi ai-agent-timeout-rate': ({ rate }) => [
    times(60, rate('ai_agent_calls_total', { status: 'timeout' })),
  ],
  'pipeline-performance/execution-rate': rateOf('pipeline_duration_seconds_count'),
  'pipeline-performance/pipeline-duration': percentiles('pipeline_duration_seconds'),
  'pipeline-performance/active-jobs': sumOf('pipeline_active_jobs'),
  'pipeline-performance/success-rate-by-preset': shareOf('user_jobs_completed_total', { status: 'success' }, [
    'preset',
  ]),
  'pipeline-performance/sla-compliance': ({ rate }) => [
    percent(rate('pipeline_duration_seconds_bucket', { le: /^300(?:\.0)?$/ }), rate('pipeline_duration_seconds_count')),
  ],

  'pipeline-cost/total-cost-24h': ({ increase }) => [increase(DAY, 'pipeline_cost_dollars_sum')],
  'pipeline-cost/cost-per-job': costPerJob,
  'pipeline-cost/hourly-cost-trend': hourlyCost,
  'pipeline-cost/cost-by-backend': ({ increase }, range) => [
    increase(range, 'pipeline_cost_dollars_sum', {}, ['backend']),
  ],
  'pipeline-cost/daily-budget-used': ({ increase }) => [
    times(100 / DAILY_BUDGET, increase(DAY, 'pipeline_cost_dollars_sum')),
  ],

  'pipeline-sla/success-rate-24h': shareOf('user_jobs_completed_total', { status: 'success' }),
  'pipeline-sla/render-failures': ({ increase }) => [increase(600, 'render_failures_total', {}, ['backend'])],
  'pipeline-sla/qa-gate-acceptance-rate': shareOf('qa_gate_acceptance_total', { decision: 'accepted' }),
  'pipeline-sla/agent-timeout-rate': ({ rate }) => [
    times(60, rate('ai_agent_calls_total', { status: 'timeout' }, ['agent'])),
  ],
  'pipeline-sla/http-error-distribution': ({ rate }) => [
    times(60, rate('api_response_time_seconds_count', { status: /^[45]/ }, ['status'])),
  ],

  'transcode-system/memory-usage': (truth) => [
    percent(memoryUsed(truth, instance), truth.sum('node_memory_MemTotal_bytes', {}, instance)),
  ],
  'transcode-system/cpu-usage': (truth) => [cpuShare(truth, /^(?!idle$)/)],
  'transcode-system/disk-space-available': ({ sum }) => [
    percent(
      sum('node_filesystem_avail_bytes', { mountpoint: '/data' }, instance),
      sum('node_filesystem_size_bytes', { mountpoint: '/data' }, instance),
    ),
  ],
  'transcode-system/api-status': ({ sum }) => [sum('up', { job: 'fastapi' }, instance)],
  'transcode-system/api-request-rate-by-status': rateOf('api_requests_total', ['status']),
  'transcode-system/jobs-by-status': sumOf('jobs_total', ['status']),
  'transcode-system/memory-usage-over-time': (truth) => [
    memoryUsed(truth),
    truth.sum('node_memory_MemAvailable_bytes'),
  ],
  'transcode-system/cpu-usage-over-time': (truth) => [cpuShare(truth, /^(?!idle$)/), cpuShare(truth, /^iowait$/)],
  'transcode-system/service-health-status': ({ sum, restarts }) => {
    const target = ['job', 'instance']
    const up = sum('up', {}, target)
    return [up, times(100, up), restarts(target), sum('scrape_duration_seconds', {}, target)]
  },

  'transcode-jobs/kpi jobs-in-queue': sumOf('jobs_queued'),
  'transcode-jobs/kpi active-workers': sumOf('celery_workers_active'),
  'transcode-jobs/kpi api-p95': quantileOf(0.95, 'api_request_duration_seconds'),
  'transcode-jobs/kpi server-errors': shareOf('api_requests_total', { status: /^5/ }),
  'transcode-jobs/jobs-in-queue': sumOf('jobs_queued'),
  'transcode-jobs/jobs-processing': sumOf('jobs_processing'),
  'transcode-jobs/active-workers': sumOf('celery_workers_active'),
  'transcode-jobs/job-failure-rate': (truth) => [failedShare(truth)[0]],
  'transcode-jobs/job-processing-rate': ({ rate }) =>
    ['created', 'completed', 'failed', 'cancelled'].map((what) => rate(`jobs_${what}_total`)),
  'transcode-jobs/queue-depth-over-time': ({ sum }) =>
    ['jobs_queued', 'jobs_processing', 'celery_queue_length'].map((gauge) => sum(gauge)),
  'transcode-jobs/job-processing-duration': percentiles('job_processing_duration_seconds'),
  'transcode-jobs/queue-wait-time': quantileOf(0.95, 'job_queue_time_seconds'),
  'transcode-jobs/job-retries-hourly': ({ increase }) => [increase(HOUR, 'job_retry_count_total')],
  'transcode-jobs/job-success-rate': (truth) => [failedShare(truth)[1], failedShare(truth, ['api_key_prefix'])[1]],

  'transcode-video/transcode-duration-by-resolution': ({ quantile }) =>
    [0.95, 0.5].map((share) => quantile(share, 'video_transcode_duration_seconds', ['resolution'])),
  'transcode-video/video-output-size-rate-by-resolution': rateOf('video_transcoded_bytes_total', ['resolution']),
  // The metric has no resolution where its team follows the declaration to the letter.
  'transcode-video/compression-ratio-by-resolution': ({ mean }) => [
    mean('video_compression_ratio', ['resolution'])?.map((one) => ({
      ...one,
      labels: { resolution: one.labels['resolution'] || 'all' },
    })) ?? null,
  ],
  'transcode-video/source-video-duration': ({ mean, quantile }) => [
    mean('video_source_duration_seconds'),
    quantile(0.95, 'video_source_duration_seconds'),
  ],
  'transcode-video/source-video-size': ({ mean, quantile }) => [
    mean('video_source_size_bytes'),
    quantile(0.95, 'video_source_size_bytes'),
  ],
  'transcode-video/audio-extraction-duration': quantileOf(0.95, 'audio_extraction_duration_seconds'),
  'transcode-video/transcription-duration': percentiles('transcription_duration_seconds'),
  'transcode-video/transcription-word-count': ({ mean, quantile }) => [
    mean('transcription_word_count'),
    quantile(0.95, 'transcription_word_count'),
  ],
  'transcode-video/thumbnail-generation-duration': quantileOf(0.95, 'thumbnail_generation_duration_seconds'),

  'transcode-api/request-rate-by-endpoint': rateOf('api_requests_total', ['endpoint']),
  'transcode-api/error-rate': ({ rate }) =>
    [/^5/, /^4/].map((status) => percent(rate('api_requests_total', { status }), rate('api_requests_total'))),
  'transcode-api/request-latency-percentiles': percentiles('api_request_duration_seconds'),
  'transcode-api/request-latency-p95-by-endpoint': quantileOf(0.95, 'api_request_duration_seconds', ['endpoint']),
  'transcode-api/in-progress-requests-by-endpoint': sumOf('api_requests_in_progress', ['endpoint']),
  'transcode-api/rate-limiting-quota': ({ rate }) => [
    rate('api_key_rate_limit_exceeded_total'),
    rate('api_key_quota_exceeded_total'),
  ],
  'transcode-api/webhook-delivery-success-rate': shareOf('webhook_sent_total', { status: 'success' }),
  'transcode-api/storage-operation-duration': quantileOf(0.95, 'storage_operation_duration_seconds'),
  'transcode-api/cache-performance': ({ rate }) =>
    ['hit', 'miss'].map((status) =>
      percent(
        rate('cache_operations_total', { operation: 'get', status }),
        rate('cache_operations_total', { operation: 'get', status: /^(?:hit|miss)$/ }),
      ),
    ),
  'transcode-api/api-endpoint-performance-summary': ({ rate, quantile }) => {
    const [answer, route] = [
      ['endpoint', 'method', 'status'],
      ['endpoint', 'method'],
    ]
    const requests = rate('api_requests_total', {}, answer)
    const ofRoute = rate('api_requests_total', {}, route)
    const errors = requests?.map((one) =>
      /^[45]/.test(one.labels['status'] ?? '') ? one : { ...one, value: 0 * one.value },
    )
    const shares = errors?.flatMap((one) => {
      const { endpoint = '', method = '' } = one.labels
      const whole = ofRoute?.find(({ labels }) => labels['endpoint'] === endpoint && labels['method'] === method)
      return whole === undefined ? [] : [{ ...one, value: (100 * one.value) / whole.value, slack: 0 }]
    })
    return [requests, shares ?? null, quantile(0.95, 'api_request_duration_seconds', route)]
  },

  'trends-overview/kpi items-per-minute': aMinute('items_collected_total'),
  'trends-overview/kpi api-p95': quantileOf(0.95, 'api_request_duration_seconds'),
  'trends-overview/kpi task-failures': taskFailures,
  'trends-overview/kpi disk': sumOf('system_disk_usage_percent'),
  'trends-overview/active-trends': sumOf('active_trends'),
  'trends-overview/items-collected-per-minute': aMinute('items_collected_total'),
  'trends-overview/trends-created-per-minute': aMinute('trends_created_total'),
  'trends-overview/topics-created-per-minute': aMinute('topics_created_total'),
  'trends-overview/items-collected-by-source': aMinute('items_collected_total', ['source']),
  'trends-overview/active-trends-by-state': sumOf('active_trends', ['state']),
  'trends-overview/trends-created-by-category': ({ increase }) => [
    increase(HOUR, 'trends_created_total', {}, ['category']),
  ],

  'trends-api/request-rate': rateOf('api_requests_total'),
  'trends-api/error-rate': shareOf('api_requests_total', { status_code: /^5/ }),
  'trends-api/p95-latency': quantileOf(0.95, 'api_request_duration_seconds'),
  'trends-api/active-requests': sumOf('api_active_requests'),
  'trends-api/request-rate-by-endpoint': rateOf('api_requests_total', ['endpoint']),
  'trends-api/response-time-percentiles': percentiles('api_request_duration_seconds'),
  'trends-api/requests-by-status-code': rateOf('api_requests_total', ['status_code']),
  'trends-api/error-rate-over-time': shareOf('api_requests_total', { status_code: /^5/ }),

  'trends-celery/active-tasks': sumOf('celery_active_tasks'),
  'trends-celery/queue-length': sumOf('celery_queue_length'),
  'trends-celery/task-failure-rate': taskFailures,
  'trends-celery/tasks-completed-per-minute': ({ rate }) => [times(60, rate('celery_tasks_total', ended))],
  'trends-celery/task-execution-rate-by-status': rateOf('celery_tasks_total', ['status']),
  'trends-celery/queue-length-by-queue': sumOf('celery_queue_length', ['queue_name']),
  'trends-celery/task-duration-percentiles': ({ quantile }) =>
    [0.95, 0.5].map((share) => quantile(share, 'celery_task_duration_seconds')),
  'trends-celery/task-retries-per-minute': aMinute('celery_task_retries_total'),

  'trends-system/cpu-usage': sumOf('system_cpu_usage_percent', instance),
  'trends-system/memory-usage': sumOf('system_memory_usage_percent', instance),
  'trends-system/disk-usage': sumOf('system_disk_usage_percent', instance),
  'trends-system/db-connections-available': sumOf('db_connection_pool_available'),
  'trends-system/cpu-usage-over-time': sumOf('system_cpu_usage_percent', instance),
  'trends-system/memory-usage-over-time': sumOf('system_memory_usage_percent', instance),
  'trends-system/disk-usage-over-time': sumOf('system_disk_usage_percent', instance),
  'trends-system/database-connection-pool': ({ sum }) => [
    sum('db_connection_pool_size'),
    sum('db_connection_pool_available'),
  ],
  'trends-system/database-query-duration': ({ quantile }) =>
    [0.95, 0.5].map((share) => quantile(share, 'db_query_duration_seconds')),
}

/** Panels whose query rounds to whole numbers. */
export const ROUNDED: ReadonlySet<string> = new Set(['pipeline-sla/render-failures', 'shorts-cost/cache-savings'])
