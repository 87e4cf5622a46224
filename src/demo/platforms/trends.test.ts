import { describe, expect, it } from 'vitest'
import { runModel } from '~/testing/run-model'
import { trends } from './trends'

/** A morning with its errors, without a restart. */
const day = runModel({ model: trends, from: '2026-01-28T05:00:00Z', hours: 7 })
const last = day.at(-1)
if (!last) throw new Error('nothing ran')
const { sum } = last

const TASKS = ['collect_items', 'process_items', 'detect_trends', 'update_topics', 'rebuild_index']

describe('trends reconciles', () => {
  it.each(TASKS)('each %s that ended has a duration', (task_name) => {
    expect(sum('celery_tasks_total', { task_name })).toBeGreaterThan(5)
    expect(sum('celery_task_duration_seconds_count', { task_name })).toBe(sum('celery_tasks_total', { task_name }))
  })

  it('requests are counted and timed alike', () => {
    expect(sum('api_requests_total')).toBeGreaterThan(10_000)
    expect(sum('api_request_duration_seconds_count')).toBe(sum('api_requests_total'))
  })

  it('a request makes about two queries', () => {
    const each = sum('db_query_duration_seconds_count') / sum('api_requests_total')
    expect(each).toBeGreaterThan(1.8)
    expect(each).toBeLessThan(2)
  })

  it('a collection brings some thirty items', () => {
    const collected = sum('celery_tasks_total', { task_name: 'collect_items', status: 'success' })
    expect(sum('items_collected_total') / collected).toBeGreaterThan(20)
    expect(sum('items_collected_total') / collected).toBeLessThan(40)
  })

  it('the pool and percentages are always within what there is', () => {
    for (const moment of day) {
      const free = moment.sum('db_connection_pool_available')
      expect(free, moment.time).toBeGreaterThanOrEqual(0)
      expect(free, moment.time).toBeLessThanOrEqual(moment.sum('db_connection_pool_size'))
      for (const what of ['cpu', 'memory', 'disk']) {
        expect(moment.sum(`system_${what}_usage_percent`), moment.time).toBeGreaterThan(5)
        expect(moment.sum(`system_${what}_usage_percent`), moment.time).toBeLessThan(100)
      }
    }
  })

  it.each(['emerging', 'growing', 'peak', 'declining'])('there are always %s trends in the morning', (state) => {
    for (const moment of day) expect(moment.sum('active_trends', { state })).toBeGreaterThan(0)
  })
})

describe('incidents of trends', () => {
  const night = runModel({ model: trends, from: '2026-01-28T00:00:00Z', hours: 5 })
  const at = (time: string) => {
    const moment = night.find((one) => one.time.includes(`T${time}`))
    if (!moment) throw new Error(`nothing at ${time}`)
    return moment
  }

  it('creates no trends for hours, and what there was dies away', () => {
    expect(at('04:00').sum('trends_created_total')).toBe(at('00:25').sum('trends_created_total'))
    expect(at('04:00').sum('active_trends')).toBeLessThan(at('00:20').sum('active_trends') / 2)
    expect(at('05:00').sum('trends_created_total')).toBeGreaterThan(at('04:00').sum('trends_created_total'))
  })

  it('the idle scheduler leaves no task active', () => {
    const noon = runModel({ model: trends, from: '2026-01-28T11:50:00Z', hours: 1 })
    expect(noon[0]?.sum('celery_active_tasks')).toBeGreaterThan(0)
    expect(noon[3]?.sum('celery_active_tasks')).toBe(0)
    expect(noon.at(-1)?.sum('celery_active_tasks')).toBeGreaterThan(0)
  })
})
