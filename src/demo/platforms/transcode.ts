import type { PlatformModel } from '../platform-model'
import { NODE_LEVELS } from './node-exporter'
import { PROCESS_METRICS } from './python-process'
import { API_COUNTERS, API_FLOWS, API_GAUGES, API_LEVELS, API_METRICS } from './transcode-api'
import { TRANSCODE_INCIDENTS } from './transcode-incidents'
import { JOB_COUNTERS, JOB_FLOWS, JOB_GAUGES, JOB_LEVELS, JOB_STATE_METRICS, WORKER_METRICS } from './transcode-jobs'
import { MACHINE_COUNTERS, MACHINE_GAUGES, MACHINE_LEVELS, MACHINE_TARGETS } from './transcode-machines'

/*
 * Transcode Flow: an API takes videos, Celery workers transcode them. transcode-api.ts, transcode-jobs.ts and
 * transcode-machines.ts say how the numbers of each part hang together. What is accepted and what waits is told by the API
 * (`fastapi`), what ended by the workers, so a restart of the API takes `jobs_created_total` back to 0 and not what ended.
 */
export const transcode: PlatformModel = {
  id: 'transcode',
  title: 'Transcode Flow',
  targets: [
    {
      job: 'fastapi',
      instance: 'transcode-api:8000',
      intervalMs: 15_000,
      metrics: [...API_METRICS, ...JOB_STATE_METRICS, ...PROCESS_METRICS],
    },
    {
      job: 'celery-workers',
      instance: 'celery-exporter:9808',
      intervalMs: 30_000,
      metrics: [...WORKER_METRICS, ...PROCESS_METRICS],
    },
    ...MACHINE_TARGETS,
  ],
  levels: { ...NODE_LEVELS, ...API_LEVELS, ...JOB_LEVELS, ...MACHINE_LEVELS },
  flows: [...JOB_FLOWS, ...API_FLOWS],
  counters: [...API_COUNTERS, ...JOB_COUNTERS, ...MACHINE_COUNTERS],
  gauges: [...API_GAUGES, ...JOB_GAUGES, ...MACHINE_GAUGES],
  incidents: TRANSCODE_INCIDENTS,
}
