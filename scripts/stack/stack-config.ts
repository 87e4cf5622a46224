import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as v from 'valibot'
import { parse, stringify } from 'yaml'
import { SAMPLE_PLATFORMS } from '~/demo/sample-platforms'
import { decode } from '~/lib/decode'
import { HOST, type StackPorts } from './ports'

const DEPLOY_DIR = fileURLToPath(new URL('../../deploy', import.meta.url))

/** What of a Prometheus configuration is read here; the rest is kept as it is. */
const ConfigSchema = v.looseObject({ scrape_configs: v.array(v.looseObject({ job_name: v.string() })) })

/** What of an Alertmanager configuration stays in the stack: all but `global` and `templates`, which only messages need. */
const AlertmanagerSchema = v.looseObject({ receivers: v.array(v.object({ name: v.string() })) })

/** Jobs have a name of their own across all platforms, as Prometheus demands. */
const SAMPLES = new Map(
  SAMPLE_PLATFORMS.flatMap(({ id, targets }) => targets.map(({ job, instance }) => [job, { platform: id, instance }])),
)

/**
 * The operator's Prometheus configuration with the stack's own addresses: the sample platforms in place of the real targets, under
 * the instances that they name. Everything else stays, so that the two cannot drift; so do jobs that no sample platform has.
 */
export function placeSamples(config: string, ports: StackPorts): string {
  const parsed = decode(ConfigSchema, parse(config))
  const scrape_configs = parsed.scrape_configs.map((scrape) => {
    const labels = SAMPLES.get(scrape.job_name)
    if (!labels) return scrape
    const at = (port: number) => ({ static_configs: [{ targets: [`${HOST}:${port}`], labels }] })
    // Where there is a real one, it stands in for the sample.
    if (scrape.job_name === 'prometheus') return { ...scrape, ...at(ports.prometheus) }
    return { ...scrape, metrics_path: `/${labels.platform}/${scrape.job_name}/metrics`, ...at(ports.sample) }
  })
  const alertmanagers = [{ static_configs: [{ targets: [`${HOST}:${ports.alertmanager}`] }] }]
  return stringify({ ...parsed, alerting: { alertmanagers }, scrape_configs })
}

/**
 * The operator's Alertmanager configuration with receivers that send nothing: the incidents of the sample platforms concern nobody,
 * and there is no server to take a message. Routes, names and inhibitions stay, so an alert is shown with the receivers it has.
 */
export function muteReceivers(config: string): string {
  const parsed = decode(AlertmanagerSchema, parse(config, { merge: true }))
  const { global: _global, templates: _templates, ...kept } = parsed
  return stringify({ ...kept, receivers: parsed.receivers.map(({ name }) => ({ name })) })
}

/** Writes the configuration of both servers under `dataDir` and returns the two files. */
export function writeStackConfig(dataDir: string, ports: StackPorts): { prometheus: string; alertmanager: string } {
  const folder = join(dataDir, 'config')
  mkdirSync(folder, { recursive: true })
  const prometheus = join(folder, 'prometheus.yml')
  writeFileSync(prometheus, placeSamples(readFileSync(join(DEPLOY_DIR, 'prometheus/prometheus.yml'), 'utf8'), ports))
  cpSync(join(DEPLOY_DIR, 'prometheus/rules'), join(folder, 'rules'), { recursive: true })
  const alertmanager = join(folder, 'alertmanager.yml')
  writeFileSync(alertmanager, muteReceivers(readFileSync(join(DEPLOY_DIR, 'alertmanager/alertmanager.yml'), 'utf8')))
  return { prometheus, alertmanager }
}
