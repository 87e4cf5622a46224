import type { MetricSpec } from '../platform-model'
import { PROCESS_METRICS } from './python-process'

/** Presets of a video, each with the render backends that can make it. */
export const BACKENDS_BY_PRESET = {
  social_short: ['comfyui', 'runway'],
  product_demo: ['runway', 'veo'],
  cinematic: ['comfyui', 'veo'],
} as const

export const BACKENDS = ['comfyui', 'runway', 'veo'] as const
export const AGENTS = ['script', 'storyboard', 'voice', 'editor'] as const
export const SUBSCRIPTIONS = ['render-requests', 'pipeline-events'] as const

const presets = Object.keys(BACKENDS_BY_PRESET)

/** The API's routes, each with the statuses that it answers. */
export const API_ANSWERS = [
  { method: 'POST', endpoint: '/api/v1/jobs', statuses: ['202', '422', '500'] },
  { method: 'GET', endpoint: '/api/v1/jobs/{job_id}', statuses: ['200', '404', '500'] },
  { method: 'GET', endpoint: '/api/v1/jobs', statuses: ['200', '500'] },
] as const

/** What the pipeline's process exposes. */
export const PIPELINE_METRICS: readonly MetricSpec[] = [
  {
    name: 'pipeline_duration_seconds',
    longPast: 'all',
    help: 'Seconds of work on a job, from prompt to video.',
    type: 'histogram',
    labels: { preset: presets },
    buckets: [15, 30, 60, 90, 120, 180, 240, 300, 450, 600, 900, 1800],
  },
  {
    name: 'pipeline_cost_dollars',
    longPast: 'totals',
    help: 'Cost of a finished job in US dollars.',
    type: 'histogram',
    together: Object.entries(BACKENDS_BY_PRESET).flatMap(([preset, backends]) =>
      backends.map((backend) => ({ preset, backend })),
    ),
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10],
  },
  {
    name: 'db_operation_latency_seconds',
    help: 'Seconds of a database operation.',
    type: 'histogram',
    labels: { operation: ['select', 'insert', 'update'] },
  },
  {
    name: 'api_response_time_seconds',
    help: 'Seconds until the API answered.',
    type: 'histogram',
    together: API_ANSWERS.flatMap(({ method, endpoint, statuses }) =>
      statuses.map((status) => ({ method, endpoint, status })),
    ),
  },
  {
    name: 'ai_agent_latency_seconds',
    help: 'Seconds until an agent answered, or was given up.',
    type: 'histogram',
    labels: { agent: AGENTS },
    buckets: [0.5, 1, 2.5, 5, 10, 20, 30, 60, 120],
  },
  {
    name: 'video_output_size_bytes',
    help: 'Size of a finished video.',
    type: 'histogram',
    labels: { preset: presets },
    buckets: [1e6, 5e6, 1e7, 2.5e7, 5e7, 1e8, 2.5e8, 5e8],
  },
  {
    name: 'ai_agent_calls_total',
    help: 'Calls of agents that ended.',
    type: 'counter',
    labels: { agent: AGENTS, status: ['success', 'error', 'timeout'] },
  },
  {
    name: 'render_failures_total',
    help: 'Renders that failed; the job then renders again.',
    type: 'counter',
    labels: { backend: BACKENDS },
  },
  {
    name: 'user_jobs_completed_total',
    longPast: 'all',
    help: 'Jobs that ended, well or not.',
    type: 'counter',
    labels: { preset: presets, status: ['success', 'failed'] },
  },
  {
    name: 'qa_gate_acceptance_total',
    help: 'Decisions of the QA gate.',
    type: 'counter',
    labels: { decision: ['accepted', 'rejected'] },
  },
  { name: 'pipeline_active_jobs', help: 'Jobs accepted and not finished.', type: 'gauge' },
  {
    name: 'pubsub_queue_depth',
    help: 'Messages of a subscription that nobody has taken yet.',
    type: 'gauge',
    labels: { subscription: SUBSCRIPTIONS },
  },
  ...PROCESS_METRICS,
]
