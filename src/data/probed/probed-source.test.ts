import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createServerClock } from '~/data/server-clock'
import { createTransport } from '~/data/transport/transport'
import { createFaultProxy, type FaultProxy } from '~/testing/fault-proxy'
import { createProbedSource } from './probed-source'

let proxy: FaultProxy
beforeAll(async () => {
  proxy = await createFaultProxy('http://127.0.0.1:1')
})
afterEach(() => proxy.setRules())
afterAll(() => proxy.close())

function probe() {
  const clock = createServerClock({ now: Date.now })
  const url = `${proxy.url}/logs/app.jsonl`
  const source = createProbedSource({
    id: 'logs',
    title: 'Logs',
    kind: 'logs',
    url,
    transport: createTransport(),
    clock,
  })
  return source.probe(new AbortController().signal)
}

describe('the probe of an address', () => {
  test('asks for the head alone', async () => {
    proxy.setRules({ status: 200 })
    const from = proxy.log.length
    expect((await probe()).latencyMs).toBeGreaterThanOrEqual(0)
    expect(proxy.log.slice(from).map(({ method }) => method)).toEqual(['HEAD'])
  })

  test('asks for one byte where HEAD is refused', async () => {
    proxy.setRules({ method: 'HEAD', status: 405 }, { method: 'GET', status: 206, body: '{' })
    const from = proxy.log.length
    await probe()
    expect(proxy.log.slice(from).map(({ method, headers }) => [method, headers.range])).toEqual([
      ['HEAD', undefined],
      ['GET', 'bytes=0-0'],
    ])
  })

  test('an empty file is there', async () => {
    proxy.setRules({ method: 'HEAD', status: 501 }, { method: 'GET', status: 416 })
    await expect(probe()).resolves.toBeDefined()
  })

  test.each([
    [404, 'notFound'],
    [401, 'auth'],
    [502, 'unavailable'],
  ])('status %i is an error', async (status, kind) => {
    proxy.setRules({ status })
    await expect(probe()).rejects.toMatchObject({ kind, detail: { message: expect.stringContaining('Logs') } })
  })
})
