import { getEventListeners } from 'node:events'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { startFakePrometheus } from '~/testing/fake-prometheus'
import { createFaultProxy, type FaultProxy } from '~/testing/fault-proxy'
import { startServer, type TestServer } from '~/testing/http-server'
import { contractExpressions } from '~/testing/metrics-source-contract'
import { createTransport, type TransportRequest } from './transport'

const path = '/api/v1/query?query=vector(42)&time=1700000040'
const live = () => new AbortController().signal

let target: TestServer
let proxy: FaultProxy
beforeAll(async () => {
  target = await startFakePrometheus(contractExpressions)
  proxy = await createFaultProxy(target.url)
})
afterEach(() => proxy.setRules())
afterAll(async () => {
  await proxy.close()
  await target.close()
})

const requestOf = (more: Partial<TransportRequest> = {}): TransportRequest => ({
  url: `${proxy.url}${path}`,
  method: 'GET',
  timeoutMs: 10_000,
  priority: 'refresh',
  ...more,
})

describe('the transport before a server that fails', () => {
  test('answers with status, headers, whole body and times; the address has no query', async () => {
    const response = await createTransport().request(requestOf(), live())
    expect(response.status).toBe(200)
    expect(new TextDecoder().decode(response.body)).toContain('"42"')
    expect(response.url).toBe(`${proxy.url}/api/v1/query`)
    expect(response.headers.get('date')).not.toBeNull()
    expect(response.headMs).toBeGreaterThanOrEqual(response.sentMs)
    expect(response.durationMs).toBeGreaterThanOrEqual(response.headMs - response.sentMs)
  })

  test('any status is an answer', async () => {
    proxy.setRules({ status: 503, body: 'Service Unavailable' })
    expect((await createTransport().request(requestOf(), live())).status).toBe(503)
  })

  test('F01 F02 a refused connection names the host', async () => {
    await proxy.close()
    const error = await createTransport()
      .request(requestOf(), live())
      .catch((caught) => caught)
    await proxy.reopen()
    expect(error).toMatchObject({
      kind: 'unreachable',
      detail: { cause: 'network', address: `${proxy.url}/api/v1/query` },
    })
    expect(error.message).toContain(new URL(proxy.url).host)
    expect((await createTransport().request(requestOf(), live())).status).toBe(200)
  })

  test('F03 a reset in the middle of the body is no answer, and the next request is', async () => {
    proxy.setRules({ resetAfterBytes: 20, to: 1 })
    const transport = createTransport()
    await expect(transport.request(requestOf(), live())).rejects.toMatchObject({ kind: 'badPayload' })
    expect((await transport.request(requestOf(), live())).status).toBe(200)
  })

  test('F04 a server that never answers is given up, and its slot is free again', async () => {
    proxy.setRules({ hang: true, to: 3 })
    const transport = createTransport()
    const hung = Array.from({ length: 3 }, () => transport.request(requestOf({ timeoutMs: 60 }), live()))
    const fourth = transport.request(requestOf(), live())
    for (const result of await Promise.allSettled(hung)) {
      expect(result).toMatchObject({ status: 'rejected', reason: { kind: 'timeout' } })
    }
    expect((await fourth).status).toBe(200)
  })

  test('a caller that goes away ends the request on the server too', async () => {
    proxy.setRules({ hang: true })
    const abort = new AbortController()
    const asked = createTransport().request(requestOf(), abort.signal)
    await expect.poll(() => proxy.inFlight).toBe(1)
    abort.abort()
    await expect(asked).rejects.toMatchObject({ kind: 'aborted' })
    await expect.poll(() => proxy.inFlight).toBe(0)
  })

  test('F06 F18 at most 3 refreshes and a click are in flight', async () => {
    proxy.setRules({ latencyMs: 20 })
    const before = proxy.log.length
    const transport = createTransport()
    await Promise.all([
      ...Array.from({ length: 12 }, () => transport.request(requestOf(), live())),
      transport.request(requestOf({ url: `${proxy.url}/api/v1/status/buildinfo`, priority: 'user' }), live()),
    ])
    const entries = proxy.log.slice(before)
    expect(Math.max(...entries.map(({ concurrent }) => concurrent))).toBeLessThanOrEqual(4)
    expect(entries.findIndex(({ path: asked }) => asked.includes('buildinfo'))).toBeLessThan(5)
  })

  test('F12 a redirect is a sign-in, not an answer, and is not followed', async () => {
    proxy.setRules({ redirect: 'https://sso.invalid/login' })
    await expect(createTransport().request(requestOf(), live())).rejects.toMatchObject({ kind: 'auth' })
  })

  test('F23 a body above the limit is refused by its declared length', async () => {
    proxy.setRules({ body: 'x'.repeat(5_000) })
    await expect(createTransport().request(requestOf({ maxBytes: 4_999 }), live())).rejects.toMatchObject({
      kind: 'tooMuch',
    })
    expect((await createTransport().request(requestOf({ maxBytes: 5_000 }), live())).body.byteLength).toBe(5_000)
  })

  test('F23 a body without a length is refused while it streams, long before its end', async () => {
    let sent = 0
    const flood = await startServer((_, response) => {
      const chunk = Buffer.alloc(65_536)
      const pour = () => {
        while (!response.destroyed && response.write(chunk)) sent += chunk.length
      }
      response.on('drain', pour)
      pour()
    })
    const request = requestOf({ url: flood.url, maxBytes: 1_000_000 })
    await expect(createTransport().request(request, live())).rejects.toMatchObject({ kind: 'tooMuch' })
    await flood.close()
    expect(sent).toBeLessThan(50_000_000)
  })

  test.each(['http://user:secret@127.0.0.1/', 'ftp://127.0.0.1/', 'javascript:alert(1)', '/relative', 'http://'])(
    'H54 %s is not asked',
    async (url) => {
      const error = await createTransport()
        .request(requestOf({ url }), live())
        .catch((caught) => caught)
      expect(error).toMatchObject({ kind: 'client' })
      expect(JSON.stringify(error.detail)).not.toContain('secret')
    },
  )

  test('no listener and no timer outlives a request', async () => {
    const timers = new Set<unknown>()
    const transport = createTransport({
      schedule: (run, delayMs) => {
        const timer = setTimeout(run, delayMs)
        timers.add(timer)
        return () => {
          timers.delete(timer)
          clearTimeout(timer)
        }
      },
    })
    const { signal } = new AbortController()
    const responses = await Promise.all(Array.from({ length: 8 }, () => transport.request(requestOf(), signal)))
    expect(responses.map(({ status }) => status)).toEqual(Array(8).fill(200))
    expect(timers.size).toBe(0)
    expect(getEventListeners(signal, 'abort')).toEqual([])
  })
})
