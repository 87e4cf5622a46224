import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startExporter } from '../e2e/support/exporter'
import { startPrometheusServer } from '../e2e/support/prometheus-server'
import { hostOf } from '../e2e/support/world'
import { startRealAlertmanager } from '../src/testing/real-alertmanager'

const INTERVAL_S = 5
const SEVERITIES = ['critical', 'warning']
const RULES = `groups:
  - name: flood
    rules:
      - alert: PodRestarts
        expr: restarts > 3
        labels: {component: pods}
        annotations:
          summary: A pod starts again and again
          description: '{{ $labels.pod }} in {{ $labels.namespace }} started {{ $value }} times in the last 15 minutes; the limit is 3.'
          runbook_url: https://lookout.example/runbooks/PodRestarts
          dashboard: transcode-system
          panel: cpu-usage-over-time
`

/** A Prometheus whose one rule fires for so many series, and an Alertmanager that was sent all of them. */
export interface AlertFlood {
  readonly prometheus: string
  readonly alertmanager: string
  /** From the next scrape on every tenth alert ends and fires again by turns, each fifth second. */
  flap(): void
  stop(): Promise<void>
}

/** Starts both on loopback; resolves when both tell of all alerts. */
export async function startAlertFlood(count: number): Promise<AlertFlood> {
  const undos: (() => Promise<void>)[] = []
  const stop = async () => {
    for (const undo of undos.splice(0).reverse()) await undo()
  }
  let flapsFromMs = Number.POSITIVE_INFINITY
  const metrics = () => {
    const isDown = Date.now() >= flapsFromMs && Math.floor(Date.now() / 1000 / INTERVAL_S) % 2 === 0
    const lines = Array.from({ length: count }, (_, i) => {
      const labels = `pod="worker-${i}",namespace="team-${i % 40}",node="node-${i % 200}",severity="${SEVERITIES[i % 2]}"`
      return `restarts{${labels}} ${isDown && i % 10 === 0 ? 0 : 4 + (i % 7)}`
    })
    return `# TYPE restarts gauge\n${lines.join('\n')}\n`
  }
  try {
    const exporter = await startExporter(metrics)
    undos.push(exporter.close)
    const alertmanager = await startRealAlertmanager()
    undos.push(alertmanager.stop)
    const prometheus = await startPrometheusServer(
      `
global: {scrape_interval: ${INTERVAL_S}s, scrape_timeout: ${INTERVAL_S}s, evaluation_interval: ${INTERVAL_S}s}
alerting: {alertmanagers: [{static_configs: [{targets: ['${hostOf(alertmanager.url)}']}]}]}
rule_files: [rules.yml]
scrape_configs: [{job_name: pods, static_configs: [{targets: ['${hostOf(exporter.url)}'], labels: {platform: transcode}}]}]
`,
      async (tsdbDir) => writeFileSync(join(dirname(tsdbDir), 'rules.yml'), RULES),
    )
    undos.push(prometheus.stop)
    const countOf = async (url: string) =>
      ((await (await fetch(url)).text()).match(/"alertname":"PodRestarts"/g) ?? []).length
    const urls = [`${prometheus.address}/api/v1/alerts`, `${alertmanager.url}/api/v2/alerts`]
    for (const endMs = Date.now() + 120_000; ; await sleep(500)) {
      const counts = await Promise.all(urls.map(countOf))
      if (counts.every((one) => one === count)) break
      if (Date.now() > endMs) throw new Error(`${counts.join(' and ')} of ${count} alerts arrived`)
    }
    return {
      prometheus: prometheus.address,
      alertmanager: alertmanager.url,
      flap: () => {
        flapsFromMs = Date.now()
      },
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}
