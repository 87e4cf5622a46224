import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startServer } from '~/testing/http-server'
import { ALERTMANAGER, findBinary } from '../install/tools'

export interface PostedAlert {
  readonly labels: Readonly<Record<string, string>>
  readonly annotations?: Readonly<Record<string, string>>
  readonly startsAt?: string
  readonly endsAt?: string
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
  log(): string
  /** Ends it and removes its data. */
  stop(): Promise<void>
}

/** A real Alertmanager on a free port of 127.0.0.1, without data; `config` is its YAML. */
export async function startRealAlertmanager(config: string): Promise<RealAlertmanager> {
  const folder = await mkdtemp(join(tmpdir(), 'lookout-alertmanager-'))
  await writeFile(join(folder, 'alertmanager.yml'), config)
  const free = await startServer(() => {})
  await free.close()
  let log = ''
  const child = spawn(findBinary(ALERTMANAGER.binaries) ?? 'alertmanager', [
    `--config.file=${join(folder, 'alertmanager.yml')}`,
    `--storage.path=${join(folder, 'data')}`,
    `--web.listen-address=${new URL(free.url).host}`,
    '--cluster.listen-address=',
    '--log.level=debug',
  ])
  const collect = (bytes: Buffer) => {
    log += bytes.toString()
  }
  child.stdout.on('data', collect)
  child.stderr.on('data', collect)
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const stop = async () => {
    child.kill('SIGKILL')
    await ended
    await rm(folder, { recursive: true, force: true })
  }
  const isReady = () =>
    fetch(`${free.url}/-/ready`).then(
      ({ ok }) => ok,
      () => false,
    )
  for (const endMs = Date.now() + 30_000; !(await isReady()); await sleep(50)) {
    if (Date.now() < endMs && child.exitCode === null) continue
    await stop()
    throw new Error(`Alertmanager did not get ready:\n${log}`)
  }
  return {
    url: free.url,
    async post(alerts) {
      const answer = await fetch(`${free.url}/api/v2/alerts`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(alerts),
      })
      if (!answer.ok) throw new Error(`Alertmanager refuses the alerts: ${await answer.text()}`)
    },
    alerts: async () => (await fetch(`${free.url}/api/v2/alerts`)).json() as Promise<readonly HeldAlert[]>,
    log: () => log,
    stop,
  }
}
