import { once } from 'node:events'
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer, type RequestListener, request, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { decodeConfig } from '~/domain/config/config'
import { isRoute, type RunningServer, startServer } from './serve'
import { fileOfUrlPath } from './static-files'

const config = decodeConfig({
  schema: 1,
  sources: { metrics: [{ id: 'p', kind: 'prometheus', url: '/prometheus' }] },
  dashboards: ['shorts-main'],
  embed: { frameAncestors: ['https://wiki.example'] },
})

const PROTECTION = [
  'content-security-policy',
  'x-content-type-options',
  'referrer-policy',
  'cross-origin-opener-policy',
  'cross-origin-resource-policy',
  'permissions-policy',
]

let distDir: string
let logDir: string
let server: RunningServer
let upstream: Server
let answer: RequestListener = (_request, response) => response.end()
let upstreamBase: string

beforeAll(async () => {
  distDir = mkdtempSync(join(tmpdir(), 'lookout-serve-'))
  mkdirSync(join(distDir, 'assets'))
  mkdirSync(join(distDir, '.vite'))
  writeFileSync(join(distDir, 'index.html'), '<!doctype html><title>app</title>')
  writeFileSync(join(distDir, 'config.json'), '{}')
  writeFileSync(join(distDir, 'assets/app-1.js'), `export const x = 1 // ${'x'.repeat(2000)}`)
  writeFileSync(join(distDir, 'assets/font-1.woff2'), Buffer.alloc(1000))
  writeFileSync(join(distDir, '.vite/manifest.json'), '{}')
  symlinkSync('/etc/hostname', join(distDir, 'assets/outside.txt'))
  logDir = mkdtempSync(join(tmpdir(), 'lookout-logs-'))
  writeFileSync(join(logDir, 'app.log'), '0123456789')
  writeFileSync(join(logDir, 'empty.log'), '')
  writeFileSync(join(logDir, 'page.html'), '<script>1</script>')
  writeFileSync(join(logDir, '.hidden'), 'x')
  symlinkSync('/etc/hostname', join(logDir, 'outside.log'))
  upstream = createServer((incoming, outgoing) => answer(incoming, outgoing)).listen(0, '127.0.0.1')
  await once(upstream, 'listening')
  upstreamBase = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`
  server = await startServer({
    distDir,
    port: 0,
    config,
    logs: { '/logs': logDir },
    proxies: { '/prometheus': upstreamBase, '/prefixed': `${upstreamBase}/deep/`, '/down': 'http://127.0.0.1:1' },
  })
})

afterEach(() => {
  answer = (_request, response) => response.end()
})

afterAll(async () => {
  await server.close()
  upstream.closeAllConnections()
  upstream.close()
  rmSync(distDir, { recursive: true })
  rmSync(logDir, { recursive: true })
})

/** Without fetch's own ideas about paths and compression. */
async function get(path: string, headers: Record<string, string> = {}, method = 'GET') {
  const outgoing = request(server.address, { path, headers, method, agent: false }).end()
  const [incoming] = await once(outgoing, 'response')
  return { status: incoming.statusCode, headers: incoming.headers, body: await text(incoming) }
}

describe('files', () => {
  it.each([
    ['/', 200, 'text/html; charset=utf-8', 'no-cache'],
    ['/index.html', 200, 'text/html; charset=utf-8', 'no-cache'],
    ['/d/shorts-main', 200, 'text/html; charset=utf-8', 'no-cache'],
    ['/d/shorts-main/job-duration?from=now-1h', 200, 'text/html; charset=utf-8', 'no-cache'],
    ['/embed/shorts-main/job-duration', 200, 'text/html; charset=utf-8', 'no-cache'],
    ['/config.json', 200, 'application/json; charset=utf-8', 'no-cache'],
    ['/assets/app-1.js', 200, 'text/javascript; charset=utf-8', 'public, max-age=31536000, immutable'],
    ['/assets/font-1.woff2', 200, 'font/woff2', 'public, max-age=31536000, immutable'],
    ['/assets/app-2.js', 404, 'text/plain; charset=utf-8', 'no-cache'],
    ['/assets/app', 404, 'text/plain; charset=utf-8', 'no-cache'],
    ['/dashboards/none', 404, 'text/plain; charset=utf-8', 'no-cache'],
    ['/robots.txt', 404, 'text/plain; charset=utf-8', 'no-cache'],
    ['/.vite/manifest.json', 404, 'text/plain; charset=utf-8', 'no-cache'],
    ['/assets/outside.txt', 404, 'text/plain; charset=utf-8', 'no-cache'],
    ['/../../../../etc/hostname.x', 404, 'text/plain; charset=utf-8', 'no-cache'],
    ['/assets/%2e%2e/%2e%2e/etc/x.y', 404, 'text/plain; charset=utf-8', 'no-cache'],
    ['/assets/..%2f..%2fetc%2fx.y', 404, 'text/plain; charset=utf-8', 'no-cache'],
    ['/assets/%', 404, 'text/plain; charset=utf-8', 'no-cache'],
    ['/assets/a%00.js', 404, 'text/plain; charset=utf-8', 'no-cache'],
  ])('%s', async (path, status, type, cache) => {
    const got = await get(path)
    expect(got.status).toBe(status)
    expect(got.headers['content-type']).toBe(type)
    expect(got.headers['cache-control']).toBe(cache)
    for (const name of PROTECTION) expect(got.headers, name).toHaveProperty(name)
    const ancestors = path.startsWith('/embed/') ? 'https://wiki.example' : "'none'"
    expect(got.headers['content-security-policy']).toMatch(new RegExp(`frame-ancestors ${ancestors}$`))
  })

  it('answers HEAD as GET without a body', async () => {
    const [head, whole] = [await get('/assets/app-1.js', {}, 'HEAD'), await get('/assets/app-1.js')]
    expect(head.body).toBe('')
    expect(head.headers['content-length']).toBe(whole.headers['content-length'])
    expect(head.headers.etag).toBe(whole.headers.etag)
  })

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('refuses %s', async (method) => {
    const got = await get('/', {}, method)
    expect([got.status, got.headers.allow]).toEqual([405, 'GET, HEAD'])
  })

  it('compresses for who asks, with a tag of its own', async () => {
    const plain = await get('/assets/app-1.js')
    const zipped = await get('/assets/app-1.js', { 'accept-encoding': 'br, gzip' })
    const refused = await get('/assets/app-1.js', { 'accept-encoding': 'gzip;q=0' })
    expect(zipped.headers['content-encoding']).toBe('gzip')
    expect(Number(zipped.headers['content-length'])).toBeLessThan(200)
    expect(zipped.headers.etag).not.toBe(plain.headers.etag)
    expect([plain, zipped].map((each) => each.headers.vary)).toEqual(['Accept-Encoding', 'Accept-Encoding'])
    expect(refused.headers['content-encoding']).toBeUndefined()
    expect(
      (await get('/assets/font-1.woff2', { 'accept-encoding': 'gzip' })).headers['content-encoding'],
    ).toBeUndefined()
  })

  it('answers 304 to the tag it gave, until the file changes', async () => {
    const first = await get('/config.json')
    const tag = String(first.headers.etag)
    const again = await get('/config.json', { 'if-none-match': `"x", W/${tag}` })
    expect([again.status, again.body]).toEqual([304, ''])
    expect(again.headers).toHaveProperty('content-security-policy')
    writeFileSync(join(distDir, 'config.json'), '{"schema":1}')
    expect(await get('/config.json', { 'if-none-match': tag })).toMatchObject({ status: 200, body: '{"schema":1}' })
  })
})

describe('log files', () => {
  it.each([
    [undefined, 200, '0123456789', undefined],
    ['bytes=0-3', 206, '0123', 'bytes 0-3/10'],
    ['bytes=8-99', 206, '89', 'bytes 8-9/10'],
    ['bytes=7-', 206, '789', 'bytes 7-9/10'],
    ['bytes=-2', 206, '89', 'bytes 8-9/10'],
    ['bytes=-20', 206, '0123456789', 'bytes 0-9/10'],
    ['bytes=10-', 416, '', 'bytes */10'],
    ['bytes=-0', 416, '', 'bytes */10'],
    ['bytes=3-1', 200, '0123456789', undefined],
    ['bytes=0-1,3-4', 200, '0123456789', undefined],
    ['lines=0-1', 200, '0123456789', undefined],
  ])('a range of %s is answered with %i', async (range, status, body, told) => {
    const got = await get('/logs/app.log', { ...(range !== undefined && { range }), 'accept-encoding': 'gzip' })
    expect([got.status, got.body, got.headers['content-range']]).toEqual([status, body, told])
    expect(got.headers['content-length']).toBe(String(body.length))
    expect(got.headers).not.toHaveProperty('content-encoding')
    expect(got.headers).not.toHaveProperty('etag')
    expect(got.headers).toMatchObject({
      'accept-ranges': 'bytes',
      'cache-control': 'no-store',
      'content-type': 'text/plain; charset=utf-8',
    })
    for (const name of PROTECTION) expect(got.headers, name).toHaveProperty(name)
  })

  it('takes a condition on a range that it cannot meet for a wish for the whole', async () => {
    expect((await get('/logs/app.log', { range: 'bytes=0-1', 'if-range': '"x"' })).status).toBe(200)
  })

  it('shows what was appended, an empty file, and the size alone to HEAD', async () => {
    expect(await get('/logs/empty.log')).toMatchObject({ status: 200, body: '' })
    expect((await get('/logs/empty.log', { range: 'bytes=0-0' })).status).toBe(416)
    appendFileSync(join(logDir, 'empty.log'), 'now')
    expect((await get('/logs/empty.log', { range: 'bytes=0-9' })).body).toBe('now')
    const head = await get('/logs/app.log', {}, 'HEAD')
    expect([head.status, head.body, head.headers['content-length']]).toEqual([200, '', '10'])
  })

  it.each(['/logs/.hidden', '/logs/outside.log', '/logs/none.log', '/logs/..%2fx', '/logs/%2e%2e/x'])(
    '%s is not there',
    async (path) => expect((await get(path)).status).toBe(404),
  )

  it('is text whatever its name, and the prefix alone is a page of the app', async () => {
    expect((await get('/logs/page.html')).headers['content-type']).toBe('text/plain; charset=utf-8')
    for (const path of ['/logs', '/logs/', '/logs?q=a']) expect((await get(path)).body).toContain('<title>app</title>')
  })
})

describe('proxy', () => {
  it('takes the prefix off, passes query, headers and Date, and keeps its own protection', async () => {
    answer = (incoming, outgoing) => {
      outgoing.writeHead(200, {
        date: 'Thu, 01 Jan 2026 00:00:00 GMT',
        'content-security-policy': "default-src *; script-src 'unsafe-inline'",
        'x-own': 'kept',
        connection: 'close, x-hop',
        'x-hop': 'dropped',
      })
      outgoing.end(JSON.stringify([incoming.method, incoming.url, incoming.headers]))
    }
    const got = await get('/prometheus/api/v1/query?query=a%2Fb', {
      'x-scope-orgid': 't1',
      connection: 'x-mine',
      'x-mine': 'dropped',
      te: 'trailers',
    })
    const [method, url, headers] = JSON.parse(got.body)
    expect([method, url, headers['x-scope-orgid']]).toEqual(['GET', '/api/v1/query?query=a%2Fb', 't1'])
    expect(headers).toHaveProperty('host', upstreamBase.slice('http://'.length))
    expect(headers).not.toHaveProperty('x-mine')
    expect(headers).not.toHaveProperty('te')
    expect(got.headers).toMatchObject({ date: 'Thu, 01 Jan 2026 00:00:00 GMT', 'x-own': 'kept' })
    expect(got.headers).not.toHaveProperty('x-hop')
    expect(got.headers['content-security-policy']).toMatch(/^default-src 'none';/)
    expect(got.headers['cache-control']).toBe('no-store')
  })

  it.each([
    ['/prometheus', '/'],
    ['/prometheus/', '/'],
    ['/prometheus/a/../../b', '/b'],
    ['/prefixed/api', '/deep/api'],
    ['/prometheus//evil.example/x', '//evil.example/x'],
  ])('%s becomes %s', async (path, expected) => {
    answer = (incoming, outgoing) => outgoing.end(incoming.url)
    expect((await get(path)).body).toBe(expected)
  })

  it('does not let .. leave the base path', async () => {
    expect((await get('/prefixed/../../x')).status).toBe(400)
  })

  it('does not take /prometheusx for its own', async () => {
    expect((await get('/prometheusx')).body).toContain('<title>app</title>')
  })

  it('streams a body both ways before either has ended', async () => {
    answer = (incoming, outgoing) => incoming.pipe(outgoing)
    const outgoing = request(`${server.address}/prometheus/echo`, { method: 'POST', agent: false })
    outgoing.write('first')
    const [incoming] = await once(outgoing, 'response')
    const [chunk] = await once(incoming, 'data')
    expect(String(chunk)).toBe('first')
    outgoing.end('last')
    expect(await text(incoming)).toBe('last')
  })

  it('passes a POST form with its length', async () => {
    answer = async (incoming, outgoing) => outgoing.end(`${incoming.headers['content-length']} ${await text(incoming)}`)
    const form = await fetch(`${server.address}/prometheus/api/v1/query`, { method: 'POST', body: 'query=up' })
    expect(await form.text()).toBe('8 query=up')
  })

  it('ends the request behind when the client goes away', async () => {
    const arrived = new Promise<void>((resolve) => {
      answer = (incoming) => incoming.once('close', resolve)
    })
    const seen = once(upstream, 'request')
    const outgoing = request(`${server.address}/prometheus/slow`, { agent: false }).end()
    outgoing.on('error', () => undefined)
    await seen
    outgoing.destroy()
    await arrived
  })

  it('breaks off when the server behind breaks off', async () => {
    answer = (_incoming, outgoing) => {
      outgoing.writeHead(200, { 'content-length': '1000' })
      outgoing.write('half')
      setImmediate(() => outgoing.destroy())
    }
    const got = await fetch(`${server.address}/prometheus/half`)
    await expect(got.text()).rejects.toThrow()
  })

  it('says 502 in one line when nothing answers', async () => {
    const got = await get('/down/api/v1/query')
    expect(got.status).toBe(502)
    expect(got.body.trim().split('\n')).toHaveLength(1)
    expect(JSON.parse(got.body)).toMatchObject({ status: 'error', error: expect.stringContaining('ECONNREFUSED') })
    for (const name of PROTECTION) expect(got.headers, name).toHaveProperty(name)
  })
})

describe('life', () => {
  it('rejects a port in use with the code of the system', async () => {
    const port = Number(new URL(server.address).port)
    await expect(startServer({ distDir, port, config })).rejects.toMatchObject({ code: 'EADDRINUSE' })
  })

  it('closes although a connection is open', async () => {
    const short = await startServer({ distDir, port: 0, config })
    const socket = connect(Number(new URL(short.address).port), '127.0.0.1')
    await once(socket, 'connect')
    const closed = once(socket, 'close')
    await short.close()
    await closed
  })
})

it.each([
  ['/', true],
  ['/d/x', true],
  ['/d/x/some.slug', true],
  ['/settings', true],
  ['/job/a.b', true],
  ['/trace/../secret.json', true],
  ['/traces/x.json', false],
  ['/job.json', false],
  ['/favicon.ico', false],
  ['/assets/x', false],
])('isRoute(%s)', (path, expected) => {
  expect(isRoute(path)).toBe(expected)
})

it.each([
  ['/a/b.js', 'a/b.js'],
  ['/a%20b.js', 'a b.js'],
  ['/a//b.js', undefined],
  ['/a/./b.js', undefined],
  ['/..%5cx', undefined],
  ['a', undefined],
])('fileOfUrlPath(%s)', (path, expected) => {
  expect(fileOfUrlPath(path)).toBe(expected)
})
