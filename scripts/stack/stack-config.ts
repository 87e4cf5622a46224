import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { HOST, type StackPorts } from './ports'

const DEPLOY_DIR = fileURLToPath(new URL('../../deploy', import.meta.url))

/** Addresses as deploy/prometheus/prometheus.yml names them. */
const SHIPPED = { sample: `${HOST}:18000`, prometheus: `${HOST}:19090`, alertmanager: `${HOST}:19093` }

/**
 * Puts the stack's ports into the operator's Prometheus configuration, which is otherwise taken as it is, so that the two cannot
 * drift. Throws when an address is not there.
 */
export function placePorts(config: string, ports: StackPorts): string {
  let placed = config
  for (const name of ['sample', 'prometheus', 'alertmanager'] as const) {
    if (!config.includes(SHIPPED[name])) {
      throw new Error(`deploy/prometheus/prometheus.yml does not name ${SHIPPED[name]}`)
    }
    placed = placed.replaceAll(SHIPPED[name], `${HOST}:${ports[name]}`)
  }
  return placed
}

/** Writes the configuration of both servers under `dataDir` and returns the two files. */
export function writeStackConfig(dataDir: string, ports: StackPorts): { prometheus: string; alertmanager: string } {
  const folder = join(dataDir, 'config')
  mkdirSync(folder, { recursive: true })
  const prometheus = join(folder, 'prometheus.yml')
  writeFileSync(prometheus, placePorts(readFileSync(join(DEPLOY_DIR, 'prometheus/prometheus.yml'), 'utf8'), ports))
  cpSync(join(DEPLOY_DIR, 'prometheus/rules'), join(folder, 'rules'), { recursive: true })
  const alertmanager = join(folder, 'alertmanager.yml')
  cpSync(join(DEPLOY_DIR, 'alertmanager/alertmanager.yml'), alertmanager)
  return { prometheus, alertmanager }
}
