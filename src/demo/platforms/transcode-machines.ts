import type { CounterSource, GaugeSource, Level, TargetSpec, Values } from '../platform-model'
import { MINUTE_MS } from './day'
import { type Machine, nodeCounters, nodeGauges, nodeTarget } from './node-exporter'
import { type ProcessUse, processCounters, processGauges } from './python-process'
import { EVENING } from './transcode-api'

/*
 * What Transcode Flow runs on: one machine of four CPUs with a data volume, its containers, and the services beside the
 * application, each with the few metrics that its dashboards name. `up` of each target is what most of their alerts look at.
 */

const SLOW_INTERVAL_MS = 30_000
const GIB = 2 ** 30
const MIB = 2 ** 20

const MACHINE: Machine = {
  job: 'node',
  instance: 'transcode-vm:9100',
  intervalMs: SLOW_INTERVAL_MS,
  cpus: 4,
  memoryBytes: 64 * GIB,
  devices: ['eth0', 'docker0'],
  volumes: [
    { device: '/dev/nvme0n1p1', mountpoint: '/', bytes: 100e9 },
    { device: '/dev/nvme1n1', mountpoint: '/data', bytes: 2e12 },
  ],
}

/** Containers with their memory limits; 0 is none, as cAdvisor has it. */
const CONTAINERS = [
  { name: 'transcode-api', image: 'transcode/api:1.8.2', limitBytes: 2 * GIB },
  { name: 'transcode-worker-1', image: 'transcode/worker:1.8.2', limitBytes: 8 * GIB },
  { name: 'transcode-worker-2', image: 'transcode/worker:1.8.2', limitBytes: 8 * GIB },
  { name: 'postgres', image: 'postgres:16', limitBytes: 8 * GIB },
  { name: 'redis', image: 'redis:7', limitBytes: 1 * GIB },
  { name: 'minio', image: 'minio/minio', limitBytes: 4 * GIB },
  { name: 'airflow', image: 'apache/airflow:2.9.1', limitBytes: 0 },
] as const

const CONTAINER_LABELS: readonly Values[] = CONTAINERS.map(({ name, image }) => ({
  id: `/docker/${name}`,
  image,
  name,
}))

const gauge = (name: string, help: string) => ({ name, help, type: 'gauge' }) as const
const counter = (name: string, help: string) => ({ name, help, type: 'counter' }) as const
const ofContainers = { together: CONTAINER_LABELS }

export const MACHINE_TARGETS: readonly TargetSpec[] = [
  {
    job: 'postgresql',
    instance: 'postgres-exporter:9187',
    intervalMs: SLOW_INTERVAL_MS,
    metrics: [
      gauge('pg_up', 'Whether the last scrape of metrics from PostgreSQL was able to connect to the server.'),
      { ...gauge('pg_stat_activity_count', 'Connections in this state.'), labels: { state: ['active', 'idle'] } },
      gauge('pg_database_size_bytes', 'Disk space used by the database.'),
    ],
  },
  {
    job: 'redis',
    instance: 'redis-exporter:9121',
    intervalMs: SLOW_INTERVAL_MS,
    metrics: [
      gauge('redis_up', 'Information about the Redis instance.'),
      gauge('redis_connected_clients', 'Clients that are connected.'),
      gauge('redis_memory_used_bytes', 'Memory used.'),
    ],
  },
  {
    job: 'minio',
    instance: 'minio:9000',
    intervalMs: SLOW_INTERVAL_MS,
    metrics: [
      {
        ...gauge('minio_cluster_capacity_usable_total_bytes', 'Total usable capacity online in a cluster.'),
        longPast: 'all',
      },
      {
        ...gauge('minio_cluster_capacity_usable_free_bytes', 'Total free usable capacity online in a cluster.'),
        longPast: 'all',
      },
      counter('minio_s3_traffic_received_bytes_total', 'Total number of S3 bytes received.'),
    ],
  },
  nodeTarget(MACHINE),
  {
    job: 'cadvisor',
    instance: 'cadvisor:8080',
    intervalMs: SLOW_INTERVAL_MS,
    metrics: [
      { ...gauge('container_memory_usage_bytes', 'Current memory usage, with all memory.'), ...ofContainers },
      { ...gauge('container_memory_working_set_bytes', 'Current working set.'), ...ofContainers },
      { ...gauge('container_spec_memory_limit_bytes', 'Memory limit for the container.'), ...ofContainers },
      { ...counter('container_cpu_usage_seconds_total', 'Cumulative CPU time consumed.'), ...ofContainers },
    ],
  },
  {
    job: 'airflow-scheduler',
    instance: 'airflow-statsd:9102',
    intervalMs: SLOW_INTERVAL_MS,
    metrics: [
      gauge('airflow_dagbag_size', 'DAGs found when the scheduler ran a scan.'),
      gauge('airflow_executor_open_slots', 'Open slots on the executor.'),
      gauge('airflow_executor_running_tasks', 'Running tasks on the executor.'),
    ],
  },
  {
    job: 'prometheus',
    instance: 'prometheus:9090',
    metrics: [
      gauge('prometheus_tsdb_head_series', 'Total number of series in the head block.'),
      counter('prometheus_tsdb_head_samples_appended_total', 'Total number of appended samples.'),
    ],
  },
]

