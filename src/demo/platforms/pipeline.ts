import type { Flow, Level, PlatformModel, Rhythm } from '../platform-model'
import { MINUTE_MS } from './day'
import { type Machine, NODE_LEVELS, nodeCounters, nodeGauges, nodeTarget } from './node-exporter'
import { PIPELINE_INCIDENTS } from './pipeline-incidents'
import { AGENTS, API_ANSWERS, BACKENDS_BY_PRESET, PIPELINE_METRICS } from './pipeline-metrics'
import { type ProcessUse, processCounters, processGauges } from './python-process'

/*
 * AI Video Pipeline: agents write, speak and cut, a backend renders, a gate checks. How its numbers hang together:
 * - A job is born of a `POST /api/v1/jobs` that answers 202: the `_count` of those answers is jobs begun, and
 *   `pipeline_active_jobs` is that minus `user_jobs_completed_total`. At 8 jobs a minute of two minutes each some 17 are active.
 * - Each job that ends, well or not, is observed once in `pipeline_duration_seconds` and once in `pipeline_cost_dollars`.
 * - Each that ends well is one decision of the QA gate and one `video_output_size_bytes`.
 * - Each call of an agent is observed in `ai_agent_latency_seconds`; one that times out is given up after 60 s. A job calls
 *   agents about four times.
 * - A failed render is done again: it costs a failure, not the job.
 * - Each job leaves about 6 messages in each subscription; their consumers follow the load with a sixth to spare.
 */

const AGENCY: Rhythm = {
  // biome-ignore format: one hour a column, midnight to midnight
  hours: [0.5, 0.44, 0.4, 0.38, 0.4, 0.5, 0.68, 0.9, 1.1, 1.24, 1.3, 1.28, 1.16, 1.22, 1.3, 1.32, 1.28, 1.2, 1.08, 0.98, 0.9, 0.82, 0.72, 0.6],
  weekdays: [0.7, 1.02, 1.05, 1.06, 1.05, 1, 0.74],
}

const MACHINE: Machine = {
  job: 'pipeline-node',
  instance: 'pipeline-vm:9100',
  cpus: 2,
  memoryBytes: 16 * 2 ** 30,
  devices: ['eth0'],
  volumes: [{ device: '/dev/sda1', mountpoint: '/', bytes: 200e9 }],
}

const PROCESS: ProcessUse = {
  job: 'pipeline',
  cpu: 'process.cpu',
  residentMib: 412,
  connections: 'process.connections',
}

const ofJobs = (base: number): Level => ({ base, of: ['jobs.rate'] })
const drifting = (base: number, share: number, minutes: number): Level => ({
  base,
  drift: { share, periodMs: minutes * MINUTE_MS },
})

const LEVELS: PlatformModel['levels'] = {
  'jobs.rate': { base: 0.13, growth: 0.006, rhythm: AGENCY, drift: { share: 0.12, periodMs: 19 * MINUTE_MS } },
  'jobs.failure': drifting(0.002, 0.5, 30),
  'jobs.work.social_short': drifting(88, 0.08, 26),
  'jobs.work.product_demo': drifting(128, 0.08, 34),
  'jobs.work.cinematic': drifting(178, 0.08, 41),
  'cost.comfyui': 0.12,
  'cost.runway': 0.34,
  'cost.veo': 0.68,
  'output.social_short': 8e6,
  'output.product_demo': 2.6e7,
  'output.cinematic': 9e7,
  'render.failures.comfyui': 0.01,
  'render.failures.runway': 0.006,
  'render.failures.veo': 0.004,
  'qa.rejection': drifting(0.07, 0.3, 45),
  'agents.calls': 4.2,
  'agents.error': 0.006,
  ...Object.fromEntries(AGENTS.map((agent) => [`agents.timeout.${agent}`, 0.003])),
  'agents.latency.script': drifting(3.2, 0.15, 23),
  'agents.latency.storyboard': drifting(5.5, 0.15, 29),
  'agents.latency.voice': drifting(4.1, 0.15, 31),
  'agents.latency.editor': drifting(2.4, 0.15, 37),
  'db.operations': ofJobs(7),
  'db.latency.select': drifting(0.009, 0.2, 16),
  'db.latency.insert': drifting(0.014, 0.2, 16),
  'db.latency.update': drifting(0.017, 0.2, 16),
  'api.reads': ofJobs(8),
  'api.refused': ofJobs(0.03),
  'api.broken': ofJobs(0.004),
  'api.missing': 0.015,
  'api.failure': drifting(0.003, 0.5, 21),
  'api.latency': drifting(0.045, 0.2, 18),
  'pubsub.render.sent': ofJobs(6),
  'pubsub.render.taken': ofJobs(7),
  'pubsub.events.sent': ofJobs(6),
  'pubsub.events.taken': ofJobs(7),
  ...NODE_LEVELS,
  'node.free./': { base: 0.57, growth: -0.004 },
  'process.cpu': { base: 1.6, of: ['jobs.rate'] },
  'process.connections': { base: 180, of: ['jobs.rate'] },
}

