import type { CounterSource, Formula, GaugeSource, Level, MetricSpec, TargetSpec } from '../platform-model'
import { MINUTE_MS } from './day'

/** A machine that node exporter watches. */
export interface Machine {
  readonly job: string
  readonly instance: string
  readonly intervalMs?: number
  readonly cpus: number
  readonly memoryBytes: number
  readonly devices: readonly string[]
  /** The free share of a volume is the level `node.free.<mountpoint>`, which the model gives. */
  readonly volumes: readonly { readonly device: string; readonly mountpoint: string; readonly bytes: number }[]
}

const series = (metric: string) => ({ series: metric })

/** CPU time but for the idle, in the modes that have a level `node.cpu.<mode>`. */
const BUSY_MODES = ['iowait', 'irq', 'nice', 'softirq', 'steal', 'system', 'user'] as const

/** Levels of a machine with little to do; a model puts its own after them. Shares are of one CPU, of the memory, of a second. */
export const NODE_LEVELS: Readonly<Record<string, number | Level>> = {
  'node.cpu.user': { base: 0.31, drift: { share: 0.2, periodMs: 7 * MINUTE_MS } },
  'node.cpu.system': { base: 0.05, drift: { share: 0.15, periodMs: 7 * MINUTE_MS } },
  'node.cpu.iowait': { base: 0.012, drift: { share: 0.5, periodMs: 11 * MINUTE_MS } },
  'node.cpu.softirq': 0.006,
  'node.cpu.steal': 0.002,
  'node.cpu.irq': 0,
  'node.cpu.nice': 0,
  'node.memory.used': { base: 0.56, drift: { share: 0.06, periodMs: 50 * MINUTE_MS } },
  'node.network.bytes': { base: 4e6, drift: { share: 0.4, periodMs: 9 * MINUTE_MS } },
  'node.network.errors': 0.002,
  'node.disk.bytes': { base: 6e6, drift: { share: 0.5, periodMs: 8 * MINUTE_MS } },
}

/*
 * What node exporter says of a machine. Of each CPU's second, every mode has its level and `idle` the rest; available memory is
 * what is not used; half of it is cache, a tenth buffers, the rest free.
 */

/** The scrape target of a machine. */
export function nodeTarget({ job, instance, intervalMs, cpus, devices, volumes }: Machine): TargetSpec {
  const device = { device: devices }
  const counter = (name: string, help: string, labels: MetricSpec['labels']): MetricSpec => ({
    name,
    help,
    type: 'counter',
    ...(labels && { labels }),
  })
  const gauge = (name: string, help: string): MetricSpec => ({ name, help, type: 'gauge' })
  const filesystems = volumes.map((volume) => ({
    device: volume.device,
    fstype: 'ext4',
    mountpoint: volume.mountpoint,
  }))
  return {
    job,
    instance,
    ...(intervalMs && { intervalMs }),
    metrics: [
      counter('node_cpu_seconds_total', 'Seconds the CPUs spent in each mode.', {
        cpu: Array.from({ length: cpus }, (_, cpu) => String(cpu)),
        mode: ['idle', ...BUSY_MODES],
      }),
      gauge('node_load1', '1m load average.'),
      gauge('node_memory_MemTotal_bytes', 'Memory information field MemTotal_bytes.'),
      gauge('node_memory_MemAvailable_bytes', 'Memory information field MemAvailable_bytes.'),
      gauge('node_memory_MemFree_bytes', 'Memory information field MemFree_bytes.'),
      gauge('node_memory_Cached_bytes', 'Memory information field Cached_bytes.'),
      gauge('node_memory_Buffers_bytes', 'Memory information field Buffers_bytes.'),
      { ...gauge('node_filesystem_size_bytes', 'Filesystem size in bytes.'), together: filesystems, longPast: 'all' },
      {
        ...gauge('node_filesystem_avail_bytes', 'Filesystem space available to non-root users in bytes.'),
        together: filesystems,
        longPast: 'all',
      },
      { ...gauge('node_filesystem_free_bytes', 'Filesystem free space in bytes.'), together: filesystems },
      counter('node_disk_read_bytes_total', 'The total number of bytes read successfully.', {
        device: volumes.map((volume) => volume.device.replace('/dev/', '')),
      }),
      counter('node_disk_written_bytes_total', 'The total number of bytes written successfully.', {
        device: volumes.map((volume) => volume.device.replace('/dev/', '')),
      }),
      counter('node_network_receive_bytes_total', 'Network device statistic receive_bytes.', device),
      counter('node_network_transmit_bytes_total', 'Network device statistic transmit_bytes.', device),
      counter('node_network_receive_errs_total', 'Network device statistic receive_errs.', device),
      counter('node_network_transmit_errs_total', 'Network device statistic transmit_errs.', device),
      gauge('node_boot_time_seconds', 'Node boot time, in unixtime.'),
    ],
  }
}

