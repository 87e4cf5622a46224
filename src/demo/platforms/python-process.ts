import type { CounterSource, GaugeSource, MetricSpec } from '../platform-model'

/** What client_python's ProcessCollector exposes of the process itself. */
export const PROCESS_METRICS: readonly MetricSpec[] = [
  { name: 'process_virtual_memory_bytes', help: 'Virtual memory size in bytes.', type: 'gauge' },
  { name: 'process_resident_memory_bytes', help: 'Resident memory size in bytes.', type: 'gauge' },
  {
    name: 'process_start_time_seconds',
    help: 'Start time of the process since unix epoch in seconds.',
    type: 'gauge',
  },
  { name: 'process_cpu_seconds_total', help: 'Total user and system CPU time spent in seconds.', type: 'counter' },
  { name: 'process_open_fds', help: 'Number of open file descriptors.', type: 'gauge' },
  { name: 'process_max_fds', help: 'Maximum number of open file descriptors.', type: 'gauge' },
]

const MIB = 2 ** 20

/** How a process uses what `PROCESS_METRICS` measures: names of levels. */
export interface ProcessUse {
  readonly job: string
  /** Level of the CPU seconds it takes a second. */
  readonly cpu: string
  readonly residentMib: number
  /** Level of the connections that it has open. */
  readonly connections: string
}

/** Gauges of a process. A process has some 30 files open besides its connections. */
export function processGauges({ job, connections, residentMib }: ProcessUse): readonly GaugeSource[] {
  return [
    { metric: `${job}/process_virtual_memory_bytes`, value: 3 * residentMib * MIB },
    { metric: `${job}/process_resident_memory_bytes`, value: residentMib * MIB },
    { metric: `${job}/process_start_time_seconds`, startTime: true },
    { metric: `${job}/process_open_fds`, value: { sum: [30, connections] }, whole: true },
    { metric: `${job}/process_max_fds`, value: 1_048_576 },
  ]
}

/** Counters of a process. */
export function processCounters({ job, cpu }: ProcessUse): readonly CounterSource[] {
  return [{ metric: `${job}/process_cpu_seconds_total`, rate: cpu }]
}
