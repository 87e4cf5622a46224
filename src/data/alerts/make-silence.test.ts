import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createAlertStore } from '~/data/alertmanager/alert-store'
import { createInThreadDecoder } from '~/data/decode/decoder'
import { createTransport, type Transport } from '~/data/transport/transport'
import type { AlertStore } from '~/domain/alerts/alert-ports'
import { extendedSilence, newSilence } from '~/domain/alerts/silencing'
import { createFaultProxy, type FaultProxy } from '~/testing/fault-proxy'
import { hasAlertmanager, type RealAlertmanager, startRealAlertmanager } from '~/testing/real-alertmanager'
import { makeSilence } from './make-silence'

const HOUR_MS = 3_600_000
const { signal } = new AbortController()
const options = { again: false, signal, delay: async () => {} }
const POST = { method: 'POST', path: /silences$/ } as const

describe.skipIf(!hasAlertmanager)('a silence is made once', { timeout: 30_000 }, () => {
  let server: RealAlertmanager
  let proxy: FaultProxy
  let name = 0
  beforeAll(async () => {
    server = await startRealAlertmanager()
    proxy = await createFaultProxy(server.url)
  }, 30_000)
  afterEach(() => proxy.setRules())
  afterAll(async () => {
    await proxy.close()
    await server.stop()
  })

  /** Gives up on an answer after half a second. */
  function impatientStore(nowMs = Date.now): AlertStore {
    const transport = createTransport()
    const impatient: Transport = {
      request: (request, aborted) => transport.request({ ...request, timeoutMs: 500 }, aborted),
      dispose: () => transport.dispose(),
    }
    const clock = { nowMs, offsetMs: () => 0 }
    return createAlertStore({
      id: 'am',
      title: 'Alertmanager',
      baseUrl: proxy.url,
      transport: impatient,
      decoder: createInThreadDecoder(),
      clock,
    })
  }
  const draftOf = (alertname: string, nowMs = Date.now()) =>
    newSilence(
      {
        matchers: [
          { name: 'alertname', op: '=', value: alertname },
          { name: 'env', op: '=~', value: 'a|b' },
        ],
        endsMs: nowMs + HOUR_MS,
        createdBy: 'ops "1"',
        comment: 'because <b>',
      },
      nowMs,
    )
  const kept = async (alertname: string) =>
    (await impatientStore().silences(signal)).filter(({ matchers }) =>
      matchers.some(({ value }) => value === alertname),
    )
  const postsSince = (from: number) => proxy.log.slice(from).filter(({ method }) => method === 'POST').length
  const nextName = () => `Slow${name++}`

  test.each([
    ['F44 the answer does not come in time', { ...POST, swallow: true }],
    ['the connection breaks before the answer', { ...POST, resetAfterBytes: 0 }],
    ['the answer is cut', { ...POST, truncateAt: 5 }],
  ])('%s: it is found, and not posted again', async (_, rule) => {
    proxy.setRules(rule)
    const from = proxy.log.length
    const alertname = nextName()
    const made = await makeSilence(impatientStore(), draftOf(alertname), options)
    const [only, ...more] = await kept(alertname)
    expect(more).toEqual([])
    expect(made).toEqual({ kind: 'made', id: only?.id, late: true })
    expect(postsSince(from)).toBe(1)
  })

  test('F44 a request that never arrived is not posted blindly, and trying again makes it', async () => {
    proxy.setRules({ ...POST, hang: true })
    const from = proxy.log.length
    const alertname = nextName()
    const draft = draftOf(alertname)
    const made = await makeSilence(impatientStore(), draft, options)
    expect(made).toMatchObject({ kind: 'unknown', looked: true, error: { kind: 'timeout' } })
    expect(postsSince(from)).toBe(1)
    proxy.setRules()
    expect(await makeSilence(impatientStore(), draft, { ...options, again: true })).toMatchObject({ late: false })
    expect(await kept(alertname)).toHaveLength(1)
  })

  test('F44 one that arrived after all is found by trying again', async () => {
    proxy.setRules({ ...POST, swallow: true }, { path: /silences$/, status: 502 })
    const alertname = nextName()
    const draft = draftOf(alertname)
    expect(await makeSilence(impatientStore(), draft, options)).toMatchObject({ kind: 'unknown', looked: false })
    expect(await makeSilence(impatientStore(), draft, { ...options, again: true })).toMatchObject({
      kind: 'unknown',
      looked: false,
    })
    proxy.setRules()
    expect(await makeSilence(impatientStore(), draft, { ...options, again: true })).toMatchObject({ late: true })
    expect(await kept(alertname)).toHaveLength(1)
  })

  test('F43 what is refused is refused in its words, and is not looked for', async () => {
    const from = proxy.log.length
    const draft = { ...draftOf(nextName()), endsMs: Date.now() - HOUR_MS }
    expect(await makeSilence(impatientStore(), draft, options)).toMatchObject({
      kind: 'refused',
      error: { kind: 'badRequest' },
    })
    expect(proxy.log.length - from).toBe(1)
  })

  test.each([
    ['an hour behind', -HOUR_MS],
    ['right', 0],
    ['an hour ahead', HOUR_MS],
  ])('F48 it is active at once where the clock that its start was read from is %s', async (_, byMs) => {
    const alertname = nextName()
    // The end is far, so that only the start decides.
    const draft = { ...draftOf(alertname, Date.now() + byMs), endsMs: Date.now() + 9 * HOUR_MS }
    await makeSilence(impatientStore(), draft, options)
    const [silence] = await kept(alertname)
    expect(silence?.state).toBe('active')
    expect(Math.abs((silence?.startsMs ?? 0) - Date.now())).toBeLessThan(5_000)
  })

  test('F46 an extended one lives on under the id that is told, and an expired one is made anew', async () => {
    const store = impatientStore()
    const alertname = nextName()
    await makeSilence(store, draftOf(alertname), options)
    const [first] = await kept(alertname)
    if (first === undefined) throw new Error('none was made')
    const longer = await makeSilence(store, extendedSilence(first, HOUR_MS, Date.now()), options)
    const live = (await kept(alertname)).filter(({ state }) => state === 'active')
    expect(live).toHaveLength(1)
    expect(longer).toMatchObject({ kind: 'made', id: live[0]?.id })
    expect(live[0]?.endsMs).toBe(first.endsMs + HOUR_MS)
  })
})
