import { describe, expect, test } from 'vitest'
import { createInThreadDecoder } from '~/data/decode/decoder'
import { createServerClock } from '~/data/server-clock'
import { createTransport } from '~/data/transport/transport'
import { alertStoreContract } from '~/testing/alert-store-contract'
import { createFaultProxy } from '~/testing/fault-proxy'
import { hasAlertmanager, startRealAlertmanager } from '~/testing/real-alertmanager'
import { createAlertStore } from './alert-store'

function storeOf(baseUrl: string) {
  const clock = createServerClock({ now: Date.now })
  return createAlertStore({
    id: 'am',
    title: 'Alertmanager',
    baseUrl,
    transport: createTransport(),
    decoder: createInThreadDecoder(),
    clock,
  })
}

describe.skipIf(!hasAlertmanager)('with a real Alertmanager', () => {
  alertStoreContract('the client before the real thing', async () => {
    const server = await startRealAlertmanager()
    return {
      store: storeOf(`${server.url}/`),
      fire: (alerts) => server.post(alerts.map((labels) => ({ labels }))),
      stop: server.stop,
    }
  })
})

describe('answers that are none', () => {
  test.each([
    ['H27 a web page', { body: '<html>' }, 'badPayload'],
    ['another API', { body: '{"status":"success"}' }, 'badPayload'],
    ['a time that is none', { body: '[{"fingerprint":"1","startsAt":"soon"}]' }, 'badPayload'],
    ['a refusal of a proxy', { status: 403, body: '<html>' }, 'auth'],
    ['a proxy without its target', { status: 502 }, 'unavailable'],
  ] as const)('%s is a SourceError', async (_, rule, kind) => {
    const proxy = await createFaultProxy('http://127.0.0.1:1')
    try {
      proxy.setRules(rule)
      await expect(storeOf(proxy.url).alerts(new AbortController().signal)).rejects.toMatchObject({ kind })
    } finally {
      await proxy.close()
    }
  })

  test.each([
    [400, '<html>', 'Alertmanager does not take the silence: status 400'],
    [409, '"changed meanwhile"', 'Alertmanager does not take the silence: changed meanwhile'],
    [413, '<html>', 'Alertmanager does not take the silence: status 413'],
    [400, '"bad matcher"', 'bad matcher'],
  ] as const)('a silence that is refused with %s (%s) is no query', async (status, body, message) => {
    const proxy = await createFaultProxy('http://127.0.0.1:1')
    const matchers = [{ name: 'a', op: '=', value: 'b' }] as const
    const draft = { matchers, startsMs: 0, endsMs: 1, createdBy: 'me', comment: 'c' }
    try {
      proxy.setRules({ status, body })
      const put = storeOf(proxy.url).putSilence(draft, new AbortController().signal)
      await expect(put).rejects.toMatchObject({ kind: 'badRequest', message })
    } finally {
      await proxy.close()
    }
  })

  test('null for an empty list is one', async () => {
    const proxy = await createFaultProxy('http://127.0.0.1:1')
    try {
      proxy.setRules({ body: 'null' })
      expect(await storeOf(proxy.url).alerts(new AbortController().signal)).toEqual([])
      expect(await storeOf(proxy.url).silences(new AbortController().signal)).toEqual([])
    } finally {
      await proxy.close()
    }
  })
})
