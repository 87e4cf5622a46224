import type { Attribute, CounterSource, Emission, Flow, GaugeSource, Level, MetricSpec } from '../platform-model'
import { MINUTE_MS } from './day'
import { API_KEYS, EVENING } from './transcode-api'

/*
 * Jobs of Transcode Flow, from the queue to the webhook.
 * - jobs created = completed + failed + cancelled + queued + processing, at every moment. A job waits in `jobs_queued`, which is
 *   also the Celery queue `transcode`, and is then in `jobs_processing`: some 13 of two minutes at 7 a minute.
 * - The start of work is observed once in `job_queue_time_seconds`, by the priority that comes with the key's plan.
 * - A job that completes or fails is observed once in `job_processing_duration_seconds` and is one `transcode_video` task that
 *   succeeded or failed. A cancelled one is neither: its task is revoked.
 * - `celery_task_duration_seconds` counts what succeeded and failed, of each task name.
 * - A completed job has about two renditions, each with its transcode, its bytes and its compression ratio.
 * - Films are jobs like others, but of hours; they come only in an incident.
 */

const RESOLUTIONS = ['480p', '720p', '1080p', '2160p'] as const
const CODECS = ['h264', 'h265'] as const
const TASKS = ['transcode_video', 'extract_audio', 'transcribe_audio', 'generate_thumbnail', 'send_webhook'] as const
const EVENTS = ['job.created', 'job.completed', 'job.failed'] as const
const ERRORS = ['ffmpeg_error', 'invalid_input', 'storage_error', 'timeout'] as const

const byKey = { api_key_prefix: API_KEYS }

/** What the FastAPI process exposes of jobs and of the queues. */
export const JOB_STATE_METRICS: readonly MetricSpec[] = [
  { name: 'jobs_created_total', help: 'Jobs accepted.', type: 'counter', labels: byKey },
  { name: 'jobs_queued', help: 'Jobs that wait.', type: 'gauge' },
  { name: 'jobs_processing', help: 'Jobs in work.', type: 'gauge' },
  {
    name: 'jobs_total',
    help: 'Jobs in the database by status; ended ones are kept for 30 days.',
    type: 'gauge',
    labels: { status: ['queued', 'processing', 'completed', 'failed', 'cancelled'] },
  },
  { name: 'celery_workers_active', help: 'Celery workers that answer.', type: 'gauge' },
  {
    name: 'celery_queue_length',
    help: 'Tasks that wait in a queue.',
    type: 'gauge',
    labels: { queue_name: ['transcode', 'transcription', 'default', 'webhooks'] },
  },
]

