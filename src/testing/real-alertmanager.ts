import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startServer } from './http-server'
import { untilReady } from './until-ready'

const binary = process.env['LOOKOUT_ALERTMANAGER_BIN'] ?? '/usr/bin/prometheus-alertmanager'

/** Whether this machine has an Alertmanager to test against. */
export const hasAlertmanager = existsSync(binary)

export interface RealAlertmanager {
  readonly url: string
  /** Sends alerts to it as Prometheus does. */
  post(alerts: readonly object[]): Promise<void>
  /** Ends it as a crash does; the port and what it has stored stay. */
  kill(): Promise<void>
  /** Starts it again after `kill`, at the same address; resolves when it answers. */
  startAgain(): Promise<void>
  stop(): Promise<void>
}

const QUIET = 'route: { receiver: team, group_wait: 1s }\nreceivers: [{ name: team }]\n'

/** A real Alertmanager on a free port of 127.0.0.1, in no cluster, with an empty store in a temporary folder. */
export async function startRealAlertmanager(config = QUIET): Promise<RealAlertmanager> {
  const folder = await mkdtemp(join(tmpdir(), 'lookout-alertmanager-'))
  await writeFile(join(folder, 'alertmanager.yml'), config)
  const free = await startServer(() => {})
  await free.close()
  const options = [
    `--config.file=${join(folder, 'alertmanager.yml')}`,
    `--storage.path=${join(folder, 'data')}`,
    `--web.listen-address=${new URL(free.url).host}`,
    '--cluster.listen-address=',
    '--log.level=error',
  ]
  let child = spawn(binary, options, { stdio: 'ignore' })
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
    await untilReady(free.url, 'Alertmanager')
  } catch (error) {
    await stop()
    throw error
  }
  return {
    url: free.url,
    async post(alerts) {
      const headers = { 'content-type': 'application/json' }
      const answer = await fetch(`${free.url}/api/v2/alerts`, { method: 'POST', headers, body: JSON.stringify(alerts) })
      if (!answer.ok) throw new Error(`Alertmanager refuses alerts: ${answer.status} ${await answer.text()}`)
    },
    kill,
    async startAgain() {
      child = spawn(binary, options, { stdio: 'ignore' })
      await untilReady(free.url, 'Alertmanager')
    },
    stop,
  }
}
