import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { decodeConfig } from '~/domain/config/config'
import { freePort } from '~/testing/free-port'
import { findBinary } from '../install/tools'
import { securityHeaders } from './policy'
import { renderNginx } from './render-nginx'

const config = decodeConfig({
  schema: 1,
  sources: {
    metrics: [{ id: 'p', kind: 'prometheus', url: '/prometheus' }],
    logs: [
      { id: 'l', kind: 'jsonl', url: '/logs', files: ['app.log'] },
      { id: 'one', kind: 'jsonl', url: '/worker/one.log' },
    ],
  },
  dashboards: ['shorts-main'],
  embed: { frameAncestors: ['https://wiki.example'] },
})

const nginx = findBinary(['nginx'])

/** A file of its own for everything that nginx writes, so that it needs no rights and leaves nothing behind. */
function wholeConfig(folder: string, server: string): string {
  const types = existsSync('/etc/nginx/mime.types')
    ? 'include /etc/nginx/mime.types;'
    : 'types { text/html html; text/javascript js; application/json json; }'
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
  return `daemon off; master_process off; worker_processes 1;
pid ${folder}/nginx.pid;
error_log stderr warn;
events { worker_connections 64; }
http {
  ${types}
  access_log off;
  ${temporary.map((name) => `${name}_temp_path ${folder}/tmp-${name};`).join(' ')}
  ${server}
}`
}

/** As it is by default, and as deploy/compose.yaml has it. */
const WAYS = [
  ['upstreams known at the start, the configuration in the build', false],
  ['upstreams looked up at each request, the configuration elsewhere', true],
] as const