/** What the Celery workers expose. */
export const WORKER_METRICS: readonly MetricSpec[] = [
  { name: 'jobs_completed_total', longPast: 'all', help: 'Jobs that completed.', type: 'counter', labels: byKey },
  {
    name: 'jobs_failed_total',
    longPast: 'all',
    help: 'Jobs that failed.',
    type: 'counter',
    labels: { ...byKey, error_type: ERRORS },
  },
  { name: 'jobs_cancelled_total', help: 'Jobs that were cancelled.', type: 'counter', labels: byKey },
  { name: 'job_retry_count_total', help: 'Retries of jobs.', type: 'counter', labels: byKey },
  {
    name: 'job_processing_duration_seconds',
    longPast: 'all',
    help: 'Seconds of work on a job.',
    type: 'histogram',
    labels: byKey,
    buckets: [10, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200],
  },
  {
    name: 'job_queue_time_seconds',
    help: 'Seconds that a job waited.',
    type: 'histogram',
    labels: { priority: ['high', 'normal', 'low'] },
    buckets: [1, 5, 10, 30, 60, 120, 300, 600, 1800, 3600],
  },
  {
    name: 'video_transcode_duration_seconds',
    help: 'Seconds of a transcode.',
    type: 'histogram',
    labels: { resolution: RESOLUTIONS, codec: CODECS },
    buckets: [10, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 14400],
  },
  {
    name: 'video_transcoded_bytes_total',
    help: 'Bytes of transcoded video.',
    type: 'counter',
    labels: { resolution: RESOLUTIONS, codec: CODECS },
  },
  {
    name: 'video_compression_ratio',
    help: 'Size of a source by size of its rendition.',
    type: 'histogram',
    labels: { resolution: RESOLUTIONS },
    buckets: [0.5, 1, 1.5, 2, 3, 4, 5, 7.5, 10, 15, 20],
  },
  {
    name: 'video_source_duration_seconds',
    help: 'Length of a source video.',
    type: 'histogram',
    buckets: [30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 14400, 28800],
  },
  {
    name: 'video_source_size_bytes',
    help: 'Size of a source video.',
    type: 'histogram',
    buckets: [1e6, 1e7, 5e7, 1e8, 5e8, 1e9, 5e9, 1e10],
  },
  {
    name: 'audio_extraction_duration_seconds',
    help: 'Seconds of an audio extraction.',
    type: 'histogram',
    buckets: [1, 5, 10, 30, 60, 120, 300, 600, 1200],
  },
  {
    name: 'transcription_duration_seconds',
    help: 'Seconds of a transcription.',
    type: 'histogram',
    labels: { model: ['whisper-small', 'whisper-large'] },
    buckets: [10, 30, 60, 120, 300, 600, 1200, 1800, 3600],
  },
  {
    name: 'transcription_word_count',
    help: 'Words of a transcription.',
    type: 'histogram',
    buckets: [50, 100, 250, 500, 1000, 2500, 5000, 10000, 25000],
  },
  {
    name: 'thumbnail_generation_duration_seconds',
    help: "Seconds of a video's thumbnails.",
    type: 'histogram',
    buckets: [0.5, 1, 2, 5, 10, 20, 30],
  },
  {
    name: 'storage_operations_total',
    help: 'Operations on the object store.',
    type: 'counter',
    labels: { operation: ['upload', 'download', 'delete'], status: ['success', 'error'] },
  },
  {
    name: 'storage_operation_duration_seconds',
    help: 'Seconds of an operation on the object store.',
    type: 'histogram',
    labels: { operation: ['upload', 'download', 'delete'] },
    buckets: [0.1, 0.5, 1, 2, 5, 10, 30, 60, 120],
  },
  {
    name: 'webhook_sent_total',
    help: 'Webhooks sent, delivered or given up.',
    type: 'counter',
    labels: { event: EVENTS, status: ['success', 'failed'] },
  },
  {
    name: 'webhook_retry_count_total',
    help: 'Retries of webhooks.',
    type: 'counter',
    labels: { event: EVENTS },
  },
  {
    name: 'webhook_duration_seconds',
    help: "Seconds until a customer's server took a webhook.",
    type: 'histogram',
    labels: { event: EVENTS },
    buckets: [0.1, 0.25, 0.5, 1, 2, 5, 10, 20],
  },
  {
    name: 'celery_tasks_total',
    longPast: 'all',
    help: 'Celery tasks by what became of them.',
    type: 'counter',
    labels: { task_name: TASKS, status: ['started', 'succeeded', 'failed', 'retried'] },
  },
  {
    name: 'celery_task_duration_seconds',
    help: 'Seconds of a Celery task.',
    type: 'histogram',
    labels: { task_name: TASKS },
    buckets: [1, 5, 10, 30, 60, 120, 300, 600, 1200, 1800, 3600],
  },
]

const drifting = (base: number, share: number, minutes: number): Level => ({
  base,
  drift: { share, periodMs: minutes * MINUTE_MS },
})

