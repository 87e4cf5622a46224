import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '~/domain/config/config'
import { renderNginx } from '../../scripts/headers/render-nginx'
import { findBinary, NGINX } from '../../scripts/install/tools'
import { startProcess, waitUntilReady } from '../../scripts/stack/processes'
import { freePort } from './free-port'

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
}

export interface RunningSite {
  /** Such as `http://127.0.0.1:43210`. */
  readonly address: string
  stop(): Promise<void>
}

/** A real nginx with the server block that `npm run headers` writes, around it only what it needs to run without rights. */
export async function startNginx(options: NginxOptions): Promise<RunningSite> {
  const { folder, root, config, prometheus, alertmanager } = options
  const program = findBinary(NGINX.binaries)
  if (program === undefined) throw new Error('nginx is not installed')
  const port = await freePort()
  mkdirSync(folder, { recursive: true })
  const server = renderNginx(config, { listen: `127.0.0.1:${port}`, root, prometheus, alertmanager })
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
  const running = await startProcess({
    title: 'nginx',
    file: program,
    args: ['-e', 'stderr', '-p', folder, '-c', file],
    logFile: join(folder, 'nginx.log'),
  })
  const address = `http://127.0.0.1:${port}`
  const killNow = () => running.kill()
  process.on('exit', killNow)
  const stop = async () => {
    process.off('exit', killNow)
    await running.stop()
  }
  try {
    await waitUntilReady(running, address, 10_000)
  } catch (error) {
    await stop()
    throw error
  }
  return { address, stop }
}