const API_PROCESS: ProcessUse = {
  job: 'fastapi',
  cpu: 'process.cpu.api',
  residentMib: 620,
  connections: 'db.busy',
}
const WORKER_PROCESS: ProcessUse = {
  job: 'celery-workers',
  cpu: 'process.cpu.worker',
  residentMib: 1180,
  connections: 'workers',
}

export const MACHINE_LEVELS: Readonly<Record<string, number | Level>> = {
  'node.cpu.user': { base: 0.36, rhythm: EVENING, drift: { share: 0.12, periodMs: 7 * MINUTE_MS } },
  'node.free./': 0.61,
  'node.free./data': { base: 0.47, growth: -0.009, drift: { share: 0.02, periodMs: 240 * MINUTE_MS } },
  'container.used.transcode-api': { base: 0.42, drift: { share: 0.1, periodMs: 45 * MINUTE_MS } },
  'container.used.transcode-worker-1': { base: 0.61, drift: { share: 0.12, periodMs: 20 * MINUTE_MS } },
  'container.used.transcode-worker-2': { base: 0.58, drift: { share: 0.12, periodMs: 23 * MINUTE_MS } },
  'container.used.postgres': { base: 0.66, drift: { share: 0.04, periodMs: 90 * MINUTE_MS } },
  'container.used.redis': { base: 0.37, drift: { share: 0.08, periodMs: 30 * MINUTE_MS } },
  'container.used.minio': { base: 0.53, drift: { share: 0.06, periodMs: 60 * MINUTE_MS } },
  'container.cpu': { base: 0.22, rhythm: EVENING },
  'airflow.running': { base: 2, drift: { share: 0.8, periodMs: 8 * MINUTE_MS } },
  'process.cpu.api': { base: 0.12, rhythm: EVENING },
  'process.cpu.worker': { base: 0.75, rhythm: EVENING },
}

export const MACHINE_COUNTERS: readonly CounterSource[] = [
  ...nodeCounters(MACHINE),
  ...processCounters(API_PROCESS),
  ...processCounters(WORKER_PROCESS),
  { metric: 'container_cpu_usage_seconds_total', rate: 'container.cpu' },
  { metric: 'minio_s3_traffic_received_bytes_total', rate: { product: [2.4e8, 'jobs.rate'] }, whole: true },
  { metric: 'prometheus_tsdb_head_samples_appended_total', rate: 70, whole: true },
]

export const MACHINE_GAUGES: readonly GaugeSource[] = [
  ...nodeGauges(MACHINE),
  ...processGauges(API_PROCESS),
  ...processGauges(WORKER_PROCESS),
  { metric: 'pg_up', value: 1 },
  { metric: 'pg_stat_activity_count', labels: { state: 'active' }, value: { series: 'db_connections_active' } },
  { metric: 'pg_stat_activity_count', labels: { state: 'idle' }, value: { series: 'db_connections_idle' } },
  { metric: 'pg_database_size_bytes', value: 38.4e9 },
  { metric: 'redis_up', value: 1 },
  { metric: 'redis_connected_clients', value: { sum: [12, 'workers'] }, whole: true },
  {
    metric: 'redis_memory_used_bytes',
    value: { product: [0.9 * GIB, 'container.used.redis'] },
    whole: true,
  },
  { metric: 'minio_cluster_capacity_usable_total_bytes', value: 2e12 },
  {
    metric: 'minio_cluster_capacity_usable_free_bytes',
    value: { series: { metric: 'node_filesystem_avail_bytes', labels: { mountpoint: '/data' } } },
  },
  ...CONTAINERS.flatMap(({ name, limitBytes }): GaugeSource[] => {
    const labels = { name }
    const used = limitBytes === 0 ? 900 * MIB : { product: [limitBytes, `container.used.${name}`] }
    return [
      { metric: 'container_spec_memory_limit_bytes', labels, value: limitBytes },
      { metric: 'container_memory_usage_bytes', labels, value: used, whole: true },
      {
        metric: 'container_memory_working_set_bytes',
        labels,
        value: { product: [0.8, { series: { metric: 'container_memory_usage_bytes', labels } }] },
        whole: true,
      },
    ]
  }),
  { metric: 'airflow_dagbag_size', value: 14 },
  { metric: 'airflow_executor_running_tasks', value: 'airflow.running', whole: true },
  {
    metric: 'airflow_executor_open_slots',
    value: { difference: [32, { series: 'airflow_executor_running_tasks' }] },
  },
  { metric: 'prometheus_tsdb_head_series', value: 1050 },
]