export const JOB_LEVELS: Readonly<Record<string, number | Level>> = {
  'jobs.rate': { base: 0.11, growth: 0.004, rhythm: EVENING, drift: { share: 0.12, periodMs: 21 * MINUTE_MS } },
  'jobs.wait': drifting(7, 0.3, 12),
  // A job that is held waits until the incident that holds it is over; one that hangs works until a watchdog ends it.
  'jobs.held': 0,
  'jobs.heldWait': 1500,
  'jobs.hung': 0,
  'jobs.hungWork': 8400,
  'jobs.work': drifting(88, 0.1, 37),
  'jobs.failure': drifting(0.008, 0.4, 33),
  'jobs.cancellation': 0.015,
  'jobs.retries': 0.05,
  'films.rate': 0,
  'video.work.480p': drifting(22, 0.12, 31),
  'video.work.720p': drifting(38, 0.12, 31),
  'video.work.1080p': drifting(71, 0.12, 31),
  'video.work.2160p': drifting(230, 0.12, 31),
  'video.bytes.480p': 4.5e7,
  'video.bytes.720p': 1.1e8,
  'video.bytes.1080p': 2.6e8,
  'video.bytes.2160p': 9e8,
  'video.ratio.480p': 8.2,
  'video.ratio.720p': 5.1,
  'video.ratio.1080p': 3.2,
  'video.ratio.2160p': 1.7,
  'video.length': drifting(190, 0.2, 70),
  'video.size': drifting(2.2e8, 0.2, 70),
  'renditions.each': 2.1,
  'audio.each': 0.55,
  'transcriptions.each': 0.35,
  'transcription.work.whisper-small': drifting(38, 0.15, 43),
  'transcription.work.whisper-large': drifting(105, 0.15, 43),
  'transcription.words': 560,
  'uploads.each': 2.2,
  'storage.slowness': drifting(1, 0.15, 18),
  'storage.work.upload': { base: 0.9, of: ['storage.slowness'] },
  'storage.work.download': { base: 0.6, of: ['storage.slowness'] },
  'storage.work.delete': { base: 0.05, of: ['storage.slowness'] },
  'storage.error': 0.002,
  'storage.deletes': 0.02,
  'tasks.failure': 0.006,
  'tasks.retries': 0.004,
  'webhook.failure': drifting(0.02, 0.4, 24),
  'webhook.latency': drifting(0.24, 0.2, 16),
  'webhook.retries.job.created': 0.001,
  'webhook.retries.job.completed': 0.02,
  'webhook.retries.job.failed': 0.002,
  'webhook.enqueued': { base: 2.3, of: ['jobs.rate'] },
  'webhook.served': 13.5,
  workers: 6,
}

const ENDED: Emission['when'] = { attribute: 'outcome', value: ['completed', 'failed'] }

const JOB_EMISSIONS: readonly Emission[] = [
  { metric: 'jobs_created_total', at: 'start' },
  { metric: 'jobs_queued', at: 'waiting' },
  { metric: 'job_queue_time_seconds', at: 'begin', observe: 'wait' },
  { metric: 'jobs_processing', at: 'working' },
  { metric: 'celery_tasks_total', at: 'begin', labels: { task_name: 'transcode_video', status: 'started' } },
  { metric: 'jobs_completed_total', at: 'end', when: { attribute: 'outcome', value: 'completed' } },
  { metric: 'jobs_failed_total', at: 'end', when: { attribute: 'outcome', value: 'failed' } },
  { metric: 'jobs_cancelled_total', at: 'end', when: { attribute: 'outcome', value: 'cancelled' } },
  { metric: 'job_processing_duration_seconds', at: 'end', when: ENDED, observe: 'duration' },
  {
    metric: 'celery_task_duration_seconds',
    at: 'end',
    when: ENDED,
    labels: { task_name: 'transcode_video' },
    observe: 'duration',
  },
  {
    metric: 'celery_tasks_total',
    at: 'end',
    when: { attribute: 'outcome', value: 'completed' },
    labels: { task_name: 'transcode_video', status: 'succeeded' },
  },
  {
    metric: 'celery_tasks_total',
    at: 'end',
    when: { attribute: 'outcome', value: 'failed' },
    labels: { task_name: 'transcode_video', status: 'failed' },
  },
]

