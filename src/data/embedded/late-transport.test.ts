import { describe, expect, test } from 'vitest'
import type { Transport, TransportResponse } from '~/data/transport/transport'
import { createLateTransport } from './late-transport'

const REQUEST = { url: '/x', method: 'GET', timeoutMs: 1_000, priority: 'user' } as const
const RESPONSE: TransportResponse = {
  status: 200,
  headers: new Headers(),
  body: new ArrayBuffer(0),
  durationMs: 0,
  url: '/x',
  sentMs: 0,
  headMs: 0,
}

/** A transport that is loaded as often as it is asked for; the first so many times in vain. */
function setUp(failures = 0) {
  const log: string[] = []
  const inner: Transport = { request: async () => RESPONSE, dispose: () => log.push('dispose') }
  const late = createLateTransport(async () => {
    log.push('load')
    if (log.length <= failures) throw new TypeError('Failed to fetch dynamically imported module')
    return inner
  })
  const ask = () => late.request(REQUEST, new AbortController().signal)
  return { late, ask, log }
}

describe('a transport that is loaded late', () => {
  test('is loaded once, by the first request or before', async () => {
    const { late, ask, log } = setUp()
    expect(log).toEqual([])
    late.start()
    expect(await Promise.all([ask(), ask()])).toEqual([RESPONSE, RESPONSE])
    expect(log).toEqual(['load'])
  })

  test('is asked for again where it could not be loaded, which is told and nowhere uncaught', async () => {
    const { late, ask, log } = setUp(1)
    late.start()
    const [first, second] = await Promise.allSettled([ask(), ask()])
    for (const outcome of [first, second]) {
      expect(outcome).toMatchObject({
        status: 'rejected',
        reason: { kind: 'client', detail: { nextStep: expect.any(String) } },
      })
    }
    expect(await ask()).toBe(RESPONSE)
    expect(log).toEqual(['load', 'load'])
  })

  test('is disposed of once it is there, and never loaded for that', async () => {
    const { late, ask, log } = setUp()
    late.dispose()
    expect(log).toEqual([])
    await ask()
    late.dispose()
    await Promise.resolve()
    expect(log).toEqual(['load', 'dispose'])
  })
})
