import type { PlatformModel, Rhythm, Spread } from '../platform-model'

/*
 * Creative AI Shorts: prompts become short videos. How its numbers hang together, at every moment:
 * - `active_jobs` is jobs created minus jobs completed. A job waits about 9 s in the queue before its work, which is what
 *   `job_duration_seconds` measures; so by Little's law about 40 are active at 4 a second.
 * - A completed job has status `success` or `failed`; both count in `job_duration_seconds`.
 * - Each job asks the prompt cache about 2.4 times. A miss is one LLM call, counted when it ends, so
 *   `cache_misses_total` = LLM requests + calls in flight.
 * - Each LLM call ends with status `success` or `error` and is observed once in `llm_latency_seconds` and `tokens_used`:
 *   both `_count`s equal `llm_requests_total` over all statuses. A failed call costs its prompt's tokens.
 * - `cache_entries` grows by one a miss and loses what expires.
 */

const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS

const JOB_TYPES = ['script', 'video', 'voiceover', 'captions']
const MODELS = ['gemini-2.0-flash', 'gpt-4o-mini', 'claude-3-5-haiku']

const WORKDAY: Rhythm = {
  // biome-ignore format: one hour a column, midnight to midnight
  hours: [0.62, 0.52, 0.45, 0.42, 0.42, 0.47, 0.58, 0.74, 0.92, 1.06, 1.14, 1.18, 1.2, 1.26, 1.32, 1.34, 1.3, 1.24, 1.2, 1.18, 1.12, 1, 0.86, 0.72],
  weekdays: [0.84, 1, 1.02, 1.03, 1.02, 1.04, 0.9],
}

const JOB_WORK: Spread = {
  median: { level: 'jobs.work', by: 'job_type' },
  sigma: 0.5,
  slow: { share: 'jobs.slowShare', median: 'jobs.slowWork', sigma: 0.4 },
  max: 240,
}

