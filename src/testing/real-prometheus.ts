import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findBinary, PROMETHEUS } from '../../scripts/install/tools'
import { freePort } from './free-port'
import { untilReady } from './until-ready'

const binary = process.env['LOOKOUT_PROMETHEUS_BIN'] ?? findBinary(PROMETHEUS.binaries) ?? 'prometheus'

/** Whether this machine has a Prometheus to test against. */
export const hasPrometheus = existsSync(binary)

export interface RealPrometheus {
  readonly url: string
  /** Kills it without warning. */
  kill(): Promise<void>
  /** Starts it again on the same port with the same data. */
  restart(): Promise<void>
  /** Ends it and removes its data. */
  stop(): Promise<void>
}

/** A real Prometheus on a free port of 127.0.0.1 with an empty store in a temporary folder; `config` is its YAML. */
export async function startRealPrometheus(config = 'global: { scrape_interval: 15s }\n'): Promise<RealPrometheus> {
  const folder = await mkdtemp(join(tmpdir(), 'lookout-prometheus-'))
  await writeFile(join(folder, 'prometheus.yml'), config)
  const url = `http://127.0.0.1:${await freePort()}`
  const options = [
    `--config.file=${join(folder, 'prometheus.yml')}`,
    `--storage.tsdb.path=${join(folder, 'data')}`,
    `--web.listen-address=${new URL(url).host}`,
    '--log.level=error',
  ]
  const start = () => spawn(binary, options, { stdio: 'ignore' })
  let child = start()
  const kill = () =>
    new Promise<void>((resolve) => {
      if (child.exitCode !== null || child.signalCode !== null) resolve()
      child.once('exit', () => resolve())
      child.kill('SIGKILL')
    })
  await untilReady(url, 'Prometheus')
  return {
    url,
    kill,
    async restart() {
      child = start()
      await untilReady(url, 'Prometheus')
    },
    async stop() {
      await kill()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
