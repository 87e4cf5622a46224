import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
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
  /** Puts a sign-in before everything, as proxies do: without a session each request is redirected to this address. */
  readonly signIn?: string
}

export interface RunningSite {
  /** Such as `http://127.0.0.1:43210`. */
  readonly address: string
  stop(): Promise<void>
  /** Starts it again after `stop`, at the same address with the same files. */
  startAgain(): Promise<void>
  /** Ends the session, where there is a sign-in, or brings it back. */
  setSession(isSignedIn: boolean): void
}

/** An address of the server's own for `signIn`: a login page that is answered without a session. */
export const OWN_LOGIN = '/oauth2/sign_in'

/** A real nginx with the server block that `npm run headers` writes, around it only what it needs to run without rights. */
export async function startNginx(options: NginxOptions): Promise<RunningSite> {
  const { folder, root, config, prometheus, alertmanager, logs, signIn } = options
  const program = findBinary(NGINX.binaries)
  if (program === undefined) throw new Error('nginx is not installed')
  const port = await freePort()
  mkdirSync(folder, { recursive: true })
  const upstreams = { prometheus, alertmanager, ...(logs !== undefined && { logs }) }
  const rendered = renderNginx(config, { listen: `127.0.0.1:${port}`, root, ...upstreams })
  const ended = join(folder, 'session-ended')
  const server = signIn === undefined ? rendered : behindSignIn(rendered, signIn, ended)
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
    setSession(isSignedIn) {
      if (isSignedIn) rmSync(ended, { force: true })
      else writeFileSync(ended, '')
    },
  }
}

/** As nginx is set up before an auth proxy; the session has ended while there is a file `ended`. */
function behindSignIn(server: string, signIn: string, ended: string): string {
  const guard = `
    auth_request /oauth2/auth;
    error_page 401 = @sign_in;
    location @sign_in {
        auth_request off;
        return 302 ${signIn};
    }
    location = /oauth2/auth {
        internal;
        auth_request off;
        # Its own, so that the 401 is the answer.
        error_page 418 @sign_in;
        if (-f ${ended}) { return 401; }
        return 204;
    }
    location = ${OWN_LOGIN} {
        auth_request off;
        default_type text/html;
        return 200 '<!doctype html><title>Sign in</title><form><input type="password"></form>';
    }
`
  return server.replace(/\n}\s*$/, `\n${guard}}\n`)
}