const OF_KEY: Attribute = {
  name: 'api_key_prefix',
  options: [
    { value: 'sk_live_a1', share: 0.42, sets: { priority: 'high' } },
    { value: 'sk_live_b7', share: 0.3, sets: { priority: 'normal' } },
    { value: 'sk_live_c4', share: 0.23, sets: { priority: 'normal' } },
    { value: 'sk_test_d2', sets: { priority: 'low' } },
  ],
}

/** A task that succeeds or fails; its work is observed once. */
const task = (task_name: (typeof TASKS)[number]): { attribute: Attribute; emissions: readonly Emission[] } => ({
  attribute: { name: 'task', options: [{ value: 'failed', share: 'tasks.failure' }, { value: 'succeeded' }] },
  emissions: [
    { metric: 'celery_tasks_total', at: 'begin', labels: { task_name, status: 'started' } },
    { metric: 'celery_tasks_total', at: 'end', labels: { task_name, status: { attribute: 'task' } } },
    { metric: 'celery_task_duration_seconds', at: 'end', labels: { task_name }, observe: 'duration' },
  ],
})

const audio = task('extract_audio')
const transcription = task('transcribe_audio')
const thumbnail = task('generate_thumbnail')
const webhook = task('send_webhook')

const COMPLETED = { attribute: 'outcome', value: 'completed' } as const

/** Operations on the object store. */
const storing = (operation: 'upload' | 'download' | 'delete'): Pick<Flow, 'attributes' | 'work' | 'emissions'> => ({
  attributes: [{ name: 'stored', options: [{ value: 'error', share: 'storage.error' }, { value: 'success' }] }],
  work: { median: `storage.work.${operation}`, sigma: 0.8, max: 300 },
  emissions: [
    { metric: 'storage_operations_total', at: 'end', labels: { operation, status: { attribute: 'stored' } } },
    { metric: 'storage_operation_duration_seconds', at: 'end', labels: { operation }, observe: 'duration' },
  ],
})

/** A webhook: its task fails when the customer's server does not take it. */
const notifying: Pick<Flow, 'work' | 'emissions'> = {
  work: { median: 'webhook.latency', sigma: 0.7, max: 20 },
  emissions: [
    ...webhook.emissions,
    { metric: 'webhook_sent_total', at: 'end' },
    { metric: 'webhook_duration_seconds', at: 'end', observe: 'duration' },
  ],
}
const DELIVERY: Attribute = {
  name: 'status',
  options: [
    { value: 'failed', share: 'webhook.failure', sets: { task: 'failed' } },
    { value: 'success', sets: { task: 'succeeded' } },
  ],
}

/** Renditions of a job that completed. */
const rendering = (duration: Emission['observe']): readonly Emission[] => [
  { metric: 'video_transcode_duration_seconds', at: 'start', ...(duration && { observe: duration }) },
  {
    metric: 'video_transcoded_bytes_total',
    at: 'start',
    amount: { median: { level: 'video.bytes', by: 'resolution' }, sigma: 0.7, max: 2e10, whole: true },
  },
  {
    metric: 'video_compression_ratio',
    at: 'start',
    observe: { median: { level: 'video.ratio', by: 'resolution' }, sigma: 0.35, max: 60 },
  },
]

