import { describe, expect, it } from 'vitest'
import { runModel } from '~/testing/run-model'
import { transcode } from './transcode'

/** From before a bulk import to after the films, without a restart in between. */
const day = runModel({ model: transcode, from: '2026-01-28T11:00:00Z', hours: 6 })
const last = day.at(-1)
if (!last) throw new Error('nothing ran')
const { sum } = last

const KEYS = ['sk_live_a1', 'sk_live_b7', 'sk_live_c4', 'sk_test_d2']
const TASKS = ['transcode_video', 'extract_audio', 'transcribe_audio', 'generate_thumbnail', 'send_webhook']

describe('transcode reconciles', () => {
  it('jobs created are completed, failed, cancelled, queued or processing, always', () => {
    for (const { sum, time } of day) {
      const ended = ['completed', 'failed', 'cancelled'].reduce((all, one) => all + sum(`jobs_${one}_total`), 0)
      expect(sum('jobs_created_total'), time).toBe(ended + sum('jobs_queued') + sum('jobs_processing'))
      expect(sum('jobs_total', { status: 'queued' }), time).toBe(sum('jobs_queued'))
      expect(sum('jobs_total', { status: 'processing' }), time).toBe(sum('jobs_processing'))
      expect(sum('celery_queue_length', { queue_name: 'transcode' }), time).toBe(sum('jobs_queued'))
    }
  })

  it.each(KEYS)('each job of %s that completed or failed has a duration', (api_key_prefix) => {
    const ended = sum('jobs_completed_total', { api_key_prefix }) + sum('jobs_failed_total', { api_key_prefix })
    expect(ended).toBeGreaterThan(20)
    expect(sum('job_processing_duration_seconds_count', { api_key_prefix })).toBe(ended)
  })

  it('jobs are tasks', () => {
    const tasks = (status: string) => sum('celery_tasks_total', { task_name: 'transcode_video', status })
    expect(tasks('succeeded')).toBe(sum('jobs_completed_total'))
    expect(tasks('failed')).toBe(sum('jobs_failed_total'))
    expect(tasks('retried')).toBe(sum('job_retry_count_total'))
    expect(tasks('started')).toBe(sum('job_queue_time_seconds_count'))
    expect(tasks('started')).toBe(sum('jobs_created_total') - sum('jobs_queued'))
  })

  it.each(TASKS)('each %s that ended has a duration', (task_name) => {
    const tasks = (status: string) => sum('celery_tasks_total', { task_name, status })
    expect(sum('celery_task_duration_seconds_count', { task_name })).toBe(tasks('succeeded') + tasks('failed'))
    expect(tasks('started')).toBeGreaterThanOrEqual(tasks('succeeded') + tasks('failed'))
    expect(tasks('succeeded')).toBeGreaterThan(100)
  })

  it.each([
    ['audio_extraction_duration_seconds_count', 'extract_audio'],
    ['transcription_duration_seconds_count', 'transcribe_audio'],
    ['thumbnail_generation_duration_seconds_count', 'generate_thumbnail'],
    ['webhook_duration_seconds_count', 'send_webhook'],
  ])('%s counts the tasks %s', (count, task_name) => {
    expect(sum(count)).toBe(sum('celery_task_duration_seconds_count', { task_name }))
  })

  it('webhooks, renditions and storage operations are counted and timed alike', () => {
    expect(sum('webhook_sent_total')).toBe(sum('webhook_duration_seconds_count'))
    expect(sum('webhook_sent_total', { status: 'failed' })).toBe(
      sum('celery_tasks_total', { task_name: 'send_webhook', status: 'failed' }),
    )
    expect(sum('video_compression_ratio_count')).toBe(sum('video_transcode_duration_seconds_count'))
    expect(sum('video_transcoded_bytes_total')).toBeGreaterThan(1e11)
    for (const operation of ['upload', 'download', 'delete']) {
      expect(sum('storage_operation_duration_seconds_count', { operation })).toBe(
        sum('storage_operations_total', { operation }),
      )
    }
  })

  it('requests are counted by status, by time and by key, and accepted ones are jobs', () => {
    const requests = sum('api_requests_total')
    expect(sum('api_request_duration_seconds_count')).toBe(requests)
    expect(sum('api_key_requests_total')).toBe(requests)
    const accepted = sum('api_requests_total', { method: 'POST', endpoint: '/api/v1/jobs', status: '201' })
    const answered = sum('jobs_created_total') - accepted
    expect(answered).toBeGreaterThanOrEqual(0)
    expect(answered).toBeLessThanOrEqual(sum('api_requests_in_progress', { method: 'POST', endpoint: '/api/v1/jobs' }))
  })

  it('what the cache missed is put into it', () => {
    expect(sum('cache_operations_total', { operation: 'set' })).toBe(
      sum('cache_operations_total', { operation: 'get', status: 'miss' }),
    )
  })
})

describe("transcode's machines add up", () => {
  it('connections, memory, disks and containers are always within what there is', () => {
    for (const { sum, time } of day) {
      expect(sum('db_connections_active') + sum('db_connections_idle'), time).toBe(40)
      const parts = ['MemFree', 'Cached', 'Buffers'].reduce((all, one) => all + sum(`node_memory_${one}_bytes`), 0)
      expect(Math.abs(parts - sum('node_memory_MemAvailable_bytes')), time).toBeLessThan(4)
      expect(sum('node_memory_MemAvailable_bytes'), time).toBeLessThan(sum('node_memory_MemTotal_bytes'))
      const data = { mountpoint: '/data' }
      expect(sum('node_filesystem_avail_bytes', data), time).toBeLessThan(sum('node_filesystem_size_bytes', data))
      for (const name of ['transcode-api', 'transcode-worker-1', 'postgres', 'redis', 'minio']) {
        const limit = sum('container_spec_memory_limit_bytes', { name })
        expect(sum('container_memory_usage_bytes', { name }), time).toBeLessThan(limit)
      }
    }
  })

  it('each CPU second is in one mode', () => {
    const before = day.at(-13)
    if (!before) throw new Error('too short')
    const seconds = sum('node_cpu_seconds_total', { cpu: '2' }) - before.sum('node_cpu_seconds_total', { cpu: '2' })
    expect(seconds).toBeCloseTo(3600, 3)
  })
})

describe('incidents of transcode', () => {
  it('a restart takes the counters of the API back, and not what workers ended', () => {
    const night = runModel({ model: transcode, from: '2026-01-28T22:55:00Z', hours: 1 })
    const created = night.map((moment) => moment.sum('jobs_created_total'))
    const completed = night.map((moment) => moment.sum('jobs_completed_total'))
    expect(created.some((count, i) => count < (created[i - 1] ?? 0))).toBe(true)
    expect(completed.every((count, i) => count >= (completed[i - 1] ?? 0))).toBe(true)
    expect(night.at(-1)?.sum('app_uptime_seconds')).toBeLessThan(3600)
  })

  it('hung jobs leave nothing completed for more than an hour', () => {
    const night = runModel({ model: transcode, from: '2026-01-28T00:45:00Z', hours: 1 })
    expect(night[0]?.sum('jobs_processing')).toBeGreaterThan(0)
    expect(night.at(-1)?.sum('jobs_completed_total')).toBe(night[0]?.sum('jobs_completed_total'))
  })
})
