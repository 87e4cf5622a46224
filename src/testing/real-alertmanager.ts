import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ALERTMANAGER, findBinary } from '../../scripts/install/tools'
import { freePort } from './free-port'
import { untilReady } from './until-ready'

const binary = process.env['LOOKOUT_ALERTMANAGER_BIN'] ?? findBinary(ALERTMANAGER.binaries) ?? 'alertmanager'

/** Whether this machine has an Alertmanager to test against. */
export const hasAlertmanager = existsSync(binary)

/** As Prometheus sends it. */
export interface PostedAlert {
  readonly labels: Readonly<Record<string, string>>
  readonly annotations?: Readonly<Record<string, string>>
  readonly startsAt?: string
  readonly endsAt?: string
  readonly generatorURL?: string
}

export interface HeldAlert {
  readonly labels: Readonly<Record<string, string>>
  readonly fingerprint: string
  readonly receivers: readonly { readonly name: string }[]
  readonly status: { readonly inhibitedBy: readonly string[] }
}

export interface RealAlertmanager {
  readonly url: string
  post(alerts: readonly PostedAlert[]): Promise<void>
  alerts(): Promise<readonly HeldAlert[]>
  /** What it has written, of all its starts. */
  log(): string
  /** Ends it as a crash does; the port and what it has stored stay. */
  kill(): Promise<void>
  /** Starts it again after `kill`, at the same address; resolves when it answers. */
  startAgain(): Promise<void>
  /** Ends it and removes its data. */
  stop(): Promise<void>
}

const QUIET = 'route: { receiver: team, group_wait: 1s }\nreceivers: [{ name: team }]\n'

/** A real Alertmanager on a free port of 127.0.0.1, in no cluster, with an empty store in a temporary folder; `config` is its YAML. */
export async function startRealAlertmanager(
  config = QUIET,
  logLevel: 'error' | 'debug' = 'error',
): Promise<RealAlertmanager> {
  const folder = await mkdtemp(join(tmpdir(), 'lookout-alertmanager-'))
  await writeFile(join(folder, 'alertmanager.yml'), config)
  const url = `http://127.0.0.1:${await freePort()}`
  const options = [
    `--config.file=${join(folder, 'alertmanager.yml')}`,
    `--storage.path=${join(folder, 'data')}`,
    `--web.listen-address=${new URL(url).host}`,
    '--cluster.listen-address=',
    `--log.level=${logLevel}`,
  ]
  let log = ''
  const collect = (bytes: Buffer) => {
    log += bytes.toString()
  }
  const start = () => {
    const process = spawn(binary, options, { stdio: ['ignore', 'pipe', 'pipe'] })
    process.stdout.on('data', collect)
    process.stderr.on('data', collect)
    return process
  }
  let child = start()
  const kill = async () => {
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGKILL')
    await ended
  }
  const stop = async () => {
    await kill()
    await rm(folder, { recursive: true, force: true })
  }
  try {
    await untilReady(url, 'Alertmanager')
  } catch (error) {
    await stop()
    throw new Error(`It has written:\n${log}`, { cause: error })
  }
  return {
    url,
    async post(alerts) {
      const headers = { 'content-type': 'application/json' }
      const answer = await fetch(`${url}/api/v2/alerts`, { method: 'POST', headers, body: JSON.stringify(alerts) })
      if (!answer.ok) throw new Error(`Alertmanager refuses alerts: ${answer.status} ${await answer.text()}`)
    },
    alerts: async () => (await fetch(`${url}/api/v2/alerts`)).json() as Promise<readonly HeldAlert[]>,
    log: () => log,
    kill,
    async startAgain() {
      child = start()
      await untilReady(url, 'Alertmanager')
    },
    stop,
  }
}