const FLOWS: readonly Flow[] = [
  {
    id: 'jobs',
    arrivals: { rate: 'jobs.rate' },
    attributes: [
      {
        name: 'preset',
        options: [
          { value: 'social_short', share: 0.5 },
          { value: 'product_demo', share: 0.32 },
          { value: 'cinematic' },
        ],
      },
      // The first backend of a preset is the cheaper one, and takes most of its jobs.
      ...Object.entries(BACKENDS_BY_PRESET).map(([preset, [first, second]]) => ({
        name: 'backend',
        when: { attribute: 'preset', value: preset },
        options: [{ value: first, share: 0.65 }, { value: second }],
      })),
      { name: 'status', options: [{ value: 'failed', share: 'jobs.failure' }, { value: 'success' }] },
    ],
    work: { median: { level: 'jobs.work', by: 'preset' }, sigma: 0.25, max: 3000 },
    emissions: [
      { metric: 'pipeline_active_jobs', at: 'during' },
      { metric: 'user_jobs_completed_total', at: 'end' },
      { metric: 'pipeline_duration_seconds', at: 'end', observe: 'duration' },
      {
        metric: 'pipeline_cost_dollars',
        at: 'end',
        observe: { median: { level: 'cost', by: 'backend' }, sigma: 0.35, max: 50 },
      },
    ],
  },
  {
    id: 'accepted-requests',
    arrivals: { parent: 'jobs', at: 'start' },
    emissions: [
      {
        metric: 'api_response_time_seconds',
        at: 'start',
        labels: { method: 'POST', endpoint: '/api/v1/jobs', status: '202' },
        observe: { median: 'api.latency', sigma: 0.6, max: 30 },
      },
    ],
  },
  {
    id: 'failed-renders',
    arrivals: { parent: 'jobs', at: 'start', each: { level: 'render.failures', by: 'backend' } },
    emissions: [{ metric: 'render_failures_total', at: 'start' }],
  },
  {
    id: 'agents',
    arrivals: { parent: 'jobs', at: 'start', each: 'agents.calls' },
    attributes: [
      {
        name: 'agent',
        options: [
          { value: 'script', share: 0.28 },
          { value: 'storyboard', share: 0.26 },
          { value: 'voice', share: 0.24 },
          { value: 'editor' },
        ],
      },
      {
        name: 'call',
        options: [
          { value: 'timeout', share: { level: 'agents.timeout', by: 'agent' } },
          { value: 'error', share: 'agents.error' },
          { value: 'success' },
        ],
      },
    ],
    work: { median: { level: 'agents.latency', by: 'agent' }, sigma: 0.5, max: 59 },
    emissions: [
      { metric: 'ai_agent_calls_total', at: 'end', labels: { status: { attribute: 'call' } } },
      {
        metric: 'ai_agent_latency_seconds',
        at: 'end',
        when: { attribute: 'call', value: ['success', 'error'] },
        observe: 'duration',
      },
      {
        metric: 'ai_agent_latency_seconds',
        at: 'end',
        when: { attribute: 'call', value: 'timeout' },
        observe: { median: 60, sigma: 0 },
      },
    ],
  },
  {
    id: 'qa-gate',
    arrivals: { parent: 'jobs', at: 'end', when: { attribute: 'status', value: 'success' } },
    attributes: [{ name: 'decision', options: [{ value: 'rejected', share: 'qa.rejection' }, { value: 'accepted' }] }],
    emissions: [{ metric: 'qa_gate_acceptance_total', at: 'start' }],
  },
  {
    id: 'videos',
    arrivals: { parent: 'jobs', at: 'end', when: { attribute: 'status', value: 'success' } },
    emissions: [
      {
        metric: 'video_output_size_bytes',
        at: 'start',
        observe: { median: { level: 'output', by: 'preset' }, sigma: 0.5, max: 2e9, whole: true },
      },
    ],
  },
  {
    id: 'database',
    arrivals: { rate: 'db.operations' },
    attributes: [
      {
        name: 'operation',
        options: [{ value: 'select', share: 0.6 }, { value: 'update', share: 0.25 }, { value: 'insert' }],
      },
    ],
    emissions: [
      {
        metric: 'db_operation_latency_seconds',
        at: 'start',
        observe: { median: { level: 'db.latency', by: 'operation' }, sigma: 0.6, max: 30 },
      },
    ],
  },
  ...(['refused', 'broken'] as const).map(
    (fault): Flow => ({
      id: `${fault}-requests`,
      arrivals: { rate: `api.${fault}` },
      emissions: [
        {
          metric: 'api_response_time_seconds',
          at: 'start',
          labels: { method: 'POST', endpoint: '/api/v1/jobs', status: fault === 'refused' ? '422' : '500' },
          observe: { median: 'api.latency', sigma: 0.6, max: 30 },
        },
      ],
    }),
  ),
  {
    id: 'reads',
    arrivals: { rate: 'api.reads' },
    attributes: [
      {
        name: 'route',
        options: [
          { value: 'job', share: 0.8, sets: { method: 'GET', endpoint: API_ANSWERS[1].endpoint } },
          { value: 'jobs', sets: { method: 'GET', endpoint: API_ANSWERS[2].endpoint } },
        ],
      },
      {
        name: 'status',
        when: { attribute: 'route', value: 'job' },
        options: [{ value: '500', share: 'api.failure' }, { value: '404', share: 'api.missing' }, { value: '200' }],
      },
      {
        name: 'status',
        when: { attribute: 'route', value: 'jobs' },
        options: [{ value: '500', share: 'api.failure' }, { value: '200' }],
      },
    ],
    emissions: [
      {
        metric: 'api_response_time_seconds',
        at: 'start',
        observe: { median: 'api.latency', sigma: 0.6, max: 30 },
      },
    ],
  },
]

export const pipeline: PlatformModel = {
  id: 'pipeline',
  title: 'AI Video Pipeline',
  targets: [{ job: 'pipeline', instance: 'pipeline-api:8000', metrics: PIPELINE_METRICS }, nodeTarget(MACHINE)],
  levels: LEVELS,
  flows: FLOWS,
  counters: [...processCounters(PROCESS), ...nodeCounters(MACHINE)],
  gauges: [
    {
      metric: 'pubsub_queue_depth',
      labels: { subscription: 'render-requests' },
      stock: { initial: 0, arriving: 'pubsub.render.sent', served: 'pubsub.render.taken' },
    },
    {
      metric: 'pubsub_queue_depth',
      labels: { subscription: 'pipeline-events' },
      stock: { initial: 0, arriving: 'pubsub.events.sent', served: 'pubsub.events.taken' },
    },
    ...processGauges(PROCESS),
    ...nodeGauges(MACHINE),
  ],
  incidents: PIPELINE_INCIDENTS,
}