/** Gauges of a machine. */
export function nodeGauges({ cpus, memoryBytes, volumes }: Machine): readonly GaugeSource[] {
  const available: Formula = { product: [memoryBytes, { difference: [1, 'node.memory.used'] }] }
  const ofAvailable = (share: number): Formula => ({ product: [share, series('node_memory_MemAvailable_bytes')] })
  return [
    {
      metric: 'node_load1',
      value: { product: [cpus, { sum: ['node.cpu.user', 'node.cpu.system', 'node.cpu.iowait'] }] },
    },
    { metric: 'node_memory_MemTotal_bytes', value: memoryBytes },
    { metric: 'node_memory_MemAvailable_bytes', value: available, whole: true },
    { metric: 'node_memory_Cached_bytes', value: ofAvailable(0.5), whole: true },
    { metric: 'node_memory_Buffers_bytes', value: ofAvailable(0.1), whole: true },
    { metric: 'node_memory_MemFree_bytes', value: ofAvailable(0.4), whole: true },
    ...volumes.flatMap(({ mountpoint, bytes }): GaugeSource[] => {
      const labels = { mountpoint }
      const free = `node.free.${mountpoint}`
      return [
        { metric: 'node_filesystem_size_bytes', labels, value: bytes },
        { metric: 'node_filesystem_avail_bytes', labels, value: { product: [bytes, free] }, whole: true },
        // Of ext4, root keeps 5 % for itself.
        {
          metric: 'node_filesystem_free_bytes',
          labels,
          value: { product: [bytes, { sum: [free, 0.05] }] },
          whole: true,
        },
      ]
    }),
    { metric: 'node_boot_time_seconds', startTime: true },
  ]
}

/** Counters of a machine. Only its first network device ever has errors. */
export function nodeCounters({ devices: [device = ''] }: Machine): readonly CounterSource[] {
  const busy = BUSY_MODES.map((mode) => `node.cpu.${mode}`)
  return [
    ...BUSY_MODES.map((mode) => ({
      metric: 'node_cpu_seconds_total',
      labels: { mode },
      rate: `node.cpu.${mode}`,
    })),
    {
      metric: 'node_cpu_seconds_total',
      labels: { mode: 'idle' },
      rate: { max: [0, { difference: [1, ...busy] }] },
    },
    { metric: 'node_disk_read_bytes_total', rate: { product: [0.6, 'node.disk.bytes'] }, whole: true },
    { metric: 'node_disk_written_bytes_total', rate: 'node.disk.bytes', whole: true },
    { metric: 'node_network_receive_bytes_total', rate: 'node.network.bytes', whole: true },
    { metric: 'node_network_transmit_bytes_total', rate: { product: [0.8, 'node.network.bytes'] }, whole: true },
    { metric: 'node_network_receive_errs_total', labels: { device }, rate: 'node.network.errors', whole: true },
  ]
}
