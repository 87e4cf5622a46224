import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Config } from '~/domain/config/config'
import { parseConfigText } from '~/domain/config/parse'
import { type RunningSite, startNginx } from './nginx'

/** The built app that the tests look at: a copy, so that a build meanwhile does not change it under them. */
export const DIST = resolve('.lookout/e2e/dist')

/** For `config`: no Alertmanager. Where its Prometheus has no rules either, nothing fires, so nothing but the page is in the title. */
export const PROMETHEUS_ALONE = {
  sources: {
    metrics: [{ id: 'prometheus', title: 'Prometheus', kind: 'prometheus', url: '/prometheus' }],
    alerts: [],
  },
} as const

export interface SiteOptions {
  /** `host:port`. */
  readonly prometheus: string
  readonly alertmanager: string
  /** Folder of the log files that the configuration names. */
  readonly logs?: string
  /** Laid over the shipped config.json. */
  readonly config?: Readonly<Record<string, unknown>>
  /** More dashboards by id; the file is written as it is given. */
  readonly dashboards?: Readonly<Record<string, unknown>>
  /** A sign-in before everything, which redirects to this address. */
  readonly signIn?: string
}

/** A deployment of its own: a copy of the build with its own files, behind a real nginx. */
export interface Site extends RunningSite {
  /** Replaces a file of the deployment, such as `config.json`, under the open page. */
  write(path: string, text: string): void
  read(path: string): string
  /** Takes a file away, as a deploy that keeps none of the old ones. */
  remove(path: string): void
  /** The server goes away; its files stay. */
  goAway(): Promise<void>
}

/** Deploys the build with changed files; throws where the configuration given is a faulty one. */
export async function startSite(options: SiteOptions): Promise<Site> {
  const folder = mkdtempSync(join(tmpdir(), 'lookout-site-'))
  const root = join(folder, 'dist')
  cpSync(DIST, root, { recursive: true })
  const write = (path: string, text: string) => {
    mkdirSync(join(root, path, '..'), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  const read = (path: string) => readFileSync(join(root, path), 'utf8')
  const shipped: unknown = JSON.parse(read('config.json'))
  if (typeof shipped !== 'object') throw new Error('config.json is no object')
  const dashboards = Object.entries(options.dashboards ?? {})
  for (const [id, content] of dashboards) write(`dashboards/${id}.json`, JSON.stringify(content))
  const listed = dashboards.length > 0 ? { dashboards: [...dashboards.map(([id]) => id), 'shorts-main'] } : {}
  const text = JSON.stringify({ ...shipped, ...listed, ...options.config }, null, 2)
  write('config.json', text)
  const server = await startNginx({
    folder: join(folder, 'nginx'),
    root,
    config: await decodeText(text),
    prometheus: options.prometheus,
    alertmanager: options.alertmanager,
    ...(options.logs !== undefined && { logs: options.logs }),
    ...(options.signIn !== undefined && { signIn: options.signIn }),
  })
  return {
    address: server.address,
    write,
    read,
    remove: (path) => rmSync(join(root, path)),
    goAway: server.stop,
    startAgain: server.startAgain,
    setSession: server.setSession,
    async stop() {
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function decodeText(text: string): Promise<Config> {
  const result = await parseConfigText(text)
  if (!result.ok) throw new Error(`config.json: ${JSON.stringify(result.fault.issues)}`)
  return result.config
}