describe.skipIf(nginx === undefined).each(WAYS)('the real nginx, %s', (_title, isComposed) => {
  let folder: string
  let upstream: Server
  let child: ChildProcess
  let address: string

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'lookout-nginx-'))
    mkdirSync(join(folder, 'dist/assets'), { recursive: true })
    mkdirSync(join(folder, 'dist/.vite'))
    writeFileSync(join(folder, 'dist/index.html'), '<title>app</title>')
    writeFileSync(join(folder, 'dist/config.json'), '{}')
    mkdirSync(join(folder, 'logs/deep'), { recursive: true })
    for (const name of ['app.log', 'one.log', '.hidden', 'deep/page.html']) {
      writeFileSync(join(folder, 'logs', name), '0123456789')
    }
    writeFileSync(join(folder, 'own.json'), '{"own":true}')
    writeFileSync(join(folder, 'dist/.vite/manifest.json'), '{}')
    writeFileSync(join(folder, 'dist/assets/x.js'), `export const x = 1 // ${'x'.repeat(2000)}`)
    upstream = createServer((request, response) => {
      response.writeHead(200, { date: 'Thu, 01 Jan 2026 00:00:00 GMT', 'content-security-policy': 'default-src *' })
      response.end(request.url)
    }).listen(0, '127.0.0.1')
    await once(upstream, 'listening')
    const [port, deadPort] = [await freePort(), await freePort()]
    const server = renderNginx(config, {
      listen: `127.0.0.1:${port}`,
      root: join(folder, 'dist'),
      logs: join(folder, 'logs'),
      prometheus: `127.0.0.1:${(upstream.address() as AddressInfo).port}`,
      alertmanager: `127.0.0.1:${deadPort}`,
      jaeger: `127.0.0.1:${(upstream.address() as AddressInfo).port}`,
      ...(isComposed && { resolver: '127.0.0.1', configFile: join(folder, 'own.json') }),
    })
    writeFileSync(join(folder, 'nginx.conf'), wholeConfig(folder, server))
    child = spawn(nginx ?? '', ['-e', 'stderr', '-p', folder, '-c', join(folder, 'nginx.conf')], { stdio: 'pipe' })
    let said = ''
    child.stderr?.on('data', (chunk) => {
      said += chunk
    })
    address = `http://127.0.0.1:${port}`
    await vi.waitFor(
      async () => {
        if (child.exitCode !== null) throw new Error(said)
        expect((await fetch(address)).status).toBe(200)
      },
      { timeout: 10_000 },
    )
  }, 20_000)

  afterAll(async () => {
    if (child.exitCode === null) {
      child.kill('SIGTERM')
      await once(child, 'exit')
    }
    upstream.closeAllConnections()
    upstream.close()
    rmSync(folder, { recursive: true })
  })

  it.each([
    ['/', 200, 'page', 'no-cache'],
    ['/d/shorts-main/some.slug', 200, 'page', 'no-cache'],
    ['/settings', 200, 'page', 'no-cache'],
    ['/logs', 200, 'page', 'no-cache'],
    ['/logs/', 200, 'page', 'no-cache'],
    ['/logs/app.log', 200, 'page', 'no-store'],
    ['/logs/deep/page.html', 200, 'page', 'no-store'],
    ['/logs/none.log', 404, 'page', 'no-store'],
    ['/worker/one.log', 200, 'page', 'no-store'],
    ['/worker/app.log', 404, 'page', 'no-cache'],
    ['/logs/.hidden', 404, 'page', 'no-cache'],
    ['/logs/deep/../../own.json', 404, 'page', 'no-cache'],
    ['/index.html', 200, 'page', 'no-cache'],
    ['/config.json', 200, 'page', 'no-cache'],
    ['/assets/x.js', 200, 'page', 'public, max-age=31536000, immutable'],
    ['/assets/none.js', 404, 'page', undefined],
    ['/none.json', 404, 'page', 'no-cache'],
    ['/dashboards/none', 404, 'page', 'no-cache'],
    ['/.vite/manifest.json', 404, 'page', 'no-cache'],
    ['/embed/shorts-main/job-duration', 200, 'embed', 'no-cache'],
    ['/prometheus/api/v1/query?query=a%2Fb', 200, 'page', undefined],
    ['/alertmanager/api/v2/alerts', 502, 'page', undefined],
    ['/jaeger/api/services', 200, 'page', undefined],
  ] as const)('%s', async (path, status, scope, cache) => {
    const response = await fetch(address + path)
    expect(response.status).toBe(status)
    for (const [name, value] of securityHeaders(config, scope)) expect(response.headers.get(name), name).toBe(value)
    expect(response.headers.get('strict-transport-security')).toBeNull()
    expect(response.headers.get('cache-control') ?? undefined).toBe(cache)
    await response.arrayBuffer()
  })

  it('passes the path below the prefix, and the clock of the server behind', async () => {
    const response = await fetch(`${address}/prometheus/api/v1/query?query=a%2Fb`)
    expect(await response.text()).toBe('/api/v1/query?query=a%2Fb')
    expect(response.headers.get('date')).toBe('Thu, 01 Jan 2026 00:00:00 GMT')
    const label = await fetch(`${address}/prometheus/api/v1/label/a%20b%3F/values?match[]=%7Ba%3D%22b%22%7D&x=1`)
    expect(await label.text()).toBe('/api/v1/label/a%20b%3F/values?match[]=%7Ba%3D%22b%22%7D&x=1')
  })

  it.each([
    ['bytes=2-4', 206, '234', 'bytes 2-4/10'],
    ['bytes=9-1000', 206, '9', 'bytes 9-9/10'],
    ['bytes=10-1000', 416, undefined, 'bytes */10'],
    ['bytes=0-1,3-4', 200, '0123456789', null],
  ] as const)('answers a log file by ranges, as it is: %s', async (range, status, body, told) => {
    const headers = { range, 'accept-encoding': 'gzip' }
    const response = await fetch(`${address}/logs/deep/page.html`, { headers })
    const text = await response.text()
    expect([response.status, response.headers.get('content-range')]).toEqual([status, told])
    expect(response.headers.get('content-encoding')).toBeNull()
    if (body === undefined) return
    expect(text).toBe(body)
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8')
  })

  it('serves the configuration from where it is', async () => {
    const response = await fetch(`${address}/config.json`)
    expect(response.headers.get('content-type')).toBe('application/json')
    expect(await response.json()).toEqual(isComposed ? { own: true } : {})
  })

  it('compresses scripts', async () => {
    const response = await fetch(`${address}/assets/x.js`, { headers: { 'accept-encoding': 'gzip' } })
    expect(response.headers.get('content-encoding')).toBe('gzip')
    expect(response.headers.get('content-type')).toMatch(/javascript/)
  })
})
