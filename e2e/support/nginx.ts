import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '~/domain/config/config'
import { freePort } from '~/testing/free-port'
import { renderNginx } from '../../scripts/headers/render-nginx'
import { findBinary, NGINX } from '../../scripts/install/tools'
import { startTool } from './start-tool'

export interface NginxOptions {
  /** Folder for what nginx writes; it is made. */
  readonly folder: string
  /** The built app. */
  readonly root: string
  /** Decides the headers. */
  readonly config: Config
  /** `host:port` of what /prometheus/ and /alertmanager/ lead to. */
  readonly prometheus: string
  readonly alertmanager: string
  /** Folder of the log files that the configuration names below a path of this server. */
  readonly logs?: string
}

export interface RunningSite {
  /** Such as `http://127.0.0.1:43210`. */
  readonly address: string
  stop(): Promise<void>
  /** Starts it again after `stop`, at the same address with the same files. */
  startAgain(): Promise<void>
}

/** A real nginx with the server block that `npm run headers` writes, around it only what it needs to run without rights. */
export async function startNginx(options: NginxOptions): Promise<RunningSite> {
  const { folder, root, config, prometheus, alertmanager, logs } = options
  const program = findBinary(NGINX.binaries)
  if (program === undefined) throw new Error('nginx is not installed')
  const port = await freePort()
  mkdirSync(folder, { recursive: true })
  const upstreams = { prometheus, alertmanager, ...(logs !== undefined && { logs }) }
  const server = renderNginx(config, { listen: `127.0.0.1:${port}`, root, ...upstreams })
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
  const file = join(folder, 'nginx.conf')
  writeFileSync(
    file,
    `daemon off; master_process off; worker_processes 1;
pid ${folder}/nginx.pid;
error_log stderr error;
events { worker_connections 256; }
http {
  include /etc/nginx/mime.types;
  access_log off;
  ${temporary.map((name) => `${name}_temp_path ${folder}/tmp-${name};`).join(' ')}
  ${server}
}
`,
  )
  const address = `http://127.0.0.1:${port}`
  const run = () =>
    startTool({
      title: 'nginx',
      file: program,
      args: ['-e', 'stderr', '-p', folder, '-c', file],
      logFile: join(folder, 'nginx.log'),
      readyUrl: address,
      readyWithinMs: 10_000,
    })
  let stop = await run()
  return {
    address,
    stop: () => stop(),
    async startAgain() {
      stop = await run()
    },
  }
}