export const JOB_FLOWS: readonly Flow[] = [
  {
    id: 'jobs',
    arrivals: { rate: 'jobs.rate' },
    attributes: [
      OF_KEY,
      {
        name: 'outcome',
        options: [
          { value: 'failed', share: 'jobs.failure' },
          { value: 'cancelled', share: 'jobs.cancellation' },
          { value: 'completed' },
        ],
      },
      {
        name: 'error_type',
        when: { attribute: 'outcome', value: 'failed' },
        options: [
          { value: 'ffmpeg_error', share: 0.48 },
          { value: 'invalid_input', share: 0.27 },
          { value: 'storage_error', share: 0.14 },
          { value: 'timeout' },
        ],
      },
    ],
    wait: {
      median: 'jobs.wait',
      sigma: 0.7,
      slow: { share: 'jobs.held', median: 'jobs.heldWait', sigma: 0.05 },
      max: 8400,
    },
    work: {
      median: 'jobs.work',
      sigma: 0.75,
      slow: { share: 'jobs.hung', median: 'jobs.hungWork', sigma: 0.02 },
      max: 9000,
    },
    emissions: JOB_EMISSIONS,
  },
  {
    id: 'films',
    arrivals: { rate: 'films.rate' },
    attributes: [OF_KEY, { name: 'outcome', options: [{ value: 'completed' }] }],
    wait: { median: 'jobs.wait', sigma: 0.7, max: 600 },
    work: { median: 4700, sigma: 0.15, max: 7800 },
    emissions: JOB_EMISSIONS.filter(
      ({ metric }) => metric !== 'jobs_failed_total' && metric !== 'jobs_cancelled_total',
    ),
  },
  {
    id: 'retries',
    arrivals: { parent: 'jobs', at: 'begin', each: 'jobs.retries' },
    emissions: [
      { metric: 'job_retry_count_total', at: 'start' },
      { metric: 'celery_tasks_total', at: 'start', labels: { task_name: 'transcode_video', status: 'retried' } },
    ],
  },
  ...['jobs', 'films'].map((parent) => ({
    id: `sources-of-${parent}`,
    arrivals: { parent, at: 'begin' } as const,
    emissions: [
      {
        metric: 'video_source_duration_seconds',
        at: 'start',
        observe: {
          median: parent === 'films' ? 6300 : 'video.length',
          sigma: parent === 'films' ? 0.2 : 1.1,
          max: 28000,
        },
      } as const,
      {
        metric: 'video_source_size_bytes',
        at: 'start',
        observe: {
          median: parent === 'films' ? 7e9 : 'video.size',
          sigma: parent === 'films' ? 0.3 : 1.2,
          max: 4e10,
          whole: true,
        },
      } as const,
    ],
  })),
  {
    id: 'renditions',
    arrivals: { parent: 'jobs', at: 'end', when: COMPLETED, each: 'renditions.each' },
    attributes: [
      {
        name: 'resolution',
        options: [
          { value: '1080p', share: 0.42 },
          { value: '720p', share: 0.31 },
          { value: '480p', share: 0.19 },
          { value: '2160p' },
        ],
      },
      { name: 'codec', options: [{ value: 'h265', share: 0.27 }, { value: 'h264' }] },
    ],
    emissions: rendering({ median: { level: 'video.work', by: 'resolution' }, sigma: 0.5, max: 14000 }),
  },
  {
    id: 'film-renditions',
    arrivals: { parent: 'films', at: 'end', each: 'renditions.each' },
    attributes: [
      { name: 'resolution', options: [{ value: '2160p' }] },
      { name: 'codec', options: [{ value: 'h265' }] },
    ],
    emissions: rendering({ median: 2900, sigma: 0.2, max: 7000 }),
  },
  {
    id: 'audio',
    arrivals: { parent: 'jobs', at: 'begin', each: 'audio.each' },
    attributes: [audio.attribute],
    wait: { median: 1.5, sigma: 0.6, max: 60 },
    work: { median: 8, sigma: 0.7, max: 600 },
    emissions: [
      ...audio.emissions,
      { metric: 'celery_queue_length', at: 'waiting', labels: { queue_name: 'default' } },
      { metric: 'audio_extraction_duration_seconds', at: 'end', observe: 'duration' },
    ],
  },
  {
    id: 'transcriptions',
    arrivals: { parent: 'jobs', at: 'end', when: COMPLETED, each: 'transcriptions.each' },
    attributes: [
      { name: 'model', options: [{ value: 'whisper-large', share: 0.35 }, { value: 'whisper-small' }] },
      transcription.attribute,
    ],
    wait: { median: 5, sigma: 0.7, max: 300 },
    work: { median: { level: 'transcription.work', by: 'model' }, sigma: 0.55, max: 3500 },
    emissions: [
      ...transcription.emissions,
      { metric: 'celery_queue_length', at: 'waiting', labels: { queue_name: 'transcription' } },
      { metric: 'transcription_duration_seconds', at: 'end', observe: 'duration' },
      {
        metric: 'transcription_word_count',
        at: 'end',
        when: { attribute: 'task', value: 'succeeded' },
        observe: { median: 'transcription.words', sigma: 1, max: 30000, whole: true },
      },
    ],
  },
  {
    id: 'thumbnails',
    arrivals: { parent: 'jobs', at: 'end', when: COMPLETED },
    attributes: [thumbnail.attribute],
    wait: { median: 1.5, sigma: 0.6, max: 60 },
    work: { median: 1.8, sigma: 0.5, max: 30 },
    emissions: [
      ...thumbnail.emissions,
      { metric: 'celery_queue_length', at: 'waiting', labels: { queue_name: 'default' } },
      { metric: 'thumbnail_generation_duration_seconds', at: 'end', observe: 'duration' },
    ],
  },
  { id: 'stored-downloads', arrivals: { parent: 'jobs', at: 'begin' }, ...storing('download') },
  {
    id: 'stored-uploads',
    arrivals: { parent: 'jobs', at: 'end', when: COMPLETED, each: 'uploads.each' },
    ...storing('upload'),
  },
  { id: 'stored-deletes', arrivals: { rate: 'storage.deletes' }, ...storing('delete') },
  {
    id: 'webhooks-of-starts',
    arrivals: { parent: 'jobs', at: 'start' },
    attributes: [{ name: 'event', options: [{ value: 'job.created' }] }, DELIVERY],
    ...notifying,
  },
  {
    id: 'webhooks-of-ends',
    arrivals: { parent: 'jobs', at: 'end', when: { attribute: 'outcome', value: ['completed', 'failed'] } },
    attributes: [
      { name: 'event', when: COMPLETED, options: [{ value: 'job.completed' }] },
      { name: 'event', when: { attribute: 'outcome', value: 'failed' }, options: [{ value: 'job.failed' }] },
      DELIVERY,
    ],
    ...notifying,
  },
]

