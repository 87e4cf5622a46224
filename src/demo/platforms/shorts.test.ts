import { describe, expect, it } from 'vitest'
import { type Moment, runModel } from '~/testing/run-model'
import { shorts } from './shorts'

/** A day, one look each five minutes. */
const day = runModel({ model: shorts, from: '2026-01-28T00:00:00Z', hours: 24 })

/** The look at a time of the day, and what grew in the five minutes before it. */
function at(time: string) {
  const index = day.findIndex((moment) => moment.time.slice(11, 16) === time)
  const [now, before] = [day[index] as Moment, day[index - 1] as Moment]
  const increase = (name: string, where?: Readonly<Record<string, string>>) =>
    now.sum(name, where) - before.sum(name, where)
  return { now, increase }
}

type Look = ReturnType<typeof at>
const failures = ({ increase }: Look) =>
  increase('jobs_completed_total', { status: 'failed' }) / increase('jobs_completed_total')
const llmErrors = ({ increase }: Look) =>
  increase('llm_requests_total', { status: 'error' }) / increase('llm_requests_total')
const hits = ({ increase }: Look) =>
  increase('cache_hits_total') / (increase('cache_hits_total') + increase('cache_misses_total'))
/** Share of jobs that took longer than 30 s: more than 1 % is a p99 above that. */
const slowJobs = ({ increase }: Look) =>
  1 - increase('job_duration_seconds_bucket', { le: '30.0' }) / increase('job_duration_seconds_count')
const active = ({ now }: Look) => now.sum('active_jobs')

describe('alerts of shorts', () => {
  // Each from five minutes into its incident to its end, which is longer than the alert waits.
  it.each<[string, (look: Look) => number, number, readonly string[], string]>([
    ['HighErrorRate', failures, 0.05, ['03:25', '03:30'], '03:20'],
    ['LLMHighErrorRate', llmErrors, 0.1, ['03:25', '03:30'], '03:20'],
    ['DatabaseConnectionIssue', ({ increase }) => increase('db_errors_total'), 5, ['04:10'], '04:00'],
    [
      'BatchProcessingFailure',
      ({ increase }) => increase('batches_completed_total', { status: 'failed' }),
      0,
      ['05:00'],
      '04:50',
    ],
    ['LowCacheHitRate', (look) => -hits(look), -0.5, ['02:25', '02:30', '02:35', '02:40', '02:45'], '02:20'],
    ['HighLatency', slowJobs, 0.01, ['05:35', '05:40', '05:45'], '05:20'],
    ['HighActiveJobs', active, 100, ['11:40', '11:45'], '11:25'],
  ])('%s has its incident, and is quiet before', (_, value, limit, loud, quiet) => {
    for (const time of loud) expect(value(at(time)), time).toBeGreaterThan(limit)
    expect(value(at(quiet)), quiet).toBeLessThanOrEqual(limit)
  })
})

describe('a quiet hour of shorts', () => {
  it.each<[string, (look: Look) => number, number, number]>([
    ['jobs a second', ({ increase }) => increase('jobs_completed_total') / 300, 2, 6],
    ['failed share', failures, 0.001, 0.04],
    ['cache hits', hits, 0.58, 0.68],
    ['active jobs', active, 25, 60],
    ['users', ({ now }) => now.sum('active_users'), 100, 260],
  ])('has its usual %s', (_, value, least, most) => {
    for (const time of ['13:40', '13:45', '13:50']) {
      expect(value(at(time)), time).toBeGreaterThan(least)
      expect(value(at(time)), time).toBeLessThan(most)
    }
  })

  it('has nineteen jobs in twenty done within 5 s', () => {
    const { increase } = at('13:40')
    expect(
      increase('job_duration_seconds_bucket', { le: '5.0' }) / increase('job_duration_seconds_count'),
    ).toBeGreaterThan(0.95)
  })
})