export const shorts: PlatformModel = {
  id: 'shorts',
  title: 'Creative AI Shorts',
  targets: [
    {
      job: 'shorts',
      instance: 'shorts-api:8000',
      metrics: [
        {
          name: 'llm_requests_total',
          longPast: 'all',
          help: 'LLM calls that ended.',
          type: 'counter',
          labels: { model: MODELS, status: ['success', 'error'] },
        },
        { name: 'cache_hits_total', longPast: 'all', help: 'Prompts answered from the cache.', type: 'counter' },
        { name: 'cache_misses_total', longPast: 'all', help: 'Prompts that needed an LLM call.', type: 'counter' },
        { name: 'jobs_created_total', help: 'Jobs accepted.', type: 'counter', labels: { job_type: JOB_TYPES } },
        {
          name: 'jobs_completed_total',
          longPast: 'all',
          help: 'Jobs that ended, well or not.',
          type: 'counter',
          labels: { job_type: JOB_TYPES, status: ['success', 'failed'] },
        },
        { name: 'batches_created_total', help: 'Batches accepted.', type: 'counter' },
        {
          name: 'batches_completed_total',
          help: 'Batches that ended, well or not.',
          type: 'counter',
          labels: { status: ['success', 'failed'] },
        },
        { name: 'db_errors_total', help: 'Database calls that failed.', type: 'counter' },
        { name: 'active_jobs', help: 'Jobs created and not completed: in the queue or in work.', type: 'gauge' },
        { name: 'cache_entries', help: 'Entries in the prompt cache.', type: 'gauge' },
        { name: 'active_users', help: 'Users with a session.', type: 'gauge' },
        {
          name: 'job_duration_seconds',
          longPast: 'all',
          help: 'Seconds of work on a job, without its time in the queue.',
          type: 'histogram',
          labels: { job_type: JOB_TYPES },
          buckets: [0.1, 0.25, 0.5, 0.75, 1, 1.5, 2, 3, 4, 5, 7.5, 10, 20, 30, 60, 120],
        },
        {
          name: 'llm_latency_seconds',
          help: 'Seconds until an LLM call ended.',
          type: 'histogram',
          labels: { model: MODELS },
          buckets: [0.1, 0.25, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10, 30],
        },
        {
          name: 'batch_processing_seconds',
          help: 'Seconds of work on a batch.',
          type: 'histogram',
          buckets: [5, 10, 20, 30, 40, 60, 90, 120, 300, 600],
        },
        {
          name: 'tokens_used',
          longPast: 'totals',
          help: 'Tokens of an LLM call, prompt and answer.',
          type: 'histogram',
          labels: { model: MODELS },
          buckets: [25, 50, 100, 200, 400, 800, 1600, 3200],
        },
        {
          name: 'process_start_time_seconds',
          help: 'Start time of the process since unix epoch in seconds.',
          type: 'gauge',
        },
      ],
    },
  ],

  levels: {
    'jobs.rate': { base: 3.4, growth: 0.009, rhythm: WORKDAY, drift: { share: 0.11, periodMs: 17 * MINUTE_MS } },
    'jobs.failure': { base: 0.017, drift: { share: 0.4, periodMs: 25 * MINUTE_MS } },
    'jobs.wait': { base: 8.6, drift: { share: 0.06, periodMs: 11 * MINUTE_MS } },
    'jobs.work.script': 0.42,
    'jobs.work.video': 0.85,
    'jobs.work.voiceover': 0.6,
    'jobs.work.captions': 0.5,
    'jobs.slowShare': { base: 0.022, drift: { share: 0.35, periodMs: 40 * MINUTE_MS } },
    'jobs.slowWork': { base: 4.3, drift: { share: 0.3, periodMs: 55 * MINUTE_MS } },
    'jobs.prompts': 2.4,
    'cache.hit': { base: 0.632, drift: { share: 0.03, periodMs: 30 * MINUTE_MS } },
    'cache.expiry': 1 / 5400,
    'llm.failure.gemini-2.0-flash': { base: 0.012, drift: { share: 0.5, periodMs: 20 * MINUTE_MS } },
    'llm.failure.gpt-4o-mini': { base: 0.016, drift: { share: 0.5, periodMs: 20 * MINUTE_MS } },
    'llm.failure.claude-3-5-haiku': { base: 0.009, drift: { share: 0.5, periodMs: 20 * MINUTE_MS } },
    'llm.latency.gemini-2.0-flash': { base: 0.38, drift: { share: 0.15, periodMs: 35 * MINUTE_MS } },
    'llm.latency.gpt-4o-mini': { base: 0.55, drift: { share: 0.15, periodMs: 35 * MINUTE_MS } },
    'llm.latency.claude-3-5-haiku': { base: 0.7, drift: { share: 0.15, periodMs: 35 * MINUTE_MS } },
    'llm.slowShare': 0.02,
    'llm.slowLatency': 3,
    'llm.tokens.success': 190,
    'llm.tokens.error': 60,
    'batches.rate': { base: 0.02, rhythm: WORKDAY },
    'batches.work': { base: 30, drift: { share: 0.25, periodMs: 45 * MINUTE_MS } },
    'batches.failure': 0,
    'db.errors': 0.0005,
    users: { base: 140, rhythm: WORKDAY, drift: { share: 0.08, periodMs: 9 * MINUTE_MS } },
  },

  flows: [
    {
      id: 'jobs',
      arrivals: { rate: 'jobs.rate' },
      attributes: [
        {
          name: 'job_type',
          options: [
            { value: 'script', share: 0.4 },
            { value: 'video', share: 0.25 },
            { value: 'voiceover', share: 0.2 },
            { value: 'captions' },
          ],
        },
        { name: 'status', options: [{ value: 'failed', share: 'jobs.failure' }, { value: 'success' }] },
      ],
      diesWith: 'shorts',
      wait: { median: 'jobs.wait', sigma: 0.45, max: 300 },
      work: JOB_WORK,
      emissions: [
        { metric: 'jobs_created_total', at: 'start' },
        { metric: 'active_jobs', at: 'during' },
        { metric: 'jobs_completed_total', at: 'end' },
        { metric: 'job_duration_seconds', at: 'end', observe: 'duration' },
      ],
    },
    {
      id: 'prompts',
      arrivals: { parent: 'jobs', at: 'start', each: 'jobs.prompts' },
      attributes: [{ name: 'cache', options: [{ value: 'hit', share: 'cache.hit' }, { value: 'miss' }] }],
      emissions: [
        { metric: 'cache_hits_total', at: 'start', when: { attribute: 'cache', value: 'hit' } },
        { metric: 'cache_misses_total', at: 'start', when: { attribute: 'cache', value: 'miss' } },
      ],
    },
    {
      id: 'llm',
      arrivals: { parent: 'prompts', at: 'start', when: { attribute: 'cache', value: 'miss' } },
      diesWith: 'shorts',
      attributes: [
        {
          name: 'model',
          options: [
            { value: 'gemini-2.0-flash', share: 0.62 },
            { value: 'gpt-4o-mini', share: 0.25 },
            { value: 'claude-3-5-haiku' },
          ],
        },
        {
          name: 'status',
          options: [{ value: 'error', share: { level: 'llm.failure', by: 'model' } }, { value: 'success' }],
        },
      ],
      work: {
        median: { level: 'llm.latency', by: 'model' },
        sigma: 0.45,
        slow: { share: 'llm.slowShare', median: 'llm.slowLatency', sigma: 0.5 },
        max: 60,
      },
      emissions: [
        { metric: 'llm_requests_total', at: 'end' },
        { metric: 'llm_latency_seconds', at: 'end', observe: 'duration' },
        {
          metric: 'tokens_used',
          at: 'end',
          observe: { median: { level: 'llm.tokens', by: 'status' }, sigma: 0.6, max: 8000, whole: true },
        },
      ],
    },
    {
      id: 'batches',
      arrivals: { rate: 'batches.rate' },
      diesWith: 'shorts',
      attributes: [{ name: 'status', options: [{ value: 'failed', share: 'batches.failure' }, { value: 'success' }] }],
      work: { median: 'batches.work', sigma: 0.35, max: 600 },
      emissions: [
        { metric: 'batches_created_total', at: 'start' },
        { metric: 'batches_completed_total', at: 'end' },
        { metric: 'batch_processing_seconds', at: 'end', observe: 'duration' },
      ],
    },
    {
      id: 'db-errors',
      arrivals: { rate: 'db.errors' },
      emissions: [{ metric: 'db_errors_total', at: 'start' }],
    },
  ],

  gauges: [
    { metric: 'cache_entries', stock: { inflow: 'cache_misses_total', drain: 'cache.expiry', initial: 12000 } },
    { metric: 'active_users', value: 'users', whole: true },
    { metric: 'process_start_time_seconds', startTime: true },
  ],

  /*
   * Four slots in each three hours (UTC), so that whoever watches for an hour sees an alert fire and resolve:
   * :20 LLM errors, 1:05 database, 1:55 batches, 2:20 cache, slow jobs or a backlog in turn. And once a day nobody answers.
   */
  incidents: [
    {
      id: 'llm-errors',
      title: 'The LLM provider fails: HighErrorRate, LLMHighErrorRate',
      recurs: { everyMs: 3 * HOUR_MS, offsetMs: 20 * MINUTE_MS, lastsMs: 13 * MINUTE_MS },
      effects: { 'llm.failure.gemini-2.0-flash': { to: 0.42 }, 'jobs.failure': { to: 0.15 } },
    },
    {
      id: 'database-errors',
      title: 'The database drops connections: DatabaseConnectionIssue',
      recurs: { everyMs: 3 * HOUR_MS, offsetMs: 65 * MINUTE_MS, lastsMs: 7 * MINUTE_MS },
      effects: { 'db.errors': { to: 0.09 } },
    },
    {
      id: 'batch-failures',
      title: 'Batches fail: BatchProcessingFailure',
      recurs: { everyMs: 3 * HOUR_MS, offsetMs: 115 * MINUTE_MS, lastsMs: 6 * MINUTE_MS },
      effects: { 'batches.failure': { to: 0.9 }, 'batches.rate': { times: 2 } },
    },
    {
      id: 'cache-flush',
      title: 'The prompt cache was flushed: LowCacheHitRate',
      recurs: { everyMs: 6 * HOUR_MS, offsetMs: 140 * MINUTE_MS, lastsMs: 26 * MINUTE_MS },
      effects: { 'cache.hit': { to: 0.34 }, 'cache.expiry': { times: 8 } },
    },
    {
      id: 'slow-jobs',
      title: 'A renderer hangs: HighLatency',
      recurs: { everyMs: 12 * HOUR_MS, offsetMs: 325 * MINUTE_MS, lastsMs: 22 * MINUTE_MS },
      effects: { 'jobs.slowShare': { to: 0.05 }, 'jobs.slowWork': { to: 36 } },
    },
    {
      id: 'backlog',
      title: 'Workers are short: HighActiveJobs',
      recurs: { everyMs: 12 * HOUR_MS, offsetMs: 690 * MINUTE_MS, lastsMs: 20 * MINUTE_MS },
      effects: { 'jobs.wait': { times: 5.5 }, 'jobs.rate': { times: 1.35 } },
    },
    {
      id: 'outage',
      title: 'The service does not answer: ServiceDown',
      recurs: { everyMs: 24 * HOUR_MS, offsetMs: 185 * MINUTE_MS, lastsMs: 3 * MINUTE_MS },
      effects: {},
      targets: { shorts: { down: true } },
    },
    {
      id: 'no-traffic',
      title: 'Nobody asks for anything: ratios have no value',
      effects: { 'jobs.rate': { to: 0 }, 'batches.rate': { to: 0 }, users: { to: 0 } },
    },
  ],
}
