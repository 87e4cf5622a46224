import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { readAll, startServer } from '~/testing/http-server'
import { type RealAlertmanager, startRealAlertmanager } from '~/testing/real-alertmanager'
import { startExporter } from './exporter'
import { type PrometheusServer, startPrometheusServer } from './prometheus-server'
import { hostOf } from './world'

/** Seconds from one evaluation of the rules to the next. */
export const EVALUATION_S = 2

/** What a webhook of Alertmanager is sent, as far as it is looked at. */
export interface Notification {
  readonly receiver: string
  readonly status: 'firing' | 'resolved'
  readonly alerts: readonly { readonly status: string; readonly labels: Readonly<Record<string, string>> }[]
}

export interface AlertingOptions {
  /** Text of the rule file. */
  readonly rules: string
  /** The exposition of the one target, asked at every scrape. */
  readonly metrics: () => string
  readonly job: string
  readonly platform: string
}

/** A Prometheus, the Alertmanager that it sends to, and the receiver that this notifies, all of them real and with short intervals. */
export interface Alerting {
  readonly prometheus: PrometheusServer
  readonly alertmanager: RealAlertmanager
  /** The name of the receiver. */
  readonly receiver: string
  /** What it was sent, in that order. */
  readonly notifications: readonly Notification[]
  stop(): Promise<void>
}

/** Starts all of them on loopback; what was started is stopped where one of them does not start. */
export async function startAlerting(options: AlertingOptions): Promise<Alerting> {
  const undos: (() => Promise<void>)[] = []
  const stop = async () => {
    for (const undo of undos.splice(0).reverse()) await undo()
  }
  try {
    const receiver = 'on-call'
    const notifications: Notification[] = []
    const webhook = await startServer(async (request, response) => {
      notifications.push(JSON.parse((await readAll(request)).toString()))
      response.writeHead(200).end()
    })
    undos.push(webhook.close)
    const exporter = await startExporter(options.metrics)
    undos.push(exporter.close)
    const alertmanager = await startRealAlertmanager(`
route: {receiver: ${receiver}, group_by: [alertname], group_wait: 1s, group_interval: 1s, repeat_interval: 4h}
receivers: [{name: ${receiver}, webhook_configs: [{url: '${webhook.url}/'}]}]
`)
    undos.push(alertmanager.stop)
    const prometheus = await startPrometheusServer(
      `
global: {scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: ${EVALUATION_S}s}
alerting: {alertmanagers: [{static_configs: [{targets: ['${hostOf(alertmanager.url)}']}]}]}
rule_files: [rules.yml]
scrape_configs:
  - {job_name: ${options.job}, static_configs: [{targets: ['${hostOf(exporter.url)}'], labels: {platform: ${options.platform}}}]}
`,
      // Beside the configuration, which is above the storage folder.
      async (tsdbDir) => writeFileSync(join(dirname(tsdbDir), 'rules.yml'), options.rules),
      // An Alertmanager that has just started is sent what fires within seconds instead of a minute.
      ['--rules.alert.resend-delay=5s'],
    )
    undos.push(prometheus.stop)
    return { prometheus, alertmanager, receiver, notifications, stop }
  } catch (error) {
    await stop()
    throw error
  }
}