export const JOB_COUNTERS: readonly CounterSource[] = [
  { metric: 'webhook_retry_count_total', rate: { level: 'webhook.retries', by: 'event' }, whole: true },
  ...TASKS.filter((task_name) => task_name !== 'transcode_video').map(
    (task_name): CounterSource => ({
      metric: 'celery_tasks_total',
      labels: { task_name, status: 'retried' },
      rate: 'tasks.retries',
      whole: true,
    }),
  ),
]

/** Jobs are kept for 30 days: the share of those that ended which is forgotten a second. */
const FORGOTTEN = 1 / (30 * 86_400)

export const JOB_GAUGES: readonly GaugeSource[] = [
  { metric: 'jobs_total', labels: { status: 'queued' }, value: { series: 'jobs_queued' } },
  { metric: 'jobs_total', labels: { status: 'processing' }, value: { series: 'jobs_processing' } },
  ...(
    [
      ['completed', 272_000],
      ['failed', 3_300],
      ['cancelled', 4_200],
    ] as const
  ).map(
    ([status, initial]): GaugeSource => ({
      metric: 'jobs_total',
      labels: { status },
      stock: { initial, inflow: `jobs_${status}_total`, drain: FORGOTTEN },
    }),
  ),
  { metric: 'celery_workers_active', value: 'workers', whole: true },
  { metric: 'celery_queue_length', labels: { queue_name: 'transcode' }, value: { series: 'jobs_queued' } },
  {
    // Retried webhooks wait again.
    metric: 'celery_queue_length',
    labels: { queue_name: 'webhooks' },
    stock: {
      initial: 0,
      arriving: { sum: ['webhook.enqueued', 'webhook.retries.job.completed'] },
      served: 'webhook.served',
    },
  },
]
